using KybPlatform.Policies.Documents;
using KybPlatform.Policies.Expressions;
using KybPlatform.Policies.Resolution;

namespace KybPlatform.Policies;

/// <summary>
/// Evaluates a decision table. An unknown input may match any cell, so a row with an unknown cell may apply: the table is decided only
/// where all rows that may apply say the same.
/// </summary>
internal static class TableEvaluation
{
    public static TableResult Evaluate(CompiledTable compiled, EvaluationContext context)
    {
        var table = compiled.Source;
        var inputs = new object?[compiled.Inputs.Length];
        List<string>? unknown = null;
        for (var i = 0; i < inputs.Length; i++)
        {
            var value = compiled.Inputs[i].Evaluate(context);
            inputs[i] = Plain(value);
            if (value is CelUnknown u) (unknown ??= []).AddRange(u.Paths);
            else if (value is CelError) return new TableResult(table, RuleOutcome.Error, [], NoValues, []);
        }

        return unknown is null && table.Hit == HitPolicy.First ? First(table, inputs) : Several(table, inputs, unknown ?? []);
    }

    private static TableResult First(DecisionTable table, object?[] inputs)
    {
        for (var r = 0; r < table.Rows.Count; r++)
        {
            if (Applies(table, table.Rows[r], inputs) == true) return new TableResult(table, RuleOutcome.Matched, [r + 1], table.Rows[r].Then, []);
        }

        return new TableResult(table, RuleOutcome.NotMatched, [], NoValues, []);
    }

    private static TableResult Several(DecisionTable table, object?[] inputs, List<string> unknown)
    {
        var (sure, maybe) = (new List<int>(), new List<int>());
        for (var r = 0; r < table.Rows.Count; r++)
        {
            var applies = Applies(table, table.Rows[r], inputs);
            if (applies == false) continue;
            (applies == true ? sure : maybe).Add(r);
            if (applies == true && table.Hit == HitPolicy.First) break;
        }

        return Decide(table, sure, maybe, unknown);
    }

    private static readonly Dictionary<string, object> NoValues = [];

    private static TableResult Decide(DecisionTable table, List<int> sure, List<int> maybe, List<string> unknown)
    {
        var all = sure.Concat(maybe).ToList();
        var agree = all.Count > 0 && all.All(r => Same(table.Rows[r].Then, table.Rows[all[0]].Then));
        if (maybe.Count > 0 && !(table.Hit != HitPolicy.Collect && sure.Count > 0 && agree)) return new TableResult(table, RuleOutcome.Unknown, [], NoValues, unknown);
        if (sure.Count == 0) return new TableResult(table, RuleOutcome.NotMatched, [], NoValues, []);
        if (table.Hit == HitPolicy.Any && !agree) return new TableResult(table, RuleOutcome.Error, [.. sure.Select(r => r + 1)], NoValues, []);
        var rows = table.Hit == HitPolicy.Collect ? sure : [sure[0]];
        return new TableResult(table, RuleOutcome.Matched, [.. rows.Select(r => r + 1)], Values(table, rows), []);
    }

    private static Dictionary<string, object> Values(DecisionTable table, List<int> rows)
    {
        if (table.Aggregate is null) return rows.Count == 1 ? new(table.Rows[rows[0]].Then, StringComparer.Ordinal) : Strictest(table, rows);
        var values = new Dictionary<string, object>(StringComparer.Ordinal);
        foreach (var output in table.Outputs)
        {
            var numbers = rows.Select(r => table.Rows[r].Then.GetValueOrDefault(output.Key)).OfType<double>().ToList();
            if (table.Aggregate == TableAggregate.Count) values[output.Key] = (double)rows.Count;
            else if (numbers.Count > 0) values[output.Key] = table.Aggregate switch
            {
                TableAggregate.Sum => numbers.Sum(),
                TableAggregate.Min => numbers.Min(),
                _ => numbers.Max(),
            };
        }

        return values;
    }

    /// <summary>Collected without an aggregate: points add up, the strictest outcome stays with its reason, of other outputs the last.</summary>
    private static Dictionary<string, object> Strictest(DecisionTable table, List<int> rows)
    {
        var values = new Dictionary<string, object>(StringComparer.Ordinal);
        foreach (var then in rows.Select(r => table.Rows[r].Then))
        {
            var stricter = OutcomeOf(then) > OutcomeOf(values);
            foreach (var (key, value) in then)
            {
                if (key == "points" && values.GetValueOrDefault(key) is double before) values[key] = before + (double)value;
                else if (key is not ("outcome" or "reason") || stricter || !values.ContainsKey(key)) values[key] = value;
            }
        }

        return values;
    }

    internal static Outcome OutcomeOf(IReadOnlyDictionary<string, object> values) =>
        values.TryGetValue("outcome", out var text) && SnakeCase.TryRead<Outcome>((string)text, out var outcome) ? outcome : Outcome.Approve;

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

    /// <summary>A fact known to be absent is a value of its own, which no cell but "anything" accepts.</summary>
    private static object? Plain(CelValue value) => value switch
    {
        CelUnknown => null,
        CelString s => s.Value,
        CelBool b => b.Value,
        CelInt i => (double)i.Value,
        CelDouble d => d.Value,
        _ => DBNull.Value,
    };

    private static bool Same(IReadOnlyDictionary<string, object> a, IReadOnlyDictionary<string, object> b) =>
        a.Count == b.Count && a.All(p => b.TryGetValue(p.Key, out var value) && value.Equals(p.Value));
}
