using static KybPlatform.Policies.Expressions.Functions.Declare;

namespace KybPlatform.Policies.Expressions.Functions;

/// <summary>The encoders extension: base64 (RFC 4648, section 4). Written with padding; read with or without.</summary>
internal static class Encoders
{
    public static IReadOnlyList<CelFunction> All { get; } =
    [
        Function("base64.encode",
            (f, a) => a is not CelBytes b ? f.NoOverload("base64.encode", a) : f.Charge(b.Weight) ? f.Made(CelValue.Of(b.ToBase64())) : f.OutOfBudget(),
            Global(CelType.String, CelType.Bytes)),
        Function("base64.decode",
            (f, a) => a is not CelString s ? f.NoOverload("base64.decode", a) : f.Charge(s.Weight) ? Decode(f, s.Value) : f.OutOfBudget(),
            Global(CelType.Bytes, CelType.String)),
    ];

    private static CelValue Decode(Execution.CelFrame frame, string text)
    {
        var padded = text.Contains('=', StringComparison.Ordinal) ? text : text.PadRight((text.Length + 3) / 4 * 4, '=');
        var bytes = new byte[padded.Length];
        return Convert.TryFromBase64String(padded, bytes, out var length) && !text.Any(char.IsWhiteSpace)
            ? new CelBytes(bytes[..length])
            : frame.Fail(CelErrorCodes.InvalidArgument, "The text is not base64.");
    }
}
