using System.Text.Json.Nodes;
using KybPlatform.Policies.Documents;

namespace KybPlatform.Policies.Resolution;

/// <summary>
/// Puts a document on top of its bases. Entries are told apart by key: the same key replaces the entry whole and keeps its place, a new key is added
/// at the end, <c>remove: true</c> takes it away. Thresholds, registration and review terms are overlaid member by member; sources add up; the weakest certainty stays.
/// Scope, tests and what names the document are its own; a document that overlays another one of the pack has them from there where it states none itself.
/// Bases that merge without an issue are kept in the dictionary given, for the next document.
/// </summary>
internal sealed class PolicyMerge(
    IReadOnlyDictionary<string, PolicyDocument> documents, List<PolicyIssue> issues, Dictionary<string, JsonObject> bases, IReadOnlyDictionary<string, PolicyDocument>? pack = null)
{
    private static readonly string[] EntryLists = ["requirements", "rules", "risk", "tables"];
    private static readonly string[] Overlaid = ["thresholds", "registration", "review"];
    private static readonly string[] Own = ["key", "version", "title", "description", "scope", "not_offered"];

    /// <summary>Null when a base is missing or extends itself; the issues say which.</summary>
    public JsonObject? Resolve(PolicyDocument document)
    {
        var merged = Merge(document, []);
        if (merged is null) return null;
        foreach (var name in Own)
        {
            if ((document.Json[name] ?? Below(document)?.Json[name]) is { } value) merged[name] = value.DeepClone();
        }

        return merged;
    }

    private PolicyDocument? Below(PolicyDocument document) => document.Overlays is { } key ? pack?.GetValueOrDefault(key) : null;

    private JsonObject? Merge(PolicyDocument document, HashSet<string> onTheWay)
    {
        if (!onTheWay.Add(document.Key))
        {
            issues.Add(new PolicyIssue("/extends", "extends_itself", $"'{document.Key}' extends itself."));
            return null;
        }

        if (Ground(document, onTheWay) is not { } merged) return null;
        foreach (var key in document.Extends)
        {
            if (Base(document, key) is not { } found || MergeBase(found, onTheWay) is not { } content) return null;
            Overlay(merged, content, key);
        }

        onTheWay.Remove(document.Key);
        Overlay(merged, document.Json, document.Key);
        return merged;
    }

    /// <summary>What the document lies on before its bases: the pack's document that it overlays, or nothing.</summary>
    private JsonObject? Ground(PolicyDocument document, HashSet<string> onTheWay)
    {
        if (document.Overlays is not { } key) return [];
        if (Below(document) is { } below)
        {
            // The same key, one layer below: no way back to itself.
            onTheWay.Remove(document.Key);
            var content = Merge(below, onTheWay);
            onTheWay.Add(document.Key);
            return content;
        }

        issues.Add(new PolicyIssue("/overlays", "unknown_overlaid", $"'{document.Key}' overlays '{key}', which the pack does not have.", null, NearestName.Of(key, (pack ?? documents).Keys)));
        return null;
    }

    private JsonObject? MergeBase(PolicyDocument found, HashSet<string> onTheWay)
    {
        if (bases.TryGetValue(found.Key, out var known)) return known;
        var before = issues.Count;
        var merged = Merge(found, onTheWay);
        if (merged is not null && issues.Count == before) bases[found.Key] = merged;
        return merged;
    }

    private PolicyDocument? Base(PolicyDocument document, string key)
    {
        if (documents.TryGetValue(key, out var found)) return found;
        issues.Add(new PolicyIssue("/extends", "unknown_base", $"'{document.Key}' extends '{key}', which does not exist.", null, NearestName.Of(key, documents.Keys)));
        return null;
    }

    private void Overlay(JsonObject below, JsonObject above, string from)
    {
        foreach (var name in EntryLists)
        {
            if (above[name] is JsonArray entries) below[name] = Entries(below[name] as JsonArray ?? [], entries, from);
        }

        foreach (var name in Overlaid)
        {
            if (above[name] is not JsonObject members) continue;
            var target = below[name] as JsonObject ?? [];
            foreach (var (member, value) in members) target[member] = value?.DeepClone();
            below[name] = target;
        }

        Sources(below, above);
        if (above["certainty"] is JsonValue certainty && CertaintyOf(certainty) >= CertaintyOf(below["certainty"])) below["certainty"] = certainty.DeepClone();
    }

    private JsonArray Entries(JsonArray below, JsonArray above, string from)
    {
        var result = below.Select(e => e?.AsObject()).ToList();
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < result.Count; i++) places[KeyOf(result[i]!)] = i;
        below.Clear();
        foreach (var entry in above.OfType<JsonObject>())
        {
            var key = KeyOf(entry);
            var known = places.TryGetValue(key, out var at);
            if (!entry.ContainsKey("remove"))
            {
                if (known) result[at] = entry.DeepClone().AsObject();
                else result.Add(entry.DeepClone().AsObject());
                places[key] = known ? at : result.Count - 1;
            }
            else if (known)
            {
                result[at] = null;
                places.Remove(key);
            }
            else issues.Add(new PolicyIssue("", "removes_nothing", $"'{from}' removes '{key}', which no base has.", null, NearestName.Of(key, places.Keys)));
        }

        return new JsonArray([.. result.OfType<JsonObject>()]);
    }

    private static string KeyOf(JsonObject entry) => entry["key"]!.GetValue<string>();

    private static void Sources(JsonObject below, JsonObject above)
    {
        if (above["sources"] is not JsonArray added) return;
        var sources = below["sources"] as JsonArray ?? [];
        foreach (var source in added)
        {
            if (!sources.Any(s => JsonNode.DeepEquals(s, source))) sources.Add(source?.DeepClone());
        }

        below["sources"] = sources;
    }

    private static Certainty CertaintyOf(JsonNode? node) =>
        node is JsonValue v && v.TryGetValue<string>(out var text) && SnakeCase.TryRead<Certainty>(text, out var certainty) ? certainty : Certainty.Documented;
}
