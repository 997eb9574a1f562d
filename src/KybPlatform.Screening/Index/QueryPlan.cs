using KybPlatform.Screening.Names;
using KybPlatform.Screening.Scoring;

namespace KybPlatform.Screening.Index;

/// <summary>
/// How one query is searched. Words that <em>draw</em> bring candidates from their postings; the others are silent: a name that agrees with the
/// query only in silent words cannot reach the threshold, by an upper bound of the score. The words with the longest postings are silenced.
/// </summary>
internal sealed class QueryPlan
{
    private readonly PreparedName _name;
    private readonly double[] _listed;
    private readonly bool[] _draws;
    private readonly int _alwaysCovered;
    private readonly int _halfCovered;

    private QueryPlan(PreparedName name, double[] listed, bool[] draws)
    {
        _name = name;
        _listed = listed;
        _draws = draws;
        for (var i = 0; i < name.Tokens.Length; i++)
        {
            // An initial agrees with any word in its letter, and postings of all those words are not read.
            _alwaysCovered |= name.Tokens[i].Kind == TokenKind.Initial ? 1 << i : 0;
            // Nor are those of the slips of tiny words.
            _halfCovered |= name.Tokens[i].Kind == TokenKind.Word && name.Tokens[i].Text.Length <= Slip.LongestTiny ? 1 << i : 0;
        }
    }

    public bool Draws(int word) => _draws[word];

    public static QueryPlan For(QueryUnits query, TokenDictionary dictionary, Func<int, int> postings, double threshold)
    {
        var tokens = query.Name.Tokens;
        var listed = new double[tokens.Length];
        var costs = new long[tokens.Length];
        for (var i = 0; i < tokens.Length; i++)
            (listed[i], costs[i]) = Reach(query, dictionary, postings, i);

        var draws = new bool[tokens.Length];
        Array.Fill(draws, true);
        var plan = new QueryPlan(query.Name, listed, draws);
        var order = Enumerable.Range(0, tokens.Length).OrderByDescending(i => costs[i]);
        foreach (var i in order)
        {
            draws[i] = false;
            draws[i] = !plan.IsHopeless(plan.Silent(), double.PositiveInfinity, threshold);
        }
        return plan;
    }

    /// <summary>
    /// True when no name of this weight that agrees with the query in at most the words of the mask can reach the threshold. Weight infinity
    /// asks for names of any weight.
    /// </summary>
    public bool IsHopeless(int covered, double weight, double threshold)
    {
        covered |= _alwaysCovered;
        var half = _halfCovered & ~covered;
        double own = 0, other = 0, missed = 0;
        for (var i = 0; i < _listed.Length; i++)
        {
            if (((covered | half) & (1 << i)) == 0)
                continue;
            own += _name.Tokens[i].Weight;
            other += _listed[i];
            missed += (half & (1 << i)) == 0 ? 0 : (1 - Slip.OfTiny) * _name.Tokens[i].Weight / 2;
        }
        // A small margin, because sums of doubles depend on their order.
        return NameScore.Bound(_name, own, Math.Min(other, weight), double.IsInfinity(weight) ? other : weight, missed) < threshold - 1e-9;
    }

    private int Silent()
    {
        var mask = 0;
        for (var i = 0; i < _draws.Length; i++)
            mask |= _draws[i] ? 0 : 1 << i;
        return mask;
    }

    // The most weight that the word can meet in a listed name, and how many postings drawing from it would read.
    private static (double Listed, long Cost) Reach(QueryUnits query, TokenDictionary dictionary, Func<int, int> postings, int at)
    {
        var own = query.Name.Tokens[at];
        // A listed word for a query's initial counts with the weight of the initial, but uses up its own; and a slip of a tiny word, whose
        // postings are not read, weighs what it weighs. Every other word may meet an initial.
        double listed = own.Kind == TokenKind.Initial || (own.Kind == TokenKind.Word && own.Text.Length <= Slip.LongestTiny) ? 1 : WordWeights.HeaviestInitial;
        long cost = 0;
        for (var pair = Math.Max(0, at - 1); pair <= Math.Min(at, query.Name.Pairs.Length - 1); pair++)
            Read(query.Pair(pair));
        Read(query.Token(at));
        return (listed, cost);

        void Read(SimilarTokens similar)
        {
            foreach (var token in similar.Tokens)
            {
                listed = Math.Max(listed, dictionary[token].Weight);
                cost += postings(token);
            }
        }
    }
}
