using System.Collections.Frozen;

namespace KybPlatform.Screening.Addresses;

/// <summary>Postal codes: letters and digits only, upper case. Shorter ones than four, and those without a digit, tell nothing.</summary>
internal static class PostalCodes
{
    private const int Shortest = 4;
    private const int Longest = 10;

    /// <summary>"SW1A 2AA" and "D-10117" are written in two parts, three at most.</summary>
    private const int MostParts = 3;

    private static readonly char[] Separators = [' ', ',', ';', '-', '.', '(', ')', '/', '\n'];

    public static string? Of(string? code)
    {
        var squeezed = string.Concat((code ?? "").Where(char.IsAsciiLetterOrDigit)).ToUpperInvariant();
        return IsOne(squeezed) ? squeezed : null;
    }

    /// <summary>All that may be one in a line of text.</summary>
    public static FrozenSet<string> Among(string? text)
    {
        var parts = (text ?? "").Split(Separators, StringSplitOptions.RemoveEmptyEntries);
        var codes = new HashSet<string>(StringComparer.Ordinal);
        for (var start = 0; start < parts.Length; start++)
        {
            var code = "";
            for (var end = start; end < Math.Min(parts.Length, start + MostParts); end++)
            {
                code += parts[end].ToUpperInvariant();
                if (IsOne(code))
                    codes.Add(code);
            }
        }
        return codes.ToFrozenSet(StringComparer.Ordinal);
    }

    private static bool IsOne(string code) => code.Length is >= Shortest and <= Longest && code.Any(char.IsAsciiDigit) && code.All(char.IsAsciiLetterOrDigit);
}
