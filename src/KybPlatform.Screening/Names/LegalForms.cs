using System.Collections.Frozen;
using System.Collections.Immutable;
using KybPlatform.Screening.Lists;

namespace KybPlatform.Screening.Names;

/// <summary>
/// Finds the legal form in the name of a body and takes it out. What is left identifies the body; when nothing is left the name identifies
/// nobody. The forms are families (limited, llc, stock, company, other), since lists translate them freely.
/// </summary>
internal static class LegalForms
{
    private const int LongestForm = 6;

    private static readonly FrozenDictionary<string, (string Family, bool EdgeOnly)> Forms = Load();

    public static ImmutableArray<string> Native { get; } = LoadNative();

    /// <summary>The forms that are one word.</summary>
    public static IEnumerable<string> Words => Forms.Keys.Where(f => !f.Contains(' ', StringComparison.Ordinal));

    public static bool IsForm(string word) => Forms.ContainsKey(word);

    /// <summary>Marks the words that belong to a legal form; returns the family of the last one, or null when there is none.</summary>
    public static string? Mark(IReadOnlyList<string> words, Span<bool> isForm)
    {
        string? family = null;
        for (var at = 0; at < words.Count;)
        {
            var length = LongestAt(words, at, isForm, out var found);
            for (var i = at; i < at + length; i++)
                isForm[i] = true;
            family = length > 0 ? found : family;
            at += Math.Max(1, length);
        }
        return family;
    }

    private static int LongestAt(IReadOnlyList<string> words, int at, ReadOnlySpan<bool> isForm, out string? family)
    {
        for (var length = Math.Min(LongestForm, words.Count - at); length > 0; length--)
        {
            var phrase = length == 1 ? words[at] : string.Join(' ', words.Skip(at).Take(length));
            if (!Forms.TryGetValue(phrase, out var form))
                continue;
            if (form.EdgeOnly && !IsEdge(words.Count, at, length, isForm))
                continue;
            family = form.Family;
            return length;
        }
        family = null;
        return 0;
    }

    private static bool IsEdge(int count, int at, int length, ReadOnlySpan<bool> isForm) =>
        at == 0 || at + length == count || isForm[at - 1];

    private static FrozenDictionary<string, (string, bool)> Load()
    {
        var forms = new Dictionary<string, (string, bool)>(StringComparer.Ordinal);
        foreach (var (family, form) in Entries().Where(e => e.Family != "native"))
            forms.TryAdd(form.TrimStart('^'), (family, form.StartsWith('^')));
        return forms.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private static ImmutableArray<string> LoadNative() => [.. Entries().Where(e => e.Family == "native").Select(e => e.Form)];

    private static IEnumerable<(string Family, string Form)> Entries() => DataTable.Lines("legal-forms.txt")
        .Select(line => line.Split(':', 2))
        .SelectMany(p => p[1].Split('|', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(f => (p[0], f)));
}
