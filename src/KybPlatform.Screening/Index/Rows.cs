using System.Runtime.InteropServices;

namespace KybPlatform.Screening.Index;

/// <summary>Sorted lists of numbers by key, packed into one array: what postings are made of.</summary>
internal sealed class Rows<TKey>
    where TKey : notnull
{
    private readonly Dictionary<TKey, (int Start, int Length)> _ranges;
    private readonly int[] _values;

    private Rows(Dictionary<TKey, (int Start, int Length)> ranges, int[] values)
    {
        _ranges = ranges;
        _values = values;
    }

    public ReadOnlySpan<int> this[TKey key] => _ranges.TryGetValue(key, out var range) ? _values.AsSpan(range.Start, range.Length) : [];

    public static Rows<TKey> From(IReadOnlyList<(TKey Key, int Value)> pairs)
    {
        var ranges = new Dictionary<TKey, (int Start, int Length)>();
        foreach (var (key, _) in pairs)
            CollectionsMarshal.GetValueRefOrAddDefault(ranges, key, out var _).Length++;
        var next = 0;
        foreach (var key in ranges.Keys)
        {
            ref var range = ref CollectionsMarshal.GetValueRefOrNullRef(ranges, key);
            range.Start = next;
            next += range.Length;
            range.Length = 0;
        }
        var values = new int[next];
        foreach (var (key, value) in pairs)
        {
            ref var range = ref CollectionsMarshal.GetValueRefOrNullRef(ranges, key);
            values[range.Start + range.Length++] = value;
        }
        return new Rows<TKey>(ranges, values);
    }
}
