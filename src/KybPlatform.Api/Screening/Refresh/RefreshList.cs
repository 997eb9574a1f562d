using KybPlatform.Api.Http;
using KybPlatform.Api.Http.OpenApi;
using KybPlatform.Screening.Lists;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace KybPlatform.Api.Screening.Refresh;

/// <summary>Looks for a new issue now, without waiting for the schedule.</summary>
internal static class RefreshList
{
    public static void Map(RouteGroupBuilder screening) =>
        screening.MapPost("/lists/{key}/refresh", HandleAsync).RequiresPlatformKey().Idempotent()
            .WithSummary("Fetch a list from its publisher").Produces<ListResource>().ProducesRefusals(404, 409, 422, 503);

    private static async Task<IResult> HandleAsync(string key, Work work, ListRefresher refresher, ScreeningLists lists)
    {
        if (!ListFormats.Keys.Contains(key)) return Refused.Because(Error.NotFound("list"));
        if (refresher.SourceOf(key) is not { } source) return await work.RefuseAsync(ScreeningErrors.NoSource(key));
        if ((await refresher.RefreshAsync(source, work.Canceled)).IsRefused(out var error)) return await work.RefuseAsync(error);
        return await work.AnswerAsync(200, ListResource.From(lists.Current!.Official[key]), Keeping.Plainly);
    }
}
