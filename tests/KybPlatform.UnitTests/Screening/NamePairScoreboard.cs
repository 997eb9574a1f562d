using System.Globalization;
using AwesomeAssertions;
using KybPlatform.Screening.Lists;
using KybPlatform.Screening.Scoring;
using Xunit;

namespace KybPlatform.UnitTests.Screening;

/// <summary>Precision and recall of the scorer on the labelled pairs in Data/name-pairs.tsv. The board is printed with the test.</summary>
public sealed class NamePairScoreboard
{
    [Fact]
    public void Labelled_pairs_are_told_apart()
    {
        var pairs = NamePairs.All.Select(p => (p.Schema, p.Same, NameScorer.Compare(p.Schema, p.Name1, p.Name2).Score)).ToList();
        foreach (var schema in pairs.Select(p => p.Schema).Distinct())
            Print(schema.ToText(), [.. pairs.Where(p => p.Schema == schema).Select(p => (p.Same, p.Score))]);
        Print("all", [.. pairs.Select(p => (p.Same, p.Score))]);

        F1([.. pairs.Select(p => (p.Same, p.Score))], NameScorer.DefaultThreshold).Should().BeGreaterThan(0.85);
    }

    private static void Print(string what, (bool Same, double Score)[] pairs)
    {
        var at = new[] { 0.70, 0.75, NameScorer.DefaultThreshold, 0.85, 0.90 };
        var board = string.Join("  ", at.Select(t => string.Create(CultureInfo.InvariantCulture, $"F1@{t:0.00} {F1(pairs, t):0.000}")));
        TestContext.Current.TestOutputHelper?.WriteLine($"{what} ({pairs.Length} pairs): {board}");
    }

    private static double F1((bool Same, double Score)[] pairs, double threshold)
    {
        var hit = pairs.Count(p => p.Same && p.Score >= threshold);
        var falseHit = pairs.Count(p => !p.Same && p.Score >= threshold);
        var missed = pairs.Count(p => p.Same && p.Score < threshold);
        return 2.0 * hit / ((2 * hit) + falseHit + missed);
    }
}
