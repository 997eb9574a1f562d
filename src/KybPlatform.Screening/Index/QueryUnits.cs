using System.Runtime.InteropServices;
using KybPlatform.Screening.Names;
using KybPlatform.Screening.Scoring;

namespace KybPlatform.Screening.Index;

/// <summary>
/// The words of one query looked up in a dictionary: for each word and each two neighbours joined, the similar words of the list. A lookup that
/// is not there is a similarity of 0.
/// </summary>
internal sealed class QueryUnits
{
    private readonly Dictionary<int, double>[] _tokens;
    private readonly Dictionary<int, double>[] _pairs;

    public QueryUnits(PreparedName name, TokenDictionary dictionary)
    {
        Name = name;
        var keys = new HashSet<ulong>();
        var seen = new HashSet<int>();
        var found = new List<SimilarToken>();
        _tokens = [.. name.Tokens.Select(t => Find(t, dictionary, keys, seen, found))];
        _pairs = [.. name.Pairs.Select(p => Find(p, dictionary, keys, seen, found))];
    }

    public PreparedName Name { get; }

    public IReadOnlyDictionary<int, double> Token(int at) => _tokens[at];

    public IReadOnlyDictionary<int, double> Pair(int at) => _pairs[at];

    public double OfToken(int at, int listed) => _tokens[at].GetValueOrDefault(listed);

    public double OfPair(int at, int listed) => _pairs[at].GetValueOrDefault(listed);

    private static Dictionary<int, double> Find(NameToken token, TokenDictionary dictionary, HashSet<ulong> keys, HashSet<int> seen, List<SimilarToken> found)
    {
        dictionary.FindSimilar(token, keys, seen, found);
        var similar = new Dictionary<int, double>(found.Count);
        foreach (var (listed, similarity) in CollectionsMarshal.AsSpan(found))
            similar[listed] = similarity;
        return similar;
    }
}

/// <summary>Similarities of a query and one indexed name, by lookup.</summary>
internal readonly struct LookedUpSimilarities(QueryUnits query, IndexedName listed) : ITokenSimilarities
{
    public double Single(int left, int right) => query.OfToken(left, listed.Tokens[right]);

    public double LeftJoined(int left, int right) => query.OfPair(left, listed.Tokens[right]);

    public double RightJoined(int left, int right) => query.OfToken(left, listed.Pairs[right]);
}
