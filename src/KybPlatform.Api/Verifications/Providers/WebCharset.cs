using System.Text;
using System.Text.RegularExpressions;

namespace KybPlatform.Api.Verifications.Providers;

/// <summary>In which signs a page is written: what its mark says, then its header, then its own first lines; UTF-8 where nobody says.</summary>
internal static partial class WebCharset
{
    private const int Looked = 1024;

    public static string Decode(ReadOnlySpan<byte> page, string? header)
    {
        var encoding = OfMark(page) ?? Find(header) ?? Find(Declared(page)) ?? Encoding.UTF8;
        return encoding.GetString(page).TrimStart('\uFEFF');
    }

    private static Encoding? OfMark(ReadOnlySpan<byte> page) =>
        page.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]) ? Encoding.UTF8 : page.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) ? Encoding.Unicode : page.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]) ? Encoding.BigEndianUnicode : null;

    // Whoever can be read as one byte a letter so far is not in UTF-16, whatever the page says (HTML, "prescan a byte stream").
    private static string? Declared(ReadOnlySpan<byte> page)
    {
        var name = Meta().Match(Encoding.Latin1.GetString(page[..Math.Min(Looked, page.Length)])) is { Success: true } found ? found.Groups[1].Value : null;
        return name?.StartsWith("utf-16", StringComparison.OrdinalIgnoreCase) == true ? "utf-8" : name;
    }

    private static Encoding? Find(string? name)
    {
        var plain = name?.Trim(' ', '"', '\'').ToLowerInvariant();
        // Browsers read Latin-1 as its superset, and so do those who write it.
        if (plain is "iso-8859-1" or "latin1" or "us-ascii" or "ascii") plain = "windows-1252";
        if (string.IsNullOrEmpty(plain)) return null;
        try
        {
            return CodePagesEncodingProvider.Instance.GetEncoding(plain) ?? Encoding.GetEncoding(plain);
        }
        catch (Exception unknown) when (unknown is ArgumentException or NotSupportedException)
        {
            return null;
        }
    }

    [GeneratedRegex("<meta\\s[^>]{0,300}?charset\\s*=\\s*[\"']?\\s*([a-z0-9_:.\\-]{1,40})", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 500)]
    private static partial Regex Meta();
}
