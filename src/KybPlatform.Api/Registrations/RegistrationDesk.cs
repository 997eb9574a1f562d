using KybPlatform.Api.Http;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Recording;
using KybPlatform.Api.Registrations.Contracts;
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
        var held = (await ToApprove.TrackAsync(db, permission.Profile, ct)).SingleOrDefault(r => r.Country == permission.Country && r.SenderType == permission.SenderType);
        var registration = held ?? Add(db, permission, now);
        registration.Senders = [.. registration.Senders.Union(permission.Senders, StringComparer.Ordinal)];
        (registration.InquiryId, registration.DecisionId) = (permission.Inquiry, permission.Decision);
        (registration.PolicyKey, registration.PolicyVersion, registration.PolicyHash) = (permission.PolicyKey, permission.PolicyVersion, permission.PolicyHash);
        registration.Approve(now, permission.ValidUntil);
        db.Record(actor, now, held is null ? "sender_registration.activated" : "sender_registration.renewed", registration.Id.ToString(),
            new Inquiries.Contracts.InquiryId(permission.Inquiry).ToString(), new { status = registration.Status, policy = permission.PolicyHash });
        return registration.Id;
    }

    public async Task<IReadOnlyList<HeldRegistration>> HeldAsync(PlatformDb db, Guid profile, CancellationToken ct)
    {
        var rows = await Held.ReadAsync(db, profile, ct);
        return [.. rows.Select(r => new HeldRegistration(r.PolicyKey ?? "", SnakeCase.Of(r.Status), r.Country, r.SenderType))];
    }

    public async Task<IReadOnlyList<StandingRegistration>> StandingAsync(PlatformDb db, Guid profile, CancellationToken ct) =>
        [.. (await Held.ReadAsync(db, profile, ct)).Where(r => r.CanBeReassessed).Select(r => new StandingRegistration(r.Id, r.InquiryId))];

    public async Task ReassessAsync(PlatformDb db, SenderRegistrationId id, Reassessment reassessment, DateTimeOffset now, CancellationToken ct)
    {
        var registration = await db.Set<SenderRegistration>().SingleAsync(r => r.Id == id, ct);
        registration.Reassess(reassessment, now);
        var type = reassessment.Verdict switch
        {
            RevettingVerdict.Keep => "sender_registration.confirmed",
            RevettingVerdict.ActionRequired => "sender_registration.action_required",
            RevettingVerdict.Restrict => "sender_registration.restricted",
            _ => throw new ArgumentOutOfRangeException(nameof(reassessment)),
        };
        db.Record(Actor.Automation, now, type, id.ToString(), new Inquiries.Contracts.InquiryId(registration.InquiryId).ToString(),
            new { status = registration.Status, reasons = registration.Reasons, deadline = registration.Deadline, policy = reassessment.PolicyHash });
    }

    private static SenderRegistration Add(PlatformDb db, Permission permission, DateTimeOffset now)
    {
        var registration = new SenderRegistration
        {
            TenantId = db.Tenant!.Value,
            Id = PublicId.New<SenderRegistrationId>(now),
            ProfileId = permission.Profile,
            Country = permission.Country,
            SenderType = permission.SenderType,
            InquiryId = permission.Inquiry,
            DecisionId = permission.Decision,
            CreatedAt = now,
            UpdatedAt = now,
        };
        db.Add(registration);
        return registration;
    }
}
