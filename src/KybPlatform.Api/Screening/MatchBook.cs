using System.Text;
using KybPlatform.Api.Http;
using KybPlatform.Api.Jobs;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Privacy;
using KybPlatform.Api.Recording;
using KybPlatform.Api.Screening.Contracts;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace KybPlatform.Api.Screening;

/// <summary>Whose matches: which party of which profile, and whose key protects them.</summary>
internal sealed record MatchPlace(Guid Profile, string Subject, Guid SealedFor);

/// <summary>Keeps what screenings find, one row for each listed party, with what a person said about it.</summary>
internal sealed class MatchBook(SubjectVault vault, BlindIndex index)
{
    internal const string DetailsPurpose = "screening_matches.sealed";
    internal const string NotePurpose = "screening_matches.note";

    // What is not found any more in the lists that were searched is no match any more. Rides in the commit of the screening.
    private const string Lapse = """
        UPDATE screening_matches SET status = 'lapsed', version = version + 1
        WHERE tenant_id = $1 AND profile_id = $2 AND subject = $3 AND status = 'open' AND list_key = ANY ($4) AND NOT (entity_hash = ANY ($5))
        """;

    public async Task<IReadOnlyList<ScreeningHit>> KeepAsync(
        TenantWork work, MatchPlace place, ScreenedParty party, IReadOnlyList<Found> found, IReadOnlyList<string> searched, CancellationToken ct)
    {
        var hashes = found.Select(f => index.Hash(work.Tenant, "screening-entity", f.EntityId)).ToList();
        AddLapse(work, place, searched, hashes);
        if (found.Count == 0) return [];
        var ring = await vault.RingAsync(work.Db, work.Tenant, [place.SealedFor], ct);
        var rows = await work.Db.Set<ScreeningMatch>().Where(m => m.ProfileId == place.Profile && m.Subject == place.Subject).ToListAsync(ct);
        var hits = new List<ScreeningHit>();
        for (var i = 0; i < found.Count; i++)
        {
            var row = rows.Find(r => r.EntityHash.AsSpan().SequenceEqual(hashes[i]));
            row = Keep(work, place, row, found[i], hashes[i], Scored(work.Tenant, party, found[i]), ring);
            hits.Add(new ScreeningHit(row.Id, row.Status, found[i].EntityId, found[i].List, found[i].Name, found[i].MatchedName, found[i].Score, found[i].Pieces, found[i].Sample));
        }
        return hits;
    }

    private static ScreeningMatch Keep(TenantWork work, MatchPlace place, ScreeningMatch? row, Found found, byte[] entity, byte[] scored, SubjectRing ring)
    {
        var details = ring.Seal(place.SealedFor, StoredJson.Bytes(new MatchDetails(found.EntityId, found.Name, found.MatchedName, found.Screened, found.Snapshot, found.Pieces)), DetailsPurpose);
        if (row is null)
        {
            row = new ScreeningMatch
            {
                TenantId = work.Tenant,
                Id = PublicId.New<MatchId>(work.Now),
                ProfileId = place.Profile,
                OfBusiness = place.Subject != "individual",
                Subject = place.Subject,
                ListKey = found.List,
                EntityHash = entity,
                ScoredHash = scored,
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
            return row;
        }
        if (row.Status == MatchStatus.Lapsed || !row.ScoredHash.AsSpan().SequenceEqual(scored))
        {
            row.Reopen(scored);
            Tell(work, row);
        }
        (row.Score, row.Sample, row.Sealed, row.LastSeenAt) = (found.Score, found.Sample, details, work.Now);
        return row;
    }

    // Which list, not whom on it: that would tell about a person.
    private static void Tell(TenantWork work, ScreeningMatch row) =>
        work.Db.Record(Actor.Automation, work.Now, "screening.match_found", row.Id.ToString(), ProfileName(row), new { list = row.ListKey, subject = row.Subject, row.Sample });

    internal static string ProfileName(ScreeningMatch row) => PublicId.Write(row.OfBusiness ? "biz" : "ind", row.ProfileId);

    private byte[] Scored(TenantId tenant, ScreenedParty party, Found found)
    {
        var text = new StringBuilder(found.Content).Append('\n').AppendJoin('|', party.Names).Append('\n').Append(party.BirthDate?.DayNumber)
            .Append('\n').AppendJoin('|', party.Countries).Append('\n').AppendJoin('|', party.Identifiers);
        return index.Hash(tenant, "screening-scored", text.ToString());
    }

    private static void AddLapse(TenantWork work, MatchPlace place, IReadOnlyList<string> searched, List<byte[]> found)
    {
        var lapse = new NpgsqlBatchCommand(Lapse);
        lapse.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = work.Tenant.Value });
        lapse.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = place.Profile });
        lapse.Parameters.Add(new NpgsqlParameter<string> { TypedValue = place.Subject });
        lapse.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. searched] });
        lapse.Parameters.Add(new NpgsqlParameter<byte[][]> { TypedValue = [.. found] });
        work.Db.Extra.Add(lapse);
    }
}
