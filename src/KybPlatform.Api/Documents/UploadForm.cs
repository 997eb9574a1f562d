using System.Security.Cryptography;
using System.Text;
using System.Text.Unicode;
using KybPlatform.Api.Http;
using KybPlatform.Api.Persistence;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace KybPlatform.Api.Documents;

/// <summary>The multipart form of an upload (RFC 7578), read in one pass: the file is sealed into the store as it comes, never held whole.</summary>
internal sealed class UploadForm(IDocumentStore store, TenantId tenant) : IAsyncDisposable
{
    /// <summary>Bytes of a document that are accepted at most.</summary>
    public const int Limit = 20 * 1024 * 1024;

    // Boundaries and part headers beside the file itself.
    private const int Overhead = 64 * 1024;
    private const int LongestType = 64;

    private readonly StringBuilder _fingerprint = new();

    /// <summary>Null before the file's part was read.</summary>
    public ReceivedFile? File { get; private set; }

    public string? Type { get; private set; }

    /// <summary>The parts' names and content hashes, in order.</summary>
    public byte[] Fingerprint => Encoding.UTF8.GetBytes(_fingerprint.ToString());

    /// <summary>Null when the form was read whole and is usable.</summary>
    public async Task<Error?> ReadAsync(HttpContext http)
    {
        if (!MediaTypeHeaderValue.TryParse(http.Request.ContentType, out var type) || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase))
            return DocumentErrors.NotMultipart;
        if (http.Request.ContentLength > Limit + Overhead) return DocumentErrors.TooLarge;
        var boundary = HeaderUtilities.RemoveQuotes(type.Boundary).ToString();
        if (boundary.Length is 0 or > 70) return DocumentErrors.Malformed("The content type names no usable boundary.");

        var reader = new MultipartReader(boundary, http.Request.Body) { HeadersCountLimit = 16, HeadersLengthLimit = 8 * 1024 };
        while (true)
        {
            var section = await FormReading.NextAsync(reader, http.RequestAborted);
            if (section.IsRefused(out var malformed)) return malformed;
            if (section.Value is null) return File is null ? DocumentErrors.NoFile : null;
            if (await TakeAsync(section.Value, http.RequestAborted) is { } refusal) return refusal;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (File is not null) await File.Draft.DisposeAsync();
    }

    private async Task<Error?> TakeAsync(MultipartSection section, CancellationToken ct)
    {
        if (!ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition) || HeaderUtilities.RemoveQuotes(disposition.Name) is not { Length: > 0 } name)
            return DocumentErrors.Malformed("Every part has a name.");
        return name.ToString() switch
        {
            "file" when File is null => await TakeFileAsync(section, disposition, ct),
            "type" when Type is null => await TakeTypeAsync(section, ct),
            "file" or "type" => DocumentErrors.Twice(name.ToString()),
            var unknown => DocumentErrors.UnknownPart(unknown),
        };
    }

    private async Task<Error?> TakeFileAsync(MultipartSection section, ContentDispositionHeaderValue disposition, CancellationToken ct)
    {
        var received = await ReceivedFile.ReadAsync(section, disposition, store, tenant, ct);
        if (received.IsRefused(out var refusal)) return refusal;
        File = received.Value;
        Note("file", File.Sha256);
        return null;
    }

    private async Task<Error?> TakeTypeAsync(MultipartSection section, CancellationToken ct)
    {
        var buffer = new byte[LongestType + 1];
        var read = await FormReading.FillAsync(section.Body, buffer, ct);
        if (read.IsRefused(out var malformed)) return malformed;
        var bytes = buffer.AsSpan(0, read.Value);
        if (read.Value > LongestType || !Utf8.IsValid(bytes)) return DocumentErrors.BadType;
        Type = Encoding.UTF8.GetString(bytes);
        Note("type", SHA256.HashData(bytes));
        return Type is [>= 'a' and <= 'z', ..] && Type.All(c => c is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '_') ? null : DocumentErrors.BadType;
    }

    private void Note(string part, byte[] hash) => _fingerprint.Append(part).Append('=').Append(Convert.ToHexStringLower(hash)).Append('\n');
}
