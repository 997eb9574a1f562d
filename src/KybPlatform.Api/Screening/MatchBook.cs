using KybPlatform.Api.Http;
using KybPlatform.Api.Jobs;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Privacy;
using KybPlatform.Api.Recording;
using KybPlatform.Api.Screening.Contracts;
using KybPlatform.Api.Screening.Monitoring;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace KybPlatform.Api.Screening;

/// <summary>Whose matches: which party of which profile, and whose key protects them.</summary>
internal sealed record MatchPlace(Guid Profile, string Subject, Guid SealedFor)
{
    public bool OfBusiness => Subject != "individual";
}

/// <summary>Where a screening looked.</summary>
/// <param name="Keys">The lists inside the index that were searched.</param>
/// <param name="Asked">The lists that were asked for; empty for all.</param>
/// <param name="Monitored">Whether a change of those lists is a new question; made-up screenings are asked once.</param>
internal sealed record ScreeningScope(IReadOnlyList<string> Keys, IReadOnlyList<string> Asked, double Threshold, bool Monitored);

/// <summary>Keeps what screenings find, one row for each listed party, with what a person said about it.</summary>
internal sealed class MatchBook(SubjectVault vault, BlindIndex index)
{
    internal const string DetailsPurpose = "screening_matches.sealed";
    internal const string PartyPurpose = "monitored_parties.sealed";
    internal const string NotePurpose = "screening_matches.note";

    // What is not found any more in the lists that were searched is no match any more, unless somebody looks with a lower threshold than this search did.
    // Rides in the commit of the screening.
    private const string Lapse = """
        UPDATE screening_matches SET status = 'lapsed', version = version + 1
        WHERE tenant_id = $1 AND profile_id = $2 AND subject = $3 AND status = 'open' AND list_key = ANY ($4) AND NOT (entity_hash = ANY ($5))
            AND NOT EXISTS (SELECT FROM monitored_parties p WHERE p.tenant_id = $1 AND p.profile_id = $2 AND p.subject = $3 AND p.threshold < $6)
        """;

    public byte[] EntityHash(TenantId tenant, string entity) => index.Hash(tenant, "screening-entity", entity);

    /// <summary>Keeps what a screening found, and who was screened, so that a change of the lists finds them again.</summary>
    public async Task<IReadOnlyList<ScreeningHit>> KeepAsync(
        TenantWork work, MatchPlace place, ScreenedParty party, IReadOnlyList<Found> found, ScreeningScope searched, CancellationToken ct)
    {
        var ring = await vault.RingAsync(work.Db, work.Tenant, [place.SealedFor], ct);
        // An answer that was cut says nothing of what it left out.
        if (found.Count < ScreeningFindings.MostHits) AddLapse(work, place, searched, [.. found.Select(f => EntityHash(work.Tenant, f.EntityId))]);
        if (searched.Monitored && ring.Has(place.SealedFor)) work.Db.Extra.Add(Monitoring.Monitor.Remember(work, place, party, searched, ring, index));
        if (found.Count == 0) return [];
        var rows = await work.Db.Set<ScreeningMatch>().Where(m => m.ProfileId == place.Profile && m.Subject == place.Subject).ToListAsync(ct);
        Hold(work, place, party, found, rows, ring);
        // The answer rests on what was said about these; who says something else meanwhile has this answer asked again, and not written over theirs.
        foreach (var row in rows.Where(r => work.Db.Entry(r).State is EntityState.Unchanged)) work.Db.Unchanged.Add(row);
        return [.. found.Select(f => Hit(rows.Single(r => r.EntityHash.AsSpan().SequenceEqual(EntityHash(work.Tenant, f.EntityId))), f))];
    }

    /// <summary>Makes and reopens matches for what was found, and adds those that are new to <paramref name="rows"/>.</summary>
    /// <returns>Those that are open and were not before.</returns>
    public IReadOnlyList<(ScreeningMatch Match, MatchChange Change)> Hold(
        TenantWork work, MatchPlace place, ScreenedParty party, IReadOnlyList<Found> found, List<ScreeningMatch> rows, SubjectRing ring)
    {
        var changes = new List<(ScreeningMatch, MatchChange)>();
        foreach (var one in found)
        {
            var entity = EntityHash(work.Tenant, one.EntityId);
            var known = rows.Find(r => r.EntityHash.AsSpan().SequenceEqual(entity));
            var (row, change) = Keep(work, place, known, one, entity, ScoredInputs.Of(party, one, text => index.Hash(work.Tenant, "screening-scored", text)), ring);
            if (known is null) rows.Add(row);
            if (change is { } told) changes.Add((row, told));
        }
        return changes;
    }

    private static ScreeningHit Hit(ScreeningMatch row, Found found) =>
        new(row.Id, row.Status, found.EntityId, found.List, found.Name, found.MatchedName, found.Score, found.Pieces, found.Sample);

    private static (ScreeningMatch Row, MatchChange? Change) Keep(TenantWork work, MatchPlace place, ScreeningMatch? row, Found found, byte[] entity, ScoredInputs scored, SubjectRing ring)
    {
        var details = ring.Seal(place.SealedFor, StoredJson.Bytes(new MatchDetails(found.EntityId, found.Name, found.MatchedName, found.Screened, found.Snapshot, found.Pieces)), DetailsPurpose);
        if (row is null)
        {
            row = new ScreeningMatch
            {
                TenantId = work.Tenant,
                Id = PublicId.New<MatchId>(work.Now),
                ProfileId = place.Profile,
                OfBusiness = place.OfBusiness,
                Subject = place.Subject,
                ListKey = found.List,
                EntityHash = entity,
                ScoredHash = scored.Hash,
                Score = found.Score,
                Sample = found.Sample,
                Status = MatchStatus.Open,
                SealedFor = place.SealedFor,
                Sealed = details,
                CreatedAt = work.Now,
                LastSeenAt = work.Now,
            };
            work.Db.Add(row);
            Tell(work, row);
            return (row, MatchChange.Found);
        }
        // Open as it was, it is told once; only its details are renewed.
        if (row.Status != MatchStatus.Lapsed && scored.Are(row.ScoredHash))
        {
            work.Db.Extra.Add(Renewal(work, row, found, scored.Hash, details));
            return (row, null);
        }
        row.Reopen(scored.Hash);
        Tell(work, row);
        (row.Score, row.Sample, row.Sealed, row.LastSeenAt) = (found.Score, found.Sample, details, work.Now);
        return (row, MatchChange.Reopened);
    }

    // The match is no other one by being seen again: whoever is deciding about it at this moment is not told that it changed.
    private static NpgsqlBatchCommand Renewal(TenantWork work, ScreeningMatch row, Found found, byte[] scored, byte[] details)
    {
        var renew = new NpgsqlBatchCommand("UPDATE screening_matches SET score = $3, sample = $4, sealed = $5, last_seen_at = greatest(last_seen_at, $6), scored_hash = $7 WHERE tenant_id = $1 AND id = $2");
        renew.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = work.Tenant.Value });
        renew.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = row.Id.Value });
        renew.Parameters.Add(new NpgsqlParameter<double> { TypedValue = found.Score });
        renew.Parameters.Add(new NpgsqlParameter<bool> { TypedValue = found.Sample });
        renew.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = details });
        renew.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = work.Now });
        renew.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = scored });
        return renew;
    }

    // Which list, not whom on it: that would tell about a person.
    private static void Tell(TenantWork work, ScreeningMatch row) =>
        work.Db.Record(Actor.Automation, work.Now, "screening.match_found", row.Id.ToString(), ProfileName(row), new { list = row.ListKey, subject = row.Subject, row.Sample });

    internal static string ProfileName(ScreeningMatch row) => PublicId.Write(row.OfBusiness ? "biz" : "ind", row.ProfileId);

    private static void AddLapse(TenantWork work, MatchPlace place, ScreeningScope searched, List<byte[]> found)
    {
        var lapse = new NpgsqlBatchCommand(Lapse);
        lapse.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = work.Tenant.Value });
        lapse.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = place.Profile });
        lapse.Parameters.Add(new NpgsqlParameter<string> { TypedValue = place.Subject });
        lapse.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. searched.Keys] });
        lapse.Parameters.Add(new NpgsqlParameter<byte[][]> { TypedValue = [.. found] });
        lapse.Parameters.Add(new NpgsqlParameter<double> { TypedValue = searched.Threshold });
        work.Db.Extra.Add(lapse);
    }
}
