namespace KybPlatform.Screening.Names;

/// <summary>
/// What the score of a name needs to know of one word besides its similarities. <paramref name="First"/> is its first letter, <paramref name="Tiny"/> its
/// letters when they are two or three (<see cref="Scoring.Slip.Pack"/>), else 0.
/// </summary>
internal readonly record struct WordFacts(double Weight, int Tiny, char First, TokenKind Kind, bool IsParticle)
{
    public static WordFacts Of(NameToken token) => new(
        token.Weight, Scoring.Slip.Pack(token.Text), token.Text[0], token.Kind, (token.Traits & WordTraits.Particle) != 0);
}

/// <summary>A name as it is scored: the words in order, the sum of their weights, its legal form, and whether its first word is in Han characters.</summary>
internal readonly ref struct NameFacts(NameFamily family, ReadOnlySpan<WordFacts> words, double weight, string? legalForm, bool isHan)
{
    public NameFamily Family { get; } = family;
    public ReadOnlySpan<WordFacts> Words { get; } = words;
    public double Weight { get; } = weight;
    public string? LegalForm { get; } = legalForm;
    public bool IsHan { get; } = isHan;

    /// <summary>The weight of one word, or of two neighbours.</summary>
    public double WeightOf(int at, int length) => length == 1 ? Words[at].Weight : Words[at].Weight + Words[at + 1].Weight;
}
