using KybPlatform.Api.Http;
using KybPlatform.Api.Http.OpenApi;
using KybPlatform.Api.Persistence;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;
using Microsoft.Net.Http.Headers;

namespace KybPlatform.Api.Registers.Importing;

/// <summary>
/// Takes the content of an import: the publisher's file as it was downloaded, also packed. Read as it comes. Where it breaks off, sending the same again goes on
/// behind what was kept; an import that is complete is in use at once.
/// </summary>
internal static class SendContent
{
    private const long MostBytes = 16L * 1024 * 1024 * 1024;

    public static void Map(RouteGroupBuilder datasets) =>
        datasets.MapPut("/{key}/imports/{id}/content", HandleAsync).RequiresPlatformKey().TakesMultipart("file")
            .TakesQuery("force", "`true`: the issue is whole although it has far fewer entries than the one in use.", ["true", "false"])
            .WithSummary("Send an import's content, or send it again to go on").Produces<DatasetImportResource>().ProducesRefusals(404, 409, 422);

    private static async Task<IResult> HandleAsync(string key, string id, Work work, DatasetLoad load, DatasetStore store, RegisterBook book, HttpContext http)
    {
        if (await FindAsync(work, key, id) is not { } import) return Refused.Because(RegisterErrors.ImportNotFound);
        if (import.State == DatasetImportState.Ready) return Refused.Because(RegisterErrors.AlreadyImported);
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize = MostBytes;
        if (!MediaTypeHeaderValue.TryParse(http.Request.ContentType, out var type) || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase))
            return Refused.Because(new Error("unsupported_media_type", ErrorKind.UnsupportedMediaType, "Send multipart/form-data."));
        if (HeaderUtilities.RemoveQuotes(type.Boundary).ToString() is not { Length: > 0 and <= 70 } boundary) return Refused.Because(Malformed);

        if (http.Request.Query["force"].ToString() is var force && force is not ("" or "true" or "false")) return Refused.Because(RegisterErrors.UnknownForce);
        if (await TakeAsync(import, boundary, load, force == "true", http) is { } refusal) return Refused.Because(refusal);
        work.Record("register_dataset.imported", key, details: new { import = import.Id, import.Complete, forced = force == "true" });
        var ready = await FindAsync(work, key, id);
        var answer = await work.AnswerAsync(200, DatasetImportResource.From(ready!), Keeping.Plainly);
        await book.RefreshAsync(CancellationToken.None);
        await store.DropOldAsync(key, CancellationToken.None);
        return answer;
    }

    internal static async Task<DatasetImport?> FindAsync(Work work, string key, string id) =>
        PublicId.TryParse<DatasetImportId>(id, out var found) ? await work.Db.Set<DatasetImport>().AsNoTracking().SingleOrDefaultAsync(i => i.Id == found && i.DatasetKey == key, work.Canceled) : null;

    private static async Task<Error?> TakeAsync(DatasetImport import, string boundary, DatasetLoad load, bool evenIfSmaller, HttpContext http)
    {
        try
        {
            var reader = new MultipartReader(boundary, http.Request.Body) { HeadersCountLimit = 16, HeadersLengthLimit = 8 * 1024 };
            if (await reader.ReadNextSectionAsync(http.RequestAborted) is not { } section || section.GetContentDispositionHeader() is not { } disposition || HeaderUtilities.RemoveQuotes(disposition.Name) != "file")
                return Error.Malformed("file_required", "Send the publisher's file as the part 'file'.");
            return await load.RunAsync(import, HeaderUtilities.RemoveQuotes(disposition.FileName).ToString(), section.Body, evenIfSmaller, http.RequestAborted);
        }
        catch (Exception broken) when (broken is InvalidDataException or (IOException and not BadHttpRequestException))
        {
            // What was kept so far stays, and the import waits for the rest.
            return Malformed;
        }
    }

    private static Error Malformed => Error.Malformed("malformed_multipart", "The parts could not be read.");
}
