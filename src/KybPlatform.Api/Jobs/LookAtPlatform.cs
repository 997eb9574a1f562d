namespace KybPlatform.Api.Jobs;

/// <summary>Once a minute, on one worker: whether anything that belongs to no tenant is stuck.</summary>
internal sealed class LookAtPlatform(Watchdog watchdog) : IJobHandler
{
    public const string Kind = "status.look";

    public async Task RunAsync(HeldJob job, TenantWork work, CancellationToken ct)
    {
        await watchdog.CompareAsync(ct);
        work.Db.Finish(job);
        await work.Db.CommitAsync(ct);
    }
}
