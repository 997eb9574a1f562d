using System.Globalization;

namespace KybPlatform.Screening.Names;

/// <summary>Tells the writing systems of names apart, by Unicode block.</summary>
internal static class Scripts
{
    public static Script Of(char c) => c switch
    {
        <= '\u024F' or (>= '\u1E00' and <= '\u1EFF') => char.IsLetter(c) ? Script.Latin : Script.Other,
        >= '\u0370' and <= '\u03FF' or (>= '\u1F00' and <= '\u1FFF') => Script.Greek,
        >= '\u0400' and <= '\u052F' => Script.Cyrillic,
        >= '\u0530' and <= '\u058F' => Script.Armenian,
        >= '\u0590' and <= '\u05FF' => Script.Hebrew,
        (>= '\u0600' and <= '\u06FF') or (>= '\u0750' and <= '\u077F') or (>= '\uFB50' and <= '\uFDFF') or (>= '\uFE70' and <= '\uFEFC') => Script.Arabic,
        (>= '\u10A0' and <= '\u10FF') => Script.Georgian,
        (>= '\u3040' and <= '\u30FF') => Script.Kana,
        (>= '\u3400' and <= '\u9FFF') or (>= '\uF900' and <= '\uFAFF') => Script.Han,
        (>= '\uAC00' and <= '\uD7AF') or (>= '\u1100' and <= '\u11FF') => Script.Hangul,
        >= '\u0900' and <= '\u0DFF' => Script.Indic,
        _ => char.IsLetter(c) || CharUnicodeInfo.GetUnicodeCategory(c) == UnicodeCategory.Surrogate ? Script.Unknown : Script.Other,
    };

    /// <summary>The ISO 15924 code of the script most letters belong to; Latn for text without letters.</summary>
    public static string CodeOf(string text) => Code(Main(text));

    public static Script Main(ReadOnlySpan<char> text)
    {
        Span<int> counts = stackalloc int[(int)Script.Unknown + 1];
        foreach (var c in text)
            counts[(int)Of(c)]++;
        var best = Script.Latin;
        for (var script = Script.Latin; script <= Script.Unknown; script++)
        {
            if (counts[(int)script] > counts[(int)best])
                best = script;
        }
        return best;
    }

    private static string Code(Script script) => script switch
    {
        Script.Latin or Script.Other => "Latn",
        Script.Greek => "Grek",
        Script.Cyrillic => "Cyrl",
        Script.Armenian => "Armn",
        Script.Hebrew => "Hebr",
        Script.Arabic => "Arab",
        Script.Georgian => "Geor",
        Script.Kana => "Jpan",
        Script.Han => "Hani",
        Script.Hangul => "Hang",
        Script.Indic => "Deva",
        Script.Unknown => "Zyyy",
    };
}

/// <summary>The scripts that are handled differently. Other is punctuation, digits and marks.</summary>
internal enum Script
{
    Other,
    Latin,
    Greek,
    Cyrillic,
    Armenian,
    Hebrew,
    Arabic,
    Georgian,
    Kana,
    Han,
    Hangul,
    Indic,
    Unknown,
}
