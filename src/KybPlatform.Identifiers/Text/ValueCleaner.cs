using System.Globalization;

namespace KybPlatform.Identifiers.Text;

/// <summary>
/// Brings a number as people write it to the form the tables use: upper case, ASCII digits, no separators.
/// N° becomes NO, so that its N is known for a label's. Characters it does not know stay, so that a strange value fails its format instead of becoming another number.
/// </summary>
internal static class ValueCleaner
{
    public const int MaxInput = 256;

    /// <summary>Writes the cleaned value and returns its length; the target must be as long as the input.</summary>
    public static int Clean(ReadOnlySpan<char> raw, ReadOnlySpan<char> keep, Span<char> target)
    {
        var length = 0;
        foreach (var given in raw)
        {
            var c = Fold(given);
            if (c == '\u0303' && length > 0 && target[length - 1] == 'N')
                target[length - 1] = 'Ñ';
            else if (c is '°' or 'º' && length > 0 && target[length - 1] == 'N')
                target[length++] = 'O';
            else if (keep.Contains(c) || !IsNoise(c))
                target[length++] = c;
        }

        return length;
    }

    /// <summary>The cleaned text with a country prefix that belongs to the number put before it when its writer left it out.</summary>
    public static string WithHead(string raw, string head, int length)
    {
        Span<char> buffer = stackalloc char[MaxInput];
        var text = buffer[..Clean(raw.AsSpan()[..Math.Min(raw.Length, MaxInput)], "", buffer)];
        return text.Length == length - head.Length ? string.Concat(head, text) : text.ToString();
    }

    /// <summary>Upper case; full-width forms and decimal digits of other scripts as ASCII; all dashes as one.</summary>
    public static char Fold(char c)
    {
        if (c < 128)
            return char.ToUpperInvariant(c);
        if (c is >= '\uFF01' and <= '\uFF5E')
            return char.ToUpperInvariant((char)(c - 0xFEE0));
        if (char.IsDigit(c))
            return (char)('0' + CharUnicodeInfo.GetDecimalDigitValue(c));
        return CharUnicodeInfo.GetUnicodeCategory(c) switch
        {
            UnicodeCategory.DashPunctuation => '-',
            UnicodeCategory.SpaceSeparator or UnicodeCategory.Format => ' ',
            _ when c is '\u2212' => '-',
            _ => char.ToUpperInvariant(c),
        };
    }

    private static bool IsNoise(char c) =>
        c is ' ' or '\t' or '\r' or '\n' or '\u2028' or '\u2029' or '.' or '-' or '/' or '\\' or ',' or ':' or '_' or '\'' or '’' or '·' or '・' or '(' or ')' or '°' or 'º' or '№';
}
