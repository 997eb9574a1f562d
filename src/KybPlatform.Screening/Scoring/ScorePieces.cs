using System.Collections.Immutable;
using KybPlatform.Screening.Names;

namespace KybPlatform.Screening.Scoring;

/// <summary>Writes down how a name score came about.</summary>
internal static class ScorePieces
{
    public static ImmutableArray<ScorePiece> Of(PreparedName left, PreparedName right, List<AlignedWords> aligned, NameScore score, bool mirrored)
    {
        if (left.Tokens.IsEmpty || right.Tokens.IsEmpty)
            return [new ScorePiece("nothing_left", 0, 0, "nothing identifying is left of a name without its legal form and joining words")];

        var pieces = ImmutableArray.CreateBuilder<ScorePiece>();
        foreach (var words in aligned)
            pieces.Add(Agreed(left, right, words, mirrored));
        AddRest(pieces, score, Rest(left, aligned, true), Rest(right, aligned, false), mirrored);
        AddFactor(pieces, "order", score.OrderFactor, "the words stand in another order");
        AddFactor(pieces, "number", score.NumberFactor, "a number or suffix differs or is missing");
        AddFactor(pieces, "legal_form", score.FormFactor, $"{left.LegalForm} and {right.LegalForm} are different legal forms");
        if (score.IsWhole)
            pieces.Add(new ScorePiece("whole", NameScore.SameRunTogether, 1, "the names are the same when run together"));
        return pieces.ToImmutable();
    }

    private static ScorePiece Agreed(PreparedName left, PreparedName right, AlignedWords words, bool mirrored)
    {
        var (a, b) = (Text(left, words.Left, words.LeftLength), Text(right, words.Right, words.RightLength));
        var (weightA, weightB) = (Weight(left, words.Left, words.LeftLength), Weight(right, words.Right, words.RightLength));
        var key = words.IsInitial ? "initial" : words.LeftLength + words.RightLength > 2 ? "joined" : "token";
        var weight = words.IsInitial ? Math.Min(weightA, weightB) : (weightA + weightB) / 2;
        var sign = words.Similarity >= 1 && !words.IsInitial ? "=" : "~";
        return new ScorePiece(key, NameScorer.Round(words.Similarity), weight, mirrored ? $"{b} {sign} {a}" : $"{a} {sign} {b}");
    }

    private static void AddRest(ImmutableArray<ScorePiece>.Builder pieces, NameScore score, string left, string right, bool mirrored)
    {
        var (first, second) = mirrored ? (right, left) : (left, right);
        if (score.Conflict > 0 && left.Length > 0 && right.Length > 0)
            pieces.Add(new ScorePiece("conflict", 0, NameScorer.Round(score.Conflict), $"{first} is not {second}"));
        if (score.LeftOver > 0 && left.Length + right.Length > 0)
            pieces.Add(new ScorePiece("left_over", 0, NameScorer.Round(score.LeftOver), $"only in one name: {string.Join(", ", new[] { first, second }.Where(t => t.Length > 0))}"));
    }

    private static void AddFactor(ImmutableArray<ScorePiece>.Builder pieces, string key, double factor, string why)
    {
        if (factor < 1)
            pieces.Add(new ScorePiece(key, factor, 1, why));
    }

    private static string Rest(PreparedName name, List<AlignedWords> aligned, bool isLeft)
    {
        var loose = name.Tokens.Where((_, i) => !aligned.Any(w => isLeft
            ? i >= w.Left && i < w.Left + w.LeftLength
            : i >= w.Right && i < w.Right + w.RightLength));
        return string.Join(' ', loose.Select(t => t.Native ?? t.Text));
    }

    private static string Text(PreparedName name, int at, int length) => length == 1
        ? name.Tokens[at].Native ?? name.Tokens[at].Text
        : $"{name.Tokens[at].Native ?? name.Tokens[at].Text} {name.Tokens[at + 1].Native ?? name.Tokens[at + 1].Text}";

    private static double Weight(PreparedName name, int at, int length) => length == 1 ? name.Tokens[at].Weight : name.Pairs[at].Weight;
}
