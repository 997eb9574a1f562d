using AwesomeAssertions;
using KybPlatform.Api.Verifications.Contracts;
using KybPlatform.Api.Verifications.Providers;
using Xunit;

namespace KybPlatform.UnitTests.Verifications;

public sealed class DocumentProviderTests
{
    private readonly DocumentProvider _provider = new(new OneDocument("doc_1", "application/pdf"));

    [Theory]
    [InlineData("doc_1", "business_registration", "Passed type_sniffed=Passed")]
    [InlineData("doc_1", "opt_in_screenshot", "Failed type_sniffed=Failed document_invalid")]
    [InlineData("doc_2", "business_registration", "Failed type_sniffed=Failed document_invalid")]
    public async Task The_stored_file_is_there_and_of_a_format_that_fits_its_type(string id, string type, string expected) =>
        (await _provider.AboutAsync("documents/proof", Facts($$"""{ "document_id": "{{id}}", "type": "{{type}}" }"""), true, "type_sniffed")).Read().Should().Be(expected);

    [Theory]
    [InlineData("2026-11-19", "Failed not_expired=Failed document_expired")]
    [InlineData("2026-11-20", "Passed not_expired=Passed")]
    [InlineData("2027-01-01", "Passed not_expired=Passed")]
    public async Task A_document_is_good_through_its_last_day_by_the_tenants_clock(string expires, string expected) =>
        (await _provider.AboutAsync("documents/proof", Facts($$"""{ "document_id": "doc_1", "type": "passport", "expires_on": "{{expires}}" }"""), true, "not_expired")).Read().Should().Be(expected);

    [Fact]
    public async Task What_passed_is_good_until_the_document_expires()
    {
        var answer = await _provider.AboutAsync("documents/proof", Facts("""{ "document_id": "doc_1", "type": "passport", "expires_on": "2026-11-21" }"""), true, "not_expired");

        (Asked.Now + answer.ValidFor).Should().Be(new DateTimeOffset(2026, 11, 22, 0, 0, 0, TimeSpan.Zero));
    }

    [Fact]
    public async Task A_document_without_an_expiry_has_none_and_one_from_the_future_is_refused()
    {
        (await _provider.AboutAsync("documents/proof", Facts("""{ "document_id": "doc_1", "type": "utility_bill" }"""), true, "not_expired")).Read().Should().Be("Passed not_expired=NotApplicable");
        (await _provider.AboutAsync("documents/proof", Facts("""{ "document_id": "doc_1", "type": "utility_bill", "issued_on": "2026-12-01" }"""), true, "not_expired")).Read()
            .Should().Be("Failed not_expired=Failed document_invalid");
    }

    [Theory]
    [InlineData("2026-11-20", "Passed")]
    [InlineData("2026-11-21", "Passed")]
    [InlineData("2026-11-22", "Failed")]
    public async Task A_document_may_be_issued_today_wherever_today_has_begun(string issued, string expected) =>
        (await _provider.AboutAsync("documents/proof", Facts($$"""{ "document_id": "doc_1", "type": "utility_bill", "issued_on": "{{issued}}" }"""), true, "not_expired")).Read().Should().StartWith(expected);

    [Theory]
    [InlineData("""{ "business_name": "MERIDIAN PARCEL FICTION LTD." }""", "Passed")]
    [InlineData("""{ "business_name": "Fiction Meridian Parcel" }""", "Failed")]
    [InlineData("""{ "business_name": "Meridian Parcels" }""", "Passed")]
    [InlineData("""{ "business_name": "Meridian Parcel Fiction Ltd", "registration_number": "01 234 567" }""", "Passed")]
    [InlineData("""{ "registration_number": "07654321" }""", "Failed")]
    [InlineData("""{ "given_name": "Ada", "family_name": "Example", "date_of_birth": "1980-02-03" }""", "Passed")]
    [InlineData("""{ "given_name": "Ada", "family_name": "Example", "date_of_birth": "1981-02-03" }""", "Failed")]
    [InlineData("""{ "given_name": "Bea", "family_name": "Else" }""", "Failed")]
    [InlineData("""{ "issuing_authority": "Companies House" }""", "Inconclusive")]
    [InlineData("{ }", "Inconclusive")]
    [InlineData("""{ "business_name": "Meridian Parcel Fiction Limited" }""", "Passed")]
    [InlineData("""{ "business_name": "Meridian Parcel Fiction GmbH" }""", "Failed")]
    [InlineData("""{ "given_name": "Ada" }""", "Inconclusive")]
    [InlineData("""{ "given_name": "Bea" }""", "Failed")]
    [InlineData("""{ "given_name": "Ada", "family_name": "" }""", "Inconclusive")]
    [InlineData("""{ "family_name": "Example", "date_of_birth": "1981-02-03" }""", "Failed")]
    public async Task What_a_document_shows_agrees_with_the_profile(string fields, string expected) =>
        (await _provider.AboutAsync("documents/proof", Facts($$"""{ "document_id": "doc_1", "type": "business_registration", "fields": {{fields}} }"""), true, "fields_match")).Status.ToString()
            .Should().Be(expected);

    [Fact]
    public async Task A_document_number_forces_the_outcome_in_a_test_tenant_only()
    {
        var facts = Facts("""{ "document_id": "doc_1", "type": "passport", "fields": { "document_number": "TEST-FAILED" } }""");

        (await _provider.AboutAsync("documents/proof", facts, live: false)).Status.Should().Be(VerificationStatus.Failed);
        (await _provider.AboutAsync("documents/proof", facts, true, "type_sniffed")).Status.Should().Be(VerificationStatus.Passed);
    }

    private static string Facts(string document) => $$"""
        { "business": { "legal_name": "Meridian Parcel Fiction Ltd", "trade_name": "Meridian Parcels", "identifiers": [ { "scheme": "GB:CRN", "value": "01234567" } ],
                        "people": [ { "id": "p1", "given_name": "Ada", "family_name": "Example", "date_of_birth": "1980-02-03" } ] },
          "documents": { "proof": {{document}} } }
        """;
}
