using KybPlatform.Policies.Expressions.Execution;

namespace KybPlatform.Policies.Expressions.Binding;

/// <summary>A part of the expression, checked and ready to run. <paramref name="Path"/>: the fact path it stands for, if it does.</summary>
internal readonly record struct Bound(Node Node, CelType Type, string? Path = null);

/// <summary>A local variable of a macro. <paramref name="Path"/>: the fact path it is an alias of.</summary>
internal sealed record Local(string Name, int Slot, CelType Type, string? Path, Local? Outer)
{
    public Local? Find(string name)
    {
        for (var local = this; local is not null; local = local.Outer)
            if (local.Name == name) return local;
        return null;
    }
}
