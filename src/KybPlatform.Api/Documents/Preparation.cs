using System.Security.Cryptography;
using KybPlatform.Api.Documents.Contracts;
using KybPlatform.Api.Documents.Pictures;
using KybPlatform.Api.Persistence;

namespace KybPlatform.Api.Documents;

/// <summary>What became of a file before anybody else may see it.</summary>
/// <param name="Malware">The name of what was found in it.</param>
/// <param name="IsPicture">Pending because the picture could not be drawn now.</param>
/// <param name="Rendition">What is shown in its place; not kept yet.</param>
internal sealed record Prepared(DocumentState State, string? Malware = null, Rendition? Rendition = null, bool IsPicture = false);

/// <summary>A picture drawn anew, sealed in a draft under a key of its own.</summary>
internal sealed record Rendition(IDocumentDraft Draft, byte[] Key, long Size, byte[] Sha256);

/// <summary>What is done to every file: it is scanned where there is a scanner, and pictures are drawn anew.</summary>
/// <param name="scanner">Null where nobody scans.</param>
/// <param name="passUnscanned">Files may be seen while the scanner is away.</param>
internal sealed class Preparation(IFileScanner? scanner, bool passUnscanned, PictureCleaner cleaner, IDocumentStore store)
{
    /// <param name="open">Opens the file as it came, once for each who reads it.</param>
    /// <returns><see cref="DocumentState.Pending"/> where somebody who is needed for it was away.</returns>
    public async Task<Prepared> RunAsync(TenantId tenant, string contentType, Func<CancellationToken, Task<Stream>> open, CancellationToken ct)
    {
        if (scanner is not null)
        {
            await using var content = await open(ct);
            var scan = await scanner.ScanAsync(content, ct);
            if (scan.Clean is false) return new Prepared(DocumentState.Harmful, scan.Found);
            if (scan.Clean is null && !passUnscanned) return new Prepared(DocumentState.Pending);
        }
        return PictureCleaning.Cleans(contentType) ? await CleanAsync(tenant, contentType, open, ct) : new Prepared(DocumentState.Ready);
    }

    private async Task<Prepared> CleanAsync(TenantId tenant, string contentType, Func<CancellationToken, Task<Stream>> open, CancellationToken ct)
    {
        await using var content = await open(ct);
        var clean = await cleaner.CleanAsync(contentType, content, ct);
        if (clean.Refused) return new Prepared(DocumentState.Unreadable);
        return clean.Output is { Length: > 0 } picture ? new Prepared(DocumentState.Ready, null, await SealAsync(tenant, picture, ct)) : new Prepared(DocumentState.Pending, IsPicture: true);
    }

    private async Task<Rendition> SealAsync(TenantId tenant, byte[] picture, CancellationToken ct)
    {
        var key = RandomNumberGenerator.GetBytes(32);
        var draft = await store.BeginAsync(tenant, ct);
        try
        {
            using var writer = new SealedWriter(draft.Content, key);
            await writer.WriteAsync(picture, ct);
            await writer.FinishAsync(ct);
            return new Rendition(draft, key, picture.Length, SHA256.HashData(picture));
        }
        catch
        {
            await draft.DisposeAsync();
            throw;
        }
    }
}
