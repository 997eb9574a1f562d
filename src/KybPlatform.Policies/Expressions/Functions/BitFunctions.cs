using KybPlatform.Policies.Expressions.Execution;
using static KybPlatform.Policies.Expressions.Functions.Declare;

namespace KybPlatform.Policies.Expressions.Functions;

/// <summary>Bits of int and uint, of the math extension. A shift right fills with zeros for both.</summary>
internal static class BitFunctions
{
    private static readonly CelType[] Integers = [CelType.Int, CelType.Uint];

    public static IReadOnlyList<CelFunction> All { get; } =
    [
        Both("math.bitAnd", (x, y) => x & y),
        Both("math.bitOr", (x, y) => x | y),
        Both("math.bitXor", (x, y) => x ^ y),
        Function("math.bitNot", Not, ForEach(Integers, t => Global(t, t))),
        Shift("math.bitShiftLeft", (x, by) => x << by),
        Shift("math.bitShiftRight", (x, by) => x >> by),
    ];

    private static CelFunction Both(string name, Func<ulong, ulong, ulong> body) => Function(
        name,
        (f, a, b) => (a, b) switch
        {
            (CelInt x, CelInt y) => CelValue.Of((long)body((ulong)x.Value, (ulong)y.Value)),
            (CelUint x, CelUint y) => CelValue.Of(body(x.Value, y.Value)),
            _ => f.NoOverload(name, a, b),
        },
        ForEach(Integers, t => Global(t, t, t)));

    private static CelValue Not(CelFrame frame, CelValue a) => a switch
    {
        CelInt i => CelValue.Of(~i.Value),
        CelUint u => CelValue.Of(~u.Value),
        _ => frame.NoOverload("math.bitNot", a),
    };

    private static CelFunction Shift(string name, Func<ulong, int, ulong> body) => Function(
        name,
        (f, a, b) => b is not CelInt by || a is not (CelInt or CelUint) ? f.NoOverload(name, a, b)
            : by.Value < 0 ? f.Fail(CelErrorCodes.InvalidArgument, "A shift by a negative number of bits.")
            : a is CelInt i ? CelValue.Of((long)(by.Value > 63 ? 0 : body((ulong)i.Value, (int)by.Value)))
            : CelValue.Of(by.Value > 63 ? 0 : body(((CelUint)a).Value, (int)by.Value)),
        ForEach(Integers, t => Global(t, t, CelType.Int)));
}
