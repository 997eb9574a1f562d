using System.Runtime.InteropServices;
using KybPlatform.Screening.Names;
using KybPlatform.Screening.Scoring;

namespace KybPlatform.Screening.Index;

/// <summary>
/// Every distinct word, and every two neighbours joined, of the names of one family, each known by its number. The letters of all words lie in one place, and words
/// with the same skeleton have neighbouring numbers: first the words by skeleton, from <see cref="Words"/> on the joined ones by skeleton.
/// </summary>
internal sealed class WordTable
{
    private readonly char[] _letters;
    private readonly byte[] _codes;
    private readonly (int Letters, int Codes)[] _starts;
    private readonly WordFacts[] _facts;
    private readonly WordSieve[] _sieves;
    private readonly int[] _skeletonOf;
    private readonly (Script Script, WordTraits Traits)[] _kinds;
    private readonly Dictionary<int, string> _natives = [];
    private readonly Dictionary<int, int[]> _groups = [];
    private readonly string[] _skeletons;
    private readonly SkeletonTrie _trie;
    private readonly SkeletonTrie _trieOfJoined;
    private readonly byte[] _longest;
    private readonly byte[] _longestJoined;
    private readonly Spans _ofSkeleton;
    private readonly Spans _joinedOfSkeleton;
    private readonly Dictionary<int, int[]> _byGroup;

    private WordTable(NameToken[] sorted, int words, string[] skeletons)
    {
        Words = words;
        _skeletons = skeletons;
        _letters = new char[sorted.Sum(t => t.Text.Length)];
        _codes = new byte[sorted.Sum(t => t.Codes.Length)];
        _starts = new (int, int)[sorted.Length + 1];
        _facts = new WordFacts[sorted.Length];
        _sieves = new WordSieve[sorted.Length];
        _skeletonOf = new int[sorted.Length];
        _kinds = new (Script, WordTraits)[sorted.Length];
        (_longest, _longestJoined) = (new byte[skeletons.Length], new byte[skeletons.Length]);
        for (var i = 0; i < sorted.Length; i++)
        {
            Put(i, sorted[i]);
            ref var longest = ref (i < words ? _longest : _longestJoined)[_skeletonOf[i]];
            longest = Math.Max(longest, _sieves[i].FoldLength);
        }
        Heaviest = Enumerable.Range(0, words).Select(i => _facts[i].Weight).Append(WordWeights.HeaviestInitial).Max();
        _ofSkeleton = Spans.Of(_skeletonOf.AsSpan(..words), skeletons.Length, 0);
        _joinedOfSkeleton = Spans.Of(_skeletonOf.AsSpan(words..), skeletons.Length, words);
        _trie = TrieOf(_skeletonOf.AsSpan(..words));
        _trieOfJoined = TrieOf(_skeletonOf.AsSpan(words..));
        _byGroup = _groups.SelectMany(g => g.Value.Select(group => (group, g.Key))).GroupBy(g => g.group, g => g.Key).ToDictionary(g => g.Key, g => g.ToArray());
    }

    /// <summary>How many numbers there are: those of the words come first, then those of joined words.</summary>
    public int Count => _facts.Length;

    public int Words { get; }

    /// <summary>The most that any word weighs, and any initial of another family.</summary>
    public double Heaviest { get; }

    public ref readonly WordFacts Facts(int word) => ref _facts[word];

    public ref readonly WordSieve Sieve(int word) => ref _sieves[word];

    public Script ScriptOf(int word) => _kinds[word].Script;

    /// <summary>The skeletons of the words, or of the joined ones.</summary>
    public SkeletonTrie Skeletons(bool joined) => joined ? _trieOfJoined : _trie;

    public string Skeleton(int skeleton) => _skeletons[skeleton];

    /// <summary>The numbers of the words, or of the joined ones, with a skeleton, from <c>Start</c> up to before <c>End</c>.</summary>
    public (int Start, int End) OfSkeleton(int skeleton, bool joined) => (joined ? _joinedOfSkeleton : _ofSkeleton)[skeleton];

    /// <summary>The words of a group, and joined ones never.</summary>
    public ReadOnlySpan<int> OfGroup(int group) => _byGroup.TryGetValue(group, out var words) ? words : [];

    /// <summary>The length of the longest fold with a skeleton.</summary>
    public int LongestOf(int skeleton, bool joined) => (joined ? _longestJoined : _longest)[skeleton];

    public ReadOnlySpan<byte> Codes(int word) => _codes.AsSpan(_starts[word].Codes.._starts[word + 1].Codes);

    public WordView this[int word] => new(
        Text(word), Codes(word), _skeletons[_skeletonOf[word]], Native(word), _kinds[word].Script, _facts[word].Kind, _kinds[word].Traits,
        Groups(word));

    /// <summary>The word as a part of a name.</summary>
    public NameToken Token(int word) => new(
        Text(word).ToString(), Native(word), _kinds[word].Script, _facts[word].Kind, _facts[word].Weight, Fold(word),
        _skeletons[_skeletonOf[word]], _kinds[word].Traits, Groups(word));

    private ReadOnlySpan<char> Text(int word) => _letters.AsSpan(_starts[word].Letters.._starts[word + 1].Letters);

    private string? Native(int word) => _kinds[word].Script == Script.Latin ? null : _natives.GetValueOrDefault(word);

    private int[] Groups(int word) => (_kinds[word].Traits & WordTraits.Grouped) == 0 ? [] : _groups[word];

    private string Fold(int word) => string.Create(Codes(word).Length, (Table: this, Word: word), static (fold, of) =>
    {
        var codes = of.Table.Codes(of.Word);
        for (var i = 0; i < fold.Length; i++)
            fold[i] = LetterCosts.Letter(codes[i]);
    });

    private SkeletonTrie TrieOf(ReadOnlySpan<int> ascending)
    {
        var skeletons = new List<(string, int)>();
        for (var i = 0; i < ascending.Length; i++)
        {
            if (i == 0 || ascending[i] != ascending[i - 1])
                skeletons.Add((_skeletons[ascending[i]], ascending[i]));
        }
        return new SkeletonTrie(skeletons);
    }

    private void Put(int at, NameToken token)
    {
        token.Text.CopyTo(_letters.AsSpan(_starts[at].Letters));
        token.Codes.CopyTo(_codes.AsSpan(_starts[at].Codes));
        _starts[at + 1] = (_starts[at].Letters + token.Text.Length, _starts[at].Codes + token.Codes.Length);
        _facts[at] = WordFacts.Of(token);
        _sieves[at] = WordSieve.Of(token.View);
        _skeletonOf[at] = Array.BinarySearch(_skeletons, token.Key, StringComparer.Ordinal);
        _kinds[at] = (token.Script, token.Traits);
        if (token.Native is not null)
            _natives[at] = token.Native;
        if (token.Groups.Length > 0)
            _groups[at] = token.Groups;
    }

    /// <summary>Numbers the words of names as they come, then freezes and numbers them anew.</summary>
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

        /// <summary>The table, and for each number given so far the one in the table.</summary>
        public (WordTable Table, int[] Renumbered) Build()
        {
            var order = Enumerable.Range(0, _tokens.Count).ToArray();
            Array.Sort(order, Compare);
            var renumbered = new int[order.Length];
            for (var i = 0; i < order.Length; i++)
                renumbered[order[i]] = i;
            string[] skeletons = [.. _tokens.Select(t => t.Key).Distinct().Order(StringComparer.Ordinal)];
            var table = new WordTable([.. order.Select(i => _tokens[i])], _tokens.Count(t => t.Kind != TokenKind.Joined), skeletons);
            return (table, renumbered);
        }

        private int Compare(int x, int y)
        {
            var (a, b) = (_tokens[x], _tokens[y]);
            var byKind = (a.Kind == TokenKind.Joined).CompareTo(b.Kind == TokenKind.Joined);
            if (byKind != 0)
                return byKind;
            var byKey = string.CompareOrdinal(a.Key, b.Key);
            if (byKey != 0)
                return byKey;
            var byText = string.CompareOrdinal(a.Text, b.Text);
            return byText != 0 ? byText : x.CompareTo(y);
        }
    }
}
