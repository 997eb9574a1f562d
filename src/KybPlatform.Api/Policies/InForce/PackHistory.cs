using KybPlatform.Api.Persistence;
using KybPlatform.Policies;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace KybPlatform.Api.Policies.InForce;

/// <summary>
/// Which pack was shipped when, up to this process's own build. A build that runs beside a newer one for a while goes on by its own pack, and so by its own history.
/// </summary>
internal sealed class PackHistory
{
    // Processes' clocks differ, and none of them may take now for the past.
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(1);

    // Two that start at once write one row. The number is this lock's name.
    private const string Begin = "SELECT pg_advisory_xact_lock(7310452196)";
    private const string Ship = """
        INSERT INTO policy_pack_shipments (id, version, at)
        SELECT coalesce(max(id), 0) + 1, $1, clock_timestamp() FROM policy_pack_shipments
        HAVING (SELECT s.version FROM policy_pack_shipments s ORDER BY s.id DESC LIMIT 1) IS DISTINCT FROM $1
        """;

    private volatile PackShipment[] _shipments = [];

    /// <summary>Since when the pack of this build is shipped; the beginning of time while nobody knows, and where there never was another one.</summary>
    public DateTimeOffset Since => _shipments is [_, .., var own] ? own.At : DateTimeOffset.MinValue;

    /// <summary>Says once that this build runs, and learns what ran before.</summary>
    public async Task BeginAsync(PlatformDb db, CancellationToken ct)
    {
        if (_shipments.Length > 0) return;
        var ship = new NpgsqlBatchCommand(Ship);
        ship.Parameters.Add(new NpgsqlParameter<string> { TypedValue = PolicyPack.Shipped.Version });
        db.Extra.AddRange([new NpgsqlBatchCommand(Begin), ship]);
        await db.CommitAsync(ct);
        var all = await db.Set<PackShipment>().AsNoTracking().OrderBy(s => s.Id).ToListAsync(ct);
        _shipments = [.. all.GetRange(0, all.FindLastIndex(s => s.Version == PolicyPack.Shipped.Version) + 1)];
    }

    /// <summary>Whether another pack may have been shipped at an instant of some tenant's clock; a cheap look that answers no for what is about now.</summary>
    /// <param name="realNow">By this platform's clock.</param>
    public bool MayDiffer(DateTimeOffset at, DateTimeOffset realNow) => at < Since && at < realNow - Skew;

    /// <summary>The pack that whoever followed had at an instant; null for the one of this build.</summary>
    /// <param name="at">By this platform's clock, as <paramref name="realNow"/>: what is about now is never the past.</param>
    public string? FormerAt(DateTimeOffset at, DateTimeOffset realNow)
    {
        if (!MayDiffer(at, realNow)) return null;
        // Before the first was shipped there was nothing to have; that one is the nearest.
        var version = (Array.FindLast(_shipments, s => s.At <= at) ?? _shipments[0]).Version;
        return version == PolicyPack.Shipped.Version ? null : version;
    }
}
