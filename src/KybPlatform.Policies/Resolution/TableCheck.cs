using KybPlatform.Policies.Documents;
using KybPlatform.Policies.Expressions;
using KybPlatform.Policies.Expressions.Syntax;
using KybPlatform.Policies.Lint;

namespace KybPlatform.Policies.Resolution;

/// <summary>
/// Looks at the rows of decision tables together. <c>table_gap</c>: no row applies. <c>table_conflict</c>: rows of an <c>any</c> table apply together and say different
/// things. <c>table_overlap</c>: a row of an <c>any</c> table adds nothing to the others, or two rows of a collecting one have the same condition, so that both
/// count. <c>row_unreachable</c>: no input reaches the row. The fragment decided: all cells, over the values and bounds that the table itself names and what lies between
/// and beside them; tables with more than 20,000 such combinations are not judged, nor spare rows
/// of more than 100. All are warnings: it can be meant.
/// </summary>
internal static class TableCheck
{
    private const int MostCombinations = 20_000;
    private const int MostRowsCompared = 100;

    /// <param name="compiled">Those of the tables whose inputs can be evaluated.</param>
    public static void Check(IReadOnlyList<DecisionTable> tables, IReadOnlyList<CompiledTable> compiled, List<PolicyIssue> issues)
    {
        for (var i = 0; i < tables.Count; i++)
        {
            if (tables[i].Hit == HitPolicy.Collect)
            {
                Twins(tables[i], $"/tables/{i}", issues);
                continue;
            }

            if (compiled.FirstOrDefault(c => ReferenceEquals(c.Source, tables[i])) is not { } ready) continue;
            var points = tables[i].Inputs.Select((input, n) => Points(tables[i], input.Key, TableDomain.Of(ready.Inputs[n]))).ToList();
            if (points.Aggregate(1L, (product, p) => Math.Min(product * p.Count, int.MaxValue)) <= MostCombinations) Judge(tables[i], $"/tables/{i}", points, issues);
        }
    }

    private static void Judge(DecisionTable table, string pointer, List<List<object>> points, List<PolicyIssue> issues)
    {
        var (gap, conflict) = (false, false);
        var (reached, index) = (new bool[table.Rows.Count], new TableIndex(table));
        List<List<int>>? together = table.Hit == HitPolicy.Any && table.Rows.Count <= MostRowsCompared ? [] : null;
        foreach (var combination in Combinations(points, 0))
        {
            var rows = index.RowsFor(combination);
            if (rows.Count == 0 && !gap) issues.Add(Warning(pointer, "table_gap", $"No row applies for {Describe(table, combination)}."));
            gap |= rows.Count == 0;
            var differ = table.Hit == HitPolicy.Any && rows.Exists(r => !Same(table.Rows[r].Then, table.Rows[rows[0]].Then));
            if (differ && !conflict) issues.Add(Warning(pointer, "table_conflict", $"Rows {string.Join(" and ", rows.Select(r => r + 1))} say different things for {Describe(table, combination)}."));
            conflict |= differ;
            foreach (var row in table.Hit == HitPolicy.First ? rows.Take(1) : rows) reached[row] = true;
            together?.Add([.. rows]);
        }

        for (var r = 0; r < reached.Length; r++)
        {
            if (!reached[r]) issues.Add(Warning($"{pointer}/rows/{r}", "row_unreachable", "No input reaches this row."));
        }

        if (together is not null && !conflict) Spare(reached, pointer, together, issues);
    }

    /// <summary>Rows that others say the same as, wherever they apply; of two that stand in for each other the later one.</summary>
    private static void Spare(bool[] reached, string pointer, List<List<int>> together, List<PolicyIssue> issues)
    {
        var spare = new HashSet<int>();
        for (var r = reached.Length - 1; r >= 0; r--)
        {
            if (!reached[r] || !together.TrueForAll(rows => !rows.Contains(r) || rows.Exists(other => other != r && !spare.Contains(other)))) continue;
            spare.Add(r);
            issues.Add(Warning($"{pointer}/rows/{r}", "table_overlap", "Wherever this row applies, another one says the same."));
        }
    }

    /// <summary>Rows of a collecting table that apply together always.</summary>
    private static void Twins(DecisionTable table, string pointer, List<PolicyIssue> issues)
    {
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var r = 0; r < table.Rows.Count; r++)
        {
            var condition = string.Join('\n', table.Rows[r].If.OrderBy(c => c.Key, StringComparer.Ordinal).Select(c => $"{c.Key}: {Describe(c.Value)}"));
            if (!seen.TryAdd(condition, r)) issues.Add(Warning($"{pointer}/rows/{r}", "table_overlap", $"This row has the condition of row {seen[condition] + 1}, and both count."));
        }
    }

    private static string Describe(TableCell cell) => System.Text.Json.JsonSerializer.Serialize(new object?[] { cell.In, cell.NotIn, cell.Gt, cell.Gte, cell.Lt, cell.Lte });

    private static PolicyIssue Warning(string pointer, string code, string detail) => new(pointer, code, detail, null, null, IsWarning: true);

    /// <summary>Every value named, every bound, something between two bounds, and something beside all of them.</summary>
    private static List<object> Points(DecisionTable table, string input, TableDomain domain)
    {
        var cells = table.Rows.Select(r => r.If.GetValueOrDefault(input)).OfType<TableCell>().ToList();
        var named = cells.SelectMany(c => c.In.Concat(c.NotIn)).Distinct().ToList();
        var bounds = cells.SelectMany(c => new[] { c.Gt, c.Gte, c.Lt, c.Lte }).OfType<double>().Concat(named.OfType<double>()).Distinct().Order().ToList();
        var result = named.Where(v => v is not double).ToList();
        if (named.Exists(v => v is bool)) return [true, false];
        if (domain.Texts.Count > 0) return [.. domain.Texts];
        if (bounds.Count == 0) return [.. result, "\0other"];
        if (domain.IsWhole) return [.. bounds.SelectMany(b => new[] { Math.Ceiling(b) - 1, Math.Floor(b), Math.Ceiling(b), Math.Floor(b) + 1 }).Where(b => b >= domain.Least).Distinct().Order().Cast<object>()];
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

/// <summary>What an input of a table can be besides what its cells name: the values that the vocabulary has for it, whole numbers, no count below zero.</summary>
internal sealed record TableDomain(IReadOnlyList<string> Texts, bool IsWhole, double Least)
{
    public static TableDomain Of(CelProgram input) => new(
        input.Path is { } path ? Domains.ValuesOf(path) : [],
        (input.ResultType is CelType.Nullable nullable ? nullable.Value : input.ResultType) is CelType.Simple { Kind: CelKind.Int or CelKind.Uint },
        IsCount(input.Root.Source) ? 0 : double.NegativeInfinity);

    private static bool IsCount(CelExpr expression) => expression is CelExpr.Call { Function: "size" };
}
