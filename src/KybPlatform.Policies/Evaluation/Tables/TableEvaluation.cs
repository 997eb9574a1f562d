using KybPlatform.Policies.Expressions;
using KybPlatform.Policies.Resolution;

namespace KybPlatform.Policies;

/// <summary>
/// Evaluates a decision table. An unknown input may match any cell, so a row with an unknown cell may apply: the table is decided only
/// where all rows that may apply say the same.
/// </summary>
internal static class TableEvaluation
{
    private const int MostOnStack = 64;

    /// <summary>What the table says, and the facts that an unknown outcome hangs on.</summary>
    public static (TableDecision Decision, IReadOnlyList<string> UnknownPaths) Evaluate(CompiledTable compiled, EvaluationContext context)
    {
        var inputs = compiled.Inputs;
        Span<int> classes = inputs.Length <= MostOnStack ? stackalloc int[inputs.Length] : new int[inputs.Length];
        List<string>? unknown = null;
        for (var i = 0; i < inputs.Length; i++)
        {
            var value = context.Run(inputs[i]);
            if (value is CelUnknown u) (unknown ??= []).AddRange(u.Paths);
            else if (!IsComparable(value)) return (compiled.Failed, []);
            classes[i] = ClassOf(compiled.Index.Columns[i], value);
        }

        var decision = compiled.Index.Decide(classes);
        return (decision, decision.Result.Outcome == RuleOutcome.Unknown ? unknown! : []);
    }

    /// <summary>An error is nothing that a cell could be compared with, and neither is a list, an instant or a map: no row may be passed over because of it.</summary>
    public static bool IsComparable(CelValue value) => value.Kind is CelKind.String or CelKind.Bool or CelKind.Int or CelKind.Uint or CelKind.Double or CelKind.Null;

    /// <summary>A fact known to be absent is a value of its own, which is in no list: a cell of <c>not_in</c> accepts it, as "anything" does, and no other cell.</summary>
    public static int ClassOf(TableColumn column, CelValue value) => value switch
    {
        CelUnknown => TableColumn.Unknown,
        CelString s => column.ClassOf(s.Value),
        CelBool b => TableColumn.ClassOf(b.Value),
        CelInt i => column.ClassOf((double)i.Value),
        CelUint u => column.ClassOf((double)u.Value),
        CelDouble d => column.ClassOf(d.Value),
        _ => TableColumn.Absent,
    };
}
