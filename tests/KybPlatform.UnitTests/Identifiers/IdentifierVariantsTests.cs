using AwesomeAssertions;
using KybPlatform.Identifiers;
using Xunit;

namespace KybPlatform.UnitTests.Identifiers;

/// <summary>The odd corners of each rule: old and new series, customary spellings, numbers that were never issued.</summary>
public sealed class IdentifierVariantsTests
{
    [Theory]
    [InlineData("BE:KBO", "BE (0)417.497.106", "0417497106")]
    [InlineData("CL:RUT", "CL 12.531.909-2", "125319092")]
    [InlineData("UY:RUT", "UY 211003420017", "211003420017")]
    [InlineData("SV:NIT", "SV 0614-050707-104-8", "06140507071048")]
    [InlineData("CO:NIT", "NIT 899.999.068-1", "8999990681")]
    [InlineData("BR:CNPJ", "CNPJ: 33.000.167/0001-01", "33000167000101")]
    [InlineData("AR:CUIT", "C.U.I.T. 30-54668997-9", "30546689979")]
    [InlineData("PE:RUC", "RUC N° 20100017491", "20100017491")]
    [InlineData("GB:VAT", "VAT Reg No GB 220 4302 31", "220430231")]
    [InlineData("GB:CRN", "Company No. 12778855", "12778855")]
    [InlineData("GB:UTR", "K1955839661", "1955839661")]
    [InlineData("DE:VAT", "USt-IdNr. DE 129 274 202", "129274202")]
    [InlineData("NL:KVK", "KvK-nummer 33161698", "33161698")]
    [InlineData("SE:ORGNR", "16556016-0680", "5560160680")]
    [InlineData("NO:VAT", "NO 923 609 016 MVA Foretaksregisteret", "923609016MVA")]
    [InlineData("CH:UID", "CHE-105.909.036 HR/MWST", "CHE105909036")]
    [InlineData("MC:VAT", "53 0000 04605", "FR53000004605")]
    [InlineData("MK:EDB", "МК4030000375897", "4030000375897")]
    [InlineData("AL:NIPT", "(AL) J91402501L", "J91402501L")]
    [InlineData("OM:VATIN", "1100006980", "OM1100006980")]
    [InlineData("ZA:CIPC", "CK1990/012345/23", "199001234523")]
    [InlineData("TN:MF", "121 J", "0000121J")]
    [InlineData("RO:ONRC", "J 40/372/23.01.2002", "J40/372/2002")]
    [InlineData("RU:OGRN", "ОГРН № 1027700070518", "1027700070518")]
    [InlineData("HK:HKID", "G123456(A)", "G123456A")]
    [InlineData("FR:RCS", "652 014 051 R.C.S. Paris", "652014051")]
    [InlineData("FR:SIREN", "RCS Nanterre B 652 014 051", "652014051")]
    [InlineData("LU:RCS", "R.C.S. Luxembourg B 166756", "B166756")]
    [InlineData("CZ:DIC", "DIČ: CZ45274649", "45274649")]
    [InlineData("SK:VAT", "IČ DPH: SK2020372640", "2020372640")]
    [InlineData("DK:CVR", "CVR-nr. 24 25 67 90", "24256790")]
    [InlineData("NO:ORGNR", "Org.nr. 923 609 016", "923609016")]
    [InlineData("UA:EDRPOU", "Код ЄДРПОУ 14360570", "14360570")]
    [InlineData("BG:EIK", "ЕИК 121699202", "121699202")]
    [InlineData("XX:EUID", "FR7501.652014051", "FR7501.652014051")]
    public void A_customary_spelling_is_read(string scheme, string value, string normalized)
    {
        var result = IdentifierValidator.Validate(scheme, value);

        result.Normalized.Should().Be(normalized);
        result.IsValid.Should().BeTrue();
    }

    [Theory]
    [InlineData("LU:RCS", "No 166756")]
    [InlineData("LU:RCS", "Nr. 166756")]
    [InlineData("LU:RCS", "N° 166756")]
    [InlineData("LU:RCS", "RCS No 166756")]
    [InlineData("AD:NRT", "No 709604 E")]
    [InlineData("CM:NIU", "No 012345678901 A")]
    public void A_letter_of_the_label_is_no_part_of_the_number(string scheme, string value)
    {
        var result = IdentifierValidator.Validate(scheme, value);

        result.IsValid.Should().BeFalse();
        result.DidYouMean.Should().BeNull();
    }

    [Theory]
    [InlineData("LU:RCS", "No B 166756", "B166756")]
    [InlineData("AD:NRT", "Nr. L-709604-E", "L709604E")]
    [InlineData("AD:NRT", "O-709604-E", "O709604E")]
    [InlineData("CM:NIU", "No M012345678901A", "M012345678901A")]
    public void A_label_goes_and_the_number_keeps_its_letter(string scheme, string value, string normalized) =>
        IdentifierValidator.Validate(scheme, value).Normalized.Should().Be(normalized);

    [Theory]
    [InlineData("IE:VAT", "1234567TW")]
    [InlineData("CZ:DIC", "CZ699000761")]
    [InlineData("CZ:DIC", "CZ699001261")]
    [InlineData("SG:NRIC", "M1234567K")]
    [InlineData("AT:FN", "FN 93363 z")]
    [InlineData("AT:FN", "33209m")]
    [InlineData("AT:FN", "76023z")]
    [InlineData("RO:ONRC", "J1993004155124")]
    [InlineData("RO:ONRC", "J1997008302407")]
    [InlineData("KR:CRN", "130111-0006246")]
    [InlineData("PE:DNI", "10117410-G")]
    [InlineData("TN:MF", "1496298 T/P/N/000")]
    [InlineData("XX:ISIN", "US0378331005")]
    [InlineData("XX:GLN", "9429034042984")]
    [InlineData("SV:DUI", "00016297-5")]
    public void A_number_of_a_rarer_series_passes_its_check(string scheme, string value) =>
        IdentifierValidator.Validate(scheme, value).ChecksumOk.Should().BeTrue();

    [Theory]
    [InlineData("CZ:DIC", "CZ699000762")]
    [InlineData("SG:NRIC", "M1234567L")]
    [InlineData("RO:ONRC", "J1993004155125")]
    [InlineData("PE:DNI", "10117410-3")]
    [InlineData("IE:VAT", "1234567UW")]
    [InlineData("XX:ISIN", "US0378331006")]
    public void A_wrong_check_character_of_a_rarer_series_is_refused(string scheme, string value) =>
        IdentifierValidator.Validate(scheme, value).ReasonCode.Should().Be(IdentifierReasons.InvalidCheckDigit);

    [Theory]
    [InlineData("DE:STNR", "9198181508152", "the fifth digit of the federal form is 0")]
    [InlineData("DE:STNR", "6198081508152", "no Land starts with 6")]
    [InlineData("MX:RFC", "CACA800101AB1", "a word that is never issued")]
    [InlineData("MX:RFC", "XAXX010101000", "stands for the general public")]
    [InlineData("MX:RFC", "XEXX-010101-000", "stands for anybody abroad")]
    [InlineData("MX:CURP", "BOXW310820HZZRXN09", "no such state")]
    [InlineData("US:SSN", "078-05-1120", "withdrawn")]
    [InlineData("RO:ONRC", "J41/372/2002", "no such county")]
    [InlineData("RO:ONRC", "J2020000372003", "county 00 is newer")]
    [InlineData("RO:CNP", "1690229123457", "no leap year")]
    [InlineData("CZ:RC", "540319274", "nine digits ended in 1953")]
    [InlineData("CZ:DIC", "713519274", "no such month")]
    [InlineData("BE:NN", "85.67.30-033.28", "no such month")]
    [InlineData("LV:PK", "311375-19997", "no such month")]
    [InlineData("LV:REGNR", "16137519997", "no such month")]
    [InlineData("NO:FNR", "01015375000", "no century for this serial")]
    [InlineData("FI:HETU", "131052-001T", "serials start at 002")]
    [InlineData("KZ:IIN", "850101900005", "no such century")]
    [InlineData("PL:PESEL", "44451401359", "not born yet")]
    [InlineData("PL:REGON", "000000000", "nothing")]
    [InlineData("AD:NRT", "F-712345-A", "people's numbers end at 699999")]
    [InlineData("AD:NRT", "L-609604-E", "companies' numbers start at 700000")]
    [InlineData("AT:VNR", "1237 320180", "no such day")]
    [InlineData("SE:VAT", "SE556016068000", "branches count from 1")]
    public void A_part_that_cannot_exist_is_refused(string scheme, string value, string because) =>
        IdentifierValidator.Validate(scheme, value).ReasonCode.Should().Be(IdentifierReasons.InvalidComponent, because);

    [Theory]
    [InlineData("EE:IK", "77605030299")]
    [InlineData("TN:MF", "1282182U")]
    public void A_character_that_no_series_has_is_refused(string scheme, string value) =>
        IdentifierValidator.Validate(scheme, value).ReasonCode.Should().Be(IdentifierReasons.InvalidFormat);

    [Fact]
    public void Three_equal_digits_in_a_row_are_no_German_tax_id() =>
        IdentifierValidator.Validate("DE:IDNR", "12345678887").ReasonCode.Should().Be(IdentifierReasons.InvalidComponent);

    [Fact]
    public void An_aadhaar_never_reads_the_same_backwards() =>
        IdentifierValidator.Validate("IN:AADHAAR", "222222222222").ReasonCode.Should().Be(IdentifierReasons.InvalidComponent);

    [Theory]
    [InlineData("TN:MF", "1234567M")]
    [InlineData("AT:FN", "93363y")]
    [InlineData("KR:CRN", "130111-0006247")]
    [InlineData("RU:SNILS", "001-001-998 00")]
    public void A_failed_check_that_proves_nothing_is_unknown(string scheme, string value)
    {
        var result = IdentifierValidator.Validate(scheme, value);

        result.ChecksumOk.Should().BeNull();
        result.IsValid.Should().BeTrue();
    }

    [Theory]
    [InlineData("NL:VAT", "NL4495445B01", "004495445B01")]
    [InlineData("MA:ICE", "1561191000066", "001561191000066")]
    [InlineData("VE:RIF", "J-95036-9", "J000950369")]
    public void Lost_zeros_are_offered(string scheme, string value, string meant) =>
        IdentifierValidator.Validate(scheme, value).DidYouMean.Should().Be(meant);

    [Fact]
    public void A_group_registration_names_no_person() => IdentifierValidator.Validate("CZ:DIC", "CZ699000761").Kind.Should().Be(IdentifierKind.Both);

    [Theory]
    [InlineData("NO:FNR", "15108695088", 1986, 10, 15)]
    [InlineData("LT:AK", "38703181745", 1987, 3, 18)]
    public void The_serial_can_tell_the_century(string scheme, string value, int year, int month, int day)
    {
        var hints = IdentifierValidator.Validate(scheme, value).Hints;

        hints.BirthDate.Should().Be(new DateOnly(year, month, day));
    }
}
