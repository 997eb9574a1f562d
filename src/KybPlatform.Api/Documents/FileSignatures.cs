using System.Buffers.Binary;

namespace KybPlatform.Api.Documents;

/// <summary>
/// What a file is by its first bytes: ISO 32000 (PDF), ISO 10918 (JPEG), the PNG, WebP and TIFF 6.0 specifications, ISO 23008-12
/// (HEIC). Anything else is not accepted, whatever it is called.
/// </summary>
internal static class FileSignatures
{
    /// <summary>So many first bytes tell.</summary>
    public const int Needed = 512;

    public static IReadOnlyList<string> Accepted { get; } = ["application/pdf", "image/jpeg", "image/png", "image/webp", "image/heic", "image/tiff"];

    /// <summary>Null for what is not accepted.</summary>
    public static string? ContentTypeOf(ReadOnlySpan<byte> first) => first switch
    {
        _ when first.StartsWith("%PDF-"u8) => "application/pdf",
        [0xFF, 0xD8, 0xFF, ..] => "image/jpeg",
        [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] => "image/png",
        [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'E', (byte)'B', (byte)'P', ..] => "image/webp",
        [(byte)'I', (byte)'I', 42, 0, ..] or [(byte)'M', (byte)'M', 0, 42, ..] => "image/tiff",
        _ when IsHeic(first) => "image/heic",
        _ => null,
    };

    /// <summary>Whether a sender who called the content <paramref name="declared"/> meant what it is.</summary>
    public static bool Agrees(string declared, string contentType) => declared.ToLowerInvariant() switch
    {
        "application/octet-stream" => true,
        "image/jpg" or "image/pjpeg" => contentType == "image/jpeg",
        "image/heif" or "image/heic-sequence" => contentType == "image/heic",
        "image/tif" or "image/x-tiff" => contentType == "image/tiff",
        "application/x-pdf" => contentType == "application/pdf",
        var same => same == contentType,
    };

    // An ftyp box first, whose major or compatible brands name HEVC-coded images; AVIF shares the container and is not meant.
    private static bool IsHeic(ReadOnlySpan<byte> first)
    {
        if (first.Length < 16 || !first[4..8].SequenceEqual("ftyp"u8)) return false;
        var size = BinaryPrimitives.ReadUInt32BigEndian(first);
        if (size is < 16 or > 256 || size > first.Length) return false;
        for (var at = 8; at + 4 <= size; at += at == 8 ? 8 : 4)
        {
            var brand = first.Slice(at, 4);
            if (brand.SequenceEqual("heic"u8) || brand.SequenceEqual("heix"u8) || brand.SequenceEqual("heim"u8) || brand.SequenceEqual("heis"u8)) return true;
        }
        return false;
    }
}
