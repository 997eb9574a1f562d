using static KybPlatform.Policies.Expressions.Functions.Declare;

namespace KybPlatform.Policies.Expressions.Functions;

/// <summary>The encoders extension: base64 with padding (RFC 4648, section 4).</summary>
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
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var length) && !text.Any(char.IsWhiteSpace)
            ? new CelBytes(bytes[..length])
            : frame.Fail(CelErrorCodes.InvalidArgument, "The text is not base64.");
    }
}
