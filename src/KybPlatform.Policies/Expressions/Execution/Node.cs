using KybPlatform.Policies.Expressions.Syntax;

namespace KybPlatform.Policies.Expressions.Execution;

/// <summary>A part of a program, bound and ready to run. Holds no state: one program runs on many threads.</summary>
internal abstract class Node(CelExpr source, params Node[] parts)
{
    public CelExpr Source { get; } = source;

    /// <summary>The parts, in the order they are evaluated.</summary>
    public Node[] Parts { get; } = parts;

    /// <summary>True when the parts may be evaluated many times over.</summary>
    public virtual bool IsLoop => false;

    public CelValue Eval(CelFrame frame)
    {
        if (!frame.Charge(1))
        {
            frame.Position = Source.Start;
            return frame.OutOfBudget();
        }
        return frame.Tracer is null ? Run(frame) : frame.Tracer.Run(this, frame);
    }

    internal abstract CelValue Run(CelFrame frame);

    /// <summary>What is left when two parts cannot be used: unknown wins over error, unknowns merge, the first error stays.</summary>
    protected static CelValue Absorb(CelValue? pending, CelValue next) => (pending, next) switch
    {
        (CelUnknown a, CelUnknown b) => CelUnknown.Merge(a, b),
        (CelUnknown, _) => pending,
        (_, CelUnknown) => next,
        (null, _) => next,
        _ => pending,
    };

    /// <summary>The same for a value where a bool is needed: any other value is an error too.</summary>
    protected CelValue AbsorbBool(CelValue? pending, CelValue next, CelFrame frame)
    {
        if (!next.IsValue) return Absorb(pending, next);
        frame.Position = Source.Start;
        return Absorb(pending, frame.Fail(CelErrorCodes.NoMatchingOverload, $"A bool is needed, and this is {next.Type.Name}."));
    }
}

internal sealed class ConstNode(CelExpr source, CelValue value) : Node(source)
{
    public CelValue Value { get; } = value;

    internal override CelValue Run(CelFrame frame) => Value;
}

internal sealed class LocalNode(CelExpr source, int slot) : Node(source)
{
    internal override CelValue Run(CelFrame frame) => frame.Local(slot);
}

/// <summary>Binds a local. An error or unknown is bound too, and only counts where the local is used.</summary>
internal sealed class BindNode(CelExpr source, int slot, Node value, Node body) : Node(source, value, body)
{
    internal override CelValue Run(CelFrame frame)
    {
        frame.SetLocal(slot, value.Eval(frame));
        return body.Eval(frame);
    }
}
