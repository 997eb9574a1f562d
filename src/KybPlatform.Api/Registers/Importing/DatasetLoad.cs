using System.Security.Cryptography;
using System.Text.Json;
using KybPlatform.Api.Http;
using KybPlatform.Api.Registers.Contracts;
using KybPlatform.Api.Registers.Formats;

namespace KybPlatform.Api.Registers.Importing;

/// <summary>
/// Streams the content of one issue into the database, batch by batch. What was committed before an interruption is read over again and not written again, and
/// must be the same. Nothing of it is looked into before the whole is there.
/// </summary>
internal sealed class DatasetLoad(DatasetStore store, PlatformSettings settings)
{
    private const int Batch = 2_000;

    // A file that lost more than this against the issue before is taken as cut.
    private const double LeastOfFormer = 0.8;

    // So many entries without number or name are a wrong mapping, not a publisher's slips.
    private const int MostSkipped = 20;
    private const double MostSkippedShare = 0.05;

    /// <param name="evenIfSmaller">The operator's word that an issue which lost much is whole all the same.</param>
    /// <returns>A refusal where the content is not what it should be.</returns>
    public async Task<Error?> RunAsync(DatasetImport import, string name, Stream content, bool evenIfSmaller, CancellationToken ct)
    {
        if (!await store.BeginAsync(import, ct)) return RegisterErrors.BeingImported;
        var counted = new CountedStream(content);
        try
        {
            Directory.CreateDirectory(settings.DataFolder);
            return await LoadAsync(import, name, counted, evenIfSmaller, ct);
        }
        catch (Exception broken) when (broken is DatasetFormatException or JsonException or InvalidDataException)
        {
            var why = broken is DatasetFormatException ? broken.Message : $"{name}: The content cannot be read as {import.Format}.";
            await store.FailAsync(import, why, ct);
            return RegisterErrors.Refused(why);
        }
    }

    private async Task<Error?> LoadAsync(DatasetImport import, string name, CountedStream content, bool evenIfSmaller, CancellationToken ct)
    {
        var format = RegisterFormats.Find(import.Format)!;
        var mapping = import.Mapping is null ? null : StoredJson.Read<RecordMapping>(import.Mapping);
        using var chain = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var progress = new Progress(import.Records, 0, 0);
        var (seen, skipped) = (0L, 0L);
        var batch = new List<LoadedRecord>(Batch);
        await foreach (var file in DatasetContent.FilesAsync(name, content, settings.DataFolder, ct))
        {
            await foreach (var record in format.Read(file, mapping, ct))
            {
                if (record is null) { skipped++; continue; }
                var bytes = StoredJson.Bytes(record);
                chain.AppendData(bytes);
                seen++;
                if (seen == import.Records && !chain.GetCurrentHash().AsSpan().SequenceEqual(import.Chain)) return RegisterErrors.ContentDiffers;
                if (seen <= import.Records) continue;
                batch.Add(new LoadedRecord(seen, bytes, record.Numbers));
                if (batch.Count < Batch) continue;
                if (!await store.AddAsync(import, progress, progress = new Progress(seen, skipped, content.Count), chain.GetCurrentHash(), batch, ct)) return RegisterErrors.BeingImported;
                batch.Clear();
            }
        }
        if (seen < import.Records) return RegisterErrors.ContentDiffers;
        if (batch.Count > 0 && !await store.AddAsync(import, progress, progress = new Progress(seen, skipped, content.Count), chain.GetCurrentHash(), batch, ct)) return RegisterErrors.BeingImported;
        return await EndAsync(import, progress with { Skipped = skipped, Bytes = content.Count }, evenIfSmaller, ct);
    }

    private async Task<Error?> EndAsync(DatasetImport import, Progress end, bool evenIfSmaller, CancellationToken ct)
    {
        var former = await store.FormerRecordsAsync(import, ct);
        var why = end.Records == 0 ? "There is not one usable entry in it."
            : end.Skipped > MostSkipped && end.Skipped > end.Records * MostSkippedShare ? $"{end.Skipped} of {end.Records + end.Skipped} entries have no usable number or no name."
            : import.Complete && !evenIfSmaller && end.Records < former * LeastOfFormer ? $"It has {end.Records} entries; the issue in use has {former}. A cut file clears nobody; where it is whole all the same, send it again with force=true."
            : null;
        if (why is null) return await store.ReadyAsync(import, end, ct) ? null : RegisterErrors.BeingImported;
        await store.FailAsync(import, why, ct);
        return RegisterErrors.Refused(why);
    }
}

/// <summary>How far an import has come.</summary>
internal readonly record struct Progress(long Records, long Skipped, long Bytes);

/// <summary>One entity on its way into the database.</summary>
internal sealed record LoadedRecord(long Number, byte[] Content, IReadOnlyList<RegisterNumber> Numbers);

/// <summary>Counts what is read of a stream.</summary>
internal sealed class CountedStream(Stream inner) : Stream
{
    public long Count { get; private set; }

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await inner.ReadAsync(buffer, cancellationToken);
        Count += read;
        return read;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count)
    {
        var read = inner.Read(buffer, offset, count);
        Count += read;
        return read;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
