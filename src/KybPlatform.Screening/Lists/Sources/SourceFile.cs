using System.Security.Cryptography;
using System.Text;

namespace KybPlatform.Screening.Lists.Sources;

/// <summary>
/// One source file that can be opened again and again and is never held whole: a first pass takes its hash, a second one reads it. Reads past
/// <see cref="MaxBytes"/> refuse the file, whatever a zip's directory claims.
/// </summary>
internal sealed class SourceFile(string name, Func<Stream> open)
{
    /// <summary>The largest official list is some hundred megabytes; the limit keeps a zip bomb from running for ever.</summary>
    public const long MaxBytes = 4L * 1024 * 1024 * 1024;

    private static readonly UTF8Encoding StrictUtf8 = new(false, true);

    public string Name { get; } = name;

    public Stream Open() => new BoundedStream(open(), MaxBytes, Name);

    /// <summary>Lower-case hex SHA-256 of the bytes.</summary>
    public string Sha256()
    {
        using var content = Open();
        return Convert.ToHexStringLower(SHA256.HashData(content));
    }

    /// <summary>The text without a byte order mark. Bytes that are not UTF-8 refuse the file with their line before anything is read.</summary>
    public TextReader Text()
    {
        CheckUtf8();
        var reader = new StreamReader(Open(), StrictUtf8, detectEncodingFromByteOrderMarks: false, bufferSize: 65536);
        if (reader.Peek() == '\uFEFF')
            reader.Read();
        return reader;
    }

    /// <summary>True when the file starts with these bytes.</summary>
    public bool StartsWith(ReadOnlySpan<byte> start)
    {
        using var content = Open();
        Span<byte> found = stackalloc byte[start.Length];
        return content.ReadAtLeast(found, found.Length, throwOnEndOfStream: false) == found.Length && found.SequenceEqual(start);
    }

    /// <summary>The first letter of the content behind white space and a byte order mark; null for an empty file.</summary>
    public char? FirstLetter()
    {
        using var content = Open();
        for (int read; (read = content.ReadByte()) >= 0;)
        {
            if (read is not (' ' or '\t' or '\r' or '\n' or 0xEF or 0xBB or 0xBF))
                return (char)read;
        }
        return null;
    }

    public static string Hash(IReadOnlyList<SourceFile> files)
    {
        if (files.Count == 1)
            return files[0].Sha256();
        var lines = files.OrderBy(f => f.Name, StringComparer.Ordinal).Select(f => $"{f.Name}:{f.Sha256()}\n");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(lines))));
    }

    private void CheckUtf8()
    {
        using var content = Open();
        var decoder = StrictUtf8.GetDecoder();
        var chunk = new byte[65536];
        var letters = new char[chunk.Length + 1];
        long line = 1;
        int read;
        do
        {
            read = content.Read(chunk, 0, chunk.Length);
            try
            {
                decoder.Convert(chunk.AsSpan(0, read), letters, flush: read == 0, out _, out _, out _);
            }
            catch (DecoderFallbackException broken)
            {
                line += chunk.AsSpan(0, Math.Clamp(broken.Index, 0, read)).Count((byte)'\n');
                throw new ListBrokenException("not_utf8", "The file holds bytes that are not UTF-8.", Name, line);
            }
            line += chunk.AsSpan(0, read).Count((byte)'\n');
        }
        while (read > 0);
    }
}
