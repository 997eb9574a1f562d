using KybPlatform.Api.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace KybPlatform.Api.Policies.Lists;

/// <summary>Reads the one file of a multipart upload (RFC 7578) as it comes, without holding it.</summary>
internal static class EntryUpload
{
    private const long MostBytes = 256L * 1024 * 1024;

    /// <param name="http">The request.</param>
    /// <param name="take">Takes one entry; false where it is none.</param>
    /// <returns>The SHA-256 of the file.</returns>
    public static async Task<Result<byte[]>> ReadAsync(HttpContext http, Func<string, bool> take)
    {
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize = MostBytes;
        if (!MediaTypeHeaderValue.TryParse(http.Request.ContentType, out var type) || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
            || HeaderUtilities.RemoveQuotes(type.Boundary) is not { Length: > 0 } boundary)
            return new Error("unsupported_media_type", ErrorKind.UnsupportedMediaType, "Send multipart/form-data.");
        try
        {
            var parts = new MultipartReader(boundary.ToString(), http.Request.Body) { BodyLengthLimit = MostBytes };
            while (await parts.ReadNextSectionAsync(http.RequestAborted) is { } part)
            {
                if (part.GetContentDispositionHeader() is { } about && about.IsFileDisposition()) return await FileAsync(part.Body, about.FileName.ToString(), take, http.RequestAborted);
            }
        }
        catch (Exception broken) when (broken is InvalidDataException or IOException and not BadHttpRequestException)
        {
            return Error.Malformed("malformed_multipart", "The parts could not be read.");
        }
        return Error.Malformed("file_required", "Send the entries as a part with a file name.");
    }

    private static async Task<Result<byte[]>> FileAsync(Stream content, string name, Func<string, bool> take, CancellationToken ct)
    {
        await using var hashed = new HashedReader(content);
        var refused = await EntryReader.ReadAsync(hashed, Path.GetExtension(HeaderUtilities.RemoveQuotes(name).ToString()).ToLowerInvariant(), take, ct);
        if (refused is not null) return refused;
        await hashed.CopyToAsync(Stream.Null, ct);
        return hashed.Hash();
    }
}
