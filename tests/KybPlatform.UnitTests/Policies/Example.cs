using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using KybPlatform.Policies;
using KybPlatform.Policies.Documents;

namespace KybPlatform.UnitTests.Policies;

/// <summary>A policy of every kind, and facts that satisfy it.</summary>
internal static class Example
{
    public const string Policy = """
        key: gb.alphanumeric
        version: 7
        title: Alphanumeric sender ID, United Kingdom
        scope: { country: GB, sender_type: alphanumeric, applicant: business }
        requirements:
          - { key: legal_name, kind: field, path: business.legal_name, sources: [ { title: Companies Act 2006, url: "https://www.legislation.gov.uk/ukpga/2006/46", retrieved: 2026-11-20, certainty: documented } ] }
          - { key: business_type, kind: field, path: business.type }
          - { key: industry, kind: field, path: business.industry }
          - { key: founded, kind: field, path: business.incorporated_on }
          - { key: website, kind: field, path: business.website, allow_none: true }
          - { key: purpose, kind: field, path: use_case.purpose }
          - { key: samples, kind: field, path: use_case.sample_messages, min_items: 1, max_length: 160 }
          - { key: senders, kind: field, path: use_case.sender_ids, pattern: "[A-Za-z0-9 ]{1,11}", reason: sender_id_malformed }
          - { key: volume, kind: field, path: use_case.message_volume, minimum: 1 }
          - { key: registration_number, kind: identifier, any_of: ["GB:CRN", "GB:VAT"], checks: [format, checksum, register_active] }
          - key: proof_of_business
            kind: document
            when: 'business.type != "sole_proprietor"'
            any_of:
              - { type: business_registration, max_age_days: 365, fields: [business_name], evidence: extracted }
              - { type: utility_bill, max_age_days: 90, fields: [business_name, address], evidence: reviewed }
          - { key: representative, kind: person, role: authorized_representative, min: 1, fields: [given_name, family_name, email], min_age: 18 }
          - { key: owners, kind: ownership, threshold_percent: 25 }
          - { key: registered_address, kind: address, path: business.registered_address, scope: in_country }
          - { key: sanctions, kind: verification, type: sanctions_screening, subjects: [business, owners, representatives], checks: [no_match], lists: [ofac_sdn, un], max_list_age_days: 7, max_age_days: 30 }
          - { key: emails, kind: verification, type: email, subjects: [representatives], checks: [syntax, domain_match] }
          - { key: not_claimed, kind: verification, type: duplicate, checks: [not_claimed] }
          - key: names_agree
            kind: consistency
            when: 'business.type != "sole_proprietor"'
            expr: 'similar(documents.proof_of_business.business_name, business.legal_name) >= 0.9'
          - { key: terms, kind: attestation, text: The details are correct. }
          - { key: lawful_purpose, kind: restriction, expr: 'use_case.purpose != "mixed"' }
        rules:
          - { key: prohibited_industry, when: 'business.industry in ["cannabis", "third_party_debt"]', outcome: decline, reason: prohibited_industry, retryable: false }
          - { key: promotional, when: 'use_case.purpose == "promotional"', outcome: review, reason: promotional_needs_review }
        risk:
          - { key: young_company, when: 'business.incorporated_on > now - duration("2160h")', points: 25, reason: young_company }
          - { key: no_website, when: 'business.website == null', points: 20, reason: no_website }
        thresholds: { review: 40, decline: 80 }
        tables:
          - key: volume_tier
            hit: first
            inputs: [ { key: volume, expr: use_case.message_volume } ]
            outputs: [ { key: tier, type: string }, { key: points, type: number } ]
            rows:
              - { if: { volume: { lt: 1000 } }, then: { tier: low, points: 0 } }
              - { if: { volume: { gte: 1000, lt: 100000 } }, then: { tier: middle, points: 10 } }
              - { then: { tier: high, points: 25 } }
        registration: { valid_for_days: 730, grace_days_on_change: 90 }
        """;

    public const string Facts = """
        { "country": "GB", "sender_type": "alphanumeric", "applicant": "business", "now": "2026-11-20T00:00:00Z",
          "use_case": { "purpose": "transactional", "sample_messages": ["Your parcel arrives today."], "sender_ids": ["MERIDIAN"], "message_volume": 500 },
          "business": { "legal_name": "Meridian Parcel Fiction Ltd", "type": "private_limited_company", "industry": "logistics", "incorporated_on": "2009-05-01",
            "website": "https://meridian.example", "identifiers": [ { "scheme": "GB:CRN", "value": "01234567" } ],
            "registered_address": { "line1": "1 Example Street", "city": "London", "postal_code": "EC1A 1BB", "country": "GB" },
            "people": [ { "id": "p1", "roles": ["authorized_representative", "owner"], "ownership_percent": 80, "given_name": "Ada", "family_name": "Example",
                          "date_of_birth": "1980-02-03", "email": "ada@meridian.example" } ],
            "owned_by": [] },
          "documents": { "proof_of_business": { "document_id": "doc_1", "type": "business_registration", "issued_on": "2026-10-01", "evidence": "extracted",
                          "fields": { "business_name": "Meridian Parcel Fiction Ltd." } } },
          "attestations": { "terms": { "accepted": true, "by": "p1", "at": "2026-11-19T10:00:00Z" } },
          "verifications": {
            "identifier": [ { "subject": "identifiers/GB:CRN", "status": "passed", "checks": { "format": "passed", "checksum": "not_applicable", "register_active": "passed" }, "completed_at": "2026-11-19T10:00:00Z", "provider": "register", "sample": false } ],
            "document": [ { "subject": "documents/proof_of_business", "status": "passed", "checks": { "type_sniffed": "passed", "not_expired": "passed" }, "completed_at": "2026-11-19T10:00:00Z", "provider": "documents", "sample": false } ],
            "email": [ { "subject": "people/p1", "status": "passed", "checks": { "syntax": "passed", "domain_match": "passed" }, "completed_at": "2026-11-19T10:00:00Z", "provider": "email", "sample": false } ],
            "duplicate": [ { "subject": "business", "status": "passed", "checks": { "not_claimed": "passed" }, "completed_at": "2026-11-19T10:00:00Z", "provider": "duplicates", "sample": false } ],
            "sanctions_screening": [
              { "subject": "business", "status": "passed", "checks": { "no_match": "passed" }, "completed_at": "2026-11-19T10:00:00Z", "provider": "screening", "sample": false, "lists": [ { "key": "ofac_sdn", "published_at": "2026-11-18T00:00:00Z", "complete": true, "sample": false }, { "key": "un", "published_at": "2026-11-18T00:00:00Z", "complete": true, "sample": false } ] },
              { "subject": "people/p1", "status": "passed", "checks": { "no_match": "passed" }, "completed_at": "2026-11-19T10:00:00Z", "provider": "screening", "sample": false, "lists": [ { "key": "ofac_sdn", "published_at": "2026-11-18T00:00:00Z", "complete": true, "sample": false }, { "key": "un", "published_at": "2026-11-18T00:00:00Z", "complete": true, "sample": false } ] } ] } }
        """;

    public static EvaluationOptions Options { get; } = new(Live: true, Attested: true, Trace: false, new PlainDomainFunctions(), ProviderSet.All, RetryScheduled: false);

    public static ResolvedPolicy Resolved { get; } = Resolve(Policy);

    public static ResolvedPolicy Resolve(string yaml, params string[] bases)
    {
        var issues = new List<PolicyIssue>();
        var documents = bases.Select(Document).ToDictionary(d => d.Key);
        var policy = ResolvedPolicy.From(Document(yaml), documents, issues);
        return policy ?? throw new FormatException(string.Join('\n', issues));
    }

    public static PolicyDocument Document(string yaml)
    {
        var load = PolicyLoader.FromYaml(yaml);
        return load.Document ?? throw new FormatException(string.Join('\n', load.Issues));
    }

    /// <summary>The facts with changes: a path such as <c>business/people/0/email</c>, and JSON text or null for removing it.</summary>
    public static FactDocument With(params (string Path, string? Json)[] changes)
    {
        var facts = JsonNode.Parse(Facts)!;
        foreach (var (path, json) in changes) Apply(facts, path, json);
        return Read(facts);
    }

    public static FactDocument Read(JsonNode facts) => FactDocument.Parse(JsonSerializer.SerializeToUtf8Bytes(facts));

    public static PolicyEvaluation Evaluate(params (string Path, string? Json)[] changes) => Resolved.Evaluate(With(changes), Options);

    public static RequirementResult Result(this PolicyEvaluation evaluation, string key) => evaluation.Requirements.Single(r => r.Key == key);

    public static string Receipt(this PolicyEvaluation evaluation)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream)) evaluation.WriteTo(writer);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    public static void Apply(JsonNode facts, string at, string? json)
    {
        var (node, path) = (facts, at.Split('/'));
        foreach (var part in path[..^1]) node = node is JsonArray a ? a[int.Parse(part, CultureInfo.InvariantCulture)]! : node[part]!;
        var value = json is null ? null : JsonNode.Parse(json);
        if (node is JsonArray array)
        {
            if (json is null) array.RemoveAt(int.Parse(path[^1], CultureInfo.InvariantCulture));
            else if (path[^1] == "+") array.Add(value);
            else array[int.Parse(path[^1], CultureInfo.InvariantCulture)] = value;
        }
        else if (json is null) node.AsObject().Remove(path[^1]);
        else node[path[^1]] = value;
    }
}
