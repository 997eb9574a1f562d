using System.Text.Json;
using AwesomeAssertions;
using KybPlatform.Policies.Expressions;
using Xunit;

namespace KybPlatform.UnitTests.Expressions;

public sealed class JsonTests
{
    [Theory]
    [InlineData("1", "1")]
    [InlineData("9007199254740991", "9007199254740991")]
    [InlineData("9007199254740992", "\"9007199254740992\"")]
    [InlineData("18446744073709551615u", "\"18446744073709551615\"")]
    [InlineData("1.5", "1.5")]
    [InlineData("double('nan')", "\"NaN\"")]
    [InlineData("double('-inf')", "\"-Infinity\"")]
    [InlineData("'a\\nb'", "\"a\\nb\"")]
    [InlineData("b'hello'", "\"aGVsbG8=\"")]
    [InlineData("null", "null")]
    [InlineData("[1, true, 'x']", "[1,true,\"x\"]")]
    [InlineData("{'b': 1, 'a': 2}", "{\"b\":1,\"a\":2}")]
    [InlineData("{1: 'a', true: 'b'}", "[[1,\"a\"],[true,\"b\"]]")]
    [InlineData("{}", "{}")]
    [InlineData("duration('1500ms')", "\"1.5s\"")]
    [InlineData("timestamp('2026-11-20T01:00:00+01:00')", "\"2026-11-20T00:00:00Z\"")]
    [InlineData("int", "\"int\"")]
    [InlineData("type([1])", "\"list\"")]
    [InlineData("optional.of(1)", "1")]
    [InlineData("optional.none()", "null")]
    public void A_value_is_written_as_protobuf_JSON(string expression, string json) =>
        Cel.ToJson(w => CelJson.Write(w, Cel.Eval(expression))).Should().Be(json);

    [Theory]
    [InlineData("1", "int")]
    [InlineData("-9223372036854775808", "int")]
    [InlineData("18446744073709551615", "uint")]
    [InlineData("18446744073709551616", "double")]
    [InlineData("1.0", "double")]
    [InlineData("1e3", "double")]
    [InlineData("\"2026-11-20T00:00:00Z\"", "string")]
    [InlineData("null", "null_type")]
    [InlineData("[1]", "list")]
    [InlineData("{}", "map")]
    public void JSON_is_read_as_the_type_it_shows(string json, string type)
    {
        using var document = JsonDocument.Parse(json);
        CelJson.TypeName(CelJsonReader.ReadClosed(document.RootElement).Type).Should().Be(type);
        CelJson.TypeName(CelJsonReader.ReadFact(document.RootElement, "f").Type).Should().Be(type);
    }

    [Theory]
    [InlineData("{\"a\": {\"b\": [1, 2.5, null, \"x\"]}}")]
    [InlineData("[{\"z\": 1, \"a\": [true, false]}, []]")]
    public void What_is_read_closed_is_written_back_the_same(string json)
    {
        using var document = JsonDocument.Parse(json);
        Cel.ToJson(w => CelJson.Write(w, CelJsonReader.ReadClosed(document.RootElement))).Should().Be(JsonSerializer.Serialize(document.RootElement));
    }

    [Fact]
    public void In_a_closed_map_what_is_missing_is_missing()
    {
        using var document = JsonDocument.Parse("""{"a": 1}""");
        var environment = CelEnvironment.Standard.WithVariable("m", CelType.Dyn);
        var facts = new CelFacts(new Dictionary<string, CelValue> { ["m"] = CelJsonReader.ReadClosed(document.RootElement) });
        CelCompiler.Compile("has(m.b)", environment).Program!.Evaluate(facts).ToString().Should().Be("false");
        CelCompiler.Compile("m.b", environment).Program!.Evaluate(facts).Should().BeOfType<CelError>().Which.Code.Should().Be(CelErrorCodes.NoSuchKey);
    }
}
