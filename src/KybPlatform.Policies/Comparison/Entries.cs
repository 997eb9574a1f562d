using System.Text.Json.Nodes;

namespace KybPlatform.Policies.Comparison;

/// <summary>An entry in half a sentence, for when it comes or goes as a whole.</summary>
internal static class Entries
{
    public static string Describe(string context, JsonObject entry) => context switch
    {
        "requirements" => Requirement(entry) + (entry["when"] is { } when ? $", when {Words.Value(when)}" : ""),
        "rules" => $"rule: {Words.Value(entry["outcome"])} when {Words.Value(entry["when"])}",
        "risk" => $"risk factor: {Words.Value(entry["points"])} points when {Words.Value(entry["when"])}",
        "tables" => $"table with {(entry["rows"] as JsonArray)?.Count ?? 0} rows",
        "tests" => "example",
        _ => "entry",
    };

    public static string Alternative(JsonObject alternative)
    {
        var terms = new List<string>();
        if (alternative["max_age_days"] is { } days) terms.Add($"at most {Words.Value(days)} days old");
        if (alternative["fields"] is JsonArray { Count: > 0 } fields) terms.Add($"showing {Words.Value(fields)}");
        if (alternative["evidence"] is { } evidence) terms.Add($"evidence {Words.Value(evidence)}");
        return Words.Value(alternative["type"]) + (terms.Count == 0 ? "" : $" ({string.Join("; ", terms)})");
    }

    private static string Requirement(JsonObject entry) => entry["kind"]?.ToString() switch
    {
        "field" => $"fact: {Words.Value(entry["path"] ?? entry["any_of"])}",
        "identifier" => $"identifier, one of {Words.Value(entry["any_of"])}",
        "document" => $"document: {string.Join(" or ", (entry["any_of"] as JsonArray ?? []).OfType<JsonObject>().Select(Alternative))}",
        "person" => $"person: {Words.Value(entry["min"] ?? 1L)} or more in the role {Words.Value(entry["role"])}",
        "ownership" => $"ownership: everybody from {Words.Value(entry["threshold_percent"] ?? 25L)} %",
        "address" => $"address: {Words.Value(entry["path"] ?? entry["any_of"])}",
        "verification" => $"verification: {Words.Value(entry["type"])} of {Words.Value(entry["subjects"] ?? "applicant")}",
        "attestation" => $"declaration: {Words.Value(entry["text"])}",
        "prerequisite" => $"prerequisite: {Words.Value(entry["expr"] ?? entry["policy"])}",
        "consistency" => $"consistency: {Words.Value(entry["expr"])}",
        "restriction" => $"restriction: {Words.Value(entry["expr"])}",
        _ => "requirement",
    };
}
