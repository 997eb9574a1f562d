using KybPlatform.Policies.Expressions.Execution;

namespace KybPlatform.Policies.Expressions.Functions;

/// <summary>The arithmetic operators. Leaving the range of int, uint, timestamp or duration is an error; doubles follow IEEE 754.</summary>
internal static class Arithmetic
{
    public static CelValue Negate(CelFrame frame, CelValue a) => a switch
    {
        CelInt { Value: long.MinValue } => Overflow(frame),
        CelInt i => CelValue.Of(-i.Value),
        CelDouble d => CelValue.Of(-d.Value),
        _ => frame.NoOverload("-", a),
    };

    public static CelValue Add(CelFrame frame, CelValue a, CelValue b) => (a, b) switch
    {
        (CelInt x, CelInt y) => Int(frame, (Int128)x.Value + y.Value),
        (CelUint x, CelUint y) => Uint(frame, (Int128)x.Value + y.Value),
        (CelDouble x, CelDouble y) => CelValue.Of(x.Value + y.Value),
        (CelString x, CelString y) => Concat(frame, x, y),
        (CelBytes x, CelBytes y) => frame.Charge(x.Weight + y.Weight) ? frame.Made(new CelBytes([.. x.Value, .. y.Value])) : frame.OutOfBudget(),
        (CelList x, CelList y) => Concat(frame, x, y),
        (CelTimestamp x, CelDuration y) => Timestamp(frame, x.TotalNanos + y.Nanos),
        (CelDuration x, CelTimestamp y) => Timestamp(frame, y.TotalNanos + x.Nanos),
        (CelDuration x, CelDuration y) => Duration(frame, (Int128)x.Nanos + y.Nanos),
        _ => frame.NoOverload("+", a, b),
    };

    public static CelValue Subtract(CelFrame frame, CelValue a, CelValue b) => (a, b) switch
    {
        (CelInt x, CelInt y) => Int(frame, (Int128)x.Value - y.Value),
        (CelUint x, CelUint y) => Uint(frame, (Int128)x.Value - y.Value),
        (CelDouble x, CelDouble y) => CelValue.Of(x.Value - y.Value),
        (CelTimestamp x, CelTimestamp y) => Duration(frame, x.TotalNanos - y.TotalNanos),
        (CelTimestamp x, CelDuration y) => Timestamp(frame, x.TotalNanos - y.Nanos),
        (CelDuration x, CelDuration y) => Duration(frame, (Int128)x.Nanos - y.Nanos),
        _ => frame.NoOverload("-", a, b),
    };

    public static CelValue Multiply(CelFrame frame, CelValue a, CelValue b) => (a, b) switch
    {
        (CelInt x, CelInt y) => Int(frame, (Int128)x.Value * y.Value),
        (CelUint x, CelUint y) => Math.BigMul(x.Value, y.Value, out var low) == 0 ? CelValue.Of(low) : Overflow(frame),
        (CelDouble x, CelDouble y) => CelValue.Of(x.Value * y.Value),
        _ => frame.NoOverload("*", a, b),
    };

    public static CelValue Divide(CelFrame frame, CelValue a, CelValue b) => (a, b) switch
    {
        (CelInt, CelInt { Value: 0 }) or (CelUint, CelUint { Value: 0 }) => frame.Fail(CelErrorCodes.DivideByZero, "Division by zero."),
        (CelInt { Value: long.MinValue }, CelInt { Value: -1 }) => Overflow(frame),
        (CelInt x, CelInt y) => CelValue.Of(x.Value / y.Value),
        (CelUint x, CelUint y) => CelValue.Of(x.Value / y.Value),
        (CelDouble x, CelDouble y) => CelValue.Of(x.Value / y.Value),
        _ => frame.NoOverload("/", a, b),
    };

    public static CelValue Remainder(CelFrame frame, CelValue a, CelValue b) => (a, b) switch
    {
        (CelInt, CelInt { Value: 0 }) or (CelUint, CelUint { Value: 0 }) => frame.Fail(CelErrorCodes.ModulusByZero, "Modulus by zero."),
        (CelInt { Value: long.MinValue }, CelInt { Value: -1 }) => Overflow(frame),
        (CelInt x, CelInt y) => CelValue.Of(x.Value % y.Value),
        (CelUint x, CelUint y) => CelValue.Of(x.Value % y.Value),
        _ => frame.NoOverload("%", a, b),
    };

    public static CelError Overflow(CelFrame frame) => frame.Fail(CelErrorCodes.Overflow, "The result is out of range.");

    private static CelValue Int(CelFrame frame, Int128 value) =>
        value < long.MinValue || value > long.MaxValue ? Overflow(frame) : CelValue.Of((long)value);

    private static CelValue Uint(CelFrame frame, Int128 value) =>
        value < 0 || value > ulong.MaxValue ? Overflow(frame) : CelValue.Of((ulong)value);

    private static CelValue Timestamp(CelFrame frame, Int128 nanos) => CelTimestamp.Create(nanos) as CelValue ?? Overflow(frame);

    private static CelValue Duration(CelFrame frame, Int128 nanos) =>
        nanos < long.MinValue || nanos > long.MaxValue ? Overflow(frame) : new CelDuration((long)nanos);

    /// <summary>Paid for before it is made, so that doubling a string over and over never gets far.</summary>
    private static CelValue Concat(CelFrame frame, CelString a, CelString b)
    {
        if (!frame.Charge(a.Weight + b.Weight)) return frame.OutOfBudget();
        return a.Value.Length == 0 ? b : b.Value.Length == 0 ? a : frame.Made(CelValue.Of(a.Value + b.Value));
    }

    private static CelValue Concat(CelFrame frame, CelList a, CelList b)
    {
        if (!frame.Charge((long)a.Count + b.Count)) return frame.OutOfBudget();
        return a.Count == 0 ? b : b.Count == 0 ? a : frame.Made(new CelList([.. a.Items, .. b.Items]));
    }
}
