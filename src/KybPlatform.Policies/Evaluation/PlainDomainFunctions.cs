using System.Globalization;
using System.Text;

namespace KybPlatform.Policies;

/// <summary>
/// Domain functions that need nothing but the text: Unicode decomposition without marks, lower case, dots and apostrophes gone, other signs as spaces; likeness by edit distance over
/// sorted words; the shipped country groups. Lists are unknown. For checking policies away from a platform; a platform supplies better ones.
/// </summary>
public sealed class PlainDomainFunctions : IDomainFunctions
{
    private const string Version = "plain-1";

    public DomainAnswer Similar(string left, string right)
    {
        var (a, b) = (Normal(left), Normal(right));
        if (a.Length > 0 && a == b) return new DomainAnswer(1.0, Version);
        (a, b) = (Sorted(a), Sorted(b));
        var longest = Math.Max(a.Length, b.Length);
        return new DomainAnswer(longest == 0 ? 0.0 : 1.0 - (double)Distance(a, b) / longest, Version);
    }

    public DomainAnswer Normalized(string text) => new(Normal(text), Version);

    public DomainAnswer ShowsAddress(string text, string address) => new(AddressText.Shows(text, address), Version);

    public DomainAnswer CountryIn(string country, string group) => new(CountryGroups.Shipped.Contains(group, country), Version);

    public DomainAnswer IndustryIn(string industry, string group) => new(IndustryGroups.Shipped.Contains(group, industry), Version);

    public DomainAnswer ListContains(string list, string value) => new(null, Version);

    private static string Sorted(string text) => string.Join(' ', text.Split(' ').Order(StringComparer.Ordinal));

    internal static string Normal(string text)
    {
        if (Ascii.IsValid(text)) return OfAscii(text);
        var result = new StringBuilder(text.Length);
        foreach (var rune in text.Normalize(NormalizationForm.FormKD).EnumerateRunes())
        {
            if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark) continue;
            if (Rune.IsLetterOrDigit(rune)) result.Append(Rune.ToLowerInvariant(rune));
            else if (rune.Value is not ('.' or '\'' or '’') && result.Length > 0 && result[^1] != ' ') result.Append(' ');
        }

        return result.ToString().TrimEnd();
    }

    private static string OfAscii(string text)
    {
        Span<char> result = text.Length <= 512 ? stackalloc char[text.Length] : new char[text.Length];
        var length = 0;
        foreach (var c in text)
        {
            if (char.IsAsciiLetterOrDigit(c)) result[length++] = char.ToLowerInvariant(c);
            else if (c is not ('.' or '\'') && length > 0 && result[length - 1] != ' ') result[length++] = ' ';
        }

        return result[..length].TrimEnd(' ').ToString();
    }

    private static int Distance(string a, string b)
    {
        var row = new int[b.Length + 1];
        for (var j = 0; j <= b.Length; j++) row[j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            var corner = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var above = row[j];
                row[j] = Math.Min(Math.Min(row[j] + 1, row[j - 1] + 1), corner + (a[i - 1] == b[j - 1] ? 0 : 1));
                corner = above;
            }
        }

        return row[b.Length];
    }
}
