using KybPlatform.Policies.Expressions.Execution;
using KybPlatform.Policies.Expressions.Functions;
using KybPlatform.Policies.Expressions.Patterns;
using KybPlatform.Policies.Expressions.Syntax;

namespace KybPlatform.Policies.Expressions.Binding;

/// <summary>Functions and operators: which overload, what result, and calls whose arguments are known already.</summary>
internal sealed partial class Binder
{
    private const int MaxCostOfFold = 10_000;

    /// <summary>What computing beforehand may cost in all: an author can write many calls on constants.</summary>
    private long _foldable = 10 * MaxCostOfFold;

    private Bound BindCall(CelExpr.Call call)
    {
        if (call.Target is null) return BindFunction(call, call.Function, null, call.Arguments);
        if (Qualified(call.Target) is { } prefix && environment.FindFunction($"{prefix}.{call.Function}") is { } qualified)
            return BindFunction(call, qualified.Name, null, call.Arguments);
        return BindFunction(call, call.Function, call.Target, call.Arguments);
    }

    private Bound BindFunction(CelExpr call, string name, CelExpr? target, IReadOnlyList<CelExpr> arguments)
    {
        if (environment.FindFunction(name) is not { } function)
        {
            foreach (var argument in arguments) Bind(argument);
            return Fail(call, CelIssueCodes.UndeclaredFunction, $"There is no function '{name}'.", Nearest(name, environment.FunctionNames));
        }
        var parts = (target is null ? arguments : [target, .. arguments]).Select(Bind).ToArray();
        return Call(call, function, parts, isMember: target is not null);
    }

    private Bound BindOperator(CelExpr at, string name, params ReadOnlySpan<CelExpr> operands)
    {
        var parts = new Bound[operands.Length];
        for (var i = 0; i < parts.Length; i++) parts[i] = Bind(operands[i]);
        return Call(at, environment.FindFunction(name)!, parts, isMember: false);
    }

    private Bound BindEquality(CelExpr.Binary equality)
    {
        var left = Bind(equality.Left);
        var right = Bind(equality.Right);
        if (_types.Unify(left.Type, right.Type) is null && !IsNullCheck(left.Type, right.Type))
            Issue(equality, CelIssueCodes.NoMatchingOverload, $"'{equality.Symbol}' compares {Name(left.Type)} with {Name(right.Type)}, which are never equal.");
        return new(Fold(new CallNode2(equality, Operators.Equality(equality.Symbol), left.Node, right.Node), left.Node, right.Node), CelType.Bool);
    }

    /// <summary>Any fact can be null, so asking whether something of a fact's structure is null is no mistake.</summary>
    private bool IsNullCheck(CelType left, CelType right) =>
        (_types.Shallow(left).Equals(CelType.Null) && Bare(right) is CelType.List or CelType.Map) ||
        (_types.Shallow(right).Equals(CelType.Null) && Bare(left) is CelType.List or CelType.Map);

    private Bound Call(CelExpr at, CelFunction function, Bound[] arguments, bool isMember)
    {
        var type = function.Body?.IsVariadic == true ? VariadicResult(at, function, arguments) : Resolve(at, function, arguments, isMember);
        var nodes = Array.ConvertAll(arguments, a => a.Node);
        if (function.Name == "matches" && nodes is [var text, ConstNode { Value: CelString pattern }]) return new(Match(at, text, nodes[1], pattern.Value), type);
        if (isMember && function.Name is "or" or "orValue" && nodes is [var optional, var other]) return new(new AlternativeNode(at, function.Name, optional, other), type);
        if (!function.Overloads.Any(o => o.Member == isMember)) return new(new CallNodeN(at, (frame, values) => frame.NoOverload(function.Name, values), nodes), type);
        if (function.IsSupplied) return new(new SuppliedNode(at, function, nodes), type);
        return new(Fold(function.Body!.Node(at, function.Name, nodes), nodes), type);
    }

    private CelType Resolve(CelExpr at, CelFunction function, Bound[] arguments, bool isMember)
    {
        CelType? result = null;
        var matches = 0;
        var start = _types.Mark();
        foreach (var overload in function.Overloads)
        {
            if (overload.Member != isMember || overload.Parameters.Count != arguments.Length) continue;
            var mark = _types.Mark();
            var letters = new Dictionary<string, CelType>(StringComparer.Ordinal);
            var isMatch = true;
            for (var i = 0; i < arguments.Length && isMatch; i++)
                isMatch = _types.Assign(_types.Instantiate(overload.Parameters[i], letters), arguments[i].Type);
            if (!isMatch)
            {
                _types.Undo(mark);
                continue;
            }
            var type = _types.Instantiate(overload.Result, letters);
            result = ++matches == 1 || result!.Equals(type) ? type : CelType.Dyn;
        }
        if (matches > 1) _types.Undo(start);
        if (matches == 0) NoOverload(at, function, arguments, isMember);
        return result ?? CelType.Dyn;
    }

    private void NoOverload(CelExpr at, CelFunction function, Bound[] arguments, bool isMember)
    {
        var given = string.Join(", ", arguments.Select(a => Name(a.Type)));
        var known = string.Join("; ", function.Overloads.Take(8));
        var style = isMember && function.Overloads.All(o => !o.Member) ? " It is not called on a value."
            : !isMember && function.Overloads.All(o => o.Member) ? " It is called on a value, as in x.f()." : "";
        Issue(at, CelIssueCodes.NoMatchingOverload, $"'{function.Name.Trim('_', '@')}' does not take ({given}).{style} It takes: {known}.");
    }

    private CelType VariadicResult(CelExpr at, CelFunction function, Bound[] arguments)
    {
        var types = arguments.Select(a => Bare(a.Type)).ToArray();
        if (types is [CelType.List only]) types = [Bare(only.Element)];
        var numeric = types.Length > 0 && types.All(t => t is CelType.Free or CelType.Simple { Kind: null or CelKind.Int or CelKind.Uint or CelKind.Double });
        if (!numeric) NoOverload(at, function, arguments, isMember: false);
        return numeric && types.All(t => t.Equals(types[0])) ? types[0] : CelType.Dyn;
    }

    /// <summary>A pattern that is written down is compiled once, and checked here.</summary>
    private Node Match(CelExpr at, Node text, Node pattern, string expression)
    {
        if (Pattern.Compile(expression, limits.MaxPatternLength, out var problem) is { } compiled)
            return Fold(new CallNode2(at, (frame, a, _) => StringFunctions.Matches(frame, a, compiled), text, pattern), text);
        return Fail(pattern.Source, CelIssueCodes.InvalidPattern, $"The regular expression cannot be used: {problem}").Node;
    }

    /// <summary>A call of a built-in function on constants is a constant, unless it fails: an error stays where evaluation may never get to.</summary>
    private Node Fold(Node call, params ReadOnlySpan<Node> arguments)
    {
        foreach (var argument in arguments)
            if (argument is not ConstNode) return call;
        if (_foldable <= 0) return call;
        var frame = CelFrame.Rent(CelFacts.None, 0, limits with { MaxCost = MaxCostOfFold });
        var value = frame.Finish(call.Eval(frame));
        _foldable -= frame.Spent;
        frame.Return();
        return value.IsValue ? new ConstNode(call.Source, value) : call;
    }
}
