using System.Globalization;

namespace KybPlatform.Screening.Index;

/// <summary>Evens out how numbers are written: letters and digits only, upper case. Null for values too short to identify.</summary>
internal static class IdentifierKey
{
    private const int Shortest = 5;

    public static string? Of(string value)
    {
        var text = System.Text.Ascii.IsValid(value) ? value : value.Normalize(System.Text.NormalizationForm.FormKC);
        var key = string.Concat(text.Where(char.IsLetterOrDigit).Select(c => CharUnicodeInfo.GetDecimalDigitValue(c) is >= 0 and var digit ? (char)('0' + digit) : c)).ToUpperInvariant();
        return key.Length >= Shortest ? key : null;
    }
}
