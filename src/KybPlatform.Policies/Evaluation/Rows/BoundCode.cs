using System.Linq.Expressions;
using System.Reflection;
using KybPlatform.Policies.Expressions;

namespace KybPlatform.Policies;

/// <summary>What the code of a bound policy reads beside the host's object.</summary>
/// <param name="Symbols">By slot.</param>
/// <param name="Tables">In the order of the policy.</param>
/// <param name="Offsets">By table and then by input: how far each symbol of its slot moves the place in the table's index.</param>
internal sealed record BoundData(SymbolTable[] Symbols, RowTable[] Tables, int[][] Offsets);

/// <summary>Evaluates conditions and tables over a host's object. False where a text is too long for compiled code.</summary>
internal delegate bool BoundDelegate<in T>(T host, BoundData data, RowVerdict verdict);

/// <summary>Compiles all conditions and tables of a policy over the members of one type to one delegate.</summary>
internal sealed class BoundCode
{
    private const int BitsOfWord = 64;
    private static readonly MethodInfo NoteWord = Method(nameof(RowVerdict.Note), typeof(int), typeof(ulong), typeof(ulong), typeof(ulong));
    private static readonly MethodInfo NoteTable = Method(nameof(RowVerdict.Note), typeof(int), typeof(TableDecision));
    private readonly ParameterExpression _data = Expression.Parameter(typeof(BoundData), "data");
    private readonly ParameterExpression _verdict = Expression.Parameter(typeof(RowVerdict), "verdict");
    private readonly List<ParameterExpression> _words = [];
    private readonly List<Expression> _body = [];

    /// <summary>Null where a condition or an input of a table does more than compare or read single facts.</summary>
    public static BoundDelegate<T>? Compile<T>(RowLayout layout, CelProgram[] conditions, RowTable[] tables, RowBinding<T> binding) =>
        new BoundCode().Lambda(layout, conditions, tables, binding)?.Compile();

    /// <summary>Fills a row from a host's object: for what is evaluated as written.</summary>
    public static Action<T, FactRow> Fill<T>(RowLayout layout, RowBinding<T> binding)
    {
        var (host, row) = (Expression.Parameter(typeof(T), "host"), Expression.Parameter(typeof(FactRow), "row"));
        var body = new List<Expression> { Expression.Call(row, nameof(FactRow.Clear), []) };
        foreach (var (path, read) in binding.Reads)
        {
            if (layout.Find(path) is not { } slot) continue;
            var value = Expression.Variable(read.ReturnType);
            var type = slot.Kind switch { FactSlotKind.Text => typeof(string), FactSlotKind.Number => typeof(double), FactSlotKind.Flag => typeof(bool), FactSlotKind.Instant => typeof(DateTimeOffset), _ => typeof(long) };
            var plain = BoundValue.Plain(value);
            if (plain.Type == typeof(DateOnly)) type = typeof(DateOnly);
            var set = Expression.Call(row, typeof(FactRow).GetMethod(nameof(FactRow.Set), [typeof(FactSlot).MakeByRefType(), type])!, Expression.Constant(slot), Expression.Convert(plain, type));
            var absent = Expression.Call(row, nameof(FactRow.SetAbsent), [], Expression.Constant(slot));
            body.Add(Expression.Block([value], Expression.Assign(value, Expression.Invoke(read, host)),
                BoundValue.MayBeNull(value.Type) ? Expression.IfThenElse(BoundValue.IsNull(value), absent, set) : set));
        }

        return Expression.Lambda<Action<T, FactRow>>(Expression.Block(body), host, row).Compile();
    }

    private Expression<BoundDelegate<T>>? Lambda<T>(RowLayout layout, CelProgram[] conditions, RowTable[] tables, RowBinding<T> binding)
    {
        var (host, end) = (Expression.Parameter(typeof(T), "host"), Expression.Label(typeof(bool)));
        var locals = new BoundLocals(layout, binding.Reads, host, Expression.Property(_data, nameof(BoundData.Symbols)), end);
        var translate = new RowConditions(layout, locals);
        for (var first = 0; first < conditions.Length; first += BitsOfWord)
        {
            var code = conditions.Skip(first).Take(BitsOfWord).Select(c => RowCode.IsSmall(c) ? translate.Truth(c.Root) : null).ToArray();
            if (!Word(first / BitsOfWord, code)) return null;
        }

        var input = 0;
        for (var i = 0; i < tables.Length; i++)
        {
            if (tables[i].Place(locals, number => Expression.ArrayIndex(Expression.Property(_data, nameof(BoundData.Offsets)), Expression.Constant(number)), ref input) is not { } place) return null;
            var table = Expression.ArrayIndex(Expression.Property(_data, nameof(BoundData.Tables)), Expression.Constant(i));
            _body.Add(Expression.Call(_verdict, NoteTable, Expression.Constant(i), Expression.Call(table, nameof(RowTable.DecideAt), [], place)));
        }

        var all = Expression.Block(typeof(bool), [.. locals.Variables, .. _words], [.. locals.Loads, .. _body, Expression.Label(end, Expression.Constant(true))]);
        return Expression.Lambda<BoundDelegate<T>>(all, host, _data, _verdict);
    }

    /// <summary>Sixty-four conditions, gathered in three words and written at once.</summary>
    private bool Word(int word, Expression?[] conditions)
    {
        ParameterExpression[] words = [Expression.Variable(typeof(ulong), "matched"), Expression.Variable(typeof(ulong), "unknown"), Expression.Variable(typeof(ulong), "failed")];
        _words.AddRange(words);
        _body.AddRange(words.Select(w => Expression.Assign(w, Expression.Constant(0UL))));
        for (var i = 0; i < conditions.Length; i++)
        {
            if (conditions[i] is not { } condition) return false;
            if (condition.Type == typeof(bool))
            {
                _body.Add(Gather(words[0], condition, i));
                continue;
            }

            var truth = Expression.Variable(typeof(int), "truth");
            _body.Add(Expression.Block([truth], Expression.Assign(truth, condition),
                Gather(words[0], RowStates.Is(truth, RowTruth.True), i), Gather(words[1], RowStates.Is(truth, RowTruth.Unknown), i), Gather(words[2], RowStates.Is(truth, RowTruth.Error), i)));
        }

        _body.Add(Expression.Call(_verdict, NoteWord, [Expression.Constant(word), .. words]));
        return true;
    }

    private static BinaryExpression Gather(ParameterExpression word, Expression condition, int bit) =>
        Expression.OrAssign(word, Expression.Condition(condition, Expression.Constant(1UL << bit), Expression.Constant(0UL)));

    private static MethodInfo Method(string name, params Type[] types) => typeof(RowVerdict).GetMethod(name, BindingFlags.Instance | BindingFlags.NonPublic, types)!;
}
