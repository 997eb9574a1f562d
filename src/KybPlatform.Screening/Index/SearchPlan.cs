using KybPlatform.Screening.Names;
using KybPlatform.Screening.Scoring;

namespace KybPlatform.Screening.Index;

/// <summary>
/// How one query is searched. Words that <em>draw</em> bring candidates from the postings of what is similar to them, or of initials; the others are silent: a
/// name that agrees with the query in nothing that was drawn cannot reach the threshold. What leads to most names is silenced first.
/// <para>
/// A score is what agrees divided by what is compared. It reaches the threshold t when what agrees, less t times what is compared, is not negative, and that
/// is a sum over the words of the query: each adds at most the best of what it can meet in a name.
/// </para>
/// </summary>
internal sealed class SearchPlan
{
    /// <summary>Sums of doubles depend on their order.</summary>
    private const double Margin = 1e-9;

    /// <summary>What looking for the similar words costs, in postings.</summary>
    private const int Lookup = 1_000;

    private readonly double _threshold;
    private readonly NameFamily _family;
    private readonly double[] _weights;
    private readonly double[] _heaviest;
    private readonly uint[] _letters;
    private readonly bool[] _isInitial;
    private readonly double[] _left;
    private readonly double[] _agreed;
    private readonly double[] _byInitial;
    private readonly double[] _otherwise;
    private readonly bool[] _draws;
    private readonly bool[] _drawsInitials;

    private SearchPlan(QueryWords query, WordTable table, double threshold)
    {
        var count = query.Tokens.Length;
        (_threshold, _family) = (threshold, query.Name.Family);
        (_weights, _heaviest, _left) = (new double[count], new double[count], new double[count]);
        (_letters, _isInitial) = (new uint[count], new bool[count]);
        (_agreed, _byInitial, _otherwise) = (new double[count], new double[count], new double[count]);
        (_draws, _drawsInitials) = (new bool[count], new bool[count]);
        for (var i = 0; i < count; i++)
        {
            var word = query.Tokens[i];
            (_weights[i], _heaviest[i], _isInitial[i]) = (word.Weight, Heaviest(query, table, i), word.Kind == TokenKind.Initial);
            _letters[i] = word.Kind is TokenKind.Initial or TokenKind.Word ? NameOutline.Bit(word.Text[0]) : 0;
            _left[i] = -threshold * NameScore.LeftOverRate(_family) * word.Weight;
            // An initial agrees with any word in its letter, whose postings are not read, but counts as an initial.
            var asInitial = Math.Min(word.Weight, WordWeights.HeaviestInitial);
            _agreed[i] = (1 - threshold) * (word.Kind == TokenKind.Initial ? word.Weight : (word.Weight + _heaviest[i]) / 2);
            _otherwise[i] = word.Kind == TokenKind.Initial ? _agreed[i] : _left[i];
            // Nor are the postings of the slips of a tiny word read.
            if (word.Kind == TokenKind.Word && word.Text.Length <= Slip.LongestTiny)
                _otherwise[i] = Math.Max(_left[i], (Slip.OfTiny - threshold) * word.Weight / 2);
            _draws[i] = true;
            _drawsInitials[i] = word.Kind == TokenKind.Word;
            _byInitial[i] = word.Kind == TokenKind.Word
                ? asInitial - (threshold * (asInitial + (NameScore.InitialRate * (word.Weight - asInitial))))
                : double.NegativeInfinity;
        }
    }

    /// <summary>True when even names of which nothing was drawn may reach the threshold, so that all have to be looked at.</summary>
    public bool DrawsAll { get; private set; }

    public bool Draws(int word) => _draws[word];

    /// <summary>Whether names with an initial that stands for the word are drawn.</summary>
    public bool DrawsInitials(int word) => _draws[word] && _drawsInitials[word];

    public static SearchPlan For(QueryWords query, WordTable table, WordSearch search, Postings names, Func<char, int> initials, double threshold)
    {
        var plan = new SearchPlan(query, table, threshold);
        plan.DrawsAll = !plan.IsComplete() && query.Tokens.Any(t => t.Kind != TokenKind.Initial);
        if (plan.DrawsAll)
            return plan;
        var parts = new List<(long Cost, bool[] Of, int Word)>();
        for (var i = 0; i < query.Tokens.Length; i++)
        {
            parts.Add((Cost(query, search, names, i), plan._draws, i));
            if (plan._drawsInitials[i])
                parts.Add((initials(query.Tokens[i].Text[0]), plan._drawsInitials, i));
        }
        foreach (var (_, of, word) in parts.OrderByDescending(p => p.Cost))
        {
            of[word] = false;
            of[word] = !plan.IsComplete();
        }
        return plan;
    }

    /// <summary>From now on masks say of every word whether it was met, and not only of those that drew.</summary>
    public void KnowAll() => Array.Fill(_draws, true);

    /// <summary>True when a name cannot reach the threshold of which the words of the mask were met, and its outline says what it may meet besides.</summary>
    public bool IsHopeless(int met, in NameOutline name)
    {
        double most = 0, left = 0, used = 0;
        for (var i = 0; i < _draws.Length; i++)
        {
            var best = _left[i];
            if (!_draws[i] || (met & (1 << i)) != 0 || (_isInitial[i] && (name.Firsts & _letters[i]) != 0))
                (best, used) = (Math.Max(_agreed[i], _otherwise[i]), used + _heaviest[i]);
            else if ((name.Initials & _letters[i]) != 0)
                (best, used) = (Math.Max(_byInitial[i], _otherwise[i]), used + _heaviest[i]);
            else if (_isInitial[i] || _otherwise[i] <= _left[i])
                left += _weights[i];
            else
                (best, used) = (_otherwise[i], used + _heaviest[i]);
            most += best;
        }
        return IsBelow(most, left, name.Weight - used, _threshold, _family);
    }

    /// <summary>
    /// True when a sum is too small for the threshold, given the weight of what certainly stays over in the query and in the listed name. Weight on both sides
    /// is charged whole, and only what one side has more at a lower rate, at which the sum already counts all that the query has over.
    /// </summary>
    public static bool IsBelow(double most, double left, double other, double threshold, NameFamily family)
    {
        var rate = NameScore.LeftOverRate(family);
        var rest = Math.Max(0, other);
        var more = ((1 - rate) * Math.Min(left, rest)) + (rate * Math.Max(0, rest - left));
        return most - (threshold * more) < -Margin;
    }

    // True when no name of which nothing was drawn can reach the threshold, whatever else it has.
    private bool IsComplete()
    {
        double most = 0;
        for (var i = 0; i < _draws.Length; i++)
        {
            var best = _draws[i] ? _otherwise[i] : Math.Max(_agreed[i], _otherwise[i]);
            most += _draws[i] && _drawsInitials[i] ? best : Math.Max(best, _byInitial[i]);
        }
        return most < -Margin;
    }

    // The most that the word, or a pair that it is in, can meet in a listed name.
    private static double Heaviest(QueryWords query, WordTable table, int at)
    {
        var heaviest = Math.Max(table.Heaviest, Of(query.ToJoined(at)));
        var (first, last) = query.PairsWith(at);
        for (var pair = first; pair <= last; pair++)
            heaviest = Math.Max(heaviest, Of(query.OfPair(pair)));
        return heaviest;

        double Of(SimilarWords similar)
        {
            double most = 0;
            foreach (var word in similar.Words)
                most = Math.Max(most, table.Facts(word).Weight);
            return most;
        }
    }

    private static long Cost(QueryWords query, WordSearch search, Postings names, int at)
    {
        long cost = Lookup + (2 * search.Estimate(query.Tokens[at], names)) + Of(query.ToJoined(at));
        var (first, last) = query.PairsWith(at);
        for (var pair = first; pair <= last; pair++)
            cost += Of(query.OfPair(pair));
        return cost;

        long Of(SimilarWords similar)
        {
            long sum = 0;
            foreach (var word in similar.Words)
                sum += names.Length(word);
            return sum;
        }
    }
}
