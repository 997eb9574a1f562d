using AwesomeAssertions;
using KybPlatform.Api.Verifications.Contracts;
using KybPlatform.Api.Verifications.Providers;
using Xunit;

namespace KybPlatform.UnitTests.Verifications;

public sealed class IdentifierProviderTests
{
    private readonly IdentifierProvider _provider = new(new ToldRegisters());

    [Theory]
    [InlineData("GB:CRN", "00445790", "Passed checksum=NotApplicable format=Passed")]
    [InlineData("GB:CRN", "4457", "Failed checksum=Failed format=Failed format_invalid")]
    [InlineData("AU:ABN", "51 824 753 556", "Passed checksum=Passed format=Passed")]
    [InlineData("AU:ABN", "51824753557", "Failed checksum=Failed format=Passed checksum_invalid")]
    [InlineData("ZZ:NOTHING", "1", "Inconclusive checksum=Inconclusive format=Inconclusive verification_inconclusive")]
    public async Task A_number_is_judged_by_the_form_and_the_check_digit_of_its_scheme(string scheme, string value, string expected) =>
        (await _provider.AboutAsync($"identifiers/{scheme}", Facts(scheme, value))).Read().Should().Be(expected);

    [Fact]
    public async Task Only_what_is_asked_for_is_answered() =>
        (await _provider.AboutAsync("identifiers/AU:ABN", Facts("AU:ABN", "51824753557"), true, "format")).Read().Should().Be("Passed format=Passed");

    [Fact]
    public async Task Asked_only_for_what_it_does_not_have_it_passes_nothing() =>
        (await _provider.AboutAsync("identifiers/AU:ABN", Facts("AU:ABN", "51824753556"), true, "register_active")).Status.Should().Be(VerificationStatus.Inconclusive);

    [Fact]
    public async Task A_subject_without_the_number_passes_nothing() =>
        (await _provider.AboutAsync("identifiers/GB:VAT", Facts("GB:CRN", "00445790"))).Status.Should().Be(VerificationStatus.Inconclusive);

    [Fact]
    public void A_register_is_not_promised_while_there_is_none()
    {
        _provider.Checks.Should().NotContain("register_active");
        _provider.AnswersEveryCheck.Should().BeFalse();
    }

    [Theory]
    [InlineData("TEST-PASSED", "Passed checksum=Passed format=Passed")]
    [InlineData("test-passed-17", "Passed checksum=Passed format=Passed")]
    [InlineData("TEST-FAILED", "Failed checksum=Failed format=Failed format_invalid")]
    [InlineData("TEST-INCONCLUSIVE", "Inconclusive checksum=Inconclusive format=Inconclusive")]
    public async Task A_magic_number_forces_the_outcome_in_a_test_tenant_only(string value, string expected)
    {
        var forced = await _provider.AboutAsync("identifiers/GB:CRN", Facts("GB:CRN", value), live: false);
        var real = await _provider.AboutAsync("identifiers/GB:CRN", Facts("GB:CRN", value), live: true);

        forced.Read().Should().Be(expected);
        forced.Sample.Should().BeTrue("it rests on no data");
        real.Read().Should().Be("Failed checksum=Failed format=Failed format_invalid");
        real.Sample.Should().BeFalse();
    }

    private static string Facts(string scheme, string value) => $$"""{ "business": { "identifiers": [ { "scheme": "{{scheme}}", "value": "{{value}}" } ] } }""";
}
