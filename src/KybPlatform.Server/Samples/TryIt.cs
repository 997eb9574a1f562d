namespace KybPlatform.Server.Samples;

/// <summary>One call to paste into a shell.</summary>
internal static class TryIt
{
    /// <summary>The submission as JSON; it holds no apostrophe, so that it can stand between two in a shell.</summary>
    internal const string Submission = """
        {
          "country": "GB", "sender_type": "alphanumeric", "reference_id": "cust-4711", "submit": true,
          "use_case": { "purpose": "transactional", "description": "Order and delivery notices to customers of our online shop.",
                        "sample_messages": ["Your Fernhill order 1042 arrives today between 2 and 4 pm."], "sender_ids": ["FERNHILL"] },
          "business": { "legal_name": "Fernhill Garden Tools Limited", "type": "private_limited_company", "industry": "retail", "incorporated_on": "2009-05-01",
                        "identifiers": [{ "scheme": "GB:CRN", "value": "09999907" }],
                        "registered_address": { "line1": "1 Example Row", "city": "Leeds", "postal_code": "LS1 1AA", "country": "GB" },
                        "website": "https://www.fernhill.example",
                        "people": [{ "roles": ["authorized_representative", "owner"], "ownership_percent": 60, "given_name": "Alex", "family_name": "Fernhill",
                                     "date_of_birth": "1980-02-03", "email": "alex@fernhill.example", "phone": "+447700900123" }] }
        }
        """;

    public static string Curl(Uri address, string key) => $"""
        curl -sS '{address}v1/inquiries' \
          -H 'Authorization: Bearer {key}' -H 'Content-Type: application/json' -H 'Prefer: wait=10' -d '
        {Submission}'
        """;
}
