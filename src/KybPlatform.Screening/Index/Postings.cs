using System.Runtime.InteropServices;

namespace KybPlatform.Screening.Index;

/// <summary>For each of some small numbers the ascending numbers that belong to it, all packed into one array.</summary>
internal sealed class Postings
{
    private readonly int[] _starts;
    private readonly int[] _values;

    private Postings(int[] starts, int[] values)
    {
        _starts = starts;
        _values = values;
    }

    public ReadOnlySpan<int> this[int key] => _values.AsSpan(_starts[key].._starts[key + 1]);

    public int Length(int key) => _starts[key + 1] - _starts[key];

    /// <summary>How many belong to the keys from <paramref name="start"/> up to before <paramref name="end"/>.</summary>
    public int Length(int start, int end) => _starts[end] - _starts[start];

    /// <summary>Turns rows round: for each key below <paramref name="keys"/> the rows that hold it, in any of the sets, once each.</summary>
    public static Postings Inverted(ReadOnlySpan<Postings> sets, int rows, int keys)
    {
        var (starts, last) = (new int[keys + 1], new int[keys]);
        for (var row = 0; row < rows; row++)
        {
            foreach (var set in sets)
            {
                foreach (var key in set[row])
                    starts[key + 1] += IsFirst(last, key, row + 1) ? 1 : 0;
            }
        }
        for (var key = 0; key < keys; key++)
            starts[key + 1] += starts[key];
        var (values, next) = (new int[starts[keys]], starts[..keys]);
        Array.Clear(last);
        for (var row = 0; row < rows; row++)
        {
            foreach (var set in sets)
            {
                foreach (var key in set[row])
                {
                    if (IsFirst(last, key, row + 1))
                        values[next[key]++] = row;
                }
            }
        }
        return new Postings(starts, values);
    }

    /// <summary>For each key below <paramref name="count"/> the places in which it stands.</summary>
    public static Postings ByKey(ReadOnlySpan<int> keys, int count)
    {
        var starts = new int[count + 1];
        foreach (var key in keys)
            starts[key + 1]++;
        for (var key = 0; key < count; key++)
            starts[key + 1] += starts[key];
        var (values, next) = (new int[keys.Length], starts[..count]);
        for (var i = 0; i < keys.Length; i++)
            values[next[keys[i]]++] = i;
        return new Postings(starts, values);
    }

    private static bool IsFirst(int[] last, int key, int round)
    {
        var isFirst = last[key] != round;
        last[key] = round;
        return isFirst;
    }

    /// <summary>Collects rows one after the other.</summary>
    internal sealed class Builder
    {
        private readonly List<int> _starts = [0];
        private readonly List<int> _values = [];

        public void Add(ReadOnlySpan<int> row)
        {
            _values.AddRange(row);
            _starts.Add(_values.Count);
        }

        public ReadOnlySpan<int> this[int row] => CollectionsMarshal.AsSpan(_values)[_starts[row].._starts[row + 1]];

        public Postings Build(Func<int, int> value) => new([.. _starts], [.. _values.Select(value)]);

        /// <summary>The rows in another order.</summary>
        public Postings Build(ReadOnlySpan<int> order, Func<int, int> value)
        {
            var (starts, values) = (new int[order.Length + 1], new int[_values.Count]);
            for (var i = 0; i < order.Length; i++)
            {
                var row = this[order[i]];
                starts[i + 1] = starts[i] + row.Length;
                for (var j = 0; j < row.Length; j++)
                    values[starts[i] + j] = value(row[j]);
            }
            return new Postings(starts, values);
        }
    }
}
