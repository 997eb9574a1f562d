using KybPlatform.Identifiers.CheckDigits;

namespace KybPlatform.Identifiers.Schemes;

/// <summary>Nine-digit numbers are entities, thirteen add a branch, ten are people, foreigners or other registrations, each with its own weights.</summary>
internal static class BulgarianRules
{
    public static bool? EikHolds(ReadOnlySpan<char> v) => v.Length switch
    {
        10 => (EgnHolds(v) && EgnBirth(v) is not null) || ForeignerHolds(v) || OtherHolds(v),
        13 => EntityHolds(v) && v[12] == Algorithms.TwoPass11(v[8..], [2, 7, 3, 5], [4, 9, 5, 7], true),
        _ => EntityHolds(v),
    };

    public static bool EgnHolds(ReadOnlySpan<char> v) =>
        v[9] == Families.Remainder11TenIsZero[Digits.WeightedSum(v, [2, 4, 8, 5, 10, 9, 7, 3, 6]) % 11];

    /// <summary>The month carries the century: plus 20 for 1800, plus 40 for 2000.</summary>
    public static DateOnly? EgnBirth(ReadOnlySpan<char> v)
    {
        var month = Digits.Number(v[2..4]);
        var (century, plain) = month switch { > 40 => (2000, month - 40), > 20 => (1800, month - 20), _ => (1900, month) };
        return CalendarParts.Date(century + Digits.Number(v[..2]), plain, Digits.Number(v[4..6]));
    }

    private static bool EntityHolds(ReadOnlySpan<char> v) =>
        v[8] == Algorithms.TwoPass11(v, [1, 2, 3, 4, 5, 6, 7, 8], [3, 4, 5, 6, 7, 8, 9, 10], true);

    private static bool ForeignerHolds(ReadOnlySpan<char> v) =>
        Digits.WeightedSum(v, [21, 19, 17, 13, 11, 9, 7, 3, 1]) % 10 == Digits.Value(v[9]);

    private static bool OtherHolds(ReadOnlySpan<char> v) =>
        v[9] == Families.Complement11[Digits.WeightedSum(v, [4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11];
}
