using KybPlatform.Api.Http;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Recording;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace KybPlatform.Api.Jobs;

/// <summary>What the watchdog has told of and not taken back: told once, however long it lasts.</summary>
[GlobalTable("the operator sees what is stuck anywhere; kinds, ids, counts and instants only")]
public sealed class Concern
{
    public required TenantId TenantId { get; init; }
    public required string Kind { get; init; }
    public required string Subject { get; init; }
    public required long Count { get; set; }
    public required DateTimeOffset Since { get; set; }
}

internal sealed class ConcernConfiguration : IEntityTypeConfiguration<Concern>
{
    public void Configure(EntityTypeBuilder<Concern> concern)
    {
        concern.ToTable("concerns");
        concern.HasKey(c => new { c.TenantId, c.Kind, c.Subject });
    }
}

internal static class Concerns
{
    /// <summary>Holds what is seen now against what was told before: what is new is raised, what is gone is resolved, each as an event and an audit entry.</summary>
    public static async Task CompareAsync(PlatformDb db, TenantId tenant, IReadOnlyList<Sighting> seen, DateTimeOffset now, CancellationToken ct)
    {
        var told = await db.Set<Concern>().Where(c => c.TenantId == tenant).ToDictionaryAsync(c => (c.Kind, c.Subject), ct);
        foreach (var sighting in seen)
        {
            if (told.Remove((sighting.Kind, sighting.Subject), out var known)) (known.Count, known.Since) = (sighting.Count, Instants.Truncate(sighting.Since));
            else
            {
                db.Add(new Concern { TenantId = tenant, Kind = sighting.Kind, Subject = sighting.Subject, Count = sighting.Count, Since = Instants.Truncate(sighting.Since) });
                Record("concern.raised", sighting.Kind, sighting.Subject, sighting.Count);
            }
        }
        foreach (var gone in told.Values)
        {
            db.Remove(gone);
            Record("concern.resolved", gone.Kind, gone.Subject, gone.Count);
        }
        try
        {
            await db.CommitAsync(ct);
        }
        catch (ConflictException)
        {
            // Another worker looked at the same moment, and told it.
        }

        void Record(string type, string kind, string subject, long count) => db.Record(Actor.Automation, now, type, tenant.ToString(), details: new { kind, subject, count });
    }
}

/// <summary>Once a minute: whether anything of the tenant's is stuck. After the other sweeps, so that what they have just done is not called late.</summary>
internal sealed class WatchTenant(IEnumerable<ITenantWatch> watches) : ITenantSweep
{
    public async Task RunAsync(TenantWork work, CancellationToken ct) =>
        await Concerns.CompareAsync(work.Db, work.Tenant, await LookAsync(watches, work, ct), work.Now, ct);

    public static async Task<IReadOnlyList<Sighting>> LookAsync(IEnumerable<ITenantWatch> watches, TenantWork work, CancellationToken ct)
    {
        var seen = new List<Sighting>();
        foreach (var watch in watches) seen.AddRange(await watch.LookAsync(work, ct));
        return [.. seen.OrderBy(s => s.Kind, StringComparer.Ordinal).ThenBy(s => s.Subject, StringComparer.Ordinal)];
    }
}
