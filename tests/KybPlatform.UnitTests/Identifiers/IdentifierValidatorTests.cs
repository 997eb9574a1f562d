using AwesomeAssertions;
using CsCheck;
using KybPlatform.Identifiers;
using Xunit;

namespace KybPlatform.UnitTests.Identifiers;

public sealed class IdentifierValidatorTests
{
    [Fact]
    public void No_input_throws()
    {
        var names = IdentifierSchemes.All.Select(scheme => scheme.Code).Concat(["EU:VAT", "VAT", "", ":", "GB", "ZZ:REG"]).ToArray();
        var wild = Gen.OneOf(Gen.String, Gen.String[Gen.Char["0123456789ABCKX-+/. <(Ñ\ud800\u0303٣９"], 0, 40], Gen.String[0, 600]);

        Gen.Select(Gen.OneOf(Gen.OneOf(names), wild), wild, Gen.OneOf(Gen.OneOf("DE", "uk", "XX", "--"), wild)).Sample((scheme, value, country) =>
        {
            var result = IdentifierValidator.Validate(scheme, value, country);
            _ = result.Formatted;
            _ = result.Derived;
            _ = result.Hints;
            return result.FormatOk || (result.ReasonCode is not null && result.ChecksumOk is null);
        }, iter: 20_000);
    }

    [Fact]
    public void A_random_value_of_the_right_shape_never_throws_either()
    {
        foreach (var scheme in IdentifierSchemes.All)
        {
            var value = IdentifierValidator.Validate(scheme.Code, scheme.Examples[0]).Normalized;
            Gen.Select(Gen.Int[0, 40], Gen.Char["0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"], Gen.Int[0, 40], Gen.Char['0', '9']).Sample((at, letter, at2, digit) =>
            {
                var changed = value.ToCharArray();
                changed[at % changed.Length] = letter;
                changed[at2 % changed.Length] = digit;
                var result = IdentifierValidator.Validate(scheme.Code, new string(changed));
                _ = result.Hints;
                _ = result.Derived;
                return result.Formatted.Length > 0;
            }, iter: 200);
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("  \t")]
    [InlineData("-- . /")]
    public void Nothing_is_empty_and_not_wrong(string? value)
    {
        var result = IdentifierValidator.Validate("GB:VAT", value);

        result.ReasonCode.Should().Be(IdentifierReasons.Empty);
        result.ChecksumOk.Should().BeNull();
    }

    [Theory]
    [InlineData("FR:SIREN", "652.014.051", "652014051")]
    [InlineData("FR:SIREN", "６５２ ０１４ ０５１", "652014051")]
    [InlineData("FR:SIREN", "٦٥٢٠١٤٠٥١", "652014051")]
    [InlineData("FR:SIREN", "652\u00a0014\u202f051\u200b", "652014051")]
    [InlineData("GB:VAT", "vat gb 220 4302 31", "220430231")]
    [InlineData("GB:CRN", "sc327000", "SC327000")]
    [InlineData("DE:VAT", "de-129 273 398", "129273398")]
    [InlineData("CH:UID", "CHE–105.909.036 MWST", "CHE105909036")]
    [InlineData("NO:ORGNR", "NO 923 609 016 MVA", "923609016")]
    [InlineData("BE:KBO", "BE 403.227.515", "0403227515")]
    [InlineData("JP:CN", "T7000012050002", "7000012050002")]
    [InlineData("AT:FN", "FN 58389t", "58389T")]
    [InlineData("BY:UNP", "УНП 600122610", "600122610")]
    [InlineData("DE:HRB", "HRB 12345 B", "HRB12345B")]
    [InlineData("DE:HRB", "Amtsgericht München, HRB 91349", "HRB91349 MÜNCHEN")]
    [InlineData("DE:HRB", "HRB91349, AG Frankfurt am Main", "HRB91349 FRANKFURT AM MAIN")]
    [InlineData("FI:HETU", "131052-308t", "131052-308T")]
    public void Writing_habits_do_not_matter(string scheme, string value, string normalized)
    {
        var result = IdentifierValidator.Validate(scheme, value);

        result.Normalized.Should().Be(normalized);
        result.IsValid.Should().BeTrue();
    }

    [Theory]
    [InlineData("FR:SIREN", "65201405", IdentifierReasons.InvalidLength)]
    [InlineData("FR:SIREN", "65201405A", IdentifierReasons.InvalidFormat)]
    [InlineData("FR:SIREN", "652014052", IdentifierReasons.InvalidCheckDigit)]
    [InlineData("US:EIN", "07-1234567", IdentifierReasons.InvalidComponent)]
    [InlineData("MX:RFC", "PMS011331UG0", IdentifierReasons.InvalidComponent)]
    [InlineData("PL:PESEL", "44053201359", IdentifierReasons.InvalidComponent)]
    [InlineData("GB:NOTHING", "1", IdentifierReasons.UnknownScheme)]
    [InlineData("FR:SIREN", "652\0014051", IdentifierReasons.InvalidLength)]
    public void A_failure_says_what_is_wrong(string scheme, string value, string reason) =>
        IdentifierValidator.Validate(scheme, value).ReasonCode.Should().Be(reason);

    [Fact]
    public void A_value_beyond_any_number_is_too_long() =>
        IdentifierValidator.Validate("FR:SIREN", new string('1', 300)).ReasonCode.Should().Be(IdentifierReasons.TooLong);

    [Theory]
    [InlineData("GB:CRN", "8209948", "08209948")]
    [InlineData("GB:CRN", "SC1234", "SC001234")]
    [InlineData("FI:YTUNNUS", "112038-9", "01120389")]
    [InlineData("CZ:ICO", "177041", "00177041")]
    public void Lost_zeros_are_offered_and_never_taken(string scheme, string value, string meant)
    {
        var result = IdentifierValidator.Validate(scheme, value);

        result.FormatOk.Should().BeFalse();
        result.DidYouMean.Should().Be(meant);
    }

    [Theory]
    [InlineData("GB:CRN", "12778855")]
    [InlineData("DE:HRB", "HRB 91349")]
    [InlineData("NL:KVK", "33161698")]
    [InlineData("IN:PAN", "AAACR5055K")]
    [InlineData("KR:RRN", "800101-1234567")]
    [InlineData("DK:CPR", "010107-1112")]
    public void Without_a_rule_that_proves_something_the_checksum_is_unknown(string scheme, string value)
    {
        var result = IdentifierValidator.Validate(scheme, value);

        result.FormatOk.Should().BeTrue();
        result.ChecksumOk.Should().BeNull();
        result.IsValid.Should().BeTrue();
    }

    [Theory]
    [InlineData("12778855", "GB", "GB:CRN")]
    [InlineData("GB220430231", "GB", "GB:VAT")]
    [InlineData("DE129273398", "DE", "DE:VAT")]
    [InlineData("HRB 91349", "DE", "DE:HRB")]
    [InlineData("27AAACR5055K1Z7", "IN", "IN:GSTIN")]
    [InlineData("529900T8BM49AURSDO55", "XX", "XX:LEI")]
    [InlineData("51 824 753 556", "AU", "AU:ABN")]
    public void A_country_alone_suggests_the_scheme(string value, string country, string code) =>
        IdentifierValidator.Validate(null, value, country).Scheme.Should().Be(code);

    [Fact]
    public void Suggestions_can_be_limited_to_people()
    {
        var results = IdentifierValidator.Suggest("12345678-Z", "ES", IdentifierKind.Person);

        results.Select(result => result.Scheme).Should().BeEquivalentTo("ES:DNI", "ES:NIF");
    }

    [Fact]
    public void A_value_that_fits_nowhere_has_no_scheme()
    {
        var result = IdentifierValidator.Validate("", "???", "FR");

        result.Scheme.Should().BeNull();
        result.ReasonCode.Should().Be(IdentifierReasons.NoSchemeMatches);
    }

    [Fact]
    public void The_common_vat_label_takes_the_country_from_the_prefix() =>
        IdentifierValidator.Validate("EU:VAT", "EL094019245").Scheme.Should().Be("GR:AFM");

    [Theory]
    [InlineData("XX:LEI", "549300YAWIFS8273O417", "DE", "DE")]
    [InlineData("XX:LEI", "549300YAWIFS8273O417", null, "XX")]
    [InlineData("KY:REG", "MC-12345", null, "KY")]
    [InlineData("US:EIN", "98-1751950", "KY", "US")]
    public void The_country_is_the_schemes_own_unless_it_has_none(string scheme, string value, string? given, string country) =>
        IdentifierValidator.Validate(scheme, value, given).Country.Should().Be(country);

    [Fact]
    public void A_clean_value_is_validated_without_allocating()
    {
        var scheme = IdentifierSchemes.Find("FR:SIREN")!;
        const string value = "652014051";
        Repeat(() => IdentifierValidator.Validate(scheme, value).IsValid, 100);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var all = true;
        for (var i = 0; i < 1000; i++)
            all &= IdentifierValidator.Validate(scheme, value).IsValid;
        var after = GC.GetAllocatedBytesForCurrentThread();

        all.Should().BeTrue();
        (after - before).Should().Be(0);
    }

    [Fact]
    public void Text_forms_never_show_the_number()
    {
        var result = IdentifierValidator.Validate("ES:DNI", "12345678-Z");

        result.ToString().Should().Be("ES:DNI ok").And.NotContain("1234");
        string.Concat(IdentifierValidator.Validate("IN:GSTIN", "27AAACR5055K1Z7").Derived).Should().NotContain("AAACR");
    }

    private static void Repeat(Func<bool> work, int times)
    {
        for (var i = 0; i < times; i++)
            work().Should().BeTrue();
    }
}
