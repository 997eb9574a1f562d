namespace KybPlatform.Policies.Lint;

/// <summary>A place between numbers: right before a value, or right after it. Ranges between two cuts need no case for open and closed ends.</summary>
internal readonly record struct Cut(decimal Value, bool After) : IComparable<Cut>
{
    public static readonly Cut Lowest = new(decimal.MinValue, false);
    public static readonly Cut Highest = new(decimal.MaxValue, true);

    public int CompareTo(Cut other) => Value != other.Value ? Value.CompareTo(other.Value) : After.CompareTo(other.After);
}

/// <summary>A set of numbers as ranges in order that do not touch. Exact: no rounding anywhere. Immutable.</summary>
internal sealed class Intervals
{
    private readonly (Cut From, Cut To)[] _ranges;

    private Intervals((Cut, Cut)[] ranges) => _ranges = ranges;

    public static Intervals All { get; } = new([(Cut.Lowest, Cut.Highest)]);

    public static Intervals None { get; } = new([]);

    public bool IsEmpty => _ranges.Length == 0;

    public static Intervals Only(decimal value) => new([(new(value, false), new(value, true))]);

    /// <summary>Below the value, the value itself with <paramref name="included"/>.</summary>
    public static Intervals Below(decimal value, bool included) => new([(Cut.Lowest, new(value, included))]);

    /// <summary>Above the value, the value itself with <paramref name="included"/>.</summary>
    public static Intervals Above(decimal value, bool included) => new([(new(value, !included), Cut.Highest)]);

    public Intervals Complement()
    {
        var gaps = new List<(Cut, Cut)>();
        var from = Cut.Lowest;
        foreach (var range in _ranges)
        {
            if (from.CompareTo(range.From) < 0) gaps.Add((from, range.From));
            from = range.To;
        }

        if (from.CompareTo(Cut.Highest) < 0) gaps.Add((from, Cut.Highest));
        return new([.. gaps]);
    }

    public Intervals Intersect(Intervals other)
    {
        var common = new List<(Cut, Cut)>();
        foreach (var (from, to) in _ranges)
        {
            foreach (var range in other._ranges)
            {
                var (low, high) = (from.CompareTo(range.From) > 0 ? from : range.From, to.CompareTo(range.To) < 0 ? to : range.To);
                if (low.CompareTo(high) < 0) common.Add((low, high));
            }
        }

        return new([.. common]);
    }

    /// <summary>Without the ranges that no whole number lies in.</summary>
    public Intervals Whole() => new([.. _ranges.Where(r => First(r.From) <= Last(r.To))]);

    private static decimal First(Cut from) => decimal.Truncate(from.Value) == from.Value && from.After ? from.Value + 1 : decimal.Ceiling(from.Value);

    private static decimal Last(Cut to) => to == Cut.Highest || to.After ? decimal.Floor(to.Value) : decimal.Ceiling(to.Value) - 1;
}
