using KybPlatform.Policies.Expressions;

namespace KybPlatform.Policies;

/// <summary>What of a fact may be shown. Facts about persons keep their kind and nothing else of use; others are shown as they are.</summary>
public static class Masking
{
    private const int MostShown = 200;

    /// <summary>The text of a value as a result may show it; null for no value.</summary>
    public static string? Show(string path, CelValue? value)
    {
        if (value is null || !value.IsValue) return null;
        var text = Text(value);
        if (Vocabulary.Shipped.Classify(path) != PersonalData.None) return Mask(text);
        return text.Length <= MostShown ? text : string.Concat(text.AsSpan(0, MostShown), "…");
    }

    /// <summary>First letter and a fixed number of stars: not even the length is told.</summary>
    public static string Mask(string text) => text.Length < 4 ? "***" : char.IsSurrogate(text[0]) ? "***" : text[0] + "***";

    private static string Text(CelValue value) => value switch
    {
        CelString s => s.Value,
        CelTimestamp t => t.ToText(),
        _ => value.ToString(),
    };
}
