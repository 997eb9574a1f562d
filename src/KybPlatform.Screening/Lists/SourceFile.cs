using System.Security.Cryptography;
using System.Text;

namespace KybPlatform.Screening.Lists;

/// <summary>The bytes of one source file with their hash, decoded strictly: bytes that are not UTF-8 refuse the file.</summary>
internal sealed class SourceFile
{
    /// <summary>The largest official list today is under 100 MB; the limit keeps a zip bomb from filling the memory.</summary>
    public const long MaxBytes = 512L * 1024 * 1024;

    private static readonly UTF8Encoding StrictUtf8 = new(false, true);

    private SourceFile(string name, byte[] bytes)
    {
        Name = name;
        Bytes = bytes;
    }

    public string Name { get; }
    public byte[] Bytes { get; }

    public static SourceFile Read(string name, Stream content)
    {
        using var buffer = new MemoryStream();
        var chunk = new byte[81920];
        int read;
        while ((read = content.Read(chunk, 0, chunk.Length)) > 0)
        {
            if (buffer.Length + read > MaxBytes)
                throw new ListBrokenException("file_too_large", $"The file holds more than {MaxBytes} bytes.", name);
            buffer.Write(chunk, 0, read);
        }
        return new SourceFile(name, buffer.ToArray());
    }

    /// <summary>The whole text without a byte order mark.</summary>
    public string Text()
    {
        try
        {
            var text = StrictUtf8.GetString(Bytes);
            return text.StartsWith('\uFEFF') ? text[1..] : text;
        }
        catch (DecoderFallbackException broken)
        {
            var line = 1 + Bytes.Take(Math.Max(0, broken.Index)).Count(b => b == (byte)'\n');
            throw new ListBrokenException("not_utf8", "The file holds bytes that are not UTF-8.", Name, line);
        }
    }

    public static string Hash(IReadOnlyList<SourceFile> files)
    {
        if (files.Count == 1)
            return Convert.ToHexStringLower(SHA256.HashData(files[0].Bytes));
        var lines = files
            .OrderBy(f => f.Name, StringComparer.Ordinal)
            .Select(f => $"{f.Name}:{Convert.ToHexStringLower(SHA256.HashData(f.Bytes))}\n");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(lines))));
    }
}
