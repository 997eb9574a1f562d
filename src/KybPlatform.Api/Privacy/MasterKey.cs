using System.Security.Cryptography;
using System.Text;

namespace KybPlatform.Api.Privacy;

/// <summary>
/// The one secret of an installation, 32 bytes. Everything else is derived from it (HKDF-SHA256, RFC 5869), never stored:
/// the keys that wrap subject keys, the keys of blind indexes, the pepper of API keys.
/// </summary>
public sealed class MasterKey
{
    public const int Size = 32;
    private readonly byte[] _key;

    public MasterKey(byte[] key) => _key = key.Length == Size ? key : throw new ArgumentException("A master key has 32 bytes.", nameof(key));

    public byte[] Derive(string purpose, Guid scope = default)
    {
        var info = new byte[Encoding.UTF8.GetByteCount(purpose) + 16];
        var length = Encoding.UTF8.GetBytes(purpose, info);
        scope.TryWriteBytes(info.AsSpan(length), bigEndian: true, out _);
        return HKDF.DeriveKey(HashAlgorithmName.SHA256, _key, 32, info: info);
    }
}
