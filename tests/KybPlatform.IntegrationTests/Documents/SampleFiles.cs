using System.Text;

namespace KybPlatform.IntegrationTests.Documents;

/// <summary>Small files that begin as their kind does.</summary>
internal static class SampleFiles
{
    public static byte[] Pdf(int size = 600, byte fill = (byte)'x') => Filled("%PDF-1.7\n"u8, size, fill);

    public static byte[] Of(string kind) => kind switch
    {
        "pdf" => Pdf(),
        "jpeg" => Filled([0xFF, 0xD8, 0xFF, 0xE1, 0, 24, .. Encoding.ASCII.GetBytes("Exif")], 300),
        "png" => Filled([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], 300),
        "webp" => Filled([.. "RIFF"u8, 0, 1, 0, 0, .. "WEBP"u8], 300),
        "heic" => Filled([0, 0, 0, 24, .. "ftyp"u8, .. "mif1"u8, 0, 0, 0, 0, .. "mif1"u8, .. "heic"u8], 300),
        "tiff" => Filled([(byte)'I', (byte)'I', 42, 0, 8, 0, 0, 0], 300),
        "html" => Filled("<!DOCTYPE html><script>"u8, 300),
        "zip" => Filled("PK"u8, 300),
        "avif" => Filled([0, 0, 0, 24, .. "ftyp"u8, .. "avif"u8, 0, 0, 0, 0, .. "mif1"u8, .. "miaf"u8], 300),
        "exe" => Filled("MZ"u8, 300),
        "svg" => Filled("<svg xmlns="u8, 300),
        "gif" => Filled("GIF89a"u8, 300),
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    private static byte[] Filled(ReadOnlySpan<byte> start, int size, byte fill = 0x20)
    {
        var file = new byte[size];
        file.AsSpan().Fill(fill);
        start.CopyTo(file);
        return file;
    }
}
