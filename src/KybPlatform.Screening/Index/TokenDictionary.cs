using System.Runtime.InteropServices;
using KybPlatform.Screening.Names;
using KybPlatform.Screening.Scoring;

namespace KybPlatform.Screening.Index;

/// <summary>A word of the dictionary and how alike it is to the word looked for.</summary>
internal readonly record struct SimilarToken(int Token, double Similarity);

/// <summary>
/// Every distinct word, and every two neighbours joined, of the names of one family. Finds all words that <see cref="TokenSimilarity"/> calls
/// similar, which is what makes a search exact.
/// </summary>
internal sealed class TokenDictionary
{
    private readonly List<NameToken> _tokens;
    private readonly Rows<ulong> _byKey;
    private readonly Rows<int> _byGroup;

    private TokenDictionary(List<NameToken> tokens, Rows<ulong> byKey, Rows<int> byGroup)
    {
        _tokens = tokens;
        _byKey = byKey;
        _byGroup = byGroup;
    }

    public int Count => _tokens.Count;

    public NameToken this[int token] => _tokens[token];

    /// <summary>
    /// All words similar to this one, in no order. Two joined words are never compared with each other, as in an alignment. A word also finds
    /// its own initial.
    /// </summary>
    public void FindSimilar(NameToken token, HashSet<ulong> keys, HashSet<int> seen, List<SimilarToken> found)
    {
        keys.Clear();
        seen.Clear();
        found.Clear();
        SkeletonKeys.Of(token.Key, token.Kind == TokenKind.Joined, keys);
        foreach (var key in keys)
            Verify(token, _byKey[key], seen, found);
        foreach (var group in token.Groups)
            Verify(token, _byGroup[group], seen, found);
    }

    private void Verify(NameToken token, ReadOnlySpan<int> candidates, HashSet<int> seen, List<SimilarToken> found)
    {
        foreach (var candidate in candidates)
        {
            if (!seen.Add(candidate))
                continue;
            var other = _tokens[candidate];
            if (token.Kind == TokenKind.Joined && other.Kind == TokenKind.Joined)
                continue;
            var similarity = TokenSimilarity.Of(token, other);
            if (similarity > 0)
                found.Add(new SimilarToken(candidate, similarity));
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
            var byKey = new List<(ulong, int)>();
            var byGroup = new List<(int, int)>();
            var keys = new HashSet<ulong>();
            for (var i = 0; i < _tokens.Count; i++)
            {
                keys.Clear();
                SkeletonKeys.Of(_tokens[i].Key, _tokens[i].Kind == TokenKind.Joined, keys);
                foreach (var key in keys)
                    byKey.Add((key, i));
                foreach (var group in _tokens[i].Groups)
                    byGroup.Add((group, i));
            }
            return new TokenDictionary(_tokens, Rows<ulong>.From(byKey), Rows<int>.From(byGroup));
        }
    }
}
