using KybPlatform.Screening.Names;
using KybPlatform.Screening.Scoring;

namespace KybPlatform.Screening.Index;

/// <summary>The words of one query, and neighbours joined, each with the similar words of the dictionary.</summary>
internal sealed class QueryUnits(PreparedName name, TokenDictionary dictionary)
{
    private readonly SimilarTokens[] _tokens = [.. name.Tokens.Select(dictionary.FindSimilar)];
    private readonly SimilarTokens[] _pairs = [.. name.Pairs.Select(dictionary.FindSimilar)];

    public PreparedName Name => name;

    public SimilarTokens Token(int at) => _tokens[at];

    public SimilarTokens Pair(int at) => _pairs[at];
}

/// <summary>Similarities of a query and one indexed name, by lookup.</summary>
internal readonly struct LookedUpSimilarities(QueryUnits query, IndexedName listed) : ITokenSimilarities
{
    public double Single(int left, int right) => query.Token(left)[listed.Tokens[right]];

    public double LeftJoined(int left, int right) => query.Pair(left)[listed.Tokens[right]];

    public double RightJoined(int left, int right) => query.Token(left)[listed.Pairs[right]];
}
