using KybPlatform.Policies.Expressions.Functions;
using KybPlatform.Policies.Expressions.Syntax;

namespace KybPlatform.Policies.Expressions.Execution;

internal sealed class CallNode1(CelExpr source, Function1 body, Node a) : Node(source, a)
{
    internal override CelValue Run(CelFrame frame)
    {
        var x = a.Eval(frame);
        if (!x.IsValue) return x;
        frame.Position = Source.Start;
        return body(frame, x);
    }
}

internal sealed class CallNode2(CelExpr source, Function2 body, Node a, Node b) : Node(source, a, b)
{
    internal override CelValue Run(CelFrame frame)
    {
        var x = a.Eval(frame);
        var y = b.Eval(frame);
        if (!x.IsValue) return y.IsValue ? x : Absorb(x, y);
        if (!y.IsValue) return y;
        frame.Position = Source.Start;
        return body(frame, x, y);
    }
}

internal sealed class CallNodeN(CelExpr source, FunctionN body, Node[] arguments) : Node(source, arguments)
{
    internal override CelValue Run(CelFrame frame)
    {
        var values = new CelValue[Parts.Length];
        if (EvalAll(Parts, values, frame) is { } pending) return pending;
        frame.Position = Source.Start;
        return body(frame, values);
    }

    /// <summary>Evaluates all arguments; gives what stands in the way of calling, or null when nothing does.</summary>
    public static CelValue? EvalAll(Node[] arguments, CelValue[] values, CelFrame frame)
    {
        CelValue? pending = null;
        for (var i = 0; i < arguments.Length; i++)
        {
            values[i] = arguments[i].Eval(frame);
            if (!values[i].IsValue) pending = Absorb(pending, values[i]);
        }
        return pending;
    }
}

/// <summary>A function whose results the caller supplies. It sees only arguments that one of its overloads takes.</summary>
internal sealed class SuppliedNode(CelExpr source, CelFunction function, Node[] arguments) : Node(source, arguments)
{
    internal override CelValue Run(CelFrame frame)
    {
        var values = new CelValue[Parts.Length];
        if (CallNodeN.EvalAll(Parts, values, frame) is { } pending) return pending;
        frame.Position = Source.Start;
        if (!function.Overloads.Any(o => Takes(o, values))) return frame.NoOverload(function.Name, values);
        if (!frame.Charge(Cost(values))) return frame.OutOfBudget();
        var result = frame.Facts.Call(function, values);
        return result is CelError error ? error.At(Source.Start) : frame.Made(result);
    }

    /// <summary>What the arguments weigh and, since comparing two texts takes up to the product of their lengths, that product.</summary>
    private static long Cost(CelValue[] values)
    {
        var (sum, product) = (0L, 1L);
        foreach (var value in values)
        {
            sum += value.Weight;
            if (value is CelString text) product = Math.Min(product * Math.Max(1, text.Value.Length), int.MaxValue);
        }
        return sum + (values.Length > 1 ? product / 64 : 0);
    }

    private static bool Takes(CelOverload overload, CelValue[] values)
    {
        if (overload.Parameters.Count != values.Length) return false;
        for (var i = 0; i < values.Length; i++)
            if (!Takes(overload.Parameters[i], values[i].Kind)) return false;
        return true;
    }

    private static bool Takes(CelType parameter, CelKind kind) => parameter switch
    {
        CelType.Simple simple => simple.Kind is null || simple.Kind == kind,
        CelType.List => kind == CelKind.List,
        CelType.Map or CelType.ObjectType => kind == CelKind.Map,
        CelType.Optional => kind == CelKind.Optional,
        CelType.TypeOf => kind == CelKind.Type,
        CelType.Nullable nullable => kind == CelKind.Null || Takes(nullable.Value, kind),
        _ => true,
    };
}
