using AwesomeAssertions;
using KybPlatform.Api.Verifications.Providers;
using Xunit;

namespace KybPlatform.UnitTests.Verifications;

public sealed class DuplicateProviderTests
{
    [Fact]
    public async Task A_number_that_nobody_else_claims_passes() =>
        (await new DuplicateProvider(new Claimants(), new OneDocument("doc_1", "application/pdf")).AboutAsync("business", Facts("01234567"), true, "not_claimed")).Read().Should().Be("Passed not_claimed=Passed");

    [Fact]
    public async Task A_number_that_another_profile_claims_fails_with_its_reason() =>
        (await new DuplicateProvider(new Claimants(Asked.Profile), new OneDocument("doc_1", "application/pdf")).AboutAsync("business", Facts("01234567"), true, "not_claimed")).Read().Should().Be("Failed not_claimed=Failed identifier_already_claimed");

    [Fact]
    public void An_earlier_answer_is_never_enough_because_somebody_may_have_come_since() =>
        new DuplicateProvider(new Claimants(), new OneDocument("doc_1", "application/pdf")).IsCurrent(null, []).Should().BeFalse();

    [Theory]
    [InlineData("TEST-PASSED-CLAIMED", "Failed not_claimed=Failed identifier_already_claimed")]
    [InlineData("TEST-PASSED-UNCLAIMED", "Passed not_claimed=Passed")]
    [InlineData("TEST-PASSED-UNCERTAIN", "Inconclusive not_claimed=Inconclusive")]
    public async Task A_magic_number_forces_the_outcome_in_a_test_tenant_only(string value, string expected)
    {
        (await new DuplicateProvider(new Claimants(Asked.Profile), new OneDocument("doc_1", "application/pdf")).AboutAsync("business", Facts(value), false, "not_claimed")).Read().Should().Be(expected);
        (await new DuplicateProvider(new Claimants(), new OneDocument("doc_1", "application/pdf")).AboutAsync("business", Facts(value), true, "not_claimed")).Read().Should().Be("Passed not_claimed=Passed");
    }

    [Theory]
    [InlineData(false, true, "Failed documents_not_shared=Failed not_claimed=Passed document_shared")]
    [InlineData(true, false, "Failed documents_not_shared=Passed not_claimed=Failed identifier_already_claimed")]
    [InlineData(true, true, "Failed documents_not_shared=Failed not_claimed=Failed possible_duplicate")]
    [InlineData(false, false, "Passed documents_not_shared=Passed not_claimed=Passed")]
    public async Task Numbers_and_files_are_told_apart(bool claimed, bool shared, string expected) =>
        (await new DuplicateProvider(new Claimants(claimed ? [Asked.Profile] : []), new OneDocument("doc_1", "application/pdf", shared ? [Asked.Profile] : [])).AboutAsync("business", Facts("01234567"))).Read().Should().Be(expected);

    private static string Facts(string value) => $$"""{ "business": { "identifiers": [ { "scheme": "GB:CRN", "value": "{{value}}" } ] } }""";
}
