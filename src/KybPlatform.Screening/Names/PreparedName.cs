using System.Collections.Immutable;

namespace KybPlatform.Screening.Names;

/// <summary>
/// A name ready to be compared. No tokens means that nothing identifying was left, such as a company reduced to its legal form; such a name
/// matches nothing. <paramref name="Pairs"/> holds each word joined with the next. <paramref name="Whole"/> is everything folded and run together.
/// </summary>
internal sealed record PreparedName(
    NameFamily Family, ImmutableArray<NameToken> Tokens, ImmutableArray<NameToken> Pairs, double Weight, string Whole, string? LegalForm)
{
    private readonly WordFacts[] _facts = [.. Tokens.Select(WordFacts.Of)];

    public NameFacts Facts => new(Family, _facts, Weight, LegalForm, Tokens.Length > 0 && Tokens[0].Script == Script.Han);

    public static PreparedName Of(NameFamily family, IReadOnlyList<NameToken> tokens, string? legalForm)
    {
        var pairs = ImmutableArray.CreateBuilder<NameToken>();
        for (var i = 0; i + 1 < tokens.Count; i++)
            pairs.Add(tokens[i].JoinedWith(tokens[i + 1]));
        var whole = string.Concat(tokens.Select(t => t.Fold));
        return new PreparedName(family, [.. tokens], pairs.ToImmutable(), tokens.Sum(t => t.Weight), whole, legalForm);
    }
}
