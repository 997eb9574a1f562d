using System.Collections.Frozen;
using KybPlatform.Screening.Scoring;

namespace KybPlatform.Screening.Names;

/// <summary>
/// Recognises a mistyped generic word or legal form ("Coporation", "Tradng"), which would otherwise count as the rare word that tells most about
/// its name. One edit in a word of seven letters or more.
/// </summary>
internal static class NearWords
{
    private const int Shortest = 7;

    private static readonly FrozenDictionary<string, string[]> ByOmission = Build();

    /// <summary>The word itself when it is known or near nothing.</summary>
    public static string Mend(string word)
    {
        if (word.Length < Shortest - 1 || WordWeights.IsCorporateWord(word) || LegalForms.IsForm(word))
            return word;
        foreach (var key in Omissions(word))
        {
            foreach (var known in ByOmission.GetValueOrDefault(key, []))
            {
                if (PlainDistance.Between(word, known) <= 1)
                    return known;
            }
        }
        return word;
    }

    private static IEnumerable<string> Omissions(string word) => Enumerable.Range(0, word.Length).Select(i => word.Remove(i, 1)).Prepend(word);

    private static FrozenDictionary<string, string[]> Build() => WordWeights.CorporateWords
        .Concat(LegalForms.Words)
        .Where(w => w.Length >= Shortest)
        .Distinct()
        .Order(StringComparer.Ordinal)
        .SelectMany(w => Omissions(w).Distinct().Select(key => (key, w)))
        .GroupBy(p => p.key, p => p.w, StringComparer.Ordinal)
        .ToFrozenDictionary(g => g.Key, g => g.ToArray(), StringComparer.Ordinal);
}
