using KybPlatform.Api.Jobs;
using KybPlatform.Api.Persistence;
using KybPlatform.Screening.Lists;
using Npgsql;

namespace KybPlatform.Api.Screening.Monitoring;

/// <summary>
/// Holds a profile's parties against the lists as they are now. A sweep sees who is written down; whoever was screened in the former issue and written down behind
/// the sweep's back is held against the new one here.
/// </summary>
internal sealed class CatchUp(SweepPage page, ScreeningLists lists, Signals signals) : IJobHandler
{
    /// <summary>The job; its subject is the profile.</summary>
    public const string Job = "screening.catch_up";

    // Any number, the same in every process. A screening holds it shared while it looks for newer issues and commits, an import alone: either the screening sees the
    // import, or the sweep, which begins after the import's commit, sees whom the screening wrote down.
    private const string Lock = "778211";
    private const string Newer = "EXISTS (SELECT FROM unnest($8, $9) AS searched (key, id) WHERE EXISTS (SELECT FROM screening_snapshots s WHERE s.list_key = searched.key AND s.id > searched.id))";

    public async Task RunAsync(HeldJob job, TenantWork work, CancellationToken ct)
    {
        await lists.RefreshAsync(ct);
        var loaded = lists.Current!;
        await page.CatchUpAsync(work, job.Subject, loaded, ct);
        work.Db.Finish(job);
        Promise(work, job.Subject, loaded, []);
        await work.Db.CommitAsync(ct);
        signals.Jobs.Set();
        signals.Events.Set();
    }

    /// <summary>
    /// Where a newer issue is there when this unit of work commits, the profile is looked at again; and where an issue could not be read here, later: whoever can
    /// read it may have swept it already.
    /// </summary>
    /// <param name="loaded">What was searched.</param>
    /// <param name="wanted">The lists that were asked for; empty for all.</param>
    public static void Promise(TenantWork work, Guid profile, LoadedLists loaded, IReadOnlyList<string> wanted)
    {
        string[] keys = [.. wanted.Count > 0 ? wanted : ListFormats.Keys];
        work.Db.Extra.Add(new NpgsqlBatchCommand($"SELECT pg_advisory_xact_lock_shared({Lock})"));
        if (loaded.PauseOf(keys) is { } pause) work.Db.EnqueueOnceIf(Job, profile, work.Now, pause, "true");
        work.Db.EnqueueOnceIf(Job, profile, work.Now, TimeSpan.Zero, Newer, new NpgsqlParameter<string[]> { TypedValue = keys }, new NpgsqlParameter<Guid[]> { TypedValue = [.. keys.Select(loaded.NewestOf)] });
    }

    /// <summary>An import: waits for screenings that are committing now, and holds up those that come until it has committed.</summary>
    public static void Announce(PlatformDb db) => db.Extra.Add(new NpgsqlBatchCommand($"SELECT pg_advisory_xact_lock({Lock})"));
}
