using System.Globalization;
using System.Text.Json.Nodes;

namespace KybPlatform.Server.Samples;

/// <summary>One call to paste into a shell.</summary>
internal static class TryIt
{
    /// <summary>What the call refers to: uploaded beforehand, so that one call is enough.</summary>
    public static SampleDocument Document(DateOnly since) => new(
        "proof_of_business", "certificate_of_incorporation", since.AddDays(-100).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), null,
        new JsonObject { ["business_name"] = Business });

    public static string Curl(Uri address, string key, string documentId) => $"""
        curl -sS '{address}v1/inquiries' \
          -H 'Authorization: Bearer {key}' -H 'Content-Type: application/json' -H 'Prefer: wait=10' -d '
        {Submission(documentId)}'
        """;

    /// <summary>The submission as JSON; it holds no apostrophe, so that it can stand between two in a shell.</summary>
    internal static string Submission(string documentId) => $$"""
        { "country": "GB", "sender_type": "alphanumeric", "reference_id": "cust-4711", "submit": true,
          "use_case": { "purpose": "transactional", "description": "Order and delivery notices to customers of our online shop.",
                        "sample_messages": ["Your Fernhill order 1042 arrives today between 2 and 4 pm."], "sender_ids": ["FERNHILL"] },
          "business": { "legal_name": "{{Business}}", "type": "private_limited_company", "industry": "retail", "incorporated_on": "2009-05-01",
                        "identifiers": [{ "scheme": "GB:CRN", "value": "99999907" }], "website": "https://www.example.com",
                        "registered_address": { "line1": "1 Example Row", "city": "Leeds", "postal_code": "ZZ99 1AA", "country": "GB" },
                        "people": [{ "roles": ["authorized_representative", "owner"], "ownership_percent": 80, "given_name": "Alex", "family_name": "Fernhill",
                                     "date_of_birth": "1980-02-03", "email": "alex@example.com", "phone": "+442079460124" }] },
          "documents": [{ "requirement": "proof_of_business", "document_id": "{{documentId}}", "type": "certificate_of_incorporation",
                          "fields": { "business_name": "{{Business}}" } }] }
        """;

    private const string Business = "Fernhill Garden Tools Limited";
}
