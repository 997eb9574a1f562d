using System.Text.Json.Nodes;
using KybPlatform.Api.Decisions.Contracts;
using KybPlatform.Api.Persistence;

namespace KybPlatform.Api.Backtests;

/// <summary>
/// What was counted. Adding up in any order, in pieces or at once, gives the same; groups are as many as policies have clauses and
/// tenants have cells, never as many as there are decisions.
/// </summary>
internal sealed class Tally
{
    /// <summary>Of each group the first decisions by id are shown.</summary>
    internal const int MostExamples = 5;

    /// <summary>No tenant has so many cells and clauses; what comes after is counted together.</summary>
    private const int MostGroups = 20_000;

    private readonly Dictionary<(DecisionOutcome From, DecisionOutcome To, DecisionOutcome? ByPerson), long> _matrix = [];
    private readonly Dictionary<FlipGroup, GroupCount> _groups = [];

    public long Considered { get; private set; }
    public long NotCovered { get; private set; }
    public long Erased { get; private set; }
    public long Flips { get; private set; }

    public void AddNotCovered() => (Considered, NotCovered) = (Considered + 1, NotCovered + 1);

    public void AddErased() => (Considered, Erased) = (Considered + 1, Erased + 1);

    public void Add(PastDecision decision, DecisionOutcome after, Flip? flip)
    {
        Considered++;
        var cell = (decision.Outcome, after, decision.ByPerson);
        _matrix[cell] = _matrix.GetValueOrDefault(cell) + 1;
        if (flip is null) return;
        Flips++;
        Group(new FlipGroup(flip.Kind, null, decision.Country, decision.SenderType)).Add(decision.Id.Value);
        foreach (var cause in flip.Causes) Group(new FlipGroup(flip.Kind, cause, decision.Country, decision.SenderType)).Add(decision.Id.Value);
    }

    public void Add(Tally other)
    {
        (Considered, NotCovered, Erased, Flips) = (Considered + other.Considered, NotCovered + other.NotCovered, Erased + other.Erased, Flips + other.Flips);
        foreach (var (cell, count) in other._matrix) _matrix[cell] = _matrix.GetValueOrDefault(cell) + count;
        foreach (var (group, count) in other._groups) Group(group).Add(count);
    }

    private GroupCount Group(FlipGroup group)
    {
        if (_groups.TryGetValue(group, out var known)) return known;
        var kept = _groups.Count < MostGroups ? group : new FlipGroup(group.Kind, new FlipCause("other", "other", "other"), "", "");
        if (!_groups.TryGetValue(kept, out known)) _groups[kept] = known = new GroupCount();
        return known;
    }

    /// <summary>Always the same members in the same order, groups in the order of their names.</summary>
    public JsonObject ToJson() => new()
    {
        ["considered"] = Considered,
        ["not_covered"] = NotCovered,
        ["erased"] = Erased,
        ["evaluated"] = Considered - NotCovered - Erased,
        ["flips"] = Flips,
        ["matrix"] = new JsonArray([.. _matrix.OrderBy(c => c.Key).Select(c => Cell(c.Key, c.Value))]),
        ["groups"] = new JsonArray([.. _groups.OrderBy(g => g.Key.Order, StringComparer.Ordinal).Select(g => Group(g.Key, g.Value))]),
    };

    public static Tally FromJson(string? json)
    {
        var tally = new Tally();
        if (json is null) return tally;
        var root = JsonNode.Parse(json)!;
        (tally.Considered, tally.NotCovered, tally.Erased, tally.Flips) = (Number(root, "considered"), Number(root, "not_covered"), Number(root, "erased"), Number(root, "flips"));
        foreach (var cell in root["matrix"]!.AsArray())
            tally._matrix[(Outcome(cell!["from"])!.Value, Outcome(cell["to"])!.Value, Outcome(cell["by_person"]))] = Number(cell, "count");
        foreach (var group in root["groups"]!.AsArray()) tally._groups[FlipGroup.FromJson(group!)] = GroupCount.FromJson(group!);
        return tally;
    }

    private static JsonObject Cell((DecisionOutcome From, DecisionOutcome To, DecisionOutcome? ByPerson) cell, long count) => new()
    {
        ["from"] = SnakeCase.Of(cell.From),
        ["to"] = SnakeCase.Of(cell.To),
        ["by_person"] = cell.ByPerson is { } person ? SnakeCase.Of(person) : null,
        ["count"] = count,
    };

    private static JsonObject Group(FlipGroup group, GroupCount count)
    {
        var json = group.ToJson();
        json["count"] = count.Count;
        json["examples"] = new JsonArray([.. count.Examples.Select(e => (JsonNode)new DecisionId(e).ToString())]);
        return json;
    }

    private static long Number(JsonNode node, string name) => node[name]!.GetValue<long>();

    private static DecisionOutcome? Outcome(JsonNode? node) => node is null ? null : SnakeCase.Parse<DecisionOutcome>(node.GetValue<string>());
}
