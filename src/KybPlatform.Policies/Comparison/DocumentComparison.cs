using System.Text.Json.Nodes;
using KybPlatform.Policies.Resolution;

namespace KybPlatform.Policies.Comparison;

/// <summary>Walks two documents side by side. Entries are told apart by key, table rows by content, everything else by name.</summary>
internal sealed class DocumentComparison(JsonObject from, JsonObject to)
{
    /// <summary>The order in which an officer reads them; whatever else there is follows by name.</summary>
    private static readonly string[] Reading =
        ["key", "title", "description", "base", "scope", "extends", "not_offered", "certainty", "requirements", "rules", "risk", "thresholds", "tables", "registration", "review", "sources", "tests", "version"];

    private readonly List<PolicyDifference> _found = [];

    public IReadOnlyList<PolicyDifference> Compare()
    {
        foreach (var name in Names(from, to))
        {
            var (before, after) = (from[name], to[name]);
            if (Same(before, after)) continue;
            if (Keyed.Of(before, after) is { } entries) Entries(new Spot(name, null, "", "", "", null), name, name, entries);
            else if (before is JsonObject or null && after is JsonObject or null) Members(new Spot(name, null, name, "/" + name, "/" + name, null), before as JsonObject ?? [], after as JsonObject ?? []);
            else _found.Add(Words.Member(new Spot(name, null, "", "", "", null), name, before, after));
        }

        return _found;
    }

    /// <summary>Canonical text decides, as it does for hashes; an empty list is none.</summary>
    internal static bool Same(JsonNode? a, JsonNode? b) => Text(a) == Text(b);

    private static string Text(JsonNode? node) => node is JsonArray { Count: 0 } ? "null" : CanonicalJson.Write(node);

    private static IEnumerable<string> Names(JsonObject a, JsonObject b) =>
        a.Select(m => m.Key).Union(b.Select(m => m.Key)).OrderBy(n => Array.IndexOf(Reading, n) is var at && at < 0 ? Reading.Length : at).ThenBy(n => n, StringComparer.Ordinal);

    private void Entries(Spot parent, string list, string context, Keyed entries)
    {
        foreach (var (key, before, after) in entries.InOrder())
        {
            if (before < 0) _found.Add(parent.Added(list, after, entries.To[after], key, Words.EffectOfAdding(context, entries.To[after]), Words.Adding(context, key, entries.To[after], parent.Entry is not null)));
            else if (after < 0) _found.Add(parent.Removed(list, before, entries.From[before], key, Words.EffectOfRemoving(context, entries.From[before]), Words.Removing(context, key, entries.From[before], parent.Entry is not null)));
            else Entry(parent, list, context, key, entries, before, after);
        }

        if (entries.IsReordered) _found.Add(parent.Reordered(list, entries.KeysOfFrom, entries.KeysOfTo));
    }

    private void Entry(Spot parent, string list, string context, string key, Keyed entries, int before, int after)
    {
        var (a, b) = (entries.From[before], entries.To[after]);
        if (Same(a, b)) return;
        var spot = parent.Item(list, before, after, parent.Entry is null ? null : key) with { Entry = parent.Entry ?? key, Context = ContextOf(context, a) };
        if (!Same(a["kind"], b["kind"]) || a.ContainsKey("remove") != b.ContainsKey("remove"))
            _found.Add(new PolicyDifference(spot.Part, spot.Entry, DifferenceKind.Changed, PolicyEffect.Undecided, spot.From, spot.To, a.DeepClone(), b.DeepClone(), Words.Replacing(a, b)) { Place = spot.From });
        else Members(spot, a, b);
    }

    private static string ContextOf(string context, JsonObject entry) => context == "requirements" && entry["kind"]?.ToString() is { } kind ? $"{context}/{kind}" : context;

    private void Members(Spot spot, JsonObject a, JsonObject b)
    {
        var facts = spot.Context is "requirements/field" or "requirements/address" && !Same(a["path"], b["path"]);
        if (facts) _found.AddRange(Words.Facts(spot, a, b));
        foreach (var name in Meanings.Order(a.Select(m => m.Key).Union(b.Select(m => m.Key))))
        {
            var (before, after) = (a[name], b[name]);
            if (Same(before, after) || (facts && name is "path" or "any_of")) continue;
            if (spot.Context == "tables" && name == "rows" && before is JsonArray rows && after is JsonArray others) Rows(spot, rows, others);
            else if (name is "any_of" or "inputs" or "outputs" && Keyed.Of(before, after) is { } keyed) Entries(spot, name, $"{spot.Context}/{name}", keyed);
            else _found.Add(Words.Member(spot, name, before, after));
        }
    }

    private void Rows(Spot table, JsonArray from, JsonArray to)
    {
        foreach (var (before, after) in RowAlignment.Of(from, to))
        {
            if (before < 0) _found.Add(table.Added("rows", after, to[after]!, null, Words.EffectOfRow(to[after]!), $"new row {after + 1}: {Words.Row(to[after]!)}"));
            else if (after < 0) _found.Add(table.Removed("rows", before, from[before]!, null, Words.EffectOfRow(from[before]!), $"without row {before + 1}: {Words.Row(from[before]!)}"));
            else if (!Same(from[before], to[after])) Row(table.Item("rows", before, after, $"row {after + 1}"), (JsonObject)from[before]!, (JsonObject)to[after]!);
        }
    }

    private void Row(Spot row, JsonObject a, JsonObject b)
    {
        foreach (var part in (ReadOnlySpan<string>)["if", "then"])
        {
            if (Same(a[part] ?? new JsonObject(), b[part] ?? new JsonObject())) continue;
            if (a[part] is JsonObject before && b[part] is JsonObject after)
                Members(row with { Context = "tables/rows/" + part, From = $"{row.From}/{part}", To = $"{row.To}/{part}" }, before, after);
            else _found.Add(Words.Member(row, part, a[part], b[part]));
        }

        foreach (var name in Meanings.Order(a.Select(m => m.Key).Union(b.Select(m => m.Key)).Where(n => n is not ("if" or "then"))))
        {
            if (!Same(a[name], b[name])) _found.Add(Words.Member(row, name, a[name], b[name]));
        }
    }
}
