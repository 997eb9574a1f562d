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
        if (cipher.Length < Header || cipher[0] != Version) throw new CryptographicException("Not a sealed value.");
        var plain = new byte[cipher.Length - Header];
        using var aes = new AesGcm(key, 16);
        aes.Decrypt(cipher.Slice(1, 12), cipher[Header..], cipher.Slice(13, 16), plain, Encoding.UTF8.GetBytes(purpose));
        return plain;
    }
}
