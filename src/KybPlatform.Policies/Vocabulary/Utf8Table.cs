using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace KybPlatform.Policies;

/// <summary>Few ASCII texts and what stands for each, found by their bytes as they come in JSON, without making a string. Immutable; safe for all threads.</summary>
internal sealed class Utf8Table<T>
    where T : class
{
    private readonly byte[]?[] _keys;
    private readonly T?[] _values;

    public Utf8Table(IEnumerable<KeyValuePair<string, T>> entries)
    {
        var all = entries.ToList();
        var size = 4;
        while (size < 2 * (all.Count + 1)) size *= 2;
        (_keys, _values) = (new byte[size][], new T[size]);
        foreach (var (text, value) in all)
        {
            var key = Encoding.UTF8.GetBytes(text);
            var slot = Hash(key) & (size - 1);
            while (_keys[slot] is not null) slot = (slot + 1) & (size - 1);
            (_keys[slot], _values[slot]) = (key, value);
        }
    }

    public static Utf8Table<T> Empty { get; } = new([]);

    /// <summary>Null where it is none of them.</summary>
    public T? Find(ReadOnlySpan<byte> text)
    {
        var keys = _keys;
        var mask = keys.Length - 1;
        for (var slot = Hash(text) & mask; ; slot = (slot + 1) & mask)
        {
            if (keys[slot] is not { } key) return null;
            if (text.SequenceEqual(key)) return _values[slot];
        }
    }

    // Names are short: their two ends say all of most of them.
    private static int Hash(ReadOnlySpan<byte> text)
    {
        ulong first, last;
        if (text.Length >= sizeof(ulong)) (first, last) = (BinaryPrimitives.ReadUInt64LittleEndian(text), BinaryPrimitives.ReadUInt64LittleEndian(text[^sizeof(ulong)..]));
        else
        {
            first = 0;
            foreach (var b in text) first = first << 8 | b;
            last = (ulong)text.Length;
        }

        var mixed = (first * 0x9E37_79B9_7F4A_7C15) ^ (BitOperations.RotateLeft(last, 29) * 0xC2B2_AE3D_27D4_EB4F) ^ (ulong)text.Length;
        return (int)(mixed >> 33);
    }
}
