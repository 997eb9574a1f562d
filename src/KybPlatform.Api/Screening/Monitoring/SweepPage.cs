using KybPlatform.Api.Http;
using KybPlatform.Api.Inquiries.Contracts;
using KybPlatform.Api.Jobs;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Privacy;
using KybPlatform.Api.Profiles.Contracts;
using KybPlatform.Api.Registrations.Contracts;
using KybPlatform.Api.Screening.Contracts;
using KybPlatform.Api.Verifications.Contracts;
using Microsoft.EntityFrameworkCore;

namespace KybPlatform.Api.Screening.Monitoring;

/// <summary>Holds some profiles' parties against a delta, and puts what changed into the unit of work.</summary>
internal sealed class SweepPage(SubjectVault vault, MatchBook book, IProfileDesk profiles, IRegistrationDesk registrations, IInquiryFacts inquiries, IVerificationDesk verifications)
{
    /// <summary>Profiles at once.</summary>
    private const int Size = 500;

    /// <returns>False where there was nothing left to look at.</returns>
    public async Task<bool> TakeAsync(TenantWork work, ScreeningSweep sweep, ListDelta delta, CancellationToken ct)
    {
        var next = await work.Db.Set<MonitoredParty>().AsNoTracking().Where(p => p.ProfileId > sweep.Cursor).Select(p => p.ProfileId).Distinct().Order().Take(Size).ToListAsync(ct);
        if (next.Count == 0) return false;
        sweep.Cursor = next[^1];
        var (parties, ring) = await PartiesAsync(work, next, ct);
        await HoldAsync(work, sweep, delta, parties, ring, ct);
        return true;
    }

    /// <summary>Holds one profile's parties against everything that the lists say now.</summary>
    public async Task CatchUpAsync(TenantWork work, Guid profile, LoadedLists loaded, CancellationToken ct)
    {
        var (parties, ring) = await PartiesAsync(work, [profile], ct);
        foreach (var list in loaded.Official.Values) await HoldAsync(work, null, ListDelta.Whole(loaded, list), parties, ring, ct);
    }

    private async Task<(List<MonitoredParty> Parties, SubjectRing Ring)> PartiesAsync(TenantWork work, List<Guid> profileIds, CancellationToken ct)
    {
        var monitored = await registrations.HoldersAsync(work.Db, profileIds, ct);
        monitored.UnionWith(await inquiries.ApplicantsAsync(work.Db, profileIds, ct));
        var wanted = monitored.ToList();
        var parties = await work.Db.Set<MonitoredParty>().AsNoTracking().Where(p => wanted.Contains(p.ProfileId)).OrderBy(p => p.ProfileId).ThenBy(p => p.Subject).ToListAsync(ct);
        var people = await profiles.PeopleAsync(work.Db, wanted, ct);
        var ring = await vault.RingAsync(work.Db, work.Tenant, [.. parties.Select(p => p.SealedFor).Distinct()], ct);
        return ([.. parties.Where(p => IsOfToday(p, people) && ring.Has(p.SealedFor))], ring);
    }

    // Whoever left a business is no party of it any more.
    private static bool IsOfToday(MonitoredParty party, HashSet<Guid> people) =>
        !party.Subject.StartsWith("people/", StringComparison.Ordinal) || (PublicId.TryParse<PersonId>(party.Subject["people/".Length..], out var person) && people.Contains(person.Value));

    private async Task HoldAsync(TenantWork work, ScreeningSweep? sweep, ListDelta delta, List<MonitoredParty> parties, SubjectRing ring, CancellationToken ct)
    {
        var known = await KnownAsync(work, delta, parties, ct);
        var touched = delta.Touched?.Select(k => Convert.ToHexString(book.EntityHash(work.Tenant, k))).ToHashSet(StringComparer.Ordinal);
        var changed = new HashSet<Guid>();
        foreach (var row in parties.Where(p => p.Lists.Length == 0 || p.Lists.Contains(delta.ListKey, StringComparer.Ordinal)))
        {
            sweep?.Count(row);
            var party = StoredJson.Read<ScreenedParty>(ring.Open(row.SealedFor, row.Sealed, MatchBook.PartyPurpose)!);
            var found = PartySearch.Find(delta.Arrived, party, delta.Search, row.Threshold).Select(f => Found.Of(f, delta.ToSnapshot)).ToList();
            var held = known[(row.ProfileId, row.Subject)].ToList();
            if (found.Count == 0 && held.Count == 0) continue;
            var changes = book.Hold(work, new MatchPlace(row.ProfileId, row.Subject, row.SealedFor), party, found, held, ring)
                .Concat(found.Count >= ScreeningFindings.MostHits ? [] : Cleared(held, [.. found.Select(f => Convert.ToHexString(book.EntityHash(work.Tenant, f.EntityId)))], touched)).ToList();
            if (sweep is not null) foreach (var (match, change) in changes) Note(work, sweep, match, change);
            if (changes.Count == 0) continue;
            changed.Add(row.ProfileId);
            // A process that still searches the former issue would take its answer for the newest.
            verifications.Lapse(work.Db, row.ProfileId, "sanctions_screening", row.Subject, work.Now);
        }
        // What rests on the screening is looked at again, by the whole check and the policy.
        foreach (var profile in changed)
        {
            work.Db.Enqueue(Revetting.Job, profile, work.Now);
            work.Db.Enqueue(InquiryFollowUps.Rescreened, profile, work.Now);
        }
    }

    private static async Task<ILookup<(Guid, string), ScreeningMatch>> KnownAsync(TenantWork work, ListDelta delta, List<MonitoredParty> parties, CancellationToken ct)
    {
        var profiles = parties.Select(p => p.ProfileId).Distinct().ToList();
        var rows = await work.Db.Set<ScreeningMatch>().Where(m => profiles.Contains(m.ProfileId) && m.ListKey == delta.ListKey).ToListAsync(ct);
        return rows.ToLookup(m => (m.ProfileId, m.Subject));
    }

    // What a person judged stays judged; an open question about an entry that says nothing alike any more is none.
    private static IEnumerable<(ScreeningMatch Match, MatchChange Change)> Cleared(List<ScreeningMatch> held, HashSet<string> found, HashSet<string>? touched)
    {
        foreach (var match in held.Where(m => m.Status is MatchStatus.Open))
        {
            var entity = Convert.ToHexString(match.EntityHash);
            if (found.Contains(entity) || touched?.Contains(entity) == false) continue;
            match.Lapse();
            yield return (match, MatchChange.Cleared);
        }
    }

    private static void Note(TenantWork work, ScreeningSweep sweep, ScreeningMatch match, MatchChange change)
    {
        sweep.Changes++;
        work.Db.Add(new ScreeningChange
        {
            TenantId = work.Tenant,
            SweepId = sweep.Id,
            MatchId = match.Id,
            ProfileId = match.ProfileId,
            OfBusiness = match.OfBusiness,
            Subject = match.Subject,
            Change = change,
        });
    }
}
