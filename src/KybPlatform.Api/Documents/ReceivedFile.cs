using System.Security.Cryptography;
using KybPlatform.Api.Http;
using KybPlatform.Api.Persistence;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace KybPlatform.Api.Documents;

/// <summary>A file that came whole and lies sealed in a draft.</summary>
/// <param name="Key">The content's own key.</param>
/// <param name="DeclaredContentType">What the sender called it, where that is not what it is.</param>
internal sealed record ReceivedFile(IDocumentDraft Draft, byte[] Key, string ContentType, string? DeclaredContentType, string? FileName, long Size, byte[] Sha256)
{
    public static async Task<Result<ReceivedFile>> ReadAsync(
        MultipartSection section, ContentDispositionHeaderValue disposition, IDocumentStore store, TenantId tenant, CancellationToken ct)
    {
        var buffer = new byte[SealedChunks.Plain];
        var first = await FormReading.FillAsync(section.Body, buffer, ct);
        if (first.IsRefused(out var malformed)) return malformed;
        if (first.Value == 0) return DocumentErrors.Empty;
        if (FileSignatures.ContentTypeOf(buffer.AsSpan(0, Math.Min(first.Value, FileSignatures.Needed))) is not { } contentType) return DocumentErrors.Unsupported;

        var key = RandomNumberGenerator.GetBytes(32);
        var draft = await store.BeginAsync(tenant, ct);
        Result<(long Size, byte[] Sha256)> sealing = DocumentErrors.Empty;
        try
        {
            sealing = await SealAsync(section.Body, draft, key, buffer, first.Value, ct);
        }
        finally
        {
            if (sealing.IsRefused(out _)) await draft.DisposeAsync();
        }
        if (sealing.IsRefused(out var refusal)) return refusal;
        return new ReceivedFile(draft, key, contentType, Declared(section, contentType), NameOf(disposition), sealing.Value.Size, sealing.Value.Sha256);
    }

    private static async Task<Result<(long Size, byte[] Sha256)>> SealAsync(
        Stream body, IDocumentDraft draft, byte[] key, byte[] buffer, int held, CancellationToken ct)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var writer = new SealedWriter(draft.Content, key);
        long size = 0;
        while (held > 0)
        {
            size += held;
            if (size > UploadForm.Limit) return DocumentErrors.TooLarge;
            hash.AppendData(buffer, 0, held);
            await writer.WriteAsync(buffer.AsMemory(0, held), ct);
            var more = await FormReading.FillAsync(body, buffer, ct);
            if (more.IsRefused(out var malformed)) return malformed;
            held = more.Value;
        }
        await writer.FinishAsync(ct);
        return (size, hash.GetHashAndReset());
    }

    private static string? Declared(MultipartSection section, string contentType) =>
        MediaTypeHeaderValue.TryParse(section.ContentType, out var declared) && declared.MediaType is { HasValue: true, Length: <= 100 } said
            && !FileSignatures.Agrees(said.ToString(), contentType) ? said.ToString() : null;

    // A name only: no path, no control characters, nothing that a client's file system would choke on.
    private static string? NameOf(ContentDispositionHeaderValue disposition)
    {
        var given = HeaderUtilities.RemoveQuotes(disposition.FileNameStar.HasValue ? disposition.FileNameStar : disposition.FileName).ToString();
        var name = new string([.. given[(given.LastIndexOfAny(['/', '\\']) + 1)..].Where(c => !char.IsControl(c) && !char.IsSurrogate(c)).Take(200)]).Trim();
        return name.Length == 0 ? null : name;
    }
}
