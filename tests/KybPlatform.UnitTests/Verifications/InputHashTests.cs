using System.Text.Json;
using AwesomeAssertions;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Privacy;
using KybPlatform.Api.Verifications;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace KybPlatform.UnitTests.Verifications;

/// <summary>An answer is relied upon while what it was about is unchanged: all that was compared is part of that.</summary>
public sealed class InputHashTests
{
    [Fact]
    public void A_name_that_is_written_like_two_is_not_those_two()
    {
        static byte[] Hash(string business) => Desk.InputHash(new TenantId(Guid.Empty), "identifier", "identifiers/GB:CRN", JsonDocument.Parse($$"""{ "business": {{business}} }""").RootElement);

        Hash("""{ "legal_name": "Harbour Ltd\ntrade_name=Harbour" }""").Should().NotEqual(Hash("""{ "legal_name": "Harbour Ltd", "trade_name": "Harbour" }"""));
    }

    private static readonly VerificationDesk Desk = new([], new ToldRegisters(), null!, new BlindIndex(new MasterKey(new byte[MasterKey.Size])), TimeProvider.System, NullLogger<VerificationDesk>.Instance);

    [Theory]
    [InlineData("identifier", "identifiers/AU:ABN", "individual", "Ada", "Bea")]
    [InlineData("identifier", "identifiers/AU:ABN", "individual", "Example", "Other")]
    [InlineData("identifier", "identifiers/AU:ABN", "business", "Harbour", "Meadow")]
    [InlineData("identifier", "identifiers/AU:ABN", "business", "2009-05-01", "2026-11-20")]
    [InlineData("business_register", "business", "business", "1 Street", "2 Street")]
    [InlineData("sanctions_screening", "business", "business", "Owner SA", "Holder SA")]
    [InlineData("document_content", "documents/proof", "business", "Harbour", "Meadow")]
    public void Another_fact_that_was_compared_is_another_question(string type, string subject, string applicant, string from, string to)
    {
        var facts = $$"""
            { "country": "AU", "documents": { "proof": { "document_id": "doc_1" } }, "{{applicant}}": { "given_name": "Ada", "family_name": "Example", "legal_name": "Harbour Ltd", "incorporated_on": "2009-05-01", "registered_address": { "line1": "1 Street" },
              "identifiers": [{ "scheme": "AU:ABN", "value": "51824753556" }], "owned_by": [{ "legal_name": "Owner SA" }] } }
            """;

        Hash(facts).Should().Equal(Hash(facts));
        Hash(facts.Replace(from, to, StringComparison.Ordinal)).Should().NotEqual(Hash(facts));

        byte[] Hash(string json) => Desk.InputHash(new TenantId(Guid.Empty), type, subject, JsonDocument.Parse(json).RootElement);
    }
}
