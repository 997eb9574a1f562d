namespace KybPlatform.Api.Profiles;

/// <summary>Bodies as the document shows them. The company and its people are fictional.</summary>
internal static class ProfileExamples
{
    public const string Business = """
        {
          "reference_id": "cust-4711",
          "legal_name": "Acme Messaging Ltd",
          "type": "private_limited_company",
          "industry": "retail",
          "identifiers": [{ "scheme": "GB:CRN", "value": "01234567" }],
          "registered_address": { "line1": "1 Example Street", "city": "London", "postal_code": "EC1A 1AA", "country": "GB" },
          "people": [{ "roles": ["owner"], "ownership_percent": 60, "given_name": "Jane", "family_name": "Example", "date_of_birth": "1980-02-03" }]
        }
        """;

    public const string BusinessPatch = """{ "trade_name": "Acme", "website": "https://example.com", "operating_address": { "city": "Leeds" } }""";

    public const string Person = """
        { "roles": ["authorized_representative"], "given_name": "Jane", "family_name": "Example", "date_of_birth": "1980-02-03", "email": "jane@example.com", "phone": "+442079460018" }
        """;

    public const string PersonPatch = """{ "job_title": "Director", "ownership_percent": 40 }""";

    public const string Individual = """
        { "reference_id": "cust-4712", "given_name": "Jane", "family_name": "Example", "date_of_birth": "1980-02-03", "email": "jane@example.com", "phone": "+442079460018",
          "address": { "line1": "1 Example Street", "city": "London", "postal_code": "EC1A 1AA", "country": "GB" } }
        """;

    public const string IndividualPatch = """{ "phone": "+442079460019", "address": { "city": "Leeds" } }""";
}
