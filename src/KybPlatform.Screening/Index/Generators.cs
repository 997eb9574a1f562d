using KybPlatform.Screening.Names;
using KybPlatform.Screening.Scoring;

namespace KybPlatform.Screening.Index;

/// <summary>
/// Chooses the words of a query from which candidates are drawn. A name that agrees with the query only in the other words cannot reach the
/// threshold, by an upper bound of the score; so the words with the longest postings are left out as long as that holds.
/// </summary>
internal static class Generators
{
    /// <summary>True per word of the query that must draw candidates.</summary>
    public static bool[] Choose(QueryUnits query, TokenDictionary dictionary, Func<int, int> postings, double threshold)
    {
        var tokens = query.Name.Tokens;
        var potential = new double[tokens.Length];
        var cost = new long[tokens.Length];
        for (var i = 0; i < tokens.Length; i++)
            (potential[i], cost[i]) = Reach(query, dictionary, postings, i);

        var draws = new bool[tokens.Length];
        Array.Fill(draws, true);
        foreach (var i in Enumerable.Range(0, tokens.Length).OrderByDescending(i => cost[i]))
        {
            draws[i] = false;
            if (Bound(query.Name, potential, draws) >= threshold - 1e-9)
                draws[i] = true;
        }
        return draws;
    }

    // What the word can bring at most, and how many postings drawing from it would read.
    private static (double Potential, long Cost) Reach(QueryUnits query, TokenDictionary dictionary, Func<int, int> postings, int at)
    {
        var own = query.Name.Tokens[at];
        double listed = own.Kind == TokenKind.Initial ? own.Weight : 0;
        long cost = 0;
        for (var pair = Math.Max(0, at - 1); pair <= Math.Min(at, query.Name.Pairs.Length - 1); pair++)
            Read(query.Pair(pair));
        Read(query.Token(at));
        return ((own.Weight + Math.Max(listed, WordWeights.Initial)) / 2, cost);

        void Read(IReadOnlyDictionary<int, double> similar)
        {
            foreach (var token in similar.Keys)
            {
                listed = Math.Max(listed, dictionary[token].Weight);
                cost += postings(token);
            }
        }
    }

    // score <= M / (M + rate * U), with M the most the silent words can bring and U the weight of the words that draw.
    private static double Bound(PreparedName name, double[] potential, bool[] draws)
    {
        double matched = 0, loose = 0;
        for (var i = 0; i < draws.Length; i++)
        {
            if (draws[i])
                loose += name.Tokens[i].Weight;
            else
                matched += potential[i];
        }
        return matched == 0 ? 0 : matched / (matched + NameScore.LeftOverRate(name.Family) * loose);
    }
}
