using System.Globalization;
using System.Text;
using KybPlatform.Policies.Expressions.Execution;
using static KybPlatform.Policies.Expressions.Functions.Declare;

namespace KybPlatform.Policies.Expressions.Functions;

/// <summary>Type conversions by the name of their type. Text that does not read as the type, and numbers that do not fit it, are errors.</summary>
internal static class Conversions
{
    private const double TwoTo63 = 9223372036854775808d;
    private const double TwoTo64 = 18446744073709551616d;
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static IReadOnlyList<CelFunction> All { get; } =
    [
        Function("int", Reading(ToInt), From(CelType.Int, CelType.Int, CelType.Uint, CelType.Double, CelType.String, CelType.Timestamp)),
        Function("uint", Reading(ToUint), From(CelType.Uint, CelType.Uint, CelType.Int, CelType.Double, CelType.String)),
        Function("double", Reading(ToDouble), From(CelType.Double, CelType.Double, CelType.Int, CelType.Uint, CelType.String)),
        Function("string", ToText, From(CelType.String, CelType.String, CelType.Bool, CelType.Int, CelType.Uint, CelType.Double, CelType.Bytes,
            CelType.Timestamp, CelType.Duration)),
        Function("bytes", ToBytes, From(CelType.Bytes, CelType.Bytes, CelType.String)),
        Function("bool", ToBool, From(CelType.Bool, CelType.Bool, CelType.String)),
        Function("timestamp", Reading(ToTimestamp), From(CelType.Timestamp, CelType.Timestamp, CelType.String, CelType.Int)),
        Function("duration", ToDuration, From(CelType.Duration, CelType.Duration, CelType.String)),
        Function("dyn", (_, a) => a, Global(CelType.Dyn, A)),
        Function("type", (_, a) => new CelTypeValue(a.Type), Global(new CelType.TypeOf(A), A)),
    ];

    /// <summary>Text is paid for before it is read, however soon it turns out to be nothing.</summary>
    private static Function1 Reading(Function1 convert) => (frame, a) => a is CelString s && !frame.Charge(s.Value.Length / 8) ? frame.OutOfBudget() : convert(frame, a);

    private static IReadOnlyList<CelOverload> From(CelType result, params IReadOnlyList<CelType> sources) => ForEach(sources, t => Global(result, t));

    private static CelValue ToInt(CelFrame frame, CelValue a) => a switch
    {
        CelInt => a,
        CelUint u => u.Value <= long.MaxValue ? CelValue.Of((long)u.Value) : Arithmetic.Overflow(frame),
        CelDouble d => d.Value is > -TwoTo63 and < TwoTo63 ? CelValue.Of((long)d.Value) : Arithmetic.Overflow(frame),
        CelString s => long.TryParse(s.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var n) && IsDigits(s.Value)
            ? CelValue.Of(n) : Unreadable(frame, "an int"),
        CelTimestamp t => CelValue.Of(t.Seconds),
        _ => frame.NoOverload("int", a),
    };

    private static CelValue ToUint(CelFrame frame, CelValue a) => a switch
    {
        CelUint => a,
        CelInt i => i.Value >= 0 ? CelValue.Of((ulong)i.Value) : Arithmetic.Overflow(frame),
        CelDouble d => d.Value is >= 0 and < TwoTo64 ? CelValue.Of((ulong)d.Value) : Arithmetic.Overflow(frame),
        CelString s => ulong.TryParse(s.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? CelValue.Of(n) : Unreadable(frame, "a uint"),
        _ => frame.NoOverload("uint", a),
    };

    private static CelValue ToDouble(CelFrame frame, CelValue a) => a switch
    {
        CelDouble => a,
        CelInt i => CelValue.Of((double)i.Value),
        CelUint u => CelValue.Of((double)u.Value),
        CelString s => ParseDouble(s.Value) is { } n ? CelValue.Of(n) : Unreadable(frame, "a double"),
        _ => frame.NoOverload("double", a),
    };

    private static double? ParseDouble(string text) => text.TrimStart('+', '-').ToUpperInvariant() switch
    {
        "NAN" => double.NaN,
        "INF" or "INFINITY" when text.Length > 0 && !text.StartsWith("+-", StringComparison.Ordinal) => text[0] == '-' ? double.NegativeInfinity : double.PositiveInfinity,
        _ => double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var n)
            && double.IsFinite(n) ? n : null,
    };

    private static bool IsDigits(string text) => text.AsSpan(text[0] is '-' or '+' ? 1 : 0).ContainsAnyExceptInRange('0', '9') is false;

    private static CelValue ToText(CelFrame frame, CelValue a) => a switch
    {
        CelString => a,
        CelBool b => CelValue.Of(b.Value ? "true" : "false"),
        CelInt i => CelValue.Of(i.Value.ToString(CultureInfo.InvariantCulture)),
        CelUint u => CelValue.Of(u.Value.ToString(CultureInfo.InvariantCulture)),
        CelDouble d => CelValue.Of(NumberText.Format(d.Value)),
        CelBytes b => Decode(frame, b),
        CelTimestamp t => CelValue.Of(t.ToText()),
        CelDuration d => CelValue.Of(d.ToText()),
        _ => frame.NoOverload("string", a),
    };

    /// <summary>The digits of an integer.</summary>
    public static string Text(CelValue value) => value is CelInt i ? i.Value.ToString(CultureInfo.InvariantCulture) : ((CelUint)value).Value.ToString(CultureInfo.InvariantCulture);

    private static CelValue Decode(CelFrame frame, CelBytes bytes)
    {
        if (!frame.Charge(bytes.Weight)) return frame.OutOfBudget();
        return System.Text.Unicode.Utf8.IsValid(bytes.Value) ? CelValue.Of(StrictUtf8.GetString(bytes.Value)) : Unreadable(frame, "UTF-8");
    }

    private static CelValue ToBytes(CelFrame frame, CelValue a) => a switch
    {
        CelBytes => a,
        CelString s => frame.Charge(s.Weight) ? new CelBytes(Encoding.UTF8.GetBytes(s.Value)) : frame.OutOfBudget(),
        _ => frame.NoOverload("bytes", a),
    };

    private static CelValue ToBool(CelFrame frame, CelValue a) => a switch
    {
        CelBool => a,
        CelString s => s.Value switch
        {
            "true" or "True" or "TRUE" or "t" or "T" or "1" => CelValue.True,
            "false" or "False" or "FALSE" or "f" or "F" or "0" => CelValue.False,
            _ => Unreadable(frame, "a bool"),
        },
        _ => frame.NoOverload("bool", a),
    };

    private static CelValue ToTimestamp(CelFrame frame, CelValue a) => a switch
    {
        CelTimestamp => a,
        CelString s => CelTimestamp.Parse(s.Value) as CelValue ?? Unreadable(frame, "an RFC 3339 timestamp"),
        CelInt i => CelTimestamp.Create((Int128)i.Value * CelDuration.NanosPerSecond) as CelValue ?? Arithmetic.Overflow(frame),
        _ => frame.NoOverload("timestamp", a),
    };

    private static CelValue ToDuration(CelFrame frame, CelValue a) => a switch
    {
        CelDuration => a,
        CelString s => CelDuration.Parse(s.Value) as CelValue ?? Unreadable(frame, "a duration"),
        _ => frame.NoOverload("duration", a),
    };

    private static CelError Unreadable(CelFrame frame, string what) => frame.Fail(CelErrorCodes.InvalidConversion, $"The text cannot be read as {what}.");
}
