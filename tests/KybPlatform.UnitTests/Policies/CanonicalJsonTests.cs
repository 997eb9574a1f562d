using System.Globalization;
using System.Text.Json.Nodes;
using AwesomeAssertions;
using CsCheck;
using KybPlatform.Policies.Resolution;
using Xunit;

namespace KybPlatform.UnitTests.Policies;

public sealed class CanonicalJsonTests
{
    [Theory]
    [InlineData(0, "0")]
    [InlineData(1, "1")]
    [InlineData(-1.5, "-1.5")]
    [InlineData(0.1, "0.1")]
    [InlineData(100, "100")]
    [InlineData(123456.789, "123456.789")]
    [InlineData(1e20, "100000000000000000000")]
    [InlineData(1e21, "1e+21")]
    [InlineData(1.5e21, "1.5e+21")]
    [InlineData(1e-6, "0.000001")]
    [InlineData(1e-7, "1e-7")]
    [InlineData(1.25e-7, "1.25e-7")]
    [InlineData(5e-324, "5e-324")]
    [InlineData(1.7976931348623157e308, "1.7976931348623157e+308")]
    [InlineData(9007199254740991, "9007199254740991")]
    public void Numbers_are_written_as_ECMAScript_writes_them(double number, string expected) => CanonicalJson.Number(number).Should().Be(expected);

    [Fact]
    public void Every_finite_number_reads_back_as_itself() => Gen.Double.Where(double.IsFinite).Sample(number =>
        double.Parse(CanonicalJson.Number(number), CultureInfo.InvariantCulture).Equals(number == 0 ? 0 : number));

    [Fact]
    public void Members_are_sorted_by_code_units_and_white_space_goes()
    {
        var json = JsonNode.Parse("""{ "b": [ 1, null, true ], "a\u20ac": "x", "A": { "z": 1, "y": 2 }, "": "" }""");

        CanonicalJson.Write(json).Should().Be("""{"":"","A":{"y":2,"z":1},"a€":"x","b":[1,null,true]}""");
    }

    [Fact]
    public void Text_is_escaped_no_more_than_needed() =>
        CanonicalJson.Write(JsonNode.Parse("""["\u0008\t\n\f\r\u0001\"\\/\u007f<é😀"]""")).Should().Be("[\"\\b\\t\\n\\f\\r\\u0001\\\"\\\\/\u007f<é😀\"]");

    [Fact]
    public void The_order_of_writing_does_not_change_the_hash()
    {
        var (a, b) = (JsonNode.Parse("""{"x":1.0,"y":[2]}"""), JsonNode.Parse("""{ "y": [ 2.0 ], "x": 1 }"""));

        CanonicalJson.Hash(CanonicalJson.Write(a)).Should().Be(CanonicalJson.Hash(CanonicalJson.Write(b))).And.StartWith("sha256:").And.HaveLength(71);
    }
}
