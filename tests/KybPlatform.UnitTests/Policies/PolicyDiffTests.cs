using System.Text.Json.Nodes;
using AwesomeAssertions;
using CsCheck;
using KybPlatform.Policies;
using KybPlatform.Policies.Comparison;
using KybPlatform.Policies.Documents;
using KybPlatform.Policies.Resolution;
using KybPlatform.UnitTests.Packs;
using Xunit;

namespace KybPlatform.UnitTests.Policies;

public sealed class PolicyDiffTests
{
    private static readonly IReadOnlyList<PolicyDocument> Packs = PackFiles.Read([]);

    [Fact]
    public void Nothing_differs_from_itself()
    {
        Packs.SelectMany(p => PolicyDiff.Between(p, p).Differences).Should().BeEmpty();
        PolicyCatalog.LoadPacks().All.SelectMany(p => PolicyDiff.Between(p, p).Differences).Should().BeEmpty();
    }

    [Fact]
    public void Applied_to_the_one_it_gives_the_other_whichever_two_they_are()
    {
        foreach (var from in PackSample.Policies)
        {
            foreach (var to in PackSample.Policies) ShouldLeadTo(from.Document, to.Document, PolicyDiff.Between(from, to));
        }
    }

    [Fact]
    public void Any_edits_of_a_document_are_found_again() => Gen.Select(Gen.Int[0, Packs.Count - 1], Gen.Int[0, 1_000_000].Array[1, 8]).Sample((which, choices) =>
    {
        var earlier = Packs[which];
        var to = (JsonObject)earlier.Json.DeepClone();
        foreach (var choice in choices) Edit(to, choice);
        var edited = earlier with { Json = to };
        var diff = PolicyDiff.Between(earlier, edited);

        ShouldLeadTo(earlier, edited, diff);
        PolicyDiff.Between(earlier, edited).ToJson().ToJsonString().Should().Be(diff.ToJson().ToJsonString());
    });

    [Theory]
    [InlineData("max_age_days: 90, fields: [business_name, address], evidence: reviewed", "max_age_days: 60, fields: [business_name, address], evidence: reviewed", PolicyEffect.Stricter, "proof_of_business: utility_bill, maximum age 90 → 60 days")]
    [InlineData("evidence: extracted }", "evidence: extracted }\n      - { type: tax_notice }", PolicyEffect.Looser, "proof_of_business: now also accepts tax_notice")]
    [InlineData("[\"GB:CRN\", \"GB:VAT\"]", "[\"GB:CRN\"]", PolicyEffect.Stricter, "registration_number: no longer accepts GB:VAT")]
    [InlineData("checks: [format, checksum, register_active]", "checks: [format, checksum]", PolicyEffect.Looser, "registration_number: no longer checks register_active")]
    [InlineData("fields: [given_name, family_name, email], min_age: 18", "fields: [given_name, family_name, email, phone], min_age: 21", PolicyEffect.Stricter, "representative: now also asks for phone; youngest age 18 → 21 years")]
    [InlineData("threshold_percent: 25", "threshold_percent: 10", PolicyEffect.Stricter, "owners: owners from 25 → 10 %")]
    [InlineData("threshold_percent: 25", "unknown_allowed: true", PolicyEffect.Looser, "owners: owners from 25 % as before; an unexplained rest is accepted: no → yes")]
    [InlineData("scope: in_country }", "scope: any }", PolicyEffect.Looser, "registered_address: where it must lie in_country → any")]
    [InlineData("lists: [ofac_sdn, un]", "lists: [ofac_sdn, un, eu]", PolicyEffect.Stricter, "sanctions: now also screens against eu")]
    [InlineData("outcome: review, reason: promotional_needs_review", "outcome: decline, reason: promotional_needs_review", PolicyEffect.Stricter, "promotional: outcome review → decline")]
    [InlineData("points: 20, reason: no_website", "points: 10, reason: no_website", PolicyEffect.Looser, "no_website: points 20 → 10")]
    [InlineData("review: 40", "review: 50", PolicyEffect.Looser, "thresholds: review from 40 → 50 points")]
    [InlineData("tier: low, points: 0", "tier: low, points: 5", PolicyEffect.Stricter, "volume_tier: row 1, points 0 → 5")]
    [InlineData("volume: { lt: 1000 }", "volume: { lt: 500 }", PolicyEffect.Undecided, "volume_tier: row 1, volume lt = 1000 → lt = 500")]
    [InlineData("path: business.website, allow_none: true", "any_of: [business.website, business.legal_name], allow_none: true", PolicyEffect.Looser, "website: now also accepts business.legal_name; written as one fact or as a choice of several")]
    [InlineData("path: business.type }", "path: business.type, when: 'business.industry != \"retail\"' }", PolicyEffect.Looser, "business_type: now only when business.industry != \"retail\"")]
    [InlineData("- { key: terms, kind: attestation, text: The details are correct. }", "", PolicyEffect.Looser, "terms: no longer there: declaration: The details are correct.")]
    [InlineData("title: Alphanumeric sender ID, United Kingdom", "title: Names", PolicyEffect.Neutral, "title: title Alphanumeric sender ID, United Kingdom → Names")]
    public void A_change_is_said_in_words_and_with_its_direction(string before, string after, PolicyEffect effect, string sentence)
    {
        Example.Policy.Should().Contain(before);
        var diff = PolicyDiff.Between(Example.Document(Example.Policy), Example.Document(Example.Policy.Replace(before, after, StringComparison.Ordinal)));

        diff.Summary.Should().Equal(sentence);
        diff.Effect.Should().Be(effect);
    }

    [Fact]
    public void Rows_are_found_again_when_others_come_and_go_before_them()
    {
        var (from, to) = (Tiers("a: 1", "b: 2", "c: 3", "d: 4"), Tiers("new: 9", "a: 1", "c: 30", "d: 4"));

        PolicyDiff.Between(from, to).Differences.Select(d => d.Sentence).Should().Equal(
            "tiers: new row 1: input = new → points = 9", "tiers: row 3, input b → c", "tiers: row 3, points 2 → 30", "tiers: without row 3: input = c → points = 3");
        ShouldLeadTo(from, to, PolicyDiff.Between(from, to));
    }

    [Fact]
    public void What_goes_both_ways_is_undecided()
    {
        var to = Example.Policy.Replace("threshold_percent: 25", "threshold_percent: 10", StringComparison.Ordinal).Replace("min_age: 18", "min_age: 16", StringComparison.Ordinal);

        PolicyDiff.Between(Example.Document(Example.Policy), Example.Document(to)).Effect.Should().Be(PolicyEffect.Undecided);
    }

    [Fact]
    public void Pointers_lead_to_the_values()
    {
        foreach (var to in Packs)
        {
            foreach (var difference in PolicyDiff.Between(Packs[0], to).Differences.Where(d => d.Kind != DifferenceKind.Reordered))
            {
                if (difference.FromPointer is { } before) CanonicalJson.Write(At(Packs[0].Json, before)).Should().Be(CanonicalJson.Write(difference.Before));
                if (difference.ToPointer is { } after) CanonicalJson.Write(At(to.Json, after)).Should().Be(CanonicalJson.Write(difference.After));
            }
        }
    }

    private static void ShouldLeadTo(PolicyDocument from, PolicyDocument to, PolicyDiff diff) =>
        CanonicalJson.Write(WithoutNothing(diff.ApplyTo(from.Json))).Should().Be(CanonicalJson.Write(WithoutNothing(to.Json)), $"of {from.Key} and {to.Key}");

    /// <summary>Empty lists and nulls say what saying nothing says.</summary>
    private static JsonNode? WithoutNothing(JsonNode? node) => node switch
    {
        JsonObject o => new JsonObject(o.Select(m => KeyValuePair.Create(m.Key, WithoutNothing(m.Value))).Where(m => m.Value is not (null or JsonArray { Count: 0 } or JsonObject { Count: 0 }))),
        JsonArray a => new JsonArray([.. a.Select(WithoutNothing)]),
        _ => node?.DeepClone(),
    };

    /// <summary>Takes away, doubles, moves or changes something somewhere.</summary>
    private static void Edit(JsonObject root, int choice)
    {
        JsonNode at = root;
        for (var depth = choice % 5; ; depth--, choice /= 3)
        {
            var children = at is JsonObject o ? o.Select(m => m.Value) : ((JsonArray)at).AsEnumerable();
            var inner = children.Where(c => c is JsonObject { Count: > 0 } or JsonArray { Count: > 0 }).ToList();
            if (depth == 0 || inner.Count == 0) break;
            at = inner[choice % inner.Count]!;
        }

        if (at is JsonArray list) EditList(list, choice);
        else EditObject((JsonObject)at, choice);
    }

    private static void EditList(JsonArray list, int choice)
    {
        var item = list[choice % list.Count];
        if (choice % 4 < 2) list.RemoveAt(choice % list.Count);
        if (choice % 4 == 0) list.Insert(0, item);
        if (choice % 4 == 2 && item is JsonObject copy && copy["key"] is { } key)
        {
            var added = (JsonObject)copy.DeepClone();
            added["key"] = $"{key}_{choice}";
            list.Insert(choice / 7 % (list.Count + 1), added);
        }
        else if (choice % 4 == 3) list.Insert(choice / 5 % (list.Count + 1), item?.DeepClone());
    }

    private static void EditObject(JsonObject o, int choice)
    {
        var (name, value) = o.ElementAt(choice % o.Count);
        if (name is "key" or "name") return;
        if (choice % 3 == 0) o.Remove(name);
        else if (value is JsonValue) o[name] = (long)choice;
        else o["more"] = (long)choice;
    }

    private static JsonNode? At(JsonNode root, string pointer) => pointer.Split('/').Skip(1)
        .Aggregate((JsonNode?)root, (at, part) => at is JsonArray list ? list[int.Parse(part, System.Globalization.CultureInfo.InvariantCulture)] : at![part.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal)]);

    private static PolicyDocument Tiers(params string[] rows) => Example.Document($$"""
        key: gb.tiers
        version: 1
        title: Tiers
        requirements: [{ key: industry, kind: field, path: business.industry }]
        tables:
          - key: tiers
            hit: first
            inputs: [{ key: input, expr: business.industry }]
            outputs: [{ key: points, type: number }]
            rows: [{{string.Join(", ", rows.Select(r => r.Split(": ")).Select(r => $"{{ if: {{ input: {r[0]} }}, then: {{ points: {r[1]} }} }}"))}}]
        """);
}
