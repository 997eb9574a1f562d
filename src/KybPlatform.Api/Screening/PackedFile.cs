using System.IO.Compression;
using System.Security.Cryptography;

namespace KybPlatform.Api.Screening;

/// <summary>A source file as it is kept: compressed while it comes in, so that it is never held whole.</summary>
/// <param name="Packed">Brotli.</param>
/// <param name="Sha256">Of what was packed, in hex.</param>
internal sealed record PackedFile(string Name, byte[] Packed, string Sha256)
{
    /// <exception cref="InvalidDataException">More than <paramref name="most"/> bytes came.</exception>
    public static async Task<PackedFile> ReadAsync(string name, Stream content, long most, CancellationToken ct)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var target = new MemoryStream();
        await using (var packing = new BrotliStream(target, CompressionLevel.Fastest, leaveOpen: true))
        {
            var chunk = new byte[81920];
            long total = 0;
            for (int read; (read = await content.ReadAsync(chunk, ct)) > 0;)
            {
                if ((total += read) > most) throw new InvalidDataException($"More than {most} bytes.");
                hash.AppendData(chunk, 0, read);
                packing.Write(chunk, 0, read);
            }
        }
        return new PackedFile(name, target.ToArray(), Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    public static BrotliStream Unpack(byte[] packed) => new(new MemoryStream(packed, writable: false), CompressionMode.Decompress);
}
