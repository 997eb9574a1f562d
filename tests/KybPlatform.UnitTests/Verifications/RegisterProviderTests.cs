using AwesomeAssertions;
using KybPlatform.Api.Registers.Contracts;
using KybPlatform.Api.Verifications.Contracts;
using KybPlatform.Api.Verifications.Providers;
using Xunit;

namespace KybPlatform.UnitTests.Verifications;

public sealed class RegisterProviderTests
{
    [Theory]
    [InlineData(RegisterStatus.Active, "Passed checksum=NotApplicable format=Passed name_match=Passed register_active=Passed")]
    [InlineData(RegisterStatus.Dissolved, "Failed checksum=NotApplicable format=Passed name_match=Passed register_active=Failed register_inactive")]
    [InlineData(RegisterStatus.InInsolvency, "Failed checksum=NotApplicable format=Passed name_match=Passed register_active=Failed register_inactive")]
    [InlineData(RegisterStatus.Suspended, "Failed checksum=NotApplicable format=Passed name_match=Passed register_active=Failed register_inactive")]
    [InlineData(RegisterStatus.Unknown, "Inconclusive checksum=NotApplicable format=Passed name_match=Passed register_active=Inconclusive")]
    public async Task A_number_is_active_when_its_register_says_so(RegisterStatus status, string expected)
    {
        var registers = new ToldRegisters(("GB:CRN", ToldRegisters.Found(status)));

        (await new IdentifierProvider(registers).AboutAsync("identifiers/GB:CRN", Business())).Read().Should().Be(expected);
    }

    [Fact]
    public async Task A_number_that_a_complete_and_fresh_register_does_not_have_fails()
    {
        var answer = await new IdentifierProvider(new ToldRegisters(("GB:CRN", ToldRegisters.NotFound))).AboutAsync("identifiers/GB:CRN", Business(), true, "register_active");

        answer.Read().Should().Be("Failed register_active=Failed register_not_found");
        answer.DataVersion.Should().Be("GB:CRN@dsi_1");
        answer.Lists!.Single().Key.Should().Be("companies_house");
    }

    [Fact]
    public async Task A_number_that_an_issue_does_not_have_fails_for_a_day_where_the_register_itself_was_silent()
    {
        var silent = new ToldRegisters(("GB:CRN", ToldRegisters.NotFound with { Trouble = "timeout" }));

        var number = await new IdentifierProvider(silent).AboutAsync("identifiers/GB:CRN", Business(), true, "register_active");
        var business = await new BusinessRegisterProvider(silent).AboutAsync("business", Business(), true, "registered");

        (number.Status, number.ValidFor).Should().Be((VerificationStatus.Failed, TimeSpan.FromDays(1)));
        (business.Status, business.ValidFor).Should().Be((VerificationStatus.Failed, TimeSpan.FromDays(1)));
        ((RegisterEvidence)business.Evidence!).Trouble.Should().Be("timeout");
    }

    [Fact]
    public async Task A_business_younger_than_the_data_is_not_blamed_for_not_being_in_it() =>
        (await new IdentifierProvider(new ToldRegisters(("GB:CRN", ToldRegisters.NotFound))).AboutAsync("identifiers/GB:CRN", Business(founded: "2026-11-12"), true, "register_active"))
            .Status.Should().Be(VerificationStatus.Inconclusive);

    [Fact]
    public async Task Nobody_who_could_answer_is_no_failure()
    {
        var answer = await new IdentifierProvider(new ToldRegisters(("GB:CRN", RegisterFinding.Unavailable("register_stale", retry: true)))).AboutAsync("identifiers/GB:CRN", Business(), true, "register_active");

        answer.Read().Should().Be("Inconclusive register_active=Inconclusive register_stale");
        answer.Retry.Should().BeTrue();
        answer.ValidFor.Should().BeNull();
    }

    [Fact]
    public async Task A_test_tenant_takes_old_data_and_is_told_so()
    {
        var old = ToldRegisters.Fresh with { Usable = false };

        (await new IdentifierProvider(new ToldRegisters(("GB:CRN", ToldRegisters.Found(source: old)))).AboutAsync("identifiers/GB:CRN", Business(), false, "register_active")).Sample.Should().BeTrue();
    }

    [Fact]
    public async Task A_malformed_number_is_looked_up_nowhere()
    {
        var registers = new ToldRegisters(("GB:CRN", ToldRegisters.Found()));

        (await new IdentifierProvider(registers).AboutAsync("identifiers/GB:CRN", Business(number: "12"), true, "format", "register_active")).Read().Should().Be("Failed format=Failed register_active=Failed format_invalid");
        registers.WasAsked.Should().BeEmpty();
    }

    [Theory]
    [InlineData("Example Harbour Limited", CheckOutcome.Passed)]
    [InlineData("EXAMPLE HARBOUR LTD", CheckOutcome.Passed)]
    [InlineData("Example Quay Ltd", CheckOutcome.Inconclusive)]
    [InlineData("Umbrella Fiction Ltd", CheckOutcome.Failed)]
    [InlineData("Ltd", CheckOutcome.Failed)]
    public async Task A_name_matches_any_that_the_register_has_now(string name, CheckOutcome expected) =>
        (await new IdentifierProvider(new ToldRegisters(("GB:CRN", ToldRegisters.Found()))).AboutAsync("identifiers/GB:CRN", Business(name), true, "name_match")).Checks["name_match"].Should().Be(expected);

    [Theory]
    [InlineData("Umbrella Fiction Ltd", "Example Harbour Ltd", CheckOutcome.Inconclusive)]
    [InlineData("Example Harbour Ltd", "Umbrella Fiction", CheckOutcome.Passed)]
    [InlineData("", "Example Harbour Ltd", CheckOutcome.Passed)]
    [InlineData("Umbrella Fiction Ltd", "Nobody Else Ltd", CheckOutcome.Failed)]
    public async Task A_trading_name_that_is_registered_does_not_vouch_for_another_legal_name(string legal, string trade, CheckOutcome expected) =>
        (await new IdentifierProvider(new ToldRegisters(("GB:CRN", ToldRegisters.Found()))).AboutAsync("identifiers/GB:CRN",
            Business(legal).Replace("\"legal_name\"", $"\"trade_name\": \"{trade}\", \"legal_name\"", StringComparison.Ordinal), true, "name_match")).Checks["name_match"].Should().Be(expected);

    [Fact]
    public async Task A_trading_name_of_the_register_is_no_legal_name()
    {
        var found = ToldRegisters.Found();
        var trading = found with { Record = found.Record! with { Names = [new RegisterName("EXAMPLE HARBOUR LTD", RegisterNameKind.Legal), new RegisterName("UMBRELLA", RegisterNameKind.Trading)] } };

        (await new IdentifierProvider(new ToldRegisters(("GB:CRN", trading))).AboutAsync("identifiers/GB:CRN", Business("Umbrella"), true, "name_match")).Checks["name_match"].Should().Be(CheckOutcome.Inconclusive);
    }

    [Fact]
    public async Task Another_number_of_the_business_that_the_register_has_is_compared_with_all_of_them()
    {
        var found = ToldRegisters.Found();
        var two = found with { Record = found.Record! with { Numbers = [new RegisterNumber("FR:SIRET", "55210055400013"), new RegisterNumber("FR:SIRET", "55210055400021"), .. found.Record.Numbers] } };
        var facts = """{ "business": { "legal_name": "Example Harbour Ltd", "identifiers": [{ "scheme": "GB:CRN", "value": "01234567" }, { "scheme": "FR:SIRET", "value": "55210055400021" }] } }""";

        (await new BusinessRegisterProvider(new ToldRegisters(("GB:CRN", two))).AboutAsync("business", facts, true, "numbers_match")).Read().Should().Be("Passed numbers_match=Passed");
    }

    [Theory]
    [InlineData(true, "", "Failed numbers_match=Failed registered=Passed register_number_mismatch")]
    [InlineData(false, "SOMEBODY ELSE SA", "Failed numbers_match=Failed registered=Passed register_number_mismatch")]
    [InlineData(false, "EXAMPLE HARBOUR LTD", "Passed numbers_match=Passed registered=Passed")]
    public async Task A_number_that_another_register_does_not_know_or_has_for_somebody_else_does_not_hide_behind_one_that_is_right(bool unknown, string name, string expected)
    {
        const string Facts = """{ "business": { "legal_name": "Example Harbour Ltd", "identifiers": [{ "scheme": "GB:CRN", "value": "01234567" }, { "scheme": "FR:SIREN", "value": "552100554" }] } }""";
        var other = unknown ? ToldRegisters.NotFound : ToldRegisters.Found(name: name);

        var answer = await new BusinessRegisterProvider(new ToldRegisters(("GB:CRN", ToldRegisters.Found()), ("FR:SIREN", other))).AboutAsync("business", Facts, true, "registered", "numbers_match");

        answer.Read().Should().Be(expected);
    }

    [Fact]
    public async Task A_business_is_held_against_its_register_field_by_field()
    {
        var answer = await new BusinessRegisterProvider(new ToldRegisters(("GB:CRN", ToldRegisters.Found()))).AboutAsync("business", Business());

        answer.Read().Should().Be("Passed address_match=Passed name_match=Passed numbers_match=Passed register_active=Passed registered=Passed");
        var fields = ((RegisterEvidence)answer.Evidence!).Fields!;
        fields.Select(f => $"{f.Field}={f.Outcome}").Should().Equal("name=matched", "address=matched", "number=matched", "incorporated_on=matched");
        fields[0].Kind.Should().Be("legal");
        answer.ValidFor.Should().Be(TimeSpan.FromDays(30));
    }

    [Fact]
    public async Task People_that_the_register_could_not_tell_are_asked_for_again_and_the_evidence_says_that_they_are_not_known()
    {
        var answer = await new BusinessRegisterProvider(new ToldRegisters(("GB:CRN", ToldRegisters.Found() with { Untold = ["officers"] }))).AboutAsync("business", Business());

        answer.Status.Should().Be(VerificationStatus.Passed, "the company's own entry was told");
        answer.ValidFor.Should().Be(TimeSpan.FromDays(1));
        ((RegisterEvidence)answer.Evidence!).Untold.Should().Equal("officers");
    }

    [Theory]
    [InlineData("1 Example St", "zz999zz", "London", "matched")]
    [InlineData("1, Example Street", "ZZ99 9ZZ", "Greater London", "matched")]
    [InlineData("7 Example Street", "ZZ99 9ZZ", "London", "partial")]
    [InlineData("1 Example Street", "AB1 2CD", "London", "partial")]
    [InlineData("5 Other Road", "AB1 2CD", "Leeds", "different")]
    [InlineData("Street", "", "a", "partial")]
    [InlineData("1 Example Street", "", "xample", "partial")]
    public async Task An_address_is_the_same_however_it_is_written(string line, string postal, string city, string expected)
    {
        var answer = await new BusinessRegisterProvider(new ToldRegisters(("GB:CRN", ToldRegisters.Found()))).AboutAsync("business", Business(line: line, postal: postal, city: city));

        ((RegisterEvidence)answer.Evidence!).Fields!.Single(f => f.Field == "address").Outcome.Should().Be(expected);
    }

    [Fact]
    public async Task Of_several_numbers_the_one_that_is_found_counts()
    {
        var registers = new ToldRegisters(("GB:VAT", ToldRegisters.NotFound), ("GB:CRN", ToldRegisters.Found()));
        var facts = """{ "business": { "legal_name": "Example Harbour Ltd", "identifiers": [{ "scheme": "GB:VAT", "value": "GB 980780684" }, { "scheme": "GB:CRN", "value": "01234567" }] } }""";

        (await new BusinessRegisterProvider(registers).AboutAsync("business", facts, true, "registered")).Read().Should().Be("Passed registered=Passed");
        registers.WasAsked.Should().Equal("GB:VAT 980780684", "GB:CRN 01234567");
    }

    [Fact]
    public async Task In_a_test_tenant_magic_numbers_speak_for_the_register()
    {
        var provider = new BusinessRegisterProvider(new ToldRegisters(("GB:CRN", ToldRegisters.NotFound)));

        (await provider.AboutAsync("business", Business(number: "TEST-PASSED-1"), false, "registered")).Read().Should().Be("Passed registered=Passed");
        (await provider.AboutAsync("business", Business(number: "TEST-FAILED"), false, "registered")).Read().Should().Be("Failed registered=Failed register_inactive");
    }

    [Fact]
    public void Without_any_register_there_is_nothing_to_ask()
    {
        new BusinessRegisterProvider(new ToldRegisters()).Checks.Should().BeEmpty();
        new IdentifierProvider(new ToldRegisters()).Answers.Should().Equal("format", "checksum");
        new IdentifierProvider(new ToldRegisters(("GB:CRN", ToldRegisters.NotFound))).Answers.Should().Equal("format", "checksum", "register_active:GB:CRN", "name_match:GB:CRN");
    }

    private static string Business(
        string name = "Example Harbour Ltd", string number = "01234567", string founded = "2009-05-01", string line = "1 Example Street", string postal = "ZZ99 9ZZ", string city = "London") => $$"""
        { "business": { "legal_name": "{{name}}", "incorporated_on": "{{founded}}", "identifiers": [{ "scheme": "GB:CRN", "value": "{{number}}" }],
          "registered_address": { "line1": "{{line}}", "city": "{{city}}", "postal_code": "{{postal}}", "country": "GB" } } }
        """;
}
