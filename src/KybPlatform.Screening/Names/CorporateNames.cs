namespace KybPlatform.Screening.Names;

/// <summary>Prepares names of companies and other bodies, and of vessels and aircraft, which have no legal form.</summary>
internal static class CorporateNames
{
    private static readonly HashSet<string> CraftPrefixes = new(StringComparer.Ordinal) { "mv", "mt", "ms", "ss", "my", "m", "v", "t" };

    private static readonly HashSet<string> RomanNumbers = new(StringComparer.Ordinal) { "ii", "iii", "iv", "vi", "vii", "viii", "ix" };

    public static PreparedName Prepare(string name)
    {
        foreach (var form in LegalForms.Native)
            name = name.Replace(form, " ", StringComparison.Ordinal);
        var words = Words.Of(name, NameFamily.Corporate).ConvertAll(w => w with { Text = NearWords.Mend(w.Text) });
        var isForm = new bool[words.Count];
        var family = LegalForms.Mark([.. words.Select(w => w.Text)], isForm);
        var tokens = words.Where((_, i) => !isForm[i]).Select(w => Token(w, NameFamily.Corporate)).ToList();
        // Only joining words left ("The Company"): nothing that identifies.
        return tokens.All(t => t.Weight < 0.1)
            ? PreparedName.Of(NameFamily.Corporate, [], family)
            : PreparedName.Of(NameFamily.Corporate, tokens, family);
    }

    public static PreparedName PrepareCraft(string name)
    {
        var words = Words.Of(name, NameFamily.Craft);
        var first = 0;
        while (first < Math.Min(2, words.Count - 1) && CraftPrefixes.Contains(words[first].Text))
            first++;
        return PreparedName.Of(NameFamily.Craft, [.. words.Skip(first).Select(w => Token(w, NameFamily.Craft))], null);
    }

    private static NameToken Token(Word word, NameFamily family)
    {
        var kind = word.Text.Any(char.IsAsciiDigit) || RomanNumbers.Contains(word.Text) ? TokenKind.Number : TokenKind.Word;
        return NameToken.Of(word.Text, word.Native, word.Script, kind, WordWeights.Of(word.Text, kind, family), family);
    }
}
