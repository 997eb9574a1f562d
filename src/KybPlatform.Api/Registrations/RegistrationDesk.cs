using KybPlatform.Api.Decisions.Contracts;
using KybPlatform.Api.Http;
using KybPlatform.Api.Jobs;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Recording;
using KybPlatform.Api.Registrations.Contracts;
using KybPlatform.Policies;
using Microsoft.EntityFrameworkCore;

namespace KybPlatform.Api.Registrations;

/// <summary>Makes and renews registrations where an approval says so.</summary>
internal sealed class RegistrationDesk : IRegistrationDesk
{
    private static readonly Lookup<SenderRegistration> Held = new("profile_id = $2 ORDER BY id");

    // The same rows once more: what is approved is read for the change, not for the facts.
    private static readonly Lookup<SenderRegistration> ToApprove = new("profile_id = $2 ORDER BY id");

    public IReadOnlyList<PlannedRead> Reads(Guid profile) => [Held.For(profile), ToApprove.For(profile)];

    public async Task<SenderRegistrationId> ApproveAsync(PlatformDb db, Actor actor, Permission permission, DateTimeOffset now, CancellationToken ct)
    {
        var held = (await ToApprove.TrackAsync(db, permission.Profile, ct)).SingleOrDefault(r => r.Country == permission.Cell.Country && r.SenderType == permission.Cell.SenderType);
        var registration = held ?? Add(db, permission, now);
        registration.RememberBefore(renewed: held is not null, permission.Senders);
        registration.Senders = [.. registration.Senders.Union(permission.Senders, StringComparer.Ordinal)];
        (registration.InquiryId, registration.DecisionId) = (permission.Inquiry, permission.Decision);
        (registration.PolicyKey, registration.PolicyVersion, registration.PolicyHash) = (permission.PolicyKey, permission.PolicyVersion, permission.PolicyHash);
        registration.Approve(permission.Cell, permission.Accepted, now, permission.ValidUntil);
        db.Record(actor, now, held is null ? "sender_registration.activated" : "sender_registration.renewed", registration.Id.ToString(),
            new Inquiries.Contracts.InquiryId(permission.Inquiry).ToString(), new { status = registration.Status, policy = permission.PolicyHash });
        return registration.Id;
    }

    public async Task UndoAsync(PlatformDb db, Actor actor, SenderRegistrationId id, DecisionId decision, DateTimeOffset now, CancellationToken ct)
    {
        var registration = await db.Set<SenderRegistration>().SingleAsync(r => r.Id == id, ct);
        var (before, inquiry) = (registration.Status, registration.InquiryId);
        // Another decision renewed it since: that one stands.
        if (registration.DecisionId != decision) return;
        var restored = registration.Undo(now);
        // Facts and policies may have changed while the approval stood.
        if (restored) db.Enqueue(Revetting.Job, registration.ProfileId, now);
        db.Record(actor, now, restored ? "sender_registration.restored" : "sender_registration.revoked", registration.Id.ToString(),
            new Inquiries.Contracts.InquiryId(inquiry).ToString(), new { before, after = registration.Status, reasons = registration.Reasons });
    }

    public async Task<IReadOnlyList<HeldRegistration>> HeldAsync(PlatformDb db, Guid profile, CancellationToken ct)
    {
        var rows = await Held.ReadAsync(db, profile, ct);
        return [.. rows.Select(r => new HeldRegistration(r.PolicyKey ?? "", SnakeCase.Of(r.Status), r.Country, r.SenderType))];
    }

    public async Task<IReadOnlyList<StandingRegistration>> StandingAsync(PlatformDb db, Guid profile, CancellationToken ct) =>
        [.. (await Held.ReadAsync(db, profile, ct)).Where(r => r.CanBeReassessed).Select(Standing)];

    public async Task<HashSet<Guid>> HoldersAsync(PlatformDb db, IReadOnlyCollection<Guid> profiles, CancellationToken ct) =>
        [.. await Reassessable(db).Where(r => profiles.Contains(r.ProfileId)).Select(r => r.ProfileId).Distinct().ToListAsync(ct)];

    public async Task<IReadOnlyList<(VettedCell Vetted, int Registrations)>> CellsAsync(PlatformDb db, CancellationToken ct)
    {
        var cells = await Reassessable(db).GroupBy(r => new { r.Country, r.SenderType, r.Applicant, r.Purpose, r.Origin, r.UseCase, r.VettedHash })
            .Select(g => new { g.Key, Count = g.Count() }).ToListAsync(ct);
        return [.. cells.Select(c => (new VettedCell(
            c.Key.Applicant is null ? null : new PolicyQuery(c.Key.Country, c.Key.SenderType, c.Key.Applicant, c.Key.Purpose, c.Key.Origin, c.Key.UseCase), c.Key.VettedHash), c.Count))];
    }

    public async Task<IReadOnlyList<StandingRegistration>> OfCellsAsync(PlatformDb db, IReadOnlyCollection<VettedCell> cells, Guid? after, int most, CancellationToken ct)
    {
        if (cells.Count == 0) return [];
        var wanted = cells.ToHashSet();
        var (hashes, unvetted) = (cells.Select(c => c.VettedBy).OfType<string>().Distinct().ToList(), cells.Any(c => c.VettedBy is null));
        var found = new List<StandingRegistration>();
        var last = new SenderRegistrationId(after ?? Guid.Empty);
        // The hash narrows it in the index; the other parts of a cell are compared here.
        while (found.Count < most)
        {
            var rows = await Reassessable(db).Where(r => (r.VettedHash == null && unvetted) || hashes.Contains(r.VettedHash!)).OldestFirst(r => r.Id, last.Value).Take(500).ToListAsync(ct);
            foreach (var row in rows.Where(r => wanted.Contains(CellOf(r))).Take(most - found.Count)) found.Add(Standing(row));
            if (rows.Count < 500) break;
            last = rows[^1].Id;
        }
        return found;
    }

    private static IQueryable<SenderRegistration> Reassessable(PlatformDb db) => db.Set<SenderRegistration>().AsNoTracking().Where(r =>
        r.Status == RegistrationStatus.Active || r.Status == RegistrationStatus.ActionRequired || r.Status == RegistrationStatus.Restricted || r.Status == RegistrationStatus.Suspended);

    private static VettedCell CellOf(SenderRegistration row) =>
        new(row.Applicant is null ? null : new PolicyQuery(row.Country, row.SenderType, row.Applicant, row.Purpose, row.Origin, row.UseCase), row.VettedHash);

    private static StandingRegistration Standing(SenderRegistration row) => new(row.Id, row.InquiryId, row.ProfileId, CellOf(row).Cell);

    public async Task PromisedAsync(PlatformDb db, SenderRegistrationId id, PolicyQuery cell, string vettedBy, bool unevaluable, DateTimeOffset now, CancellationToken ct)
    {
        (await db.Set<SenderRegistration>().SingleAsync(r => r.Id == id, ct)).Unconcluded(cell, vettedBy, now);
        if (unevaluable) db.Record(Actor.Automation, now, "sender_registration.unevaluable", id.ToString(), details: new { policy = vettedBy.Split('?')[0] });
    }

    public Task WatchAsync(PlatformDb db, SenderRegistrationId id, CancellationToken ct) => db.Set<SenderRegistration>().SingleAsync(r => r.Id == id, ct);

    public async Task ReassessAsync(PlatformDb db, SenderRegistrationId id, Reassessment reassessment, DateTimeOffset now, CancellationToken ct)
    {
        // An approval of the same unit of work is not in the database yet.
        var registration = db.Set<SenderRegistration>().Local.FirstOrDefault(r => r.Id == id) ?? await db.Set<SenderRegistration>().SingleAsync(r => r.Id == id, ct);
        registration.Reassess(reassessment, now);
        db.Record(Actor.Automation, now, Told(registration), id.ToString(), new Inquiries.Contracts.InquiryId(registration.InquiryId).ToString(),
            new { status = registration.Status, reasons = registration.Reasons, deadline = registration.Deadline, requirements = registration.UnmetItems.Select(u => new { u.Kind, u.Key, u.Deadline }), policy = reassessment.PolicyHash });
    }

    /// <summary>What came of looking again, whatever was concluded on the way: what a person accepted leaves nothing to do, and what was due before is due no more.</summary>
    internal static string Told(SenderRegistration registration) => registration.Stands switch
    {
        RegistrationStatus.Active => "sender_registration.confirmed",
        RegistrationStatus.ActionRequired => "sender_registration.action_required",
        RegistrationStatus.Restricted => "sender_registration.restricted",
        var other => throw new InvalidOperationException($"Looking again leads to no {other}."),
    };

    private static SenderRegistration Add(PlatformDb db, Permission permission, DateTimeOffset now)
    {
        var registration = new SenderRegistration
        {
            TenantId = db.Tenant!.Value,
            Id = PublicId.New<SenderRegistrationId>(now),
            ProfileId = permission.Profile,
            Country = permission.Cell.Country,
            SenderType = permission.Cell.SenderType,
            InquiryId = permission.Inquiry,
            DecisionId = permission.Decision,
            CreatedAt = now,
            UpdatedAt = now,
        };
        db.Add(registration);
        return registration;
    }
}
