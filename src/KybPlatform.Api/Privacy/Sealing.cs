using System.Security.Cryptography;
using System.Text;

namespace KybPlatform.Api.Privacy;

/// <summary>AES-256-GCM with a random nonce: version byte, 12 bytes nonce, 16 bytes tag, ciphertext. The purpose is authenticated, so a ciphertext cannot be moved.</summary>
internal static class Sealing
{
    private const byte Version = 1;
    private const int Header = 1 + 12 + 16;

    public static byte[] Seal(ReadOnlySpan<byte> key, ReadOnlySpan<byte> plain, string purpose)
    {
        var output = new byte[Header + plain.Length];
        output[0] = Version;
        RandomNumberGenerator.Fill(output.AsSpan(1, 12));
        using var aes = new AesGcm(key, 16);
        aes.Encrypt(output.AsSpan(1, 12), plain, output.AsSpan(Header), output.AsSpan(13, 16), Encoding.UTF8.GetBytes(purpose));
        return output;
    }

    /// <exception cref="CryptographicException">The ciphertext was changed, moved, or sealed under another key.</exception>
    public static byte[] Open(ReadOnlySpan<byte> key, ReadOnlySpan<byte> cipher, string purpose)
    {
        using var aes = new AesGcm(key, 16);
        var plain = new byte[PlainLength(cipher)];
        Open(aes, cipher, plain, Encoding.UTF8.GetBytes(purpose));
        return plain;
    }

    /// <summary>The same into memory that is there, with a key that is set up once for many.</summary>
    public static void Open(AesGcm key, ReadOnlySpan<byte> cipher, Span<byte> plain, ReadOnlySpan<byte> purpose) =>
        key.Decrypt(cipher.Slice(1, 12), cipher[Header..], cipher.Slice(13, 16), plain[..PlainLength(cipher)], purpose);

    private static int PlainLength(ReadOnlySpan<byte> cipher) =>
        cipher.Length < Header || cipher[0] != Version ? throw new CryptographicException("Not a sealed value.") : cipher.Length - Header;
}
