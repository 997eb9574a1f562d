using System.Collections.Immutable;
using KybPlatform.Screening.Names;

namespace KybPlatform.Screening.Index;

/// <summary>
/// The words of one query, and neighbours joined, with what is similar to them among the words of a table. Single words similar to single words are only
/// looked for where a search draws from them.
/// </summary>
internal sealed class QueryWords(PreparedName name, WordSearch search)
{
    private readonly SimilarWords?[] _drawn = new SimilarWords?[name.Tokens.Length];
    private readonly SimilarWords[] _toJoined = [.. name.Tokens.Select(search.Joined)];
    private readonly SimilarWords[] _ofPair = [.. name.Pairs.Select(search.Joined)];

    public PreparedName Name => name;

    public ImmutableArray<NameToken> Tokens => name.Tokens;

    /// <summary>The similar words, or null while they were not looked for.</summary>
    public SimilarWords? Drawn(int at) => _drawn[at];

    public SimilarWords Draw(int at) => _drawn[at] ??= search.Words(name.Tokens[at]);

    /// <summary>
    /// Every listed word that the word can meet, and the most that the two add to the sum of <see cref="SearchPlan"/>: words like it, joined ones like it, and words
    /// like a pair that it is in, which counts half for each of its words. A word may come twice.
    /// </summary>
    public List<(int Word, double Gain)> Met(int at, double threshold, WordTable table)
    {
        var met = new List<(int, double)>();
        var weight = Tokens[at].Weight;
        Add(Draw(at), weight, 1);
        Add(ToJoined(at), weight, 1);
        var (first, last) = PairsWith(at);
        for (var pair = first; pair <= last; pair++)
            Add(OfPair(pair), Tokens[pair].Weight + Tokens[pair + 1].Weight, 2);
        return met;

        void Add(SimilarWords similar, double own, int shared)
        {
            for (var i = 0; i < similar.Words.Length; i++)
                met.Add((similar.Words[i], (similar.Similarities[i] - threshold) * (own + table.Facts(similar.Words[i]).Weight) / (2 * shared)));
        }
    }

    /// <summary>Joined listed words like this word.</summary>
    public SimilarWords ToJoined(int at) => _toJoined[at];

    /// <summary>Listed words like this word and the next, joined.</summary>
    public SimilarWords OfPair(int at) => _ofPair[at];

    /// <summary>The pairs that the word is in: from <c>First</c> to <c>Last</c>, none when that is smaller.</summary>
    public (int First, int Last) PairsWith(int at) => (Math.Max(0, at - 1), Math.Min(at, name.Pairs.Length - 1));
}
