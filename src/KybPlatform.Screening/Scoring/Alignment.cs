using System.Runtime.InteropServices;
using KybPlatform.Screening.Names;

namespace KybPlatform.Screening.Scoring;

/// <summary>Words of the left name that stand for words of the right one. One of the two lengths may be 2, both not.</summary>
internal readonly record struct AlignedWords(int Left, int LeftLength, int Right, int RightLength, double Similarity, double Gain, bool IsInitial);

/// <summary>
/// Pairs the words of two names off, best pair first, each word once. Greedy instead of optimal: names are short, ties are broken by position,
/// and the result is the same every time.
/// </summary>
internal static class Alignment
{
    private const int MostInserted = 32;

    public static void Find<T>(NameFacts left, NameFacts right, T similarities, List<AlignedWords> aligned)
        where T : struct, ITokenSimilarities
    {
        aligned.Clear();
        Collect(left, right, similarities, aligned);
        Sort(aligned);
        ulong usedLeft = 0, usedRight = 0;
        var kept = 0;
        for (var i = 0; i < aligned.Count; i++)
        {
            var words = aligned[i];
            var maskLeft = Mask(words.Left, words.LeftLength);
            var maskRight = Mask(words.Right, words.RightLength);
            if ((usedLeft & maskLeft) != 0 || (usedRight & maskRight) != 0)
                continue;
            usedLeft |= maskLeft;
            usedRight |= maskRight;
            aligned[kept++] = words;
        }
        aligned.RemoveRange(kept, aligned.Count - kept);
    }

    private static void Collect<T>(NameFacts left, NameFacts right, T similarities, List<AlignedWords> found)
        where T : struct, ITokenSimilarities
    {
        for (var i = 0; i < left.Words.Length; i++)
        {
            var a = left.Words[i];
            for (var j = 0; j < right.Words.Length; j++)
            {
                var b = right.Words[j];
                var similarity = similarities.Single(i, j);
                if (similarity <= 0 && a.Kind == TokenKind.Word && b.Kind == TokenKind.Word && !a.IsParticle && !b.IsParticle && Slip.IsTiny(a.Tiny, b.Tiny))
                    similarity = Slip.OfTiny;
                Add(found, i, 1, j, 1, similarity, a.Weight + b.Weight);
                AddInitial(found, i, j, a, b);
                if (i + 1 < left.Words.Length && similarities.LeftJoined(i, j) is > 0 and var leftJoined && (leftJoined >= 1 || !IsWhole(similarities.Single(i, j), similarities.Single(i + 1, j))))
                    Add(found, i, 2, j, 1, leftJoined, left.WeightOf(i, 2) + b.Weight);
                if (j + 1 < right.Words.Length && similarities.RightJoined(i, j) is > 0 and var rightJoined && (rightJoined >= 1 || !IsWhole(similarities.Single(i, j), similarities.Single(i, j + 1))))
                    Add(found, i, 1, j, 2, rightJoined, a.Weight + right.WeightOf(j, 2));
            }
        }
    }

    // A word that has its equal is not taken from it for two words that only resemble it when run together.
    private static bool IsWhole(double first, double second) => first >= 1 || second >= 1;

    private static void Add(List<AlignedWords> found, int left, int leftLength, int right, int rightLength, double similarity, double weight)
    {
        if (similarity > 0)
            found.Add(new AlignedWords(left, leftLength, right, rightLength, similarity, similarity * weight, false));
    }

    private static void AddInitial(List<AlignedWords> found, int left, int right, in WordFacts a, in WordFacts b)
    {
        if (IsInitialOf(a, b) || IsInitialOf(b, a))
            found.Add(new AlignedWords(left, 1, right, 1, TokenSimilarity.Initial, 2 * WordWeights.Initial * TokenSimilarity.Initial, true));
    }

    private static bool IsInitialOf(in WordFacts initial, in WordFacts word) =>
        initial.Kind == TokenKind.Initial && word.Kind == TokenKind.Word && word.First == initial.First;

    // Mostly a handful, for which inserting is quickest. No two entries are equal, so any way of sorting gives the same.
    private static void Sort(List<AlignedWords> aligned)
    {
        if (aligned.Count > MostInserted)
        {
            aligned.Sort(static (x, y) => Order(x, y));
            return;
        }
        var span = CollectionsMarshal.AsSpan(aligned);
        for (var i = 1; i < span.Length; i++)
        {
            var one = span[i];
            var at = i;
            for (; at > 0 && Order(span[at - 1], one) > 0; at--)
                span[at] = span[at - 1];
            span[at] = one;
        }
    }

    private static int Order(in AlignedWords x, in AlignedWords y)
    {
        var byGain = y.Gain.CompareTo(x.Gain);
        if (byGain != 0)
            return byGain;
        var byDrift = Math.Abs(x.Left - x.Right).CompareTo(Math.Abs(y.Left - y.Right));
        if (byDrift != 0)
            return byDrift;
        var byPlace = (x.Left + x.Right).CompareTo(y.Left + y.Right);
        return byPlace != 0 ? byPlace : (x.Left, x.LeftLength, x.RightLength).CompareTo((y.Left, y.LeftLength, y.RightLength));
    }

    private static ulong Mask(int start, int length) => (length == 1 ? 1UL : 3UL) << start;
}
