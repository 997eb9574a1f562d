using System.Numerics;

namespace KybPlatform.Api.Insights;

/// <summary>
/// How many of many durations lie where, in milliseconds: buckets that are one wide below 64 and a 64th of their power of two above, so that what is read
/// out of them is off by at most a 128th (0.8 %) and small numbers are exact. Two of them add up to what one of all durations would be.
/// </summary>
internal sealed class Durations
{
    private const int Bits = 6;
    private const int Exact = 1 << Bits;
    private long[] _counts = [];

    /// <summary>How many there are.</summary>
    public long Count { get; private set; }

    public void Add(long ms, long times) => AddTo(BucketOf(ms), times);

    public void Add(Durations other)
    {
        for (var i = 0; i < other._counts.Length; i++)
            if (other._counts[i] != 0) AddTo(i, other._counts[i]);
    }

    /// <summary>The duration that so large a part of them does not exceed (nearest rank); null where there are none.</summary>
    public long? At(double part)
    {
        if (Count <= 0) return null;
        var (rank, seen) = (Math.Max(1, (long)Math.Ceiling(part * Count)), 0L);
        for (var i = 0; i < _counts.Length; i++)
        {
            seen += _counts[i];
            if (seen >= rank) return MiddleOf(i);
        }
        return null;
    }

    /// <summary>Adds what <see cref="Write"/> wrote.</summary>
    public void Read(ReadOnlySpan<byte> written)
    {
        for (var bucket = 0; written.Length > 0;)
        {
            bucket += (int)Next(ref written);
            var count = Next(ref written);
            AddTo(bucket, (long)(count >> 1) ^ -(long)(count & 1));
        }
    }

    /// <summary>Buckets that are not empty: the distance from the one before and the count (either sign), in seven bits a byte.</summary>
    public byte[] Write()
    {
        var bytes = new List<byte>();
        var last = 0;
        for (var i = 0; i < _counts.Length; i++)
        {
            if (_counts[i] == 0) continue;
            Append(bytes, (ulong)(i - last));
            Append(bytes, (ulong)((_counts[i] << 1) ^ (_counts[i] >> 63)));
            last = i;
        }
        return [.. bytes];
    }

    internal static int BucketOf(long ms)
    {
        if (ms < Exact) return (int)Math.Max(0, ms);
        var power = BitOperations.Log2((ulong)ms);
        return ((power - Bits) * Exact) + (int)(ms >> (power - Bits));
    }

    internal static long MiddleOf(int bucket)
    {
        if (bucket < 2 * Exact) return bucket;
        var shift = (bucket / Exact) - 1;
        var from = (long)((bucket % Exact) + Exact) << shift;
        return from + (1L << (shift - 1));
    }

    private void AddTo(int bucket, long times)
    {
        if (bucket >= _counts.Length) Array.Resize(ref _counts, Math.Max(bucket + 1, _counts.Length * 5 / 4));
        _counts[bucket] += times;
        Count += times;
    }

    private static ulong Next(ref ReadOnlySpan<byte> written)
    {
        var (value, i) = (0UL, 0);
        do value |= (ulong)(written[i] & 0x7f) << (7 * i);
        while ((written[i++] & 0x80) != 0);
        written = written[i..];
        return value;
    }

    private static void Append(List<byte> bytes, ulong value)
    {
        for (; value >= 0x80; value >>= 7) bytes.Add((byte)(value | 0x80));
        bytes.Add((byte)value);
    }
}
