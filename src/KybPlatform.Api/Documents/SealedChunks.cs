using System.Buffers.Binary;

namespace KybPlatform.Api.Documents;

/// <summary>
/// How a content is sealed so that it can be streamed: a version byte, then chunks of 64 KiB under AES-256-GCM, each followed by its tag.
/// The nonce is the chunk's number and whether it is the last, so that chunks cannot be swapped, repeated or cut off; it may be
/// counted because every content has a key of its own.
/// </summary>
internal static class SealedChunks
{
    public const byte Version = 1;
    public const int Plain = 64 * 1024;
    public const int Tag = 16;

    public static void Nonce(Span<byte> nonce, uint number, bool last)
    {
        nonce.Clear();
        BinaryPrimitives.WriteUInt32BigEndian(nonce[7..], number);
        nonce[11] = last ? (byte)1 : (byte)0;
    }
}
