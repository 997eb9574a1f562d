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

    /// <summary>More than sums of shorter numbers lose.</summary>
    private const double Rounding = 1e-5;

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
    private readonly bool[] _isTiny;
    private readonly double[] _heaviestMet;
    private readonly uint _firsts;
    private readonly uint _firstsOfAll;
    private readonly double _perThreshold;
    private readonly double _perRate;
    private readonly double _rest;
    private readonly double _perRest;
    private readonly Rest[] _limits;
    private int _silent;

    /// <summary>So many words have a table of what is known of names, by which of them were met.</summary>
    private const int MostTabled = 8;

    private SearchPlan(QueryWords query, WordTable table, double threshold)
    {
        var count = query.Tokens.Length;
        (_threshold, _family) = (threshold, query.Name.Family);
        (_weights, _heaviest, _left) = (new double[count], new double[count], new double[count]);
        (_letters, _isInitial) = (new uint[count], new bool[count]);
        (_agreed, _byInitial, _otherwise) = (new double[count], new double[count], new double[count]);
        (_draws, _drawsInitials) = (new bool[count], new bool[count]);
        (_isTiny, _heaviestMet) = (new bool[count], new double[count]);
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
                (_otherwise[i], _isTiny[i]) = (Math.Max(_left[i], (Slip.OfTiny - threshold) * word.Weight / 2), true);
            _draws[i] = true;
            _drawsInitials[i] = word.Kind == TokenKind.Word;
            _byInitial[i] = word.Kind == TokenKind.Word
                ? asInitial - (threshold * (asInitial + (NameScore.InitialRate * (word.Weight - asInitial))))
                : double.NegativeInfinity;
            _firstsOfAll |= _letters[i];
            _firsts |= _isInitial[i] ? _letters[i] : 0;
        }
        _limits = count <= MostTabled ? new Rest[1 << count] : [];
        var rate = NameScore.LeftOverRate(_family);
        (_perThreshold, _perRate, _rest, _perRest) = (1 / threshold, 1 / rate, 1 - rate, 1 / (1 - rate));
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
        for (var i = 0; i < plan._draws.Length; i++)
            plan._silent |= plan._draws[i] ? 0 : 1 << i;
        return plan;
    }

    public double Threshold => _threshold;

    /// <summary>Takes up what a word can meet.</summary>
    /// <returns>What each adds at most, in a shorter number that is not below it, nor below what the word adds when it meets nothing.</returns>
    public IEnumerable<(int Word, float Gain)> Meet(int word, List<(int Word, double Gain)> met, WordTable table)
    {
        _heaviestMet[word] = _isTiny[word] ? _heaviest[word] : met.Count == 0 ? 0 : met.Max(m => table.Facts(m.Word).Weight);
        return met.Select(m => (m.Word, (float)(Math.Max(m.Gain, _otherwise[word]) + Rounding)));
    }

    /// <summary>From now on masks say of every word whether it was met, and not only of those that drew.</summary>
    public void KnowAll()
    {
        Array.Fill(_draws, true);
        _silent = 0;
        Array.Fill(_limits, default);
    }

    /// <summary>True when a name cannot reach the threshold of which the words of the mask were met and add so much.</summary>
    public bool IsHopeless(int name, int met, float gain, NameTable names)
    {
        if (_firsts != 0 || name >= names.FirstWithInitials)
        {
            ref readonly var outline = ref names.Outline(name);
            if (((outline.Firsts & _firsts) | (outline.Initials & _firstsOfAll)) != 0)
                return IsHopelessWithInitials(met | _silent, outline);
        }
        if (_limits.Length == 0)
            return names.LeastWeight(name) > Limit(gain, Basis(met));
        ref var basis = ref _limits[met];
        if (!basis.IsKnown)
            basis = Basis(met);
        return names.LeastWeight(name) > Limit(gain, basis);
    }

    // An initial may stand for a word better than what the name has besides.
    private bool IsHopelessWithInitials(int met, in NameOutline name)
    {
        double most = 0, left = 0, used = 0;
        for (var i = 0; i < _draws.Length; i++)
        {
            var best = _left[i];
            if ((met & (1 << i)) != 0 || (_isInitial[i] && (name.Firsts & _letters[i]) != 0))
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

    /// <summary>What the words that were not met add, what of them stays over, and what the listed words weigh that are used up by all.</summary>
    private readonly record struct Rest(double Most, double Left, double Used, bool IsKnown);

    private Rest Basis(int met)
    {
        double most = 0, left = 0, used = 0;
        for (var i = 0; i < _draws.Length; i++)
        {
            if ((met & (1 << i)) != 0)
                used += _heaviestMet[i];
            else if ((_silent & (1 << i)) != 0)
                (most, used) = (most + Math.Max(_agreed[i], _otherwise[i]), used + _heaviest[i]);
            else if (_isInitial[i] || _otherwise[i] <= _left[i])
                (most, left) = (most + _left[i], left + _weights[i]);
            else
                (most, used) = (most + _otherwise[i], used + _heaviest[i]);
        }
        return new Rest(most, left, used, true);
    }

    // IsBelow the other way round: what a name may weigh so that its sum is not below.
    private double Limit(float gain, in Rest rest)
    {
        var more = (rest.Most + gain + Margin) * _perThreshold;
        if (more < 0)
            return -1;
        var both = _rest * rest.Left;
        return Margin + rest.Used + (more <= both ? more * _perRest : rest.Left + ((more - both) * _perRate));
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
