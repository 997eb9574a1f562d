using KybPlatform.Identifiers.Documents;

namespace KybPlatform.Api.Verifications.Reading;

/// <summary>Finds the machine-readable zone among the lines of a document.</summary>
internal static class MrzInText
{
    /// <summary>Null where there is none: two lines of 36 or 44 signs, or three of 30, made of capitals, digits and fillers.</summary>
    public static MrzResult? Find(IReadOnlyList<string> lines, DateOnly today)
    {
        List<string> squeezed = [.. lines.Select(l => string.Concat(l.Where(c => !char.IsWhiteSpace(c))).Replace('«', '<'))];
        MrzResult? best = null;
        for (var i = 0; i < squeezed.Count; i++)
        {
            foreach (var (count, length) in ((int, int)[])[(2, 44), (2, 36), (3, 30)])
            {
                if (i + count > squeezed.Count || !squeezed.GetRange(i, count).TrueForAll(l => l.Length == length && IsOfMrz(l)) || !squeezed.GetRange(i, count).Exists(l => l.Contains('<', StringComparison.Ordinal))) continue;
                var result = MrzParser.Parse(squeezed.GetRange(i, count), today);
                if (result.Valid) return result;
                best ??= result;
            }
        }
        return best;
    }

    private static bool IsOfMrz(string line) => line.All(c => c is (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '<');
}
