using KybPlatform.Policies;
using KybPlatform.Policies.Documents;

namespace KybPlatform.UnitTests.Policies;

/// <summary>What a table says by looking at every row: what <see cref="TableIndex"/> is measured against. Null inputs are unknown, <see cref="DBNull"/> is known to be absent.</summary>
internal static class TableByRow
{
    public static (RuleOutcome Outcome, List<int> Rows, Dictionary<string, object> Values) Decide(DecisionTable table, object?[] inputs)
    {
        var (sure, maybe) = (new List<int>(), new List<int>());
        for (var r = 0; r < table.Rows.Count; r++)
        {
            var applies = Applies(table, table.Rows[r], inputs);
            if (applies == false) continue;
            (applies == true ? sure : maybe).Add(r);
            if (applies == true && table.Hit == HitPolicy.First) break;
        }

        var all = sure.Concat(maybe).ToList();
        var agree = all.Count > 0 && all.TrueForAll(r => Same(table.Rows[r].Then, table.Rows[all[0]].Then));
        if (maybe.Count > 0 && !(table.Hit != HitPolicy.Collect && sure.Count > 0 && agree)) return (RuleOutcome.Unknown, [], []);
        if (sure.Count == 0) return (RuleOutcome.NotMatched, [], []);
        if (table.Hit == HitPolicy.Any && !agree) return (RuleOutcome.Error, [.. sure.Select(r => r + 1)], []);
        var rows = table.Hit == HitPolicy.Collect ? sure : [sure[0]];
        return (RuleOutcome.Matched, [.. rows.Select(r => r + 1)], Values(table, rows));
    }

    private static Dictionary<string, object> Values(DecisionTable table, List<int> rows)
    {
        if (table.Aggregate is null && rows.Count == 1) return new(table.Rows[rows[0]].Then);
        var points = rows.Select(r => table.Rows[r].Then.GetValueOrDefault("points")).OfType<double>().ToList();
        if (table.Aggregate == TableAggregate.Count) return new() { ["points"] = (double)rows.Count };
        if (points.Count == 0) return [];
        return new()
        {
            ["points"] = table.Aggregate switch
            {
                TableAggregate.Min => points.Min(),
                TableAggregate.Max => points.Max(),
                _ => points.Sum(),
            },
        };
    }

    private static bool? Applies(DecisionTable table, TableRow row, object?[] inputs)
    {
        bool? result = true;
        for (var i = 0; i < inputs.Length; i++)
        {
            if (!row.If.TryGetValue(table.Inputs[i].Key, out var cell)) continue;
            if (inputs[i] is null) result = null;
            else if (!TableCells.Accepts(cell, inputs[i]!)) return false;
        }

        return result;
    }

    private static bool Same(IReadOnlyDictionary<string, object> a, IReadOnlyDictionary<string, object> b) =>
        a.Count == b.Count && a.All(p => b.TryGetValue(p.Key, out var value) && value.Equals(p.Value));
}
