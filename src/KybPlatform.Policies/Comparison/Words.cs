using System.Text.Json;
using System.Text.Json.Nodes;
using KybPlatform.Policies.Documents;
using KybPlatform.Policies.Resolution;

namespace KybPlatform.Policies.Comparison;

/// <summary>Differences in words that somebody who is responsible for compliance reads.</summary>
internal static class Words
{
    private const int LongestValue = 120;

    /// <summary>A member that is not the same on both sides.</summary>
    public static PolicyDifference Member(Spot spot, string member, JsonNode? before, JsonNode? after)
    {
        var meaning = Meanings.Of(spot.Context, member);
        var usual = meaning.Default is null ? DefaultOf(spot, member) : JsonNode.Parse(meaning.Default);
        var effect = Effects.Of(spot.Context, member, meaning, before ?? usual, after ?? usual);
        return spot.Changed(member, before, after, effect, Of(spot.Name) + Phrase(meaning, before ?? usual, after ?? usual));
    }

    /// <summary>One fact, or one of several: <c>path</c> and <c>any_of</c> say the same thing in two ways.</summary>
    public static IEnumerable<PolicyDifference> Facts(Spot spot, JsonObject a, JsonObject b)
    {
        static JsonArray Of(JsonObject o) => o["path"] is { } path ? new JsonArray(path.DeepClone()) : o["any_of"] as JsonArray ?? [];
        var (meaning, before, after) = (Meanings.Of(spot.Context, "any_of"), Of(a), Of(b));
        yield return spot.Changed("path", a["path"], b["path"], Effects.Of(spot.Context, "any_of", meaning, before, after), Lists(meaning, before, after));
        if (!DocumentComparison.Same(a["any_of"], b["any_of"])) yield return spot.Changed("any_of", a["any_of"], b["any_of"], PolicyEffect.Neutral, "written as one fact or as a choice of several");
    }

    public static PolicyEffect EffectOfAdding(string context, JsonObject item) => context switch
    {
        "tests" => PolicyEffect.Neutral,
        "requirements" or "rules" => item.ContainsKey("remove") ? PolicyEffect.Looser : PolicyEffect.Stricter,
        "risk" when !item.ContainsKey("remove") => item["points"] is JsonValue v && Scalars.Of(v) is > 0.0 ? PolicyEffect.Stricter : PolicyEffect.Undecided,
        "requirements/document/any_of" => PolicyEffect.Looser,
        _ => PolicyEffect.Undecided,
    };

    public static PolicyEffect EffectOfRemoving(string context, JsonObject item) => EffectOfAdding(context, item) switch
    {
        PolicyEffect.Stricter => PolicyEffect.Looser,
        PolicyEffect.Looser => PolicyEffect.Stricter,
        var other => other,
    };

    /// <summary>A row without a result that acts decides nobody.</summary>
    public static PolicyEffect EffectOfRow(JsonNode row) =>
        row["then"] is JsonObject then && !then.ContainsKey("outcome") && !then.ContainsKey("points") && !then.ContainsKey("reason") ? PolicyEffect.Neutral : PolicyEffect.Undecided;

    public static string Adding(string context, string key, JsonObject item, bool inside) =>
        inside ? context.EndsWith("any_of", StringComparison.Ordinal) ? $"now also accepts {Entries.Alternative(item)}" : $"new {Noun(context)} {key}"
        : item.ContainsKey("remove") ? "is taken away from what the bases ask" : $"new {Entries.Describe(context, item)}";

    public static string Removing(string context, string key, JsonObject item, bool inside) =>
        inside ? context.EndsWith("any_of", StringComparison.Ordinal) ? $"no longer accepts {key}" : $"without {Noun(context)} {key}"
        : item.ContainsKey("remove") ? "is no longer taken away from what the bases ask" : $"no longer there: {Entries.Describe(context, item)}";

    public static string Replacing(JsonObject before, JsonObject after) => $"is now {Entries.Describe("requirements", after)} in place of {Entries.Describe("requirements", before)}";

    public static string Row(JsonNode row) => $"{Conditions(row["if"])} → {Value(row["then"])}";

    private static string Conditions(JsonNode? cells) => cells is JsonObject { Count: > 0 } ? Value(cells) : "always";

    private static string Noun(string context) => context.EndsWith("inputs", StringComparison.Ordinal) ? "input" : context.EndsWith("outputs", StringComparison.Ordinal) ? "output" : "entry";

    private static string Of(string? name) => name is null ? "" : name + ", ";

    private static JsonNode? DefaultOf(Spot spot, string member) => (spot.Context, member) switch
    {
        ("requirements/restriction" or "requirements/prerequisite", "on_failed") => "decline",
        ("requirements/ownership" or "requirements/consistency", "on_failed") => "review",
        ("requirements/verification", "on_failed") => null,   // depends on the type
        (_, "on_failed") => "request_information",
        _ => null,
    };

    private static string Phrase(Meaning meaning, JsonNode? before, JsonNode? after) => meaning.Direction switch
    {
        // Written on one side, and what it is by default on the other.
        _ when DocumentComparison.Same(before, after) => $"{meaning.Words} {Value(after)}{meaning.Unit} as before",
        Direction.Demands or Direction.Accepts when before is null or JsonArray && after is null or JsonArray => Lists(meaning, before, after),
        Direction.True or Direction.False => $"{meaning.Words}: {YesNo(before)} → {YesNo(after)}",
        Direction.Certainty when before is JsonArray or null && after is JsonArray or null => "other sources",
        Direction.Absence when before is null => $"now only when {Value(after)}",
        Direction.Absence when after is null => $"now always, no longer only when {Value(before)}",
        _ => $"{meaning.Words} {Value(before)}{UnitOf(before, after, meaning)} → {Value(after)}{(after is null ? "" : meaning.Unit)}",
    };

    /// <summary>90 → 60 days, but none → 60 days and 90 days → none.</summary>
    private static string UnitOf(JsonNode? before, JsonNode? after, Meaning meaning) => after is null && before is not null ? meaning.Unit : "";

    private static string Lists(Meaning meaning, JsonNode? before, JsonNode? after)
    {
        var (a, b) = (Effects.Texts(before), Effects.Texts(after));
        if (meaning.Direction == Direction.Accepts && a.Count == 0) return $"now {meaning.Words} only {Joined(b)}";
        if (meaning.Direction == Direction.Accepts && b.Count == 0) return $"{meaning.Words} anything, no longer only {Joined(a)}";
        var (more, less) = (b.Except(a).ToList(), a.Except(b).ToList());
        var gained = more.Count == 0 ? null : $"now also {meaning.Words} {Joined(more)}";
        var lost = less.Count == 0 ? null : $"no longer {meaning.Words} {Joined(less)}";
        return gained is null && lost is null ? $"{meaning.Words} the same in another order" : string.Join(" and ", new[] { gained, lost }.OfType<string>());
    }

    private static string Joined(IEnumerable<string> texts) => string.Join(", ", texts);

    private static string YesNo(JsonNode? node) => node is JsonValue v && v.GetValueKind() == JsonValueKind.True ? "yes" : "no";

    internal static string Value(JsonNode? node)
    {
        var text = node switch
        {
            null => "none",
            JsonValue v when v.GetValueKind() == JsonValueKind.String => v.GetValue<string>(),
            JsonArray list when list.All(i => i is JsonValue) => list.Count == 0 ? "none" : Joined(list.Select(Value)),
            JsonObject o when o.All(m => m.Value is not JsonObject) => o.Count == 0 ? "none" : string.Join(", ", o.Select(m => $"{m.Key} = {Value(m.Value)}")),
            _ => CanonicalJson.Write(node),
        };
        return text.Length <= LongestValue ? text : text[..LongestValue] + "…";
    }
}
