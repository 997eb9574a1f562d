using KybPlatform.Policies.Expressions.Syntax;

namespace KybPlatform.Policies.Expressions.Execution;

/// <summary>False as soon as one term is false, whatever the others are; then unknown, then error, then true.</summary>
internal sealed class AndNode(CelExpr source, Node[] terms) : Node(source, terms)
{
    internal override CelValue Run(CelFrame frame)
    {
        CelValue? pending = null;
        foreach (var term in Parts)
        {
            var value = term.Eval(frame);
            if (ReferenceEquals(value, CelValue.False)) return value;
            if (!ReferenceEquals(value, CelValue.True)) pending = AbsorbBool(pending, value, frame);
        }
        return pending ?? CelValue.True;
    }
}

/// <summary>True as soon as one term is true, whatever the others are; then unknown, then error, then false.</summary>
internal sealed class OrNode(CelExpr source, Node[] terms) : Node(source, terms)
{
    internal override CelValue Run(CelFrame frame)
    {
        CelValue? pending = null;
        foreach (var term in Parts)
        {
            var value = term.Eval(frame);
            if (ReferenceEquals(value, CelValue.True)) return value;
            if (!ReferenceEquals(value, CelValue.False)) pending = AbsorbBool(pending, value, frame);
        }
        return pending ?? CelValue.False;
    }
}

internal sealed class ConditionalNode(CelExpr source, Node test, Node then, Node otherwise) : Node(source, test, then, otherwise)
{
    internal override CelValue Run(CelFrame frame)
    {
        var value = test.Eval(frame);
        if (ReferenceEquals(value, CelValue.True)) return then.Eval(frame);
        return ReferenceEquals(value, CelValue.False) ? otherwise.Eval(frame) : AbsorbBool(null, value, frame);
    }
}
