using System.Text.Json;
using System.Text.Json.Nodes;
using KybPlatform.Api.Decisions.Contracts;
using KybPlatform.Api.Http;
using KybPlatform.Policies.Resolution;

namespace KybPlatform.Api.Backtests;

/// <summary>What a backtest came to, in canonical form (RFC 8785): the same decisions and the same candidates give the same bytes.</summary>
internal static class BacktestReport
{
    private static readonly string[] Totals = ["considered", "not_covered", "erased", "evaluated", "flips"];

    public static JsonObject Of(Backtest backtest, Tally tally)
    {
        var counted = tally.ToJson();
        var groups = counted["groups"]!.AsArray().Select(g => g!.AsObject()).ToList();
        return new JsonObject
        {
            ["format"] = 1L,
            ["candidates"] = JsonNode.Parse(StoredJson.Write(StoredJson.Read<List<BacktestCandidate>>(backtest.Candidates))),
            ["filter"] = Filter(backtest),
            ["totals"] = new JsonObject(Totals.Select(n => KeyValuePair.Create(n, counted[n]?.DeepClone()))),
            ["matrix"] = counted["matrix"]!.DeepClone(),
            ["flips"] = new JsonArray([.. groups.Where(g => g["source"] is null).Select(g => Without(g, "source", "key", "reason_code"))]),
            ["causes"] = new JsonArray([.. groups.Where(g => g["source"] is not null).Select(g => g.DeepClone())]),
        };
    }

    /// <summary>The report of a completed one, and of any other what was counted so far.</summary>
    public static JsonElement Shown(Backtest backtest) =>
        JsonSerializer.SerializeToElement(backtest.Report is null ? Of(backtest, Tally.FromJson(backtest.Tally)) : JsonNode.Parse(backtest.Report));

    public static (string Text, string Hash) Final(Backtest backtest, Tally tally)
    {
        var text = CanonicalJson.Write(Of(backtest, tally));
        return (text, CanonicalJson.Hash(text));
    }

    private static JsonObject Filter(Backtest backtest) => new()
    {
        ["country"] = backtest.Country,
        ["sender_type"] = backtest.SenderType,
        ["from"] = backtest.MadeFrom is { } from ? InstantJson.Text(from) : null,
        ["to"] = backtest.MadeBefore is { } to ? InstantJson.Text(to) : null,
        ["upto"] = new DecisionId(backtest.Cursor).ToString(),
        ["sample"] = backtest.Sample is { } sample ? (long)sample : null,
    };

    private static JsonObject Without(JsonObject group, params string[] names)
    {
        var copy = (JsonObject)group.DeepClone();
        foreach (var name in names) copy.Remove(name);
        return copy;
    }
}
