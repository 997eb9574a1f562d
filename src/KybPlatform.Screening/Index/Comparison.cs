using KybPlatform.Screening.Names;
using KybPlatform.Screening.Scoring;

namespace KybPlatform.Screening.Index;

/// <summary>
/// Compares one query with one listed name after the other: word by word into a table, from the table the most that the score can be, and the score
/// itself only when that reaches the threshold. Reused from query to query.
/// </summary>
internal sealed class Comparison
{
    private const int Most = NamePreparation.MaxTokens * NamePreparation.MaxTokens;

    private readonly SimilarityMemo _memo = new();
    private readonly double[] _single = new double[Most];
    private readonly double[] _leftJoined = new double[Most];
    private readonly double[] _rightJoined = new double[Most];
    private readonly WordFacts[] _words = new WordFacts[NamePreparation.MaxTokens];
    private QueryWords _query = null!;
    private WordTable _table = null!;
    private NameTable _names = null!;
    private bool _hasPairs;
    private bool _hasJoined;

    /// <summary>Takes up a query whose drawn words were looked for.</summary>
    public void Start(QueryWords query, WordTable table, NameTable names)
    {
        (_query, _table, _names) = (query, table, names);
        (_hasPairs, _hasJoined) = (false, false);
        _memo.Clear();
        for (var i = 0; i < query.Tokens.Length; i++)
        {
            _hasJoined |= !query.ToJoined(i).IsEmpty;
            _hasPairs |= i + 1 < query.Tokens.Length && !query.OfPair(i).IsEmpty;
        }
    }

    /// <summary>The score, or 0 when it is sure to be below the threshold.</summary>
    /// <param name="mayBeWhole">The two names may be the same when run together, so that their words say nothing.</param>
    public double Score(int name, double threshold, bool mayBeWhole)
    {
        var words = _names.Words(name);
        var query = _query.Name;
        double weight = 0;
        for (var j = 0; j < words.Length; j++)
        {
            _words[j] = _table.Facts(words[j]);
            weight += _words[j].Weight;
        }
        var listed = new NameFacts(query.Family, _words.AsSpan(..words.Length), weight, _names.LegalForm(name), _table.ScriptOf(words[0]) == Script.Han);
        Fill(words, _names.Pairs(name));
        if (!mayBeWhole && IsHopeless(query.Facts, listed, threshold))
            return 0;
        return NameScorer.Score(query.Facts, listed, Order(words), query.Whole.Length, new Similarities(this, words.Length));
    }

    private void Fill(ReadOnlySpan<int> words, ReadOnlySpan<int> pairs)
    {
        var count = words.Length;
        for (var i = 0; i < _query.Tokens.Length; i++)
        {
            var drawn = _query.Drawn(i);
            for (var j = 0; j < count; j++)
            {
                _single[(i * count) + j] = drawn is not null ? drawn[words[j]] : Similarity(i, words[j]);
                if (_hasPairs)
                    _leftJoined[(i * count) + j] = i + 1 < _query.Tokens.Length ? _query.OfPair(i)[words[j]] : 0;
                if (_hasJoined)
                    _rightJoined[(i * count) + j] = j + 1 < count ? _query.ToJoined(i)[pairs[j]] : 0;
            }
        }
    }

    private double Similarity(int at, int word)
    {
        ref var similarity = ref _memo.Find(at, word, out var known);
        if (!known)
            similarity = TokenSimilarity.Of(_query.Tokens[at].View, _table[word]);
        return similarity;
    }

    // The sum of SearchPlan, with the similarities that are known by now: every word adds the best that it can have, though two may want the same.
    private bool IsHopeless(NameFacts query, NameFacts listed, double threshold)
    {
        Span<double> best = stackalloc double[query.Words.Length];
        best.Fill(double.NegativeInfinity);
        uint used = 0;
        for (var i = 0; i < query.Words.Length; i++)
        {
            for (var j = 0; j < listed.Words.Length; j++)
                used |= Offer(query, listed, i, j, threshold, best);
        }
        double most = 0, left = 0, other = 0;
        for (var i = 0; i < best.Length; i++)
        {
            most += Math.Max(best[i], -threshold * NameScore.LeftOverRate(query.Family) * query.Words[i].Weight);
            left += double.IsNegativeInfinity(best[i]) ? query.Words[i].Weight : 0;
        }
        for (var j = 0; j < listed.Words.Length; j++)
            other += (used & (1u << j)) == 0 ? listed.Words[j].Weight : 0;
        return SearchPlan.IsBelow(most, left, other, threshold, query.Family);
    }

    // What two words, and the pairs that they begin, can add; returns which listed words they may use up.
    private uint Offer(NameFacts query, NameFacts listed, int i, int j, double threshold, Span<double> best)
    {
        var at = (i * listed.Words.Length) + j;
        var (a, b) = (query.Words[i], listed.Words[j]);
        uint used = 0;
        var similarity = _single[at] > 0 ? _single[at] : Slip.IsTiny(a.Tiny, b.Tiny) ? Slip.OfTiny : 0;
        if (similarity > 0)
            (best[i], used) = (Math.Max(best[i], (similarity - threshold) * (a.Weight + b.Weight) / 2), 1u << j);
        if ((a.Kind == TokenKind.Initial || b.Kind == TokenKind.Initial) && a.First == b.First)
        {
            var least = Math.Min(a.Weight, b.Weight);
            (best[i], used) = (Math.Max(best[i], least - (threshold * (least + (NameScore.InitialRate * Math.Abs(a.Weight - b.Weight))))), 1u << j);
        }
        if (_hasJoined && _rightJoined[at] > 0)
            (best[i], used) = (Math.Max(best[i], (_rightJoined[at] - threshold) * (a.Weight + listed.WeightOf(j, 2)) / 2), used | (3u << j));
        if (!_hasPairs || _leftJoined[at] <= 0)
            return used;
        // Half of what the pair adds for each of its words.
        var half = (_leftJoined[at] - threshold) * (query.WeightOf(i, 2) + b.Weight) / 4;
        (best[i], best[i + 1]) = (Math.Max(best[i], half), Math.Max(best[i + 1], half));
        return used | (1u << j);
    }

    // How the two names compare when run together.
    private int Order(ReadOnlySpan<int> words)
    {
        var left = _query.Name.Whole;
        var at = 0;
        foreach (var word in words)
        {
            foreach (var code in _table.Codes(word))
            {
                if (at == left.Length)
                    return -1;
                var order = left[at++].CompareTo(LetterCosts.Letter(code));
                if (order != 0)
                    return order;
            }
        }
        return at < left.Length ? 1 : 0;
    }

    /// <summary>The similarities in the table.</summary>
    private readonly struct Similarities(Comparison table, int listed) : ITokenSimilarities
    {
        public double Single(int left, int right) => table._single[(left * listed) + right];

        public double LeftJoined(int left, int right) => table._hasPairs ? table._leftJoined[(left * listed) + right] : 0;

        public double RightJoined(int left, int right) => table._hasJoined ? table._rightJoined[(left * listed) + right] : 0;
    }
}
