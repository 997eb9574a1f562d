using System.Text.Json;
using System.Text.Json.Nodes;
using KybPlatform.Policies.Documents;

namespace KybPlatform.Policies.Comparison;

/// <summary>Decides from two values and a direction which way a change goes.</summary>
internal static class Effects
{
    public static PolicyEffect Of(string context, string member, Meaning meaning, JsonNode? before, JsonNode? after) => meaning.Direction switch
    {
        Direction.None => PolicyEffect.Neutral,
        Direction.Lower => Numbers(after, before, none: double.PositiveInfinity),
        Direction.Higher => Numbers(before, after, none: double.NegativeInfinity),
        Direction.Demands => Sets(Texts(before), Texts(after)),
        Direction.Accepts => Sets(Accepted(after), Accepted(before)),
        Direction.True => Flags(before, after),
        Direction.False => Flags(after, before),
        Direction.Presence => Presence(before, after),
        Direction.Absence => Presence(after, before),
        Direction.Outcome => Ranks(Rank<Outcome>(before), Rank<Outcome>(after)),
        Direction.Evidence => Ranks(Rank<EvidenceLevel>(before), Rank<EvidenceLevel>(after)),
        Direction.Certainty => Ranks(CertaintyOf(before), CertaintyOf(after)),
        Direction.Unavailable => Ranks(-Rank<WhenUnavailable>(before), -Rank<WhenUnavailable>(after)),
        Direction.Depends when context == "requirements/address" && member == "scope" => Scopes(before, after),
        // Without named checks the verification as a whole must have passed, which is neither more nor less than some of its checks.
        Direction.Depends when context == "requirements/verification" && member == "checks" && before is JsonArray && after is JsonArray => Sets(Texts(before), Texts(after)),
        Direction.Depends => PolicyEffect.Undecided,
    };

    /// <summary>Stricter when the second number is the greater one.</summary>
    private static PolicyEffect Numbers(JsonNode? low, JsonNode? high, double none) => Number(low, none).CompareTo(Number(high, none)) switch
    {
        < 0 => PolicyEffect.Stricter,
        > 0 => PolicyEffect.Looser,
        _ => PolicyEffect.Neutral,
    };

    private static double Number(JsonNode? node, double none) => node is JsonValue v && v.GetValueKind() == JsonValueKind.Number ? Scalars.Number(v) : none;

    /// <summary>Stricter when the second set has all of the first and more; null is the set of everything.</summary>
    private static PolicyEffect Sets(HashSet<string>? less, HashSet<string>? more)
    {
        if (less is null || more is null) return less is null ? more is null ? PolicyEffect.Neutral : PolicyEffect.Looser : PolicyEffect.Stricter;
        if (less.SetEquals(more)) return PolicyEffect.Neutral;
        return less.IsSubsetOf(more) ? PolicyEffect.Stricter : more.IsSubsetOf(less) ? PolicyEffect.Looser : PolicyEffect.Undecided;
    }

    internal static HashSet<string> Texts(JsonNode? node) =>
        (node as JsonArray ?? []).Select(i => i is JsonValue v && v.GetValueKind() == JsonValueKind.String ? v.GetValue<string>() : Resolution.CanonicalJson.Write(i)).ToHashSet(StringComparer.Ordinal);

    private static HashSet<string>? Accepted(JsonNode? node) => node is JsonArray { Count: > 0 } ? Texts(node) : null;

    private static PolicyEffect Flags(JsonNode? before, JsonNode? after) => (IsTrue(before), IsTrue(after)) switch
    {
        (false, true) => PolicyEffect.Stricter,
        (true, false) => PolicyEffect.Looser,
        _ => PolicyEffect.Neutral,
    };

    private static bool IsTrue(JsonNode? node) => node is JsonValue v && v.GetValueKind() == JsonValueKind.True;

    private static PolicyEffect Presence(JsonNode? before, JsonNode? after) => (before, after) switch
    {
        (null, not null) => PolicyEffect.Stricter,
        (not null, null) => PolicyEffect.Looser,
        _ => PolicyEffect.Undecided,
    };

    private static PolicyEffect Ranks(int? before, int? after) => before is null || after is null ? PolicyEffect.Undecided : before.Value.CompareTo(after.Value) switch
    {
        < 0 => PolicyEffect.Stricter,
        > 0 => PolicyEffect.Looser,
        _ => PolicyEffect.Neutral,
    };

    private static int? Rank<TEnum>(JsonNode? node) where TEnum : struct, Enum =>
        node is JsonValue v && v.TryGetValue<string>(out var text) && SnakeCase.TryRead<TEnum>(text, out var value) ? Convert.ToInt32(value, System.Globalization.CultureInfo.InvariantCulture) : null;

    /// <summary>Weaker certainty keeps approvals for a person. Of sources the weakest counts.</summary>
    private static int? CertaintyOf(JsonNode? node) =>
        node is JsonArray or null ? (node as JsonArray ?? []).Select(s => Rank<Certainty>(s?["certainty"]) ?? 0).DefaultIfEmpty(0).Max() : Rank<Certainty>(node);

    private static PolicyEffect Scopes(JsonNode? before, JsonNode? after) => (before?.ToString(), after?.ToString()) switch
    {
        ("any", _) or ("in_country", "in_area") => PolicyEffect.Stricter,
        (_, "any") or ("in_area", "in_country") => PolicyEffect.Looser,
        _ => PolicyEffect.Undecided,
    };
}
