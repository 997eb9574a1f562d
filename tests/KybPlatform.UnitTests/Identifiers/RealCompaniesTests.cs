using AwesomeAssertions;
using KybPlatform.Identifiers;
using Xunit;

namespace KybPlatform.UnitTests.Identifiers;

/// <summary>Numbers from public registers (GLEIF, SEC, OFAC), read when the data folder is there.</summary>
public sealed class RealCompaniesTests
{
    private const string Why = "no register data beside the repository (set KYB_SHARED)";

    [Fact]
    public void Every_register_number_with_a_published_check_passes_it()
    {
        var rows = Rows("real_companies.csv").Where(row => row["check_digit"] == "ok").ToArray();
        rows.Length.Should().BeGreaterThan(90);

        var results = rows.Select(row => IdentifierValidator.Validate(row["identifier_scheme"], row["identifier_value"], row["country"])).ToArray();

        results.Where(result => !result.IsValid).Should().BeEmpty();
        results.Where(result => result.ChecksumOk is null && result.Scheme != "US:EIN").Should().BeEmpty();
    }

    [Fact]
    public void Every_other_register_number_has_a_known_scheme_and_shape()
    {
        var rows = Rows("real_companies.csv").Where(row => row["check_digit"] != "ok").ToArray();
        rows.Length.Should().BeGreaterThan(90);

        var results = rows.Select(row => IdentifierValidator.Validate(row["identifier_scheme"], row["identifier_value"], row["country"]));

        results.Where(result => !result.IsValid || result.Scheme is null).Should().BeEmpty();
    }

    [Fact]
    public void Legal_entity_identifiers_of_real_companies_pass()
    {
        var leis = Rows("real_companies.csv").Select(row => row["lei"]).Where(lei => lei.Length > 0).ToArray();
        leis.Length.Should().BeGreaterThan(50);

        leis.Select(lei => IdentifierValidator.Validate("XX:LEI", lei)).Should().OnlyContain(result => result.ChecksumOk == true);
    }

    [Theory]
    [InlineData("RU", "Tax ID No.", "RU:INN", 1)]
    [InlineData("RU", "Registration ID", "RU:OGRN", 1)]
    [InlineData("CN", "Unified Social Credit Code (USCC)", "CN:USCC", 0)]
    [InlineData("CO", "NIT #", "CO:NIT", 1)]
    [InlineData("PE", "RUC #", "PE:RUC", 0)]
    public void Numbers_on_sanctions_lists_pass_but_for_the_misprints(string country, string type, string scheme, int misprints)
    {
        var values = Rows("sanctioned_companies.csv").Where(row => row["country"] == country && row["identifier_type"] == type).Select(row => row["identifier_value"]).ToArray();
        values.Length.Should().BeGreaterThan(20);

        values.Count(value => IdentifierValidator.Validate(scheme, value).ChecksumOk != true).Should().Be(misprints);
    }

    private static IEnumerable<Dictionary<string, string>> Rows(string file)
    {
        var path = SharedData.File("companies", file);
        Assert.SkipWhen(path is null, Why);
        var lines = File.ReadLines(path!).Select(Cells).ToArray();
        return lines.Skip(1).Select(cells => lines[0].Zip(cells).ToDictionary(pair => pair.First, pair => pair.Second));
    }

    /// <summary>Enough CSV for these files: quotes, doubled quotes, no line breaks inside.</summary>
    private static List<string> Cells(string line)
    {
        var cells = new List<string> { "" };
        var quoted = false;
        foreach (var c in line)
        {
            if (c == '"')
                quoted = !quoted;
            else if (c == ',' && !quoted)
                cells.Add("");
            else
                cells[^1] += c;
        }

        return cells;
    }
}
