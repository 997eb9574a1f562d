using KybPlatform.Policies.Expressions;

namespace KybPlatform.Policies;

/// <summary>What of a fact may be shown. Facts about persons keep their kind and nothing else of use; others are shown as they are.</summary>
public static class Masking
{
    private const int MostShown = 200;

    /// <summary>The text of a value as a result may show it; null for no value.</summary>
    public static string? Show(string path, CelValue? value) => value is null || !value.IsValue ? null : Vocabulary.Shipped.Classify(path) switch
    {
        PersonalData.None => Plain(value),
        PersonalData.Sensitive => Hidden,
        _ => Mask(Text(value)),
    };

    /// <summary>What stands for a value of which nothing may be shown.</summary>
    internal const string Hidden = "***";

    /// <summary>The text of a value that is about nobody, cut where it grows long.</summary>
    internal static string Plain(CelValue value)
    {
        var text = Text(value);
        return text.Length <= MostShown ? text : string.Concat(text.AsSpan(0, MostShown), "…");
    }

    /// <summary>First letter and a fixed number of stars: not even the length is told.</summary>
    private static string Mask(string text) => text.Length < 4 || char.IsSurrogate(text[0]) ? Hidden : text[0] + Hidden;

    private static string Text(CelValue value) => value switch
    {
        CelString s => s.Value,
        CelTimestamp t => t.ToText(),
        _ => value.ToString(),
    };
}
