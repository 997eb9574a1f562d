using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using AwesomeAssertions;
using KybPlatform.Policies;
using Xunit;

namespace KybPlatform.UnitTests.Policies;

public sealed class OpenFactsTests
{
    /// <summary>Nothing but a business and what it does: as much of the example as looks at nobody.</summary>
    private static string Impersonal => string.Join('\n', Example.Policy.Replace("fields: [business_name, address]", "fields: [business_name]", StringComparison.Ordinal).Split('\n')
        .Where(l => !new[] { "representative", "owners", "registered_address", "sanctions", "emails" }.Any(k => l.Contains($"key: {k},", StringComparison.Ordinal))));

    [Fact]
    public void What_is_about_a_person_is_left_out()
    {
        var open = Open(JsonNode.Parse(Example.Facts)!);

        foreach (var secret in (string[])["Ada", "ada@meridian.example", "1980-02-03", "Example Street", "p1", "authorized_representative"]) open.Should().NotContain(secret);
        foreach (var fact in (string[])["Meridian Parcel Fiction Ltd", "01234567", "transactional", "business_registration", "2026-10-01"]) open.Should().Contain(fact);
    }

    [Fact]
    public void Every_classified_path_of_the_vocabulary_is_left_out()
    {
        foreach (var entry in Vocabulary.Shipped.Entries.Where(e => e.PersonalData != PersonalData.None && e.Type is not (FactType.Object or FactType.Map or FactType.List) && !e.Path.Contains("individual", StringComparison.Ordinal)))
        {
            var facts = new JsonObject();
            Plant(facts, entry.Path, "canary-value");

            Open(facts).Should().NotContain("canary", $"{entry.Path} is {entry.PersonalData}");
        }
    }

    [Theory]
    [InlineData("applicant", "\"individual\"")]
    [InlineData("business/type", "\"sole_proprietor\"")]
    [InlineData("business/type", null)]
    [InlineData("business", null)]
    public void One_person_has_no_open_part(string path, string? value)
    {
        var facts = JsonNode.Parse(Example.Facts)!;
        Example.Apply(facts, path, value);

        OpenFacts.AreThere(JsonSerializer.SerializeToElement(facts)).Should().BeFalse();
    }

    [Fact]
    public void A_policy_that_looks_at_persons_needs_more() => OpenFacts.Suffice(Example.Resolved).Should().BeFalse();

    [Theory]
    [InlineData("business.people.exists(p, p.email == \"x\")")]
    [InlineData("owners.size() > 1")]
    [InlineData("verifications.sanctions_screening.all(v, v.status == \"passed\")")]
    [InlineData("business.registered_address.country == \"GB\"")]
    [InlineData("list_contains(\"blocked\", business.legal_name)")]
    public void One_look_is_enough(string expression)
    {
        var policy = Example.Policy.Replace("business.industry in [\"cannabis\", \"third_party_debt\"]", expression, StringComparison.Ordinal);
        var impersonal = Impersonal.Replace("'business.industry in [\"cannabis\", \"third_party_debt\"]'", $"'{expression}'", StringComparison.Ordinal);
        var issues = new List<KybPlatform.Policies.Documents.PolicyIssue>();

        policy.Should().NotBe(Example.Policy);
        // Whoever reads it must also collect it, which is a look in itself; where it resolves all the same, the expression alone tells.
        var resolved = ResolvedPolicy.From(Example.Document(impersonal), new Dictionary<string, KybPlatform.Policies.Documents.PolicyDocument>(), issues) ?? Example.Resolve(policy);
        OpenFacts.Suffice(resolved).Should().BeFalse();
    }

    [Fact]
    public void Where_the_open_part_is_enough_it_gives_what_the_whole_gives()
    {
        var policy = Example.Resolve(Impersonal);
        OpenFacts.Suffice(policy).Should().BeTrue();
        foreach (var (path, value) in Changes)
        {
            var facts = JsonNode.Parse(Example.Facts)!;
            if (path.Length > 0) Example.Apply(facts, path, value);
            var open = FactDocument.Parse(Encoding.UTF8.GetBytes(Open(facts)));

            policy.Evaluate(open, Example.Options).Receipt().Should().Be(policy.Evaluate(Example.Read(facts), Example.Options).Receipt(), $"of {path}");
        }
    }

    private static readonly (string Path, string? Value)[] Changes =
    [
        ("", null), ("business/industry", "\"cannabis\""), ("business/industry", null), ("documents", null), ("documents/proof_of_business/issued_on", "\"2020-01-01\""),
        ("documents/proof_of_business/type", "\"passport\""), ("verifications/identifier", null), ("verifications/duplicate/0/status", "\"failed\""), ("attestations", null),
        ("attestations/terms/accepted", "false"), ("business/identifiers", "[]"), ("use_case/purpose", "\"promotional\""), ("use_case/message_volume", "200000"), ("now", null),
    ];

    private static string Open(JsonNode facts)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream)) OpenFacts.Write(writer, JsonSerializer.SerializeToElement(facts));
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static void Plant(JsonObject root, string path, string value)
    {
        JsonNode at = root;
        var parts = path.Split('.');
        for (var i = 0; i < parts.Length; i++)
        {
            var (name, list) = (parts[i].Replace("[]", "", StringComparison.Ordinal).Replace("*", "any_key", StringComparison.Ordinal), parts[i].EndsWith("[]", StringComparison.Ordinal));
            JsonNode inner = i == parts.Length - 1 ? JsonValue.Create(value) : new JsonObject();
            at[name] = list ? new JsonArray(inner) : inner;
            at = list ? at[name]![0]! : at[name]!;
        }
    }
}
