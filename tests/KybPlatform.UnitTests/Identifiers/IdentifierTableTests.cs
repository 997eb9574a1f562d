using System.Text.RegularExpressions;
using AwesomeAssertions;
using CsCheck;
using KybPlatform.Identifiers;
using KybPlatform.Identifiers.Text;
using Xunit;

namespace KybPlatform.UnitTests.Identifiers;

public sealed class IdentifierTableTests
{
    public static TheoryData<string> EveryScheme() => [.. IdentifierSchemes.All.Select(scheme => scheme.Code)];

    [Theory, MemberData(nameof(EveryScheme))]
    public void The_examples_of_a_scheme_pass(string code)
    {
        var scheme = IdentifierSchemes.Find(code)!;
        var results = scheme.Examples.Select(example => IdentifierValidator.Validate(code, example)).ToArray();

        results.Where(result => !result.IsValid).Should().BeEmpty();
        results.Should().OnlyContain(result => result.Scheme == code && result.ReasonCode == null);
        if (scheme.CheckFamily is not null)
            results.Should().Contain(result => result.ChecksumOk == true);
        else
            results.Should().OnlyContain(result => result.ChecksumOk == null);
    }

    [Fact]
    public void Every_scheme_has_an_example() => IdentifierSchemes.All.Should().OnlyContain(scheme => !scheme.Examples.IsEmpty);

    [Theory, MemberData(nameof(EveryScheme))]
    public void The_print_form_reads_back_to_the_same_number(string code)
    {
        foreach (var example in IdentifierSchemes.Find(code)!.Examples)
        {
            var result = IdentifierValidator.Validate(code, example);
            IdentifierValidator.Validate(code, result.Formatted).Normalized.Should().Be(result.Normalized);
            IdentifierValidator.Validate(code, result.Normalized).Normalized.Should().Be(result.Normalized);
        }
    }

    [Fact]
    public void No_name_leads_to_two_schemes()
    {
        var names = IdentifierSchemes.All.SelectMany(scheme => scheme.Aliases.Prepend(scheme.Code).Select(name => (Key: SchemeKey.Of(name), scheme.Code)));

        names.GroupBy(name => name.Key).Where(group => group.Select(name => name.Code).Distinct().Count() > 1).Select(group => group.Key).Should().BeEmpty();
    }

    [Fact]
    public void Every_code_and_alias_finds_its_scheme()
    {
        foreach (var scheme in IdentifierSchemes.All)
            scheme.Aliases.Prepend(scheme.Code).Should().OnlyContain(name => IdentifierSchemes.Find(name) == scheme);
    }

    [Fact]
    public void Codes_are_a_country_or_state_and_a_short_label() =>
        IdentifierSchemes.All.Should().OnlyContain(scheme => Regex.IsMatch(scheme.Code, "^[A-Z]{2}(-[A-Z]{2})?:[A-Z][A-Z0-9_]*$"));

    [Theory, MemberData(nameof(EveryScheme))]
    public void The_published_pattern_accepts_what_the_scheme_accepts(string code)
    {
        var scheme = IdentifierSchemes.Find(code)!;
        var pattern = new Regex(scheme.Pattern, RegexOptions.CultureInvariant);
        var alphabet = Gen.Char["0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ+-/ &Ñ"];
        var values = scheme.Examples.Select(example => IdentifierValidator.Validate(code, example).Normalized).ToArray();

        Gen.Select(Gen.OneOf(values), Gen.Int[0, 40], alphabet).Sample((value, at, c) =>
        {
            var changed = value.Remove(at % value.Length, 1).Insert(at % value.Length, c.ToString());
            return scheme.Mask.Matches(changed) == pattern.IsMatch(changed) && scheme.Mask.Matches(value.AsSpan(1)) == pattern.IsMatch(value.AsSpan(1));
        }, iter: 100);
    }

    [Fact]
    public void Schemes_of_people_are_sensitive() =>
        IdentifierSchemes.All.Where(scheme => scheme.Kind == IdentifierKind.Person).Should().OnlyContain(scheme => scheme.Sensitive);

    [Theory]
    [InlineData("gb:company", "GB:CRN")]
    [InlineData("UK:CRN", "GB:CRN")]
    [InlineData("GB:Company number (CRN)", "GB:CRN")]
    [InlineData("DE:USt-IdNr", "DE:VAT")]
    [InlineData("NL:BTW-IDENTIFICATIENUMMER", "NL:VAT")]
    [InlineData("DE:Handelsregisternummer", "DE:HRB")]
    [InlineData("EL:VAT", "GR:AFM")]
    [InlineData("--:LEI", "XX:LEI")]
    [InlineData("--:D-U-N-S", "XX:DUNS")]
    [InlineData("LEI", "XX:LEI")]
    [InlineData("siren", "FR:SIREN")]
    [InlineData("GB-COH", "GB:CRN")]
    [InlineData("US-DE:FILE", "US-DE:FILE")]
    [InlineData("CR:Cédula", "CR:CPJ")]
    [InlineData("SK:IC DPH", "SK:VAT")]
    [InlineData("NZ:REG", "NZ:NZBN")]
    [InlineData("ZZ:OTHER", "XX:OTHER")]
    public void Names_are_found_whatever_their_spelling(string name, string code) => IdentifierSchemes.Find(name)!.Code.Should().Be(code);

    [Theory]
    [InlineData("VAT")]
    [InlineData("GB:NOTHING")]
    [InlineData("NOTHING")]
    [InlineData(":")]
    [InlineData("")]
    [InlineData(null)]
    public void An_ambiguous_or_unknown_name_finds_nothing(string? name) => IdentifierSchemes.Find(name).Should().BeNull();

    [Theory]
    [InlineData("VAT", "DE", "DE:VAT")]
    [InlineData("vat", "uk", "GB:VAT")]
    [InlineData("IC DPH", "SK", "SK:VAT")]
    [InlineData("LEI", "DE", "XX:LEI")]
    public void A_bare_label_is_found_in_its_country(string label, string country, string code) => IdentifierSchemes.Find(label, country)!.Code.Should().Be(code);
}
