using System.Globalization;
using System.Text;
using KybPlatform.Api.Http;
using KybPlatform.Api.Http.OpenApi;
using KybPlatform.Screening.Lists;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;

namespace KybPlatform.Api.Screening;

/// <summary>
/// Takes one issue of an official list: the publisher's files, as published. It is in use whole, or refused whole while the former issue stays in use.
/// </summary>
internal static class ImportSnapshot
{
    private const long MostBytes = 1024L * 1024 * 1024;

    public static void Map(RouteGroupBuilder screening) =>
        screening.MapPost("/lists/{key}/snapshots", HandleAsync).RequiresPlatformKey().Idempotent().TakesMultipart("file", "published_at")
            .WithSummary("Import an issue of an official list").Produces<ListResource>(201).ProducesRefusals(404, 422);

    private static async Task<IResult> HandleAsync(string key, Work work, ListAdoption adoption, HttpContext http)
    {
        if (!ListFormats.Keys.Contains(key)) return Refused.Because(Error.NotFound("list"));
        var upload = await ReadAsync(http);
        if (upload.IsRefused(out var malformed)) return Refused.Because(malformed);
        var (files, publishedAt) = upload.Value;
        work.Idempotency.FingerprintOf(http, FingerprintOf(files, publishedAt));

        var read = await adoption.ReadAsync(key, files, publishedAt, work.Canceled);
        if (read.IsRefused(out var refused)) return await work.RefuseAsync(refused);

        var list = await adoption.AdoptAsync(work.Db, work.Caller.Actor, work.RequestId, read.Value, files, work.Now, work.Canceled);
        var answer = await work.AnswerAsync(201, ListResource.From(list), Keeping.Plainly, "/v1/screening/lists");
        await adoption.TakeUpAsync();
        return answer;
    }

    private static async Task<Result<Upload>> ReadAsync(HttpContext http)
    {
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize = MostBytes;
        if (!http.Request.HasFormContentType || http.Request.ContentType?.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase) != true)
            return new Error("unsupported_media_type", ErrorKind.UnsupportedMediaType, "Send multipart/form-data.");
        try
        {
            var form = await http.Request.ReadFormAsync(new FormOptions { MultipartBodyLengthLimit = MostBytes, ValueCountLimit = 16 }, http.RequestAborted);
            var files = new List<PackedFile>();
            foreach (var file in form.Files) files.Add(await PackAsync(file, http.RequestAborted));
            if (files.Count == 0) return Error.Malformed("file_required", "Send the publisher's files as parts with file names.");
            var published = form["published_at"].ToString();
            if (published.Length == 0) return new Upload(files, null);
            return DateTimeOffset.TryParse(published, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at)
                ? new Upload(files, at)
                : Error.Invalid("invalid_value", "published_at is an instant as RFC 3339.", new FieldError("/published_at", "invalid_value", "Must be an instant as RFC 3339.")) with { OfShape = true };
        }
        catch (Exception broken) when (broken is InvalidDataException or IOException and not BadHttpRequestException)
        {
            return Error.Malformed("malformed_multipart", "The parts could not be read.");
        }
    }

    // The parts lie on disk; what is held is only what will be stored.
    private static async Task<PackedFile> PackAsync(IFormFile file, CancellationToken ct)
    {
        await using var content = file.OpenReadStream();
        return await PackedFile.ReadAsync(file.FileName, content, MostBytes, ct);
    }

    private static byte[] FingerprintOf(IReadOnlyList<PackedFile> files, DateTimeOffset? publishedAt) =>
        Encoding.UTF8.GetBytes($"{publishedAt:O}\n" + string.Join('\n', files.Select(f => $"{f.Name}:{f.Sha256}")));

    private sealed record Upload(IReadOnlyList<PackedFile> Files, DateTimeOffset? PublishedAt);
}
