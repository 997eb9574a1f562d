using KybPlatform.Policies.Documents;

namespace KybPlatform.Policies.Resolution;

/// <summary>
/// Looks for gaps and overlaps in decision tables. The fragment decided: all cells, over the values and bounds that the table itself names and what lies between and beside them;
/// tables with more than 20,000 such combinations are not judged. A gap or an overlap is a warning: it can be meant.
/// </summary>
internal static class TableCheck
{
    private const int MostCombinations = 20_000;

    public static void Check(IReadOnlyList<DecisionTable> tables, List<PolicyIssue> issues)
    {
        for (var i = 0; i < tables.Count; i++)
        {
            if (tables[i].Hit == HitPolicy.Collect) continue;
            var points = tables[i].Inputs.Select(input => Points(tables[i], input.Key)).ToList();
            if (points.Aggregate(1L, (product, p) => Math.Min(product * p.Count, int.MaxValue)) <= MostCombinations) Judge(tables[i], $"/tables/{i}", points, issues);
        }
    }

    private static void Judge(DecisionTable table, string pointer, List<List<object>> points, List<PolicyIssue> issues)
    {
        var (gap, overlap) = (false, false);
        var (reached, index) = (new bool[table.Rows.Count], new TableIndex(table));
        foreach (var combination in Combinations(points, 0))
        {
            var rows = index.RowsFor(combination);
            if (rows.Count == 0 && !gap) issues.Add(Warning(pointer, "table_gap", $"No row applies for {Describe(table, combination)}."));
            gap |= rows.Count == 0;
            var conflicts = table.Hit == HitPolicy.Any && rows.Exists(r => !Same(table.Rows[r].Then, table.Rows[rows[0]].Then));
            if (conflicts && !overlap) issues.Add(Warning(pointer, "table_overlap", $"Rows {string.Join(" and ", rows.Select(r => r + 1))} say different things for {Describe(table, combination)}."));
            overlap |= conflicts;
            foreach (var row in table.Hit == HitPolicy.First ? rows.Take(1) : rows) reached[row] = true;
        }

        for (var r = 0; r < reached.Length; r++)
        {
            if (!reached[r]) issues.Add(Warning($"{pointer}/rows/{r}", "row_unreachable", "No input reaches this row."));
        }
    }

    private static PolicyIssue Warning(string pointer, string code, string detail) => new(pointer, code, detail, null, null, IsWarning: true);

    /// <summary>Every value named, every bound, something between two bounds, and something beside all of them.</summary>
    private static List<object> Points(DecisionTable table, string input)
    {
        var cells = table.Rows.Select(r => r.If.GetValueOrDefault(input)).OfType<TableCell>().ToList();
        var named = cells.SelectMany(c => c.In.Concat(c.NotIn)).Distinct().ToList();
        var bounds = cells.SelectMany(c => new[] { c.Gt, c.Gte, c.Lt, c.Lte }).OfType<double>().Concat(named.OfType<double>()).Distinct().Order().ToList();
        var result = named.Where(v => v is not double).ToList();
        if (named.Exists(v => v is bool)) return [true, false];
        if (bounds.Count == 0) return [.. result, "\0other"];
        result.Add(bounds[0] - 1);
        for (var i = 0; i < bounds.Count; i++)
        {
            result.Add(bounds[i]);
            result.Add(i + 1 < bounds.Count ? (bounds[i] + bounds[i + 1]) / 2 : bounds[i] + 1);
        }

        return result;
    }

    private static IEnumerable<object[]> Combinations(List<List<object>> points, int from)
    {
        if (from == points.Count)
        {
            yield return new object[points.Count];
            yield break;
        }

        foreach (var rest in Combinations(points, from + 1))
        {
            foreach (var point in points[from])
            {
                var combination = (object[])rest.Clone();
                combination[from] = point;
                yield return combination;
            }
        }
    }

    private static bool Same(IReadOnlyDictionary<string, object> a, IReadOnlyDictionary<string, object> b) =>
        a.Count == b.Count && a.All(p => b.TryGetValue(p.Key, out var value) && value.Equals(p.Value));

    private static string Describe(DecisionTable table, object[] values) =>
        string.Join(", ", values.Select((v, i) => $"{table.Inputs[i].Key} = {(v is "\0other" ? "anything else" : Convert.ToString(v, System.Globalization.CultureInfo.InvariantCulture))}"));
}
