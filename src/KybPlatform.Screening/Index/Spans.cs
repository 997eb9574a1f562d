namespace KybPlatform.Screening.Index;

/// <summary>For each of some small numbers a stretch of other numbers.</summary>
internal readonly struct Spans
{
    private readonly int[] _starts;

    private Spans(int[] starts) => _starts = starts;

    public (int Start, int End) this[int number] => (_starts[number], _starts[number + 1]);

    /// <summary>
    /// Where each number stands in an ascending row of numbers below <paramref name="count"/>, counted from <paramref name="first"/> on.
    /// </summary>
    public static Spans Of(ReadOnlySpan<int> ascending, int count, int first)
    {
        var starts = new int[count + 1];
        foreach (var number in ascending)
            starts[number + 1]++;
        starts[0] = first;
        for (var i = 0; i < count; i++)
            starts[i + 1] += starts[i];
        return new Spans(starts);
    }
}
