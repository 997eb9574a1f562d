using System.Text.Json.Nodes;
using KybPlatform.Identifiers;
using KybPlatform.Policies;
using KybPlatform.Policies.Documents;

namespace KybPlatform.UnitTests.Packs.Facts;

/// <summary>
/// An applicant that gives whatever one fact names, and the papers it names, and no other paper. The policy is looked at only for the keys under which it
/// wants its papers; what it asks is not.
/// </summary>
internal static class FactApplicant
{
    public static JsonObject For(CountryFact fact, string senderType, string applicant, ResolvedPolicy policy)
    {
        var facts = Parse(UseCase.Replace("[country]", fact.Country, StringComparison.Ordinal).Replace("[sender]", senderType == "alphanumeric" ? "Example" : "+12025550123", StringComparison.Ordinal));
        facts["now"] = PackChecks.Now;
        facts["country"] = fact.Country;
        facts["sender_type"] = senderType;
        facts["applicant"] = applicant;
        facts[applicant] = Parse((applicant == "business" ? Business : Individual).Replace("[country]", fact.Country, StringComparison.Ordinal));
        facts[applicant]!["identifiers"] = new JsonArray([.. Schemes(fact.Country).Select(s => new JsonObject { ["scheme"] = s, ["value"] = "1" })]);
        facts["documents"] = Documents(fact, applicant, policy);
        facts["attestations"] = new JsonObject(policy.Requirements.OfType<AttestationRequirement>().Select(a =>
            KeyValuePair.Create(a.Key, (JsonNode?)new JsonObject { ["accepted"] = true, ["by"] = "Ada Sample", ["at"] = "2026-11-19T00:00:00Z" })));
        return facts;
    }

    private const string UseCase = """
        { "use_case": {
            "purpose": "transactional",
            "description": "News about orders and deliveries for customers who bought in the shop and agreed to be told.",
            "category": "delivery_notification", "has_links": true, "has_phone_numbers": false, "age_gated": false, "direct_lending": false,
            "sample_messages": ["[Example] Example: your order [number] arrives on [date]. Reply STOP to opt out.", "[Example] Example: your order [number] is ready, see https://www.example.com/t. Reply STOP to opt out."],
            "sender_ids": ["[sender]"], "brand_name": "Example", "origin": "domestic", "networks": ["all"], "link_urls": ["https://www.example.com/t"],
            "content_signature": "[Example]", "channels": ["voice"], "emergency_address": { "line1": "1 Example Street", "city": "Example", "postal_code": "00000", "country": "[country]" }, "message_volume": 1000,
            "opt_in": { "type": "web_form", "description": "At checkout customers tick an unticked box next to the text that says which messages they get.", "proof_urls": ["https://www.example.com/consent"] },
            "opt_out_keywords": ["STOP"], "opt_out_message": "Example: you are unsubscribed and receive no more messages.", "opt_out_url": "https://www.example.com/stop",
            "help_message": "Example: write to help@example.com for help.", "privacy_policy_url": "https://www.example.com/privacy", "terms_url": "https://www.example.com/terms",
            "registry": { "template_ids": ["1007000000000000001"] } } }
        """;

    private const string Business = """
        { "legal_name": "Example Trading Limited", "type": "private_limited_company", "industry": "retail", "incorporated_on": "2010-01-01",
          "website": "https://www.example.com", "email": "contact@example.com", "phone": "+12025550123", "regions_of_operation": ["usa_and_canada"],
          "registered_address": { "line1": "1 Example Street", "city": "Example", "region": "EX", "postal_code": "00000", "country": "[country]" },
          "operating_address": { "line1": "1 Example Street", "city": "Example", "region": "EX", "postal_code": "00000", "country": "[country]" },
          "people": [{ "id": "person_1", "roles": ["authorized_representative", "owner"], "ownership_percent": 100, "given_name": "Ada", "family_name": "Sample",
                       "date_of_birth": "1980-02-03", "email": "ada@example.com", "phone": "+12025550123", "job_title": "Director" }] }
        """;

    private const string Individual = """
        { "given_name": "Ada", "family_name": "Sample", "date_of_birth": "1980-02-03", "email": "ada@example.com", "phone": "+12025550123", "nationality": "[country]",
          "address": { "line1": "1 Example Street", "city": "Example", "region": "EX", "postal_code": "00000", "country": "[country]" } }
        """;

    private const string PaperOf = """
        { "type": "[type]", "issued_on": "2026-11-01", "expires_on": "2031-01-01", "evidence": "reviewed",
          "fields": { "business_name": "Example Trading Limited", "registration_number": "1", "issuing_authority": "Example Authority", "document_number": "1", "licence_sector": "Example", "address": "1 Example Street, 00000 Example", "city": "Example", "given_name": "Ada", "family_name": "Sample",
                      "principal_name": "Example Trading Limited", "agent_name": "Ada Sample", "signatory_name": "Ada Sample", "sender_id": "Example" } }
        """;

    private static IEnumerable<string> Schemes(string country) => IdentifierSchemes.ForCountry(country).Select(s => s.Code).DefaultIfEmpty(country is "AS" or "GU" or "MP" or "PR" or "VI" ? "US:EIN" : "XX:OTHER");

    private static JsonObject Documents(CountryFact fact, string applicant, ResolvedPolicy policy)
    {
        var held = fact.DocumentsOf(applicant).SelectMany(FactNames.PapersOf).Concat(fact.Fields.Contains("order_form") ? ["order_form"] : []).ToHashSet(StringComparer.Ordinal);
        var documents = new JsonObject();
        foreach (var wanted in policy.Requirements.OfType<DocumentRequirement>())
        {
            if (wanted.AnyOf.Select(a => a.Type).FirstOrDefault(held.Contains) is { } type) documents[wanted.Key] = Paper(type);
        }

        return documents;
    }

    private static JsonObject Paper(string type) => Parse(PaperOf.Replace("[type]", type, StringComparison.Ordinal));

    private static JsonObject Parse(string json) => (JsonObject)JsonNode.Parse(json)!;
}
