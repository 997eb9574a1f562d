using KybPlatform.Api.Http;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Recording;
using KybPlatform.Api.Screening.Contracts;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace KybPlatform.Api.Screening.Refresh;

/// <summary>
/// Brings a list to what its publisher offers now. Nothing new moves the date of the last look; a new issue is adopted like an imported one; what is
/// broken, older or out of reach leaves the list as it is and is told: in the log, the audit trail, the metrics and with the list.
/// </summary>
internal sealed partial class ListRefresher(
    IServiceScopeFactory scopes, ListFetch fetch, ListAdoption adoption, ScreeningLists lists, PlatformSettings settings, TimeProvider clock, ILogger<ListRefresher> log)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMinutes(5);
    private const int MostDoublings = 6;

    public ListSource? SourceOf(string key) => settings.ListSources.FirstOrDefault(s => s.Key == key);

    /// <returns>Whether there was a new issue.</returns>
    public async Task<Result<bool>> RefreshAsync(ListSource source, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<TenantScope>().Enter(Caller.PlatformTenant);
        var db = scope.ServiceProvider.GetRequiredService<PlatformDb>();
        var now = Instants.Truncate(clock.GetUtcNow());
        var state = await db.Set<ScreeningSource>().SingleOrDefaultAsync(s => s.ListKey == source.Key, ct) ?? db.Add(new ScreeningSource { ListKey = source.Key, DueAt = now, Failures = 0 }).Entity;
        await lists.RefreshAsync(ct);
        var former = lists.Current!.Official.GetValueOrDefault(source.Key);
        var looked = await LookAsync(db, source, state, former, now, ct);
        if (looked.IsRefused(out var error)) Note(db, state, error, now);
        else (state.CheckedAt, state.Failures, state.Fault, state.DueAt) = (now, 0, null, now + settings.ListsEvery);
        await db.CommitAsync(ct);
        ListMeter.Count(source.Key, looked.IsRefused(out var told) ? told.Code : looked.Value ? "adopted" : "unchanged");
        await adoption.TakeUpAsync();
        return looked;
    }

    private async Task<Result<bool>> LookAsync(PlatformDb db, ListSource source, ScreeningSource state, LoadedList? former, DateTimeOffset now, CancellationToken ct)
    {
        // The mark speaks of the issue that was fetched, not of one that was imported since.
        var mark = former is not null && state.SnapshotId == former.Id ? state.ETag : null;
        var fetched = await fetch.FetchAsync(source, mark, ct);
        if (fetched.IsRefused(out var unreachable)) return unreachable;
        if (fetched.Value.Unchanged) return false;
        var read = await adoption.ReadAsync(source.Key, fetched.Value.Files, fetched.Value.PublishedAt, ct);
        if (read.IsRefused(out var broken)) return broken;
        if (read.Value.PublishedAt < former?.Snapshot.PublishedAt) return ScreeningErrors.OlderIssue(read.Value.PublishedAt.Value, former.Snapshot.PublishedAt.Value);
        var isNew = former?.Snapshot.Sha256 != read.Value.Sha256;
        var list = isNew ? await adoption.AdoptAsync(db, Actor.Automation, null, read.Value, fetched.Value.Files, now, ct) : former!;
        (state.ETag, state.SnapshotId) = (fetched.Value.ETag, list.Id);
        return isNew;
    }

    private void Note(PlatformDb db, ScreeningSource state, Error error, DateTimeOffset now)
    {
        var code = error.Fields.IsDefaultOrEmpty ? error.Code : error.Fields[0].Code;
        // What lasts is one entry; the log and the metrics count on.
        if (state.Fault != code) db.Record(Actor.Automation, now, "screening_list.refresh_failed", state.ListKey, details: new { code });
        (state.Failures, state.Fault) = (state.Failures + 1, code);
        var pause = FirstPause * Math.Pow(2, Math.Min(MostDoublings, state.Failures - 1));
        state.DueAt = now + (pause < settings.ListsEvery ? pause : settings.ListsEvery);
        Failed(log, state.ListKey, state.Failures, error.Code, error.Detail);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The list {List} could not be refreshed ({Failures} times in a row): {Code}, {Detail} The former issue stays in use")]
    private static partial void Failed(ILogger log, string list, int failures, string code, string detail);
}
