using System.Linq.Expressions;

namespace KybPlatform.Policies;

/// <summary>Local variables of the compiled code: what is read from cells is read once.</summary>
internal sealed class RowLocals(RowLayout layout, ParameterExpression cells)
{
    private readonly Dictionary<(int Slot, string Field), ParameterExpression> _byField = [];

    public List<ParameterExpression> Variables { get; } = [];

    public List<Expression> Loads { get; } = [];

    public ParameterExpression State(int slot) => Load(slot, nameof(FactCell.State), typeof(int));

    public ParameterExpression Symbol(int slot) => Load(slot, nameof(FactCell.Symbol), typeof(int));

    /// <summary>The number of a text among those that the slot is compared with.</summary>
    public int NumberOf(int slot, string text) => layout.Symbols[slot].Add(text);

    public RowOperand Fact(FactSlot slot) => new(slot.Kind, State(slot.Index), slot.Kind switch
    {
        FactSlotKind.Text => Load(slot.Index, nameof(FactCell.Text), typeof(string)),
        FactSlotKind.Number => Load(slot.Index, nameof(FactCell.Number), typeof(double)),
        _ => Load(slot.Index, nameof(FactCell.Whole), typeof(long)),
    }, slot.Index);

    private ParameterExpression Load(int slot, string field, Type type)
    {
        if (_byField.TryGetValue((slot, field), out var known)) return known;
        var local = _byField[(slot, field)] = Expression.Variable(type);
        Variables.Add(local);
        Loads.Add(Expression.Assign(local, Expression.Field(Expression.ArrayAccess(cells, Expression.Constant(slot)), field)));
        return local;
    }
}
