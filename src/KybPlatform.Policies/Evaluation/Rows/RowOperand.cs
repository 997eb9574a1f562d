using System.Linq.Expressions;

namespace KybPlatform.Policies;

/// <summary>One side of a comparison as code: a state (<see cref="FactCell"/>), null for a constant, and the value it has when it is present.</summary>
/// <param name="Kind">What the value is; null for the constant null.</param>
/// <param name="State">An int; null when there is always a value.</param>
/// <param name="Value">The value. Texts are strings; instants are ticks; truth values are 0 or 1.</param>
/// <param name="Slot">The slot it stands for, or -1.</param>
internal sealed record RowOperand(FactSlotKind? Kind, Expression? State, Expression? Value, int Slot = -1)
{
    public bool IsNull => Kind is null;

    /// <summary>The text of a constant; null for anything else.</summary>
    public string? Text => (Value as ConstantExpression)?.Value as string;
}
