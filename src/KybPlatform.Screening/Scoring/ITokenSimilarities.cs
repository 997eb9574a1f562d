using KybPlatform.Screening.Names;

namespace KybPlatform.Screening.Scoring;

/// <summary>
/// Where an alignment gets its word similarities from: worked out on the spot for a pair of names, or looked up in a search. Both give the same
/// numbers, so that a search and a comparison give the same score.
/// </summary>
internal interface ITokenSimilarities
{
    double Single(int left, int right);

    /// <summary>The left words <paramref name="left"/> and the next, joined, against one right word.</summary>
    double LeftJoined(int left, int right);

    /// <summary>One left word against the right words <paramref name="right"/> and the next, joined.</summary>
    double RightJoined(int left, int right);
}

/// <summary>Compares the words themselves.</summary>
internal readonly struct DirectSimilarities(PreparedName left, PreparedName right) : ITokenSimilarities
{
    public double Single(int left1, int right1) => TokenSimilarity.Of(left.Tokens[left1], right.Tokens[right1]);

    public double LeftJoined(int left1, int right1) => TokenSimilarity.Of(left.Pairs[left1], right.Tokens[right1]);

    public double RightJoined(int left1, int right1) => TokenSimilarity.Of(left.Tokens[left1], right.Pairs[right1]);
}

/// <summary>The same similarities seen from the other side.</summary>
internal readonly struct Mirrored<T>(T inner) : ITokenSimilarities
    where T : struct, ITokenSimilarities
{
    public double Single(int left, int right) => inner.Single(right, left);

    public double LeftJoined(int left, int right) => inner.RightJoined(right, left);

    public double RightJoined(int left, int right) => inner.LeftJoined(right, left);
}
