using KybPlatform.Api.Http;
using KybPlatform.Api.Registers.Importing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace KybPlatform.Api.Registers;

/// <summary>Tells which datasets are looked into, and how far an import has come.</summary>
internal static class ReadDatasets
{
    public static void Map(RouteGroupBuilder datasets)
    {
        datasets.MapGet("", ListAsync).Requires(Scopes.VerificationsRead).WithSummary("The datasets of registers that are in use").Produces<Page<RegisterDatasetResource>>();
        datasets.MapGet("/{key}/imports/{id}", GetAsync).RequiresPlatformKey().WithSummary("How far an import has come").Produces<DatasetImportResource>().ProducesRefusals(404);
    }

    private static async Task<IResult> ListAsync(RegisterBook book, RegisterDesk desk, HttpContext http) =>
        Answer.Ok(new Page<RegisterDatasetResource>([.. (await book.ReadyAsync(http.RequestAborted)).Select(i => RegisterDatasetResource.From(i, desk.SourceOf(i)))], false, null));

    private static async Task<IResult> GetAsync(string key, string id, Work work) =>
        await SendContent.FindAsync(work, key, id) is { } import ? Answer.Ok(DatasetImportResource.From(import)) : Refused.Because(RegisterErrors.ImportNotFound);
}
