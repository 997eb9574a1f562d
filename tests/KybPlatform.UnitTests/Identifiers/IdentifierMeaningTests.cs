using AwesomeAssertions;
using KybPlatform.Identifiers;
using Xunit;

namespace KybPlatform.UnitTests.Identifiers;

/// <summary>What follows from a number: other numbers, the kind of holder, agreement with what else was said.</summary>
public sealed class IdentifierMeaningTests
{
    [Theory]
    [InlineData("FR:SIREN", "632012100", "FR:VAT=10632012100")]
    [InlineData("FR:SIRET", "55203253400646", "FR:SIREN=552032534")]
    [InlineData("FR:TVA", "FR10632012100", "FR:SIREN=632012100")]
    [InlineData("IN:GSTIN", "27AAACR5055K1Z7", "IN:PAN=AAACR5055K")]
    [InlineData("SE:ORGNR", "556016-0680", "SE:VAT=556016068001")]
    [InlineData("SE:VAT", "SE556016068001", "SE:ORGNR=5560160680")]
    [InlineData("NO:ORGNR", "923609016", "NO:VAT=923609016MVA")]
    [InlineData("CH:VAT", "CHE-105.909.036 TVA", "CH:UID=CHE105909036")]
    [InlineData("BR:CNPJ", "33.000.167/0001-01", "BR:CNPJ_ROOT=33000167")]
    [InlineData("AU:ABN", "33 051 775 556", "AU:ACN=051775556")]
    [InlineData("JP:CRN", "0100-01-114017", "JP:CN=5010001114017")]
    [InlineData("CZ:DIC", "CZ45274649", "CZ:ICO=45274649")]
    [InlineData("CN:USCC", "914403001922038216", "CN:ORGCODE=192203821")]
    public void Numbers_follow_from_numbers(string scheme, string value, string derived) =>
        IdentifierValidator.Validate(scheme, value).Derived.Select(number => $"{number.Scheme}={number.Value}").Should().Contain(derived);

    [Fact]
    public void What_is_derived_is_itself_valid()
    {
        foreach (var scheme in IdentifierSchemes.All)
        {
            foreach (var derived in scheme.Examples.SelectMany(example => IdentifierValidator.Validate(scheme.Code, example).Derived))
                IdentifierValidator.Validate(derived.Scheme, derived.Value).Should().Match<IdentifierResult>(result => result.IsValid && result.Scheme == derived.Scheme, derived.ToString());
        }
    }

    [Fact]
    public void Nothing_follows_from_a_number_that_fails() => IdentifierValidator.Validate("FR:SIRET", "55203253400647").Derived.Should().BeEmpty();

    [Theory]
    [InlineData("IN:PAN", "AAACR5055K", IdentifierKind.Company)]
    [InlineData("IN:PAN", "ABCPR5055K", IdentifierKind.Person)]
    [InlineData("MX:RFC", "BGM141110GL8", IdentifierKind.Company)]
    [InlineData("ES:NIF", "A28015865", IdentifierKind.Company)]
    [InlineData("ES:NIF", "12345678Z", IdentifierKind.Person)]
    [InlineData("PE:RUC", "20100017491", IdentifierKind.Company)]
    [InlineData("RU:INN", "500100732259", IdentifierKind.Person)]
    [InlineData("PT:NIF", "500697256", IdentifierKind.Company)]
    [InlineData("CL:RUT", "97004000-5", IdentifierKind.Company)]
    [InlineData("CL:RUT", "12.531.909-2", IdentifierKind.Person)]
    [InlineData("HR:OIB", "27759560625", IdentifierKind.Both)]
    public void The_value_can_tell_a_company_from_a_person(string scheme, string value, IdentifierKind kind) =>
        IdentifierValidator.Validate(scheme, value).Kind.Should().Be(kind);

    [Theory]
    [InlineData("ES:NIF", "B82846817", "private_limited_company")]
    [InlineData("GB:CRN", "OC301540", "limited_liability_partnership")]
    [InlineData("ZA:CIPC", "1925/001431/06", "public_company")]
    [InlineData("IN:CIN", "L17110MH1973PLC019786", "public_company")]
    [InlineData("GB:VAT", "GD001", "government")]
    [InlineData("GB:CRN", "12778855", null)]
    public void The_value_can_tell_the_legal_form(string scheme, string value, string? type) =>
        IdentifierValidator.Validate(scheme, value).Hints.BusinessType.Should().Be(type);

    [Theory]
    [InlineData("PL:PESEL", "44051401359", 1944, 5, 14)]
    [InlineData("CN:RIC", "11010519491231002X", 1949, 12, 31)]
    [InlineData("FI:HETU", "131052-308T", 1952, 10, 13)]
    [InlineData("EE:IK", "37605030299", 1976, 5, 3)]
    [InlineData("SE:PNR", "19811228-9874", 1981, 12, 28)]
    [InlineData("BG:EGN", "7523169263", 1875, 3, 16)]
    [InlineData("UA:RNTRC", "1759013776", 1948, 2, 28)]
    public void The_value_can_tell_the_day_of_birth(string scheme, string value, int year, int month, int day) =>
        IdentifierValidator.Validate(scheme, value).Hints.BirthDate.Should().Be(new DateOnly(year, month, day));

    [Theory]
    [InlineData("SE:PNR", "811228-9874")]
    [InlineData("ZA:ID", "8001015009087")]
    public void A_two_digit_year_tells_no_birthday(string scheme, string value) => IdentifierValidator.Validate(scheme, value).Hints.BirthDate.Should().BeNull();

    [Theory]
    [InlineData("FR:SIREN", "552032534", "FR:SIRET", "55203253400646", true)]
    [InlineData("FR:SIREN", "632012100", "FR:SIRET", "55203253400646", false)]
    [InlineData("FR:SIRET", "55203253400646", "FR:TVA", "FR10632012100", false)]
    [InlineData("IN:PAN", "AAACR5055K", "IN:GSTIN", "27AAACR5055K1Z7", true)]
    [InlineData("IN:PAN", "AAACR5056K", "IN:GSTIN", "27AAACR5055K1Z7", false)]
    [InlineData("AU:ABN", "33051775556", "AU:ACN", "051775556", true)]
    [InlineData("AU:ABN", "33051775556", "AU:ACN", "004028077", null)]
    [InlineData("FR:SIREN", "632012100", "DE:VAT", "DE129273398", null)]
    [InlineData("FR:SIREN", "632012101", "FR:SIREN", "632012100", null)]
    public void Two_numbers_agree_contradict_or_say_nothing(string scheme1, string value1, string scheme2, string value2, bool? agree)
    {
        var first = IdentifierValidator.Validate(scheme1, value1);
        var second = IdentifierValidator.Validate(scheme2, value2);

        IdentifierConsistency.Agree(first, second).Should().Be(agree);
        IdentifierConsistency.Agree(second, first).Should().Be(agree);
    }

    [Theory]
    [InlineData("US:EIN", "942404110", "94-2404110")]
    [InlineData("FR:SIRET", "55203253400646", "552 032 534 00646")]
    [InlineData("BR:CNPJ", "33000167000101", "33.000.167/0001-01")]
    [InlineData("CL:RUT", "61704000k", "61.704.000-K")]
    [InlineData("CH:UID", "che105909036", "CHE-105.909.036")]
    [InlineData("AU:ABN", "33051775556", "33 051 775 556")]
    [InlineData("GB:CRN", "sc327000", "SC327000")]
    public void Numbers_print_as_their_register_prints_them(string scheme, string value, string printed) =>
        IdentifierValidator.Validate(scheme, value).Formatted.Should().Be(printed);
}
