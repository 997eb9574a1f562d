using System.Linq.Expressions;

namespace KybPlatform.Policies;

/// <summary>Where compiled conditions have their facts from.</summary>
internal abstract class RowSource
{
    /// <summary>An int: how the fact stands (<see cref="FactCell"/>).</summary>
    public abstract Expression State(int slot);

    /// <summary>An int: the number of a text among those that the slot is compared with.</summary>
    public abstract Expression Symbol(int slot);

    /// <summary>The number of a text among those that the slot is compared with.</summary>
    public abstract int NumberOf(int slot, string text);

    /// <summary>True where the fact is present or absent and never unknown; the symbol of one that is absent is then no text's.</summary>
    public abstract bool IsKnown(int slot);

    /// <summary>True where every symbol of the slot is known to be a bit of a word.</summary>
    public abstract bool FitsWord(int slot);

    public RowOperand Fact(FactSlot slot) => new(slot.Kind, State(slot.Index), Value(slot), slot.Index);

    protected abstract Expression Value(FactSlot slot);
}
