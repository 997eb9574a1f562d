using System.Text;

namespace KybPlatform.Policies.Expressions.Functions;

/// <summary>Strings by Unicode code point. Text without surrogates, nearly all text, is handled without a copy.</summary>
internal static class CodePoints
{
    public static int Count(string text) => text.Length - Pairs(text);

    public static bool IsPlain(string text) => !text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF');

    /// <summary>The UTF-16 offset of a code point; the text's length for its count. The position must be in range.</summary>
    public static int Offset(string text, int position)
    {
        if (IsPlain(text)) return position;
        var offset = 0;
        for (; position > 0; position--) offset += char.IsHighSurrogate(text[offset]) && offset + 1 < text.Length ? 2 : 1;
        return offset;
    }

    /// <summary>The code point position of a UTF-16 offset.</summary>
    public static int Position(string text, int offset) => offset - Pairs(text.AsSpan(0, offset));

    /// <summary>Order by code point. UTF-16 order differs where a surrogate meets U+E000 to U+FFFF.</summary>
    public static int Compare(string a, string b)
    {
        var same = a.AsSpan().CommonPrefixLength(b);
        if (same == a.Length || same == b.Length) return a.Length.CompareTo(b.Length);
        return (Rank(a[same])).CompareTo(Rank(b[same]));
    }

    public static string Reverse(string text)
    {
        var reversed = new StringBuilder(text.Length);
        for (var i = text.Length; i > 0; i--)
        {
            if (i > 1 && char.IsLowSurrogate(text[i - 1]) && char.IsHighSurrogate(text[i - 2])) reversed.Append(text[i-- - 2]).Append(text[i]);
            else reversed.Append(text[i - 1]);
        }
        return reversed.ToString();
    }

    private static int Rank(char c) => char.IsSurrogate(c) ? c + 0x10000 : c;

    private static int Pairs(ReadOnlySpan<char> text)
    {
        var first = text.IndexOfAnyInRange('\uD800', '\uDFFF');
        if (first < 0) return 0;
        var pairs = 0;
        for (var i = first; i < text.Length; i++)
        {
            if (char.IsLowSurrogate(text[i])) pairs++;
        }
        return pairs;
    }
}
