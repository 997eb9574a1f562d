using System.Buffers;
using System.Globalization;
using System.Numerics;
using System.Text;
using KybPlatform.Policies.Expressions.Execution;

namespace KybPlatform.Policies.Expressions.Functions;

/// <summary><c>"%s is %.2f".format([name, share])</c>, as cel-spec's strings extension describes it.</summary>
internal static class TextFormat
{
    private const int DefaultPrecision = 6;
    private const int MaxPrecision = 100;
    private static readonly UTF8Encoding Utf8 = new(false);

    public static CelValue Format(CelFrame frame, CelValue a, CelValue b)
    {
        if (a is not CelString format || b is not CelList arguments) return frame.NoOverload("format", a, b);
        if (!frame.Charge(format.Weight + arguments.Weight * 4)) return frame.OutOfBudget();
        if (Incomplete(arguments) is { } unknown) return unknown;
        var text = new StringBuilder();
        var next = 0;
        for (var at = 0; at < format.Value.Length; at++)
        {
            if (format.Value[at] != '%')
            {
                text.Append(format.Value[at]);
                continue;
            }
            if (at + 1 < format.Value.Length && format.Value[at + 1] == '%')
            {
                text.Append('%');
                at++;
                continue;
            }
            if (!Clause(format.Value, ref at, out var precision)) return Wrong(frame, "The format ends in the middle of a clause, or its precision is not one.");
            if (next >= arguments.Count) return Wrong(frame, "The format has more clauses than values.");
            if (Write(text, format.Value[at], arguments[next++], precision) is { } problem) return Wrong(frame, problem);
        }
        return frame.Made(CelValue.Of(text.ToString()));
    }

    /// <summary>An object of facts has no text yet: it may get further fields.</summary>
    private static CelUnknown? Incomplete(CelValue value) => value switch
    {
        CelObject o => o.Incomplete(),
        CelOptional { Value: { } held } => Incomplete(held),
        CelList list => list.Select(Incomplete).FirstOrDefault(u => u is not null),
        CelMap map => map.Select(e => Incomplete(e.Value)).FirstOrDefault(u => u is not null),
        _ => null,
    };

    private static CelError Wrong(CelFrame frame, string message) => frame.Fail(CelErrorCodes.InvalidArgument, message);

    /// <summary>Moves to the conversion letter of <c>%.3f</c>.</summary>
    private static bool Clause(string format, ref int at, out int precision)
    {
        precision = DefaultPrecision;
        if (++at < format.Length && format[at] == '.')
        {
            var start = ++at;
            while (at < format.Length && char.IsAsciiDigit(format[at])) at++;
            if (!int.TryParse(format.AsSpan(start, at - start), NumberStyles.None, CultureInfo.InvariantCulture, out precision) || precision > MaxPrecision) return false;
        }
        return at < format.Length;
    }

    /// <summary>Appends one value; the reason when the conversion does not take it.</summary>
    private static string? Write(StringBuilder text, char conversion, CelValue value, int precision)
    {
        var written = conversion switch
        {
            's' => Plain(value),
            'd' => value is CelInt or CelUint or CelDouble ? Plain(value) : null,
            'f' => Real(value) is { } n ? Fixed(n, precision) : null,
            'e' => Real(value) is { } n ? Exponent(n, precision) : null,
            'x' => Hex(value)?.ToLowerInvariant(),
            'X' => Hex(value),
            'o' => Radix(value, 8),
            'b' => value is CelBool b ? b.Value ? "1" : "0" : Radix(value, 2),
            _ => null,
        };
        if (written is null) return $"The format clause does not take a value of type {value.Type.Name}.";
        text.Append(written);
        return null;
    }

    /// <summary>As <c>%s</c> writes it; null for values that have no text.</summary>
    private static string? Plain(CelValue value) => value switch
    {
        CelString s => s.Value,
        CelBool b => b.Value ? "true" : "false",
        CelInt i => i.Value.ToString(CultureInfo.InvariantCulture),
        CelUint u => u.Value.ToString(CultureInfo.InvariantCulture),
        CelDouble d => NumberText.Plain(d.Value),
        CelBytes b => Decoded(b.Value),
        CelDuration d => d.ToText(),
        CelTimestamp t => t.ToText(),
        CelTypeValue t => Short(t.Denoted),
        CelList list => All(list.Select(Plain)) is { } parts ? $"[{string.Join(", ", parts)}]" : null,
        CelMap map => Entries(map),
        { Kind: CelKind.Null } => "null",
        _ => null,
    };

    private static string? Entries(CelMap map)
    {
        if (All(map.Select(e => Plain(e.Key))) is not { } keys || All(map.Select(e => Plain(e.Value))) is not { } values) return null;
        return $"{{{string.Join(", ", keys.Zip(values).OrderBy(e => e.First, StringComparer.Ordinal).Select(e => $"{e.First}: {e.Second}"))}}}";
    }

    /// <summary>UTF-8, with one replacement character for any run of bytes that is none.</summary>
    private static string Decoded(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder(bytes.Length);
        var wasInvalid = false;
        while (!bytes.IsEmpty)
        {
            var isInvalid = Rune.DecodeFromUtf8(bytes, out var rune, out var width) != OperationStatus.Done;
            if (!isInvalid || !wasInvalid) text.Append(rune.ToString());
            wasInvalid = isInvalid;
            bytes = bytes[width..];
        }
        return text.ToString();
    }

    private static List<string>? All(IEnumerable<string?> parts)
    {
        var all = new List<string>();
        foreach (var part in parts)
        {
            if (part is null) return null;
            all.Add(part);
        }
        return all;
    }

    /// <summary>A type's name without its parameters, as it is written in an expression.</summary>
    internal static string Short(CelType type) => type.Name.Split('(')[0];

    private static double? Real(CelValue value) => value switch { CelDouble d => d.Value, CelInt i => i.Value, CelUint u => u.Value, _ => null };

    private static string Fixed(double value, int precision) =>
        double.IsFinite(value) ? value.ToString($"F{precision.ToString(CultureInfo.InvariantCulture)}", CultureInfo.InvariantCulture) : NumberText.Format(value);

    private static string Exponent(double value, int precision)
    {
        if (!double.IsFinite(value)) return NumberText.Format(value);
        // .NET writes three digits of exponent and more, CEL two and more.
        var text = value.ToString($"e{precision.ToString(CultureInfo.InvariantCulture)}", CultureInfo.InvariantCulture);
        return text[^3] == '0' ? text[..^3] + text[^2..] : text;
    }

    private static string? Hex(CelValue value) => value switch
    {
        CelString s => Convert.ToHexString(Utf8.GetBytes(s.Value)),
        CelBytes b => Convert.ToHexString(b.Value),
        _ => Radix(value, 16),
    };

    private static string? Radix(CelValue value, int radix)
    {
        if (value is not (CelInt or CelUint)) return null;
        var number = value is CelInt i ? (BigInteger)i.Value : ((CelUint)value).Value;
        var rest = BigInteger.Abs(number);
        var digits = new StringBuilder();
        do digits.Insert(0, "0123456789ABCDEF"[(int)(rest % radix)]);
        while ((rest /= radix) > 0);
        return number < 0 ? "-" + digits : digits.ToString();
    }
}
