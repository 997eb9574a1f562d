using KybPlatform.Screening.Names;

namespace KybPlatform.Screening.Index;

/// <summary>
/// What can be said of a name without looking at its words: which letters it has as initials, with which letters its words and initials begin (one bit each),
/// and what it weighs at least.
/// </summary>
internal readonly record struct NameOutline(uint Initials, uint Firsts, float Weight)
{
    /// <summary>Keeps the shorter number below the sum of the weights.</summary>
    private const double Shaved = 1 - 1e-6;

    public static NameOutline Of(WordTable table, ReadOnlySpan<int> words)
    {
        var (initials, firsts, weight) = (0u, 0u, 0.0);
        foreach (var word in words)
        {
            ref readonly var facts = ref table.Facts(word);
            weight += facts.Weight;
            firsts |= Bit(facts.First);
            initials |= facts.Kind == TokenKind.Initial ? Bit(facts.First) : 0;
        }
        return new NameOutline(initials, firsts, (float)(weight * Shaved));
    }

    /// <summary>The bit of a letter a to z; none of a digit.</summary>
    public static uint Bit(char letter) => char.IsAsciiLetterLower(letter) ? 1u << (letter - 'a') : 0;
}
