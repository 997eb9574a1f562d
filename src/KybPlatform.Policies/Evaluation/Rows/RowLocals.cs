using System.Linq.Expressions;

namespace KybPlatform.Policies;

/// <summary>Facts of a row's cells as local variables of the compiled code: what is read from cells is read once.</summary>
internal sealed class RowLocals(RowLayout layout, ParameterExpression cells) : RowSource
{
    private readonly Dictionary<(int Slot, string Field), ParameterExpression> _byField = [];

    public List<ParameterExpression> Variables { get; } = [];

    public List<Expression> Loads { get; } = [];

    public override Expression State(int slot) => Load(slot, nameof(FactCell.State), typeof(int));

    public override Expression Symbol(int slot) => Load(slot, nameof(FactCell.Symbol), typeof(int));

    public override int NumberOf(int slot, string text) => layout.Symbols[slot].Add(text);

    public override bool IsKnown(int slot) => false;

    public override bool FitsWord(int slot) => false;

    protected override Expression Value(FactSlot slot) => slot.Kind switch
    {
        FactSlotKind.Text => Load(slot.Index, nameof(FactCell.Text), typeof(string)),
        FactSlotKind.Number => Load(slot.Index, nameof(FactCell.Number), typeof(double)),
        _ => Load(slot.Index, nameof(FactCell.Whole), typeof(long)),
    };

    private ParameterExpression Load(int slot, string field, Type type)
    {
        if (_byField.TryGetValue((slot, field), out var known)) return known;
        var local = _byField[(slot, field)] = Expression.Variable(type);
        Variables.Add(local);
        Loads.Add(Expression.Assign(local, Expression.Field(Expression.ArrayAccess(cells, Expression.Constant(slot)), field)));
        return local;
    }
}
