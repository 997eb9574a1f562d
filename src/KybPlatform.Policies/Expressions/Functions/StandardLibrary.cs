namespace KybPlatform.Policies.Expressions.Functions;

/// <summary>Everything expressions can call without being given it: cel-spec's standard definitions, strings, math, encoders and optionals.</summary>
internal static class StandardLibrary
{
    public static IReadOnlyList<CelFunction> All { get; } =
    [
        .. Operators.All, .. Conversions.All, .. StringFunctions.All, .. StringExtensions.All, .. TimeFunctions.All,
        .. MathFunctions.All, .. BitFunctions.All, .. OptionalFunctions.All, .. Encoders.All,
    ];
}
