using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using KybPlatform.Screening.Names;
using KybPlatform.Screening.Scoring;

namespace KybPlatform.Screening.Index;

/// <summary>
/// Every distinct word, and every two neighbours joined, of the names of one family. Finds all words that <see cref="TokenSimilarity"/> calls
/// similar, which is what makes a search exact.
/// </summary>
internal sealed class TokenDictionary
{
    /// <summary>Lookups that compared more words than this are kept for the next query with the same word, up to a bound.</summary>
    private const int CostlyLookup = 64;
    private const int MostRemembered = 16_384;

    [ThreadStatic]
    private static Scratch? _scratch;

    private readonly NameToken[] _tokens;
    private readonly Dictionary<NameToken, int> _numbers;
    // Two words may be two edits apart, a word and a joined one only one, and two joined ones are never compared: each has a file of its own, so that no lookup
    // reads what it cannot use.
    private readonly Rows<ulong> _words;
    private readonly Rows<ulong> _wordsForJoined;
    private readonly Rows<ulong> _joined;
    private readonly Rows<int> _byGroup;
    private readonly ConcurrentDictionary<int, SimilarTokens> _remembered = new();

    private TokenDictionary(NameToken[] tokens, Dictionary<NameToken, int> numbers, Rows<ulong> words, Rows<ulong> wordsForJoined, Rows<ulong> joined, Rows<int> byGroup)
    {
        _tokens = tokens;
        _numbers = numbers;
        _words = words;
        _wordsForJoined = wordsForJoined;
        _joined = joined;
        _byGroup = byGroup;
    }

    public int Count => _tokens.Length;

    public NameToken this[int token] => _tokens[token];

    /// <summary>All words similar to this one. Two joined words are never compared with each other, as in an alignment.</summary>
    public SimilarTokens FindSimilar(NameToken token)
    {
        var known = _numbers.TryGetValue(token, out var number);
        if (known && _remembered.TryGetValue(number, out var remembered))
            return remembered;
        var scratch = _scratch ??= new Scratch();
        var compared = Search(token, scratch);
        var found = scratch.ToSimilar();
        if (known && compared > CostlyLookup && _remembered.Count < MostRemembered)
            _remembered.TryAdd(number, found);
        return found;
    }

    private int Search(NameToken token, Scratch scratch)
    {
        scratch.Clear(_tokens.Length);
        var compared = 0;
        SkeletonKeys.Of(token.Key, joined: true, scratch.Keys);
        foreach (var key in scratch.Keys)
            compared += Verify(token, token.Kind == TokenKind.Joined ? _wordsForJoined[key] : _joined[key], scratch);
        if (token.Kind != TokenKind.Joined)
        {
            SkeletonKeys.Of(token.Key, joined: false, scratch.Keys);
            foreach (var key in scratch.Keys)
                compared += Verify(token, _words[key], scratch);
        }
        foreach (var group in token.Groups)
            compared += Verify(token, _byGroup[group], scratch);
        return compared;
    }

    private int Verify(NameToken token, ReadOnlySpan<int> candidates, Scratch scratch)
    {
        foreach (var candidate in candidates)
        {
            if (!scratch.Seen.Add(candidate))
                continue;
            var similarity = TokenSimilarity.Of(token, _tokens[candidate]);
            if (similarity > 0)
                scratch.Found.Add((candidate, similarity));
        }
        return candidates.Length;
    }

    /// <summary>What one lookup needs and the next can use again.</summary>
    private sealed class Scratch
    {
        public HashSet<ulong> Keys { get; } = [];
        public Marks Seen { get; } = new();
        public List<(int Token, double Similarity)> Found { get; } = [];

        public void Clear(int size)
        {
            Keys.Clear();
            Found.Clear();
            Seen.Clear(size);
        }

        public SimilarTokens ToSimilar()
        {
            Found.Sort(static (x, y) => x.Token.CompareTo(y.Token));
            var (tokens, similarities) = (new int[Found.Count], new double[Found.Count]);
            for (var i = 0; i < tokens.Length; i++)
                (tokens[i], similarities[i]) = Found[i];
            return new SimilarTokens(tokens, similarities);
        }
    }

    /// <summary>Numbers the words of names as they come, then freezes into a dictionary.</summary>
    internal sealed class Builder
    {
        private readonly Dictionary<NameToken, int> _numbers = [];
        private readonly List<NameToken> _tokens = [];

        public int Number(NameToken token)
        {
            ref var number = ref CollectionsMarshal.GetValueRefOrAddDefault(_numbers, token, out var known);
            if (known)
                return number;
            number = _tokens.Count;
            _tokens.Add(token);
            return number;
        }

        public TokenDictionary Build()
        {
            var (words, wordsForJoined, joined, byGroup) = (new List<(ulong, int)>(), new List<(ulong, int)>(), new List<(ulong, int)>(), new List<(int, int)>());
            var keys = new HashSet<ulong>();
            for (var i = 0; i < _tokens.Count; i++)
            {
                var isJoined = _tokens[i].Kind == TokenKind.Joined;
                File(_tokens[i], i, isJoined ? joined : wordsForJoined, asJoined: true, keys);
                if (!isJoined)
                    File(_tokens[i], i, words, asJoined: false, keys);
                foreach (var group in _tokens[i].Groups)
                    byGroup.Add((group, i));
            }
            return new TokenDictionary([.. _tokens], _numbers, Rows<ulong>.From(words), Rows<ulong>.From(wordsForJoined), Rows<ulong>.From(joined), Rows<int>.From(byGroup));
        }

        private static void File(NameToken token, int number, List<(ulong, int)> under, bool asJoined, HashSet<ulong> keys)
        {
            keys.Clear();
            SkeletonKeys.Of(token.Key, asJoined, keys);
            foreach (var key in keys)
                under.Add((key, number));
        }
    }
}
