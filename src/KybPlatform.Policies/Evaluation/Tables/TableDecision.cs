using KybPlatform.Policies.Documents;

namespace KybPlatform.Policies;

/// <summary>What a table says to one combination of inputs, and what follows. Shared between evaluations.</summary>
internal sealed class TableDecision
{
    private const double MostPoints = 1_000_000;
    private static readonly Dictionary<string, object> NoValues = [];

    private TableDecision(DecisionTable table, RuleOutcome outcome, int[] rows, IReadOnlyDictionary<string, object> values)
    {
        Result = new TableResult(table, outcome, rows, values, []);
        FirstRow = outcome == RuleOutcome.Matched ? rows[0] : 0;
        Points = values.GetValueOrDefault("points") is double points ? (int)Math.Clamp(points, -MostPoints, MostPoints) : 0;
        Contribution = OutcomeOf(values);
        Reason = values.GetValueOrDefault("reason") as string ?? "restricted";
    }

    /// <summary>Without the paths that an unknown outcome hangs on.</summary>
    public TableResult Result { get; }

    public int FirstRow { get; }

    public int Points { get; }

    /// <summary>What the values that came out lead to by themselves.</summary>
    public Outcome Contribution { get; }

    public string Reason { get; }

    public static TableDecision Failed(DecisionTable table) => new(table, RuleOutcome.Error, [], NoValues);

    /// <summary>A table is decided only where all rows that may apply say the same. Rows are counted from 0, and from 1 in results.</summary>
    public static TableDecision Of(DecisionTable table, List<int> sure, List<int> maybe)
    {
        var all = sure.Concat(maybe).ToList();
        var agree = all.Count > 0 && all.TrueForAll(r => Same(table.Rows[r].Then, table.Rows[all[0]].Then));
        if (maybe.Count > 0 && !(table.Hit != HitPolicy.Collect && sure.Count > 0 && agree)) return new TableDecision(table, RuleOutcome.Unknown, [], NoValues);
        if (sure.Count == 0) return new TableDecision(table, RuleOutcome.NotMatched, [], NoValues);
        if (table.Hit == HitPolicy.Any && !agree) return new TableDecision(table, RuleOutcome.Error, [.. sure.Select(r => r + 1)], NoValues);
        var rows = table.Hit == HitPolicy.Collect ? sure : [sure[0]];
        return new TableDecision(table, RuleOutcome.Matched, [.. rows.Select(r => r + 1)], Values(table, rows));
    }

    private static IReadOnlyDictionary<string, object> Values(DecisionTable table, List<int> rows)
    {
        if (table.Aggregate is null) return rows.Count == 1 ? table.Rows[rows[0]].Then : Strictest(table, rows);
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

    private static Outcome OutcomeOf(IReadOnlyDictionary<string, object> values) =>
        values.GetValueOrDefault("outcome") is string text && SnakeCase.TryRead<Outcome>(text, out var outcome) ? outcome : Outcome.Approve;

    private static bool Same(IReadOnlyDictionary<string, object> a, IReadOnlyDictionary<string, object> b) =>
        a.Count == b.Count && a.All(p => b.TryGetValue(p.Key, out var value) && value.Equals(p.Value));
}
