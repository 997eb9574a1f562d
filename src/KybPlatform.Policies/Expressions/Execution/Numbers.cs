namespace KybPlatform.Policies.Expressions.Execution;

/// <summary>Int, uint and double on one exact number line (cel-spec, "Numbers"): no rounding on the way to a comparison.</summary>
internal static class Numbers
{
    private const double TwoTo63 = 9223372036854775808d;
    private const double TwoTo64 = 18446744073709551616d;

    public const int NotComparable = int.MinValue;

    public static bool IsNumber(CelKind kind) => kind is CelKind.Int or CelKind.Uint or CelKind.Double;

    /// <summary>-1, 0 or 1; <see cref="NotComparable"/> when one is NaN or not a number at all.</summary>
    public static int Compare(CelValue left, CelValue right) => (left, right) switch
    {
        (CelInt a, CelInt b) => a.Value.CompareTo(b.Value),
        (CelUint a, CelUint b) => a.Value.CompareTo(b.Value),
        (CelDouble a, CelDouble b) => Compare(a.Value, b.Value),
        (CelInt a, CelUint b) => Compare(a.Value, b.Value),
        (CelUint a, CelInt b) => Negate(Compare(b.Value, a.Value)),
        (CelInt a, CelDouble b) => Compare(a.Value, b.Value),
        (CelDouble a, CelInt b) => Negate(Compare(b.Value, a.Value)),
        (CelUint a, CelDouble b) => Compare(a.Value, b.Value),
        (CelDouble a, CelUint b) => Negate(Compare(b.Value, a.Value)),
        _ => NotComparable,
    };

    private static int Compare(double a, double b) => double.IsNaN(a) || double.IsNaN(b) ? NotComparable : a.CompareTo(b);

    private static int Compare(long a, ulong b) => a < 0 ? -1 : ((ulong)a).CompareTo(b);

    private static int Compare(long a, double b)
    {
        if (double.IsNaN(b)) return NotComparable;
        if (b >= TwoTo63) return -1;
        if (b < -TwoTo63) return 1;
        var floor = Math.Floor(b);
        var order = a.CompareTo((long)floor);
        return order != 0 ? order : floor < b ? -1 : 0;
    }

    private static int Compare(ulong a, double b)
    {
        if (double.IsNaN(b)) return NotComparable;
        if (b >= TwoTo64) return -1;
        if (b < 0) return 1;
        var floor = Math.Floor(b);
        var order = a.CompareTo((ulong)floor);
        return order != 0 ? order : floor < b ? -1 : 0;
    }

    private static int Negate(int order) => order == NotComparable ? order : -order;
}
