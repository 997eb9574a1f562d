using System.Linq.Expressions;

namespace KybPlatform.Policies;

/// <summary>Facts of a host's own objects as local variables of the compiled code. A slot that is not bound is unknown, and the code knows that.</summary>
internal sealed class BoundLocals(RowLayout layout, IReadOnlyDictionary<string, LambdaExpression> reads, ParameterExpression host, Expression symbols, LabelTarget irregular) : RowSource
{
    private const int BitsOfWord = 64;
    private static readonly ConstantExpression Present = Expression.Constant(FactCell.Present);
    private static readonly ConstantExpression Unknown = Expression.Constant(FactCell.Unknown);
    private readonly Dictionary<int, Bound> _facts = [];

    public List<ParameterExpression> Variables { get; } = [];

    public List<Expression> Loads { get; } = [];

    public override Expression State(int slot) => Of(slot).State;

    public override Expression Symbol(int slot) => Of(slot).Symbol;

    /// <summary>Where the policy is compiled a second time, its texts have their numbers.</summary>
    public override int NumberOf(int slot, string text) => layout.Symbols[slot].Find(text);

    public override bool IsKnown(int slot) => reads.ContainsKey(layout.Slots[slot].Path);

    public override bool FitsWord(int slot) => layout.Symbols[slot].Absent < BitsOfWord;

    protected override Expression Value(FactSlot slot) => Of(slot.Index).Value;

    private Bound Of(int slot) => _facts.TryGetValue(slot, out var known) ? known : _facts[slot] = Load(layout.Slots[slot]);

    private Bound Load(FactSlot slot)
    {
        if (!reads.TryGetValue(slot.Path, out var read)) return new Bound(Unknown, Expression.Constant(0), Expression.Default(TypeOf(slot.Kind)));
        var source = Keep(new Replaced(read.Parameters[0], host).Visit(read.Body));
        var value = Keep(BoundValue.Of(source, slot.Kind));
        if (slot.Kind == FactSlotKind.Text)
        {
            var symbol = Keep(Expression.Call(Expression.ArrayIndex(symbols, Expression.Constant(slot.Index)), nameof(SymbolTable.FindOrAbsent), [], value));
            Loads.Add(Expression.IfThen(Expression.LessThan(symbol, Expression.Constant(0)), Expression.Return(irregular, Expression.Constant(false))));
            var isAbsent = Expression.Equal(symbol, Expression.Constant(layout.Symbols[slot.Index].Absent));
            return new Bound(Expression.Condition(isAbsent, Expression.Constant(FactCell.Absent), Present), symbol, value);
        }

        if (!BoundValue.MayBeNull(read.ReturnType)) return new Bound(Present, Expression.Constant(0), value);
        return new Bound(Keep(Expression.Condition(BoundValue.IsNull(source), Expression.Constant(FactCell.Absent), Present)), Expression.Constant(0), value);
    }

    private ParameterExpression Keep(Expression value)
    {
        var local = Expression.Variable(value.Type);
        Variables.Add(local);
        Loads.Add(Expression.Assign(local, value));
        return local;
    }

    private static Type TypeOf(FactSlotKind kind) => kind switch
    {
        FactSlotKind.Text => typeof(string),
        FactSlotKind.Number => typeof(double),
        _ => typeof(long),
    };

    private sealed record Bound(Expression State, Expression Symbol, Expression Value);

    private sealed class Replaced(ParameterExpression from, Expression to) : ExpressionVisitor
    {
        protected override Expression VisitParameter(ParameterExpression node) => node == from ? to : base.VisitParameter(node);
    }
}
