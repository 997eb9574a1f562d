using KybPlatform.Policies.Expressions.Execution;
using static KybPlatform.Policies.Expressions.Functions.Declare;

namespace KybPlatform.Policies.Expressions.Functions;

/// <summary>The math extension, bits apart.</summary>
internal static class MathFunctions
{
    private static readonly CelType[] Numeric = [CelType.Int, CelType.Uint, CelType.Double];

    public static IReadOnlyList<CelFunction> All { get; } =
    [
        Extreme("math.greatest", order => order > 0),
        Extreme("math.least", order => order < 0),
        OfDouble("math.ceil", Math.Ceiling),
        OfDouble("math.floor", Math.Floor),
        OfDouble("math.round", d => Math.Round(d, MidpointRounding.AwayFromZero)),
        OfDouble("math.trunc", Math.Truncate),
        Test("math.isNaN", double.IsNaN),
        Test("math.isInf", double.IsInfinity),
        Test("math.isFinite", double.IsFinite),
        Function("math.abs", Abs, ForEach(Numeric, t => Global(t, t))),
        Function("math.sign", Sign, ForEach(Numeric, t => Global(t, t))),
        Function("math.sqrt", Sqrt, ForEach(Numeric, t => Global(CelType.Double, t))),
    ];

    private static CelFunction OfDouble(string name, Func<double, double> body) =>
        Function(name, (f, a) => a is CelDouble d ? CelValue.Of(body(d.Value)) : f.NoOverload(name, a), Global(CelType.Double, CelType.Double));

    private static CelFunction Test(string name, Func<double, bool> body) =>
        Function(name, (f, a) => a is CelDouble d ? CelValue.Of(body(d.Value)) : f.NoOverload(name, a), Global(CelType.Bool, CelType.Double));

    private static CelFunction Extreme(string name, Func<int, bool> isBetter)
    {
        var body = new CelBody
        {
            One = (f, a) => a is CelList list ? Pick(f, name, list.Items, isBetter) : Pick(f, name, [a], isBetter),
            Many = (f, arguments) => Pick(f, name, arguments, isBetter),
            IsVariadic = true,
        };
        return Function(name, body, Global(CelType.Dyn, CelType.ListOf(CelType.Dyn)), Global(CelType.Dyn, CelType.Dyn, CelType.Dyn));
    }

    private static CelValue Pick(CelFrame frame, string name, ReadOnlySpan<CelValue> numbers, Func<int, bool> isBetter)
    {
        if (numbers.IsEmpty) return frame.Fail(CelErrorCodes.InvalidArgument, $"'{name}' needs at least one number.");
        if (!frame.Charge(numbers.Length)) return frame.OutOfBudget();
        CelValue? best = null;
        foreach (var number in numbers)
        {
            if (!number.IsValue) return number;
            if (!Numbers.IsNumber(number.Kind)) return frame.NoOverload(name, number);
            if (best is null || (Numbers.Compare(number, best) is var order && order != Numbers.NotComparable && isBetter(order))) best = number;
        }
        return best!;
    }

    private static CelValue Abs(CelFrame frame, CelValue a) => a switch
    {
        CelInt { Value: long.MinValue } => Arithmetic.Overflow(frame),
        CelInt i => CelValue.Of(Math.Abs(i.Value)),
        CelUint => a,
        CelDouble d => CelValue.Of(Math.Abs(d.Value)),
        _ => frame.NoOverload("math.abs", a),
    };

    private static CelValue Sign(CelFrame frame, CelValue a) => a switch
    {
        CelInt i => CelValue.Of((long)Math.Sign(i.Value)),
        CelUint u => CelValue.Of(u.Value == 0 ? 0UL : 1UL),
        CelDouble d => double.IsNaN(d.Value) ? a : CelValue.Of((double)Math.Sign(d.Value)),
        _ => frame.NoOverload("math.sign", a),
    };

    private static CelValue Sqrt(CelFrame frame, CelValue a) => a switch
    {
        CelInt i => CelValue.Of(Math.Sqrt(i.Value)),
        CelUint u => CelValue.Of(Math.Sqrt(u.Value)),
        CelDouble d => CelValue.Of(Math.Sqrt(d.Value)),
        _ => frame.NoOverload("math.sqrt", a),
    };
}
