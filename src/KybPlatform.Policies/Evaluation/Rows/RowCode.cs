using System.Linq.Expressions;
using System.Reflection;
using KybPlatform.Policies.Expressions;

namespace KybPlatform.Policies;

/// <summary>
/// Compiles conditions over rows to one delegate. A condition is compiled whole or not at all: where it does anything beyond comparing single facts,
/// the delegate has the expression evaluated as written.
/// </summary>
internal sealed class RowCode(RowLayout layout)
{
    /// <summary>A compiled condition counts no cost; so few parts over texts of ordinary length never reach the limit.</summary>
    private const int MostParts = 200;

    private static readonly MethodInfo Note = typeof(RowVerdict).GetMethod(nameof(RowVerdict.Note), BindingFlags.Instance | BindingFlags.NonPublic, [typeof(int), typeof(int)])!;
    private static readonly MethodInfo AsWritten = typeof(RowCode).GetMethod(nameof(Evaluate), BindingFlags.Static | BindingFlags.NonPublic)!;

    private readonly ParameterExpression _row = Expression.Parameter(typeof(FactRow), "row");
    private readonly ParameterExpression _cells = Expression.Parameter(typeof(FactCell[]), "cells");
    private readonly ParameterExpression _verdict = Expression.Parameter(typeof(RowVerdict), "verdict");

    /// <summary>Positions of the conditions that could not be compiled.</summary>
    public List<int> Computed { get; } = [];

    public Action<FactRow, FactCell[], RowVerdict> Compile(IReadOnlyList<CelProgram> conditions)
    {
        var locals = new RowLocals(layout, _cells);
        var translate = new RowConditions(layout, locals);
        var truth = Expression.Variable(typeof(int), "truth");
        var body = new List<Expression>();
        for (var i = 0; i < conditions.Count; i++)
        {
            var code = IsSmall(conditions[i]) ? translate.Truth(conditions[i].Root) : null;
            if (code is null) Computed.Add(i);
            code = code is null ? Expression.Call(AsWritten, _row, Expression.Constant(conditions[i])) : RowStates.AsTruth(code);
            body.Add(Expression.Assign(truth, code));
            body.Add(Expression.IfThen(Expression.NotEqual(truth, Expression.Constant(RowTruth.False)), Expression.Call(_verdict, Note, Expression.Constant(i), truth)));
        }

        var all = Expression.Block(typeof(void), [truth, .. locals.Variables], [.. locals.Loads, .. body, Expression.Empty()]);
        return Expression.Lambda<Action<FactRow, FactCell[], RowVerdict>>(all, _row, _cells, _verdict).Compile();
    }

    /// <summary>Whether no evaluation of it can reach the limit of cost.</summary>
    public static bool IsSmall(CelProgram condition) => Parts(condition.Root) <= MostParts;

    private static int Evaluate(FactRow row, CelProgram program) => RowTruth.Of(program.Evaluate(row.Facts));

    private static int Parts(Expressions.Execution.Node node) => 1 + node.Parts.Sum(Parts);
}
