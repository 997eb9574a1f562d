using System.Buffers.Binary;
using System.Security.Cryptography;

namespace KybPlatform.Api.Persistence;

/// <summary>
/// The one maker of ids: UUIDv7 (RFC 9562, section 5.7) with a counter after the milliseconds (method 1 of section 6.2), so that ids
/// made one after the other in this process sort in that order even within a millisecond.
/// </summary>
public static class Uuid7
{
    private static int _counter = RandomNumberGenerator.GetInt32(1 << 20);

    public static Guid New(DateTimeOffset now)
    {
        Span<byte> bytes = stackalloc byte[16];
        RandomNumberGenerator.Fill(bytes[8..]);
        BinaryPrimitives.WriteInt64BigEndian(bytes, now.ToUnixTimeMilliseconds() << 16);
        var counter = (uint)Interlocked.Increment(ref _counter);
        // 12 bits beside the version, 14 bits beside the variant: 26 bits of counter, the rest random.
        BinaryPrimitives.WriteUInt16BigEndian(bytes[6..], (ushort)(0x7000 | ((counter >> 14) & 0x0FFF)));
        BinaryPrimitives.WriteUInt16BigEndian(bytes[8..], (ushort)(0x8000 | (counter & 0x3FFF)));
        return new Guid(bytes, bigEndian: true);
    }

    /// <summary>The greatest id that is made within that millisecond: whatever is made later comes after it.</summary>
    public static Guid Last(DateTimeOffset at)
    {
        Span<byte> bytes = stackalloc byte[16];
        bytes.Fill(0xFF);
        BinaryPrimitives.WriteInt64BigEndian(bytes, (at.ToUnixTimeMilliseconds() << 16) | 0x7FFF);
        bytes[8] = 0xBF;
        return new Guid(bytes, bigEndian: true);
    }
}
