using KybPlatform.Screening.Names;
using KybPlatform.Screening.Scoring;

namespace KybPlatform.Screening.Index;

/// <summary>
/// What two folds differ by at least when their skeletons differ, in hundredths of an edit, vowels left out: the cheapest way from one skeleton
/// to the other, each step at the price of the cheapest letters of its classes. What changes a vowel at the same time is charged without it, so
/// that differences of vowels can be added.
/// </summary>
internal static class SkeletonCosts
{
    private const int Classes = 128;

    /// <summary>Of longer skeletons nothing is said.</summary>
    private const int Longest = 31;

    /// <summary>Stands for no letter at all.</summary>
    private const char Nothing = '\0';

    private static readonly byte[] Insertion = new byte[Classes];
    private static readonly byte[] Substitution = new byte[Classes * Classes];

    // The cheapest way from one class to another over any others: what two skeletons have too much and too little of must go such ways, however they are aligned.
    private static readonly byte[] Least = new byte[Classes * Classes];

    static SkeletonCosts()
    {
        var letters = "abcdefghijklmnopqrstuvwxyzSCZX0123456789".ToCharArray();
        foreach (var a in letters)
        {
            var of = Folding.ClassOf(a);
            Insertion[of] = (byte)letters.Where(l => Folding.ClassOf(l) == of).Min(Unaligned);
            foreach (var b in letters)
            {
                var with = Folding.ClassOf(b);
                Substitution[(of * Classes) + with] = (byte)letters.Where(l => Folding.ClassOf(l) == of)
                    .Min(l => letters.Where(m => Folding.ClassOf(m) == with).Min(m => Price(l, m)));
            }
        }
        char[] classes = [Nothing, .. letters.Select(Folding.ClassOf).Distinct()];
        foreach (var a in classes)
        {
            foreach (var b in classes)
                Least[(a * Classes) + b] = a == b ? (byte)0 : a == Nothing ? Insertion[b] : b == Nothing ? Insertion[a] : Substitution[(a * Classes) + b];
        }
        foreach (var over in classes)
        {
            foreach (var a in classes)
            {
                foreach (var b in classes)
                    Least[(a * Classes) + b] = (byte)Math.Min(Least[(a * Classes) + b], Least[(a * Classes) + over] + Least[(over * Classes) + b]);
            }
        }
    }

    /// <summary>What one letter more costs at least, though others may stand for it in between.</summary>
    public static int One(char letter) => Least[(letter * Classes) + Nothing];

    /// <summary>What one letter in the place of another costs at least.</summary>
    public static int Other(char letter, char other) => Least[(letter * Classes) + other];

    public static int LeastBetween(ReadOnlySpan<char> a, ReadOnlySpan<char> b)
    {
        if (a.Length > Longest || b.Length > Longest)
            return 0;
        const int width = Longest + 1;
        Span<int> rows = stackalloc int[3 * width];
        var before = rows[..width];
        var above = rows.Slice(width, width);
        var row = rows[(2 * width)..];
        above[0] = 0;
        for (var j = 0; j < b.Length; j++)
            above[j + 1] = above[j] + Insertion[b[j]];
        for (var i = 0; i < a.Length; i++)
        {
            row[0] = above[0] + Insertion[a[i]];
            for (var j = 0; j < b.Length; j++)
            {
                var cost = Math.Min(above[j] + (a[i] == b[j] ? 0 : Substitution[(a[i] * Classes) + b[j]]), Math.Min(above[j + 1] + Insertion[a[i]], row[j] + Insertion[b[j]]));
                if (i > 0 && j > 0 && a[i] == b[j - 1] && a[i - 1] == b[j])
                    cost = Math.Min(cost, before[j - 1] + LetterCosts.Transposition);
                row[j + 1] = cost;
            }
            var free = before;
            before = above;
            above = row;
            row = free;
        }
        return above[b.Length];
    }

    // A letter that stands in one skeleton only was added, or stands where the other word has a vowel or an h, which skeletons leave out. A vowel or h that opens
    // a word may be the very one that the other word has inside.
    private static int Unaligned(char letter)
    {
        if (Folding.IsVowel(letter) || letter == 'h')
            return 0;
        return Math.Min(LetterCosts.Insertions(false)[LetterCosts.Code(letter)], "aeiouh".Min(other => Price(letter, other)));
    }

    private static int Price(char a, char b)
    {
        var price = LetterCosts.Replace(LetterCosts.Code(a), LetterCosts.Code(b));
        return Folding.IsVowel(a) == Folding.IsVowel(b) ? price : Math.Max(0, price - WordSieve.VowelCost);
    }
}
