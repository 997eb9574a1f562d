using KybPlatform.Policies.Expressions.Execution;
using KybPlatform.Policies.Expressions.Syntax;

namespace KybPlatform.Policies.Expressions.Functions;

internal delegate CelValue Function1(CelFrame frame, CelValue a);

internal delegate CelValue Function2(CelFrame frame, CelValue a, CelValue b);

internal delegate CelValue FunctionN(CelFrame frame, CelValue[] arguments);

/// <summary>
/// What a built-in function does, by number of arguments. Bodies see only values, look at the kinds themselves, and answer
/// <c>no_matching_overload</c> to kinds they do not take: the overloads are for the checker.
/// </summary>
internal sealed class CelBody
{
    public Function1? One { get; init; }

    public Function2? Two { get; init; }

    public FunctionN? Many { get; init; }

    /// <summary>Takes any number of numbers, or one list of them.</summary>
    public bool IsVariadic { get; init; }

    public Node Node(CelExpr source, string name, Node[] arguments) => arguments.Length switch
    {
        1 when One is not null => new CallNode1(source, One, arguments[0]),
        2 when Two is not null => new CallNode2(source, Two, arguments[0], arguments[1]),
        _ when Many is not null => new CallNodeN(source, Many, arguments),
        _ => new CallNodeN(source, (frame, values) => frame.NoOverload(name, values), arguments),
    };
}

/// <summary>Short forms for declaring the library.</summary>
internal static class Declare
{
    public static readonly CelType A = new CelType.Parameter("A");
    public static readonly CelType B = new CelType.Parameter("B");
    public static readonly CelType ListA = CelType.ListOf(A);
    public static readonly CelType MapAB = CelType.MapOf(A, B);

    public static CelOverload Global(CelType result, params IReadOnlyList<CelType> parameters) => new(parameters, result);

    public static CelOverload Member(CelType result, params IReadOnlyList<CelType> parameters) => new(parameters, result, Member: true);

    public static CelFunction Function(string name, Function1 body, params IReadOnlyList<CelOverload> overloads) => new(name, overloads, new() { One = body });

    public static CelFunction Function(string name, Function2 body, params IReadOnlyList<CelOverload> overloads) => new(name, overloads, new() { Two = body });

    public static CelFunction Function(string name, CelBody body, params IReadOnlyList<CelOverload> overloads) => new(name, overloads, body);

    /// <summary>The same result type for each of several single parameters.</summary>
    public static IReadOnlyList<CelOverload> ForEach(IReadOnlyList<CelType> types, Func<CelType, CelOverload> overload) => [.. types.Select(overload)];
}
