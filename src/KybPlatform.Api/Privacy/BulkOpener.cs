using System.Security.Cryptography;

namespace KybPlatform.Api.Privacy;

/// <summary>
/// Opens one sealed value after the other with keys as they are stored: the wrapping key is set up once, and nothing is kept.
/// What it derives is what <see cref="SubjectRing"/> derives (HKDF-SHA256, RFC 5869, one block). Not for several threads.
/// </summary>
internal sealed class BulkOpener(byte[] wrappingKey) : IDisposable
{
    internal static ReadOnlySpan<byte> Info => "kyb.subjects"u8;

    private const int KeySize = 32;
    private readonly AesGcm _wrapping = new(wrappingKey, 16);

    /// <param name="wrapped">The stored keys of those that are not erased.</param>
    /// <returns>Null where any of the subjects is erased.</returns>
    public byte[]? OpenForAll(Guid[] subjects, IReadOnlyDictionary<Guid, byte[]> wrapped, ReadOnlySpan<byte> cipher, string purpose)
    {
        var ordered = subjects.AsSpan().ToArray();
        Array.Sort(ordered);
        var material = new byte[ordered.Length * KeySize];
        Span<byte> name = stackalloc byte[KeySize];
        for (var i = 0; i < ordered.Length; i++)
        {
            if (!wrapped.TryGetValue(ordered[i], out var stored)) return null;
            ordered[i].TryFormat(name, out _, "N");
            Sealing.Open(_wrapping, stored, material.AsSpan(i * KeySize, KeySize), name);
        }
        Span<byte> key = stackalloc byte[KeySize];
        Derive(material, key);
        return Sealing.Open(key, cipher, purpose);
    }

    public void Dispose() => _wrapping.Dispose();

    private static void Derive(ReadOnlySpan<byte> material, Span<byte> key)
    {
        Span<byte> salt = stackalloc byte[KeySize];
        salt.Clear();
        Span<byte> extracted = stackalloc byte[KeySize];
        HMACSHA256.HashData(salt, material, extracted);
        Span<byte> block = stackalloc byte[Info.Length + 1];
        Info.CopyTo(block);
        block[^1] = 1;
        HMACSHA256.HashData(extracted, block, key);
    }
}
