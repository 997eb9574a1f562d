using System.IO.Compression;
using System.Runtime.CompilerServices;

namespace KybPlatform.Api.Registers.Formats;

/// <summary>One file of a dataset, to be read once from its beginning.</summary>
internal sealed record DatasetFile(string Name, Stream Content);

/// <summary>Opens what a publisher offers for download: the file itself, or packed with gzip, or in a zip archive with its parts.</summary>
internal static class DatasetContent
{
    /// <param name="folder">Where an archive is kept while it is read: its directory stands at its end.</param>
    public static async IAsyncEnumerable<DatasetFile> FilesAsync(string name, Stream sent, string folder, [EnumeratorCancellation] CancellationToken ct)
    {
        var start = new byte[4];
        var read = await sent.ReadAtLeastAsync(start, start.Length, throwOnEndOfStream: false, ct);
        var whole = new PrefixedStream(start.AsMemory(0, read), sent);
        if (read == 4 && start.AsSpan().SequenceEqual("PK\u0003\u0004"u8))
        {
            await using var spooled = new FileStream(
                Path.Combine(folder, $"dataset-{Path.GetRandomFileName()}"), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 1 << 16, FileOptions.DeleteOnClose | FileOptions.Asynchronous);
            await whole.CopyToAsync(spooled, ct);
            spooled.Position = 0;
            await using var archive = new ZipArchive(spooled, ZipArchiveMode.Read);
            foreach (var entry in archive.Entries.Where(e => e.Length > 0).OrderBy(e => e.FullName, StringComparer.Ordinal))
            {
                await using var content = await entry.OpenAsync(ct);
                yield return new DatasetFile(entry.FullName, content);
            }
        }
        else if (read >= 2 && start[0] == 0x1f && start[1] == 0x8b)
        {
            await using var content = new GZipStream(whole, CompressionMode.Decompress);
            yield return new DatasetFile(name.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? name[..^3] : name, content);
        }
        else
        {
            yield return new DatasetFile(name, whole);
        }
    }
}

/// <summary>A stream whose first bytes were read already.</summary>
internal sealed class PrefixedStream(ReadOnlyMemory<byte> start, Stream rest) : Stream
{
    private ReadOnlyMemory<byte> _start = start;

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        _start.Length > 0 ? Take(buffer.Span) : await rest.ReadAsync(buffer, cancellationToken);

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer) => _start.Length > 0 ? Take(buffer) : rest.Read(buffer);

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private int Take(Span<byte> buffer)
    {
        var taken = Math.Min(buffer.Length, _start.Length);
        _start.Span[..taken].CopyTo(buffer);
        _start = _start[taken..];
        return taken;
    }
}
