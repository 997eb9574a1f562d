using System.Text.Json.Nodes;
using KybPlatform.IntegrationTests.App;
using KybPlatform.IntegrationTests.Documents;

namespace KybPlatform.IntegrationTests.Inquiries;

/// <summary>Submissions for tests. The company and its people are fictional.</summary>
internal static class Submissions
{
    public const string Name = "Example Harbour Trading Limited";

    /// <summary>An industry that a person looks at first, whatever the checks say.</summary>
    public const string LookedAt = "gambling";

    /// <summary>An industry that is declined, whatever the checks say.</summary>
    public const string Declined = "third_party_debt";

    public static JsonObject Business(string industry = "retail", string number = "01234567", string name = Name) => JsonNode.Parse($$"""
        { "legal_name": "{{name}}", "type": "private_limited_company", "industry": "{{industry}}", "incorporated_on": "2009-05-01", "website": "https://www.example.com",
          "identifiers": [{ "scheme": "GB:CRN", "value": "{{number}}" }],
          "registered_address": { "line1": "1 Example Street", "city": "London", "postal_code": "ZZ99 9ZZ", "country": "GB" },
          "people": [{ "roles": ["authorized_representative", "owner"], "ownership_percent": 80, "given_name": "Ada", "family_name": "Sample",
                       "date_of_birth": "1980-02-03", "email": "ada@example.com", "phone": "+442079460018" }] }
        """)!.AsObject();

    public static JsonObject UseCase() => JsonNode.Parse("""
        { "purpose": "transactional", "description": "Order confirmations and delivery times for customers of the shop",
          "sample_messages": ["Example: your parcel [number] arrives on [date] between 9 and 12."], "sender_ids": ["Example"] }
        """)!.AsObject();

    /// <summary>An upload, as an inquiry names it for the proof that the policy asks.</summary>
    public static async Task<JsonArray> ProofAsync(ApiClient tenant, string name = Name)
    {
        var document = (await tenant.UploadAsync("/v1/documents", SampleFiles.Pdf())).ShouldBe(201).Text("/id");
        return new JsonArray(new JsonObject
        {
            ["requirement"] = "proof_of_business",
            ["document_id"] = document,
            ["type"] = "certificate_of_incorporation",
            ["fields"] = new JsonObject { ["business_name"] = name },
        });
    }

    /// <summary>Everything that the policy asks.</summary>
    public static async Task<JsonObject> WholeAsync(ApiClient tenant, string industry = LookedAt, bool submit = true, JsonObject? business = null) => new()
    {
        ["country"] = "GB",
        ["sender_type"] = "alphanumeric",
        ["submit"] = submit,
        ["use_case"] = UseCase(),
        ["business"] = business ?? Business(industry),
        ["documents"] = await ProofAsync(tenant),
    };

    /// <summary>Submits everything, waits for what automation says, and has a person approve it where it went to review.</summary>
    public static async Task<HttpAnswer> ApprovedAsync(ApiClient tenant, JsonObject? body = null)
    {
        var decided = (await tenant.PostAsync("/v1/inquiries", body ?? await WholeAsync(tenant), wait: 20)).ShouldBe(201);
        if (decided.Text("/status") == "approved") return decided;
        decided.Text("/status").Should().Be("in_review", "the answer was {0}", decided.Body);
        return (await Reviews.ApproveAsync(tenant, decided.Text("/id"))).ShouldBe(200);
    }
}
