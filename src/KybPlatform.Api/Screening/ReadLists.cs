using KybPlatform.Api.Http;
using KybPlatform.Screening.Lists;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace KybPlatform.Api.Screening;

/// <summary>A list, and the issue of it that this process searches.</summary>
/// <param name="State"><c>official</c>: imported as published; <c>sample</c>: the shipped sample stands in, which clears nobody in a live tenant.</param>
/// <param name="Complete">False where finding nobody means nothing.</param>
/// <param name="PublishedAt">Null where the publisher's date is not known, which never counts as fresh.</param>
/// <param name="CheckedAt">When the publisher last offered this very issue: it counts as fresh from then on. Null where lists are not fetched.</param>
/// <param name="Warnings">Places in the files that were kept as text because they could not be read in full.</param>
public sealed record ListResource(
    string Key, string State, string Publisher, string Snapshot, DateTimeOffset? PublishedAt, bool Complete, int EntityCount, int Warnings,
    DateTimeOffset? ImportedAt, string? ImportedBy, DateTimeOffset? CheckedAt)
{
    internal static ListResource From(LoadedList list) => new(
        list.Snapshot.ListKey, "official", list.Snapshot.Publisher, $"sha256:{list.Snapshot.Sha256}", list.Snapshot.PublishedAt, list.Snapshot.IsComplete,
        list.Snapshot.Entities.Length, list.Snapshot.Warnings.Length, list.ImportedAt, list.ImportedBy, list.CheckedAt);

    internal static ListResource Sample(string key, ListSnapshot sample) => new(
        key, "sample", sample.Publisher, $"sha256:{sample.Sha256}", sample.PublishedAt, sample.IsComplete, sample.Entities.Length, 0, null, null, null);
}

/// <summary>Tells which lists there are, and what stands for each.</summary>
internal static class ReadLists
{
    public static void Map(RouteGroupBuilder screening) =>
        screening.MapGet("/lists", HandleAsync).Requires(Scopes.ScreeningRead)
            .WithSummary("The lists that screening searches").Produces<Page<ListResource>>();

    private static async Task<IResult> HandleAsync(ScreeningLists lists, HttpContext http)
    {
        if (await lists.ReadyAsync(TimeSpan.FromSeconds(5), http.RequestAborted) is not { } loaded)
            return Refused.Because(new Error("lists_loading", ErrorKind.Unavailable, "The lists are being loaded."));
        return Answer.Ok(new Page<ListResource>([.. ListFormats.Keys.Select(k => View(k, loaded)).OfType<ListResource>()], false, null));
    }

    private static ListResource? View(string key, LoadedLists loaded) =>
        loaded.Official.TryGetValue(key, out var list) ? ListResource.From(list) : loaded.Stands(key) is { } sample ? ListResource.Sample(key, sample) : null;
}
