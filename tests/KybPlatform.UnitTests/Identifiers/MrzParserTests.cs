using AwesomeAssertions;
using CsCheck;
using KybPlatform.Identifiers.Documents;
using Xunit;

namespace KybPlatform.UnitTests.Identifiers;

/// <summary>The specimens are those of ICAO Doc 9303: the state Utopia and its citizen Anna Maria Eriksson.</summary>
public sealed class MrzParserTests
{
    private const string Td3 = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10";
    private const string Td2 = "I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<\nD231458907UTO7408122F1204159<<<<<<<6";
    private const string Td1 = "I<UTOD231458907<<<<<<<<<<<<<<<\n7408122F1204159UTO<<<<<<<<<<<6\nERIKSSON<<ANNA<MARIA<<<<<<<<<<";
    private const string MrvA = "V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL8988901C4XXX4009078F96121096ZE184226B<<<<<<";
    private const string MrvB = "V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<\nL8988901C4XXX4009078F9612109<<<<<<<<";

    private static readonly DateOnly Today = new(2026, 11, 24);

    [Theory]
    [InlineData(Td3, MrzFormat.Td3, "P", "L898902C3")]
    [InlineData(Td2, MrzFormat.Td2, "I", "D23145890")]
    [InlineData(Td1, MrzFormat.Td1, "I", "D23145890")]
    [InlineData(MrvA, MrzFormat.MrvA, "V", "L8988901C")]
    [InlineData(MrvB, MrzFormat.MrvB, "V", "L8988901C")]
    public void The_specimens_are_read(string text, MrzFormat format, string type, string number)
    {
        var result = MrzParser.Parse(text, Today);

        result.Valid.Should().BeTrue();
        result.ReasonCode.Should().BeNull();
        result.Format.Should().Be(format);
        result.DocumentType.Should().Be(type);
        result.IssuingState.Should().Be("UTO");
        result.DocumentNumber.Should().Be(number);
        result.Surname.Should().Be("ERIKSSON");
        result.GivenNames.Should().Be("ANNA MARIA");
        result.Sex.Should().Be("F");
        result.Repairs.Should().BeEmpty();
    }

    [Fact]
    public void Dates_and_optional_data_of_the_passport_are_read()
    {
        var result = MrzParser.Parse(Td3, Today);

        result.BirthDate.Should().Be(new DateOnly(1974, 8, 12));
        result.ExpiryDate.Should().Be(new DateOnly(2012, 4, 15));
        result.OptionalData.Should().Be("ZE184226B");
        result.Nationality.Should().Be("UTO");
        result.NameMayBeTruncated.Should().BeFalse();
    }

    [Fact]
    public void Without_a_reference_day_the_century_of_birth_is_unknown() => MrzParser.Parse(Td3).BirthDate.Should().BeNull();

    [Fact]
    public void A_number_longer_than_its_field_runs_on_into_the_optional_data()
    {
        var result = MrzParser.Parse("I<UTOD23145890<7349<<<<<<<<<<<\n3407127M9507122UTO<<<<<<<<<<<2\nSTEVENSON<<PETER<JOHN<<<<<<<<<", Today);

        result.Valid.Should().BeTrue();
        result.DocumentNumber.Should().Be("D23145890734");
        result.OptionalData.Should().BeEmpty();
    }

    [Fact]
    public void Lines_may_be_run_together_lower_case_or_short_of_fillers()
    {
        MrzParser.Parse(Td3.Replace("\n", "", StringComparison.Ordinal)).Valid.Should().BeTrue();
        MrzParser.Parse(Td1.Replace("\n", "", StringComparison.Ordinal)).Valid.Should().BeTrue();
        MrzParser.Parse(Td3.ToLowerInvariant().Replace("\n", "\r\n", StringComparison.Ordinal)).Valid.Should().BeTrue();
        MrzParser.Parse(["P<UTOERIKSSON<<ANNA<MARIA", Td3.Split('\n')[1]]).Valid.Should().BeTrue();
    }

    [Fact]
    public void A_letter_in_a_date_is_put_right_when_the_check_digit_agrees()
    {
        var result = MrzParser.Parse(Td3.Replace("7408122F", "74O8I22F", StringComparison.Ordinal), Today);

        result.Valid.Should().BeTrue();
        result.BirthDate.Should().Be(new DateOnly(1974, 8, 12));
        result.Repairs.Should().Equal(new MrzRepair("birth_date", 2, 16, 'O', '0'), new MrzRepair("birth_date", 2, 18, 'I', '1'));
    }

    [Fact]
    public void A_confused_character_in_the_number_is_put_right_when_only_one_swap_agrees()
    {
        var result = MrzParser.Parse(Td3.Replace("L898902C3", "L8989O2C3", StringComparison.Ordinal), Today);

        result.Valid.Should().BeTrue();
        result.DocumentNumber.Should().Be("L898902C3");
        result.Repairs.Should().ContainSingle().Which.Field.Should().Be("document_number");
    }

    [Fact]
    public void A_real_error_is_not_repaired_away()
    {
        var result = MrzParser.Parse(Td3.Replace("7408122F", "7408132F", StringComparison.Ordinal), Today);

        result.Valid.Should().BeFalse();
        result.ReasonCode.Should().Be(MrzReasons.InvalidCheckDigit);
        result.Checks.Where(check => !check.Ok).Select(check => check.Field).Should().Equal("birth_date", "composite");
    }

    [Fact]
    public void Any_changed_digit_under_a_check_digit_is_caught()
    {
        var line = Td3.Split('\n')[1];
        var covered = Enumerable.Range(0, 44).Where(at => at is < 10 or (>= 13 and < 20) or >= 21 && char.IsAsciiDigit(line[at])).Where(at => char.IsAsciiDigit(line[at])).ToArray();

        Gen.Select(Gen.OneOf(covered), Gen.Int[1, 9]).Sample((at, shift) =>
        {
            var changed = line.ToCharArray();
            changed[at] = (char)('0' + ((line[at] - '0' + shift) % 10));
            var result = MrzParser.Parse([Td3.Split('\n')[0], new string(changed)], Today);
            return !result.Valid || (result.Repairs.Count > 0 && result.DocumentNumber != "L898902C3");
        }, iter: 500);
    }

    [Theory]
    [InlineData(null, MrzReasons.Empty)]
    [InlineData("", MrzReasons.Empty)]
    [InlineData(" \n ", MrzReasons.Empty)]
    [InlineData("P<UTOERIKSSON", MrzReasons.UnknownLayout)]
    [InlineData("P<UTOERIKSSON<<ANNA\nL898902C36UTO", MrzReasons.UnknownLayout)]
    public void What_is_no_zone_says_so(string? text, string reason) => MrzParser.Parse(text).ReasonCode.Should().Be(reason);

    [Fact]
    public void Foreign_characters_are_refused() =>
        MrzParser.Parse(Td3.Replace("ANNA", "ANÑA", StringComparison.Ordinal)).ReasonCode.Should().Be(MrzReasons.InvalidCharacters);

    [Theory]
    [InlineData("ERIKSSON", "ERIKSS0N")]
    [InlineData("P<UTO", "P<UT0")]
    [InlineData("6UTO7", "6UT07")]
    public void A_digit_among_letters_is_not_guessed_at(string read, string misread)
    {
        var result = MrzParser.Parse(Td3.Replace(read, misread, StringComparison.Ordinal), Today);

        result.ReasonCode.Should().Be(MrzReasons.InvalidCharacters);
        result.Repairs.Should().BeEmpty();
    }

    [Fact]
    public void A_letter_for_the_check_digit_of_the_personal_number_is_put_right()
    {
        var result = MrzParser.Parse(Td3.Replace("<<<<<10", "<<<<<I0", StringComparison.Ordinal), Today);

        result.Valid.Should().BeTrue();
        result.Repairs.Should().Equal(new MrzRepair("optional_data", 2, 43, 'I', '1'));
    }

    [Fact]
    public void An_unknown_day_of_birth_is_allowed_and_has_no_date()
    {
        // 74, unknown month and day: the check digit of "74<<<<" is 7*7 + 4*3 = 61.
        var zone = "I<UTOD231458907<<<<<<<<<<<<<<<\n74<<<<1F1204159UTO<<<<<<<<<<<" + "?" + "\nERIKSSON<<ANNA<MARIA<<<<<<<<<<";
        var result = Enumerable.Range(0, 10).Select(d => MrzParser.Parse(zone.Replace("?", $"{d}", StringComparison.Ordinal), Today)).Single(r => r.Valid);

        result.BirthDate.Should().BeNull();
        result.BirthDateText.Should().Be("74<<<<");
    }

    [Fact]
    public void No_input_throws()
    {
        var line = Gen.String[Gen.Char["0123456789ABCOILZSBGP<« É\ud800"], 0, 50];
        var sized = Gen.OneOf(Gen.OneOf(30, 36, 44).SelectMany(length => Gen.String[Gen.Char["0123456789ABCOILZSBGPV<"], length, length]), line, Gen.Null(line));
        sized.Array[0, 4].Sample(lines => MrzParser.Parse(lines, Today) is { } result && (result.Valid || result.ReasonCode is not null), iter: 20_000);
        Gen.String.Sample(text => MrzParser.Parse(text) is not null, iter: 2_000);
    }

    [Fact]
    public void The_text_form_shows_no_personal_data() => MrzParser.Parse(Td3).ToString().Should().Be("Td3 ok");
}
