using KybPlatform.Api.Decisions.Contracts;
using KybPlatform.Api.Http;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Registrations.Contracts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace KybPlatform.Api.Registrations;

public enum RegistrationStatus { Pending, Active, ActionRequired, Restricted, Suspended, Expired, Revoked }

/// <summary>The standing permission that an approval creates: this profile, this country, this sender type, these senders.</summary>
public sealed class SenderRegistration : ITenantOwned, IVersioned
{
    public required TenantId TenantId { get; init; }
    public required SenderRegistrationId Id { get; init; }
    public int Version { get; set; }
    public required Guid ProfileId { get; init; }
    public required string Country { get; init; }
    public required string SenderType { get; init; }

    /// <summary>Numbers, sender IDs or codes bound to it. One that is not here is not allowed.</summary>
    public string[] Senders { get; set; } = [];

    public RegistrationStatus Status { get; private set; }

    /// <summary>What a suspension by hand interrupted.</summary>
    public RegistrationStatus? SuspendedFrom { get; private set; }

    public string? SuspensionReason { get; private set; }

    /// <summary>Why something is required, or why it is restricted: reason codes.</summary>
    public string[] Reasons { get; private set; } = [];

    /// <summary>Until when an <c>action_required</c> registration still allows traffic.</summary>
    public DateTimeOffset? Deadline { get; private set; }

    public DateTimeOffset? ValidUntil { get; set; }
    public required Guid InquiryId { get; set; }
    public required DecisionId DecisionId { get; set; }
    public string? PolicyKey { get; set; }
    public int? PolicyVersion { get; set; }
    public string? PolicyHash { get; set; }

    /// <summary>What the carrier or registry said: a fact of its own.</summary>
    public string? DownstreamStatus { get; private set; }
    public string? DownstreamDetail { get; private set; }

    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; set; }

    /// <summary>An approval makes it active again, whatever lapsed before; only a suspension by hand stays.</summary>
    public void Approve(DateTimeOffset now, DateTimeOffset? validUntil)
    {
        switch (Status)
        {
            case RegistrationStatus.Suspended:
                SuspendedFrom = RegistrationStatus.Active;
                break;
            case RegistrationStatus.Pending or RegistrationStatus.Active or RegistrationStatus.ActionRequired or RegistrationStatus.Restricted
                or RegistrationStatus.Expired or RegistrationStatus.Revoked:
                Status = RegistrationStatus.Active;
                break;
            default:
                throw new InvalidOperationException();
        }
        (ValidUntil, Deadline, Reasons, UpdatedAt) = (validUntil, null, [], now);
    }

    /// <summary>What was ended by time or for good is not looked at again.</summary>
    public bool CanBeReassessed => Status is RegistrationStatus.Active or RegistrationStatus.ActionRequired or RegistrationStatus.Restricted or RegistrationStatus.Suspended;

    /// <summary>Takes the conclusion of looking again. Under a suspension by hand it waits for the reinstatement.</summary>
    public void Reassess(Reassessment reassessment, DateTimeOffset now)
    {
        var to = reassessment.Verdict switch
        {
            RevettingVerdict.Keep => RegistrationStatus.Active,
            RevettingVerdict.ActionRequired => RegistrationStatus.ActionRequired,
            RevettingVerdict.Restrict => RegistrationStatus.Restricted,
            _ => throw new ArgumentOutOfRangeException(nameof(reassessment)),
        };
        // What was restricted is not opened again by asking for more; a running deadline is never pushed out.
        var stands = Status is RegistrationStatus.Suspended ? SuspendedFrom : Status;
        if (to is RegistrationStatus.ActionRequired && stands is RegistrationStatus.Restricted) to = RegistrationStatus.Restricted;
        Deadline = to is RegistrationStatus.ActionRequired ? Deadline ?? now + reassessment.Grace : null;
        if (Status is RegistrationStatus.Suspended) SuspendedFrom = to;
        else Status = to;
        (Reasons, UpdatedAt) = ([.. reassessment.Reasons], now);
        if (to is RegistrationStatus.Active) (PolicyKey, PolicyVersion, PolicyHash) = (reassessment.PolicyKey, reassessment.PolicyVersion, reassessment.PolicyHash);
    }

    /// <summary>What time alone changes: validity that ended, a deadline that passed.</summary>
    /// <returns>False where nothing is due.</returns>
    public bool Lapse(DateTimeOffset now)
    {
        if (Status is not (RegistrationStatus.Active or RegistrationStatus.ActionRequired)) return false;
        if (ValidUntil <= now) Status = RegistrationStatus.Expired;
        else if (Status is RegistrationStatus.ActionRequired && Deadline <= now) Status = RegistrationStatus.Restricted;
        else return false;
        UpdatedAt = now;
        return true;
    }

    /// <summary>Binds and unbinds senders; what is bound already stays once.</summary>
    public void Bind(IEnumerable<string> bind, IEnumerable<string> unbind, DateTimeOffset now) =>
        (Senders, UpdatedAt) = ([.. Senders.Except(unbind, StringComparer.Ordinal).Union(bind, StringComparer.Ordinal)], now);

    public void HeardFromDownstream(string status, string? detail, DateTimeOffset now) => (DownstreamStatus, DownstreamDetail, UpdatedAt) = (status, detail, now);

    public Error? Suspend(string reason, DateTimeOffset now)
    {
        if (Status is RegistrationStatus.Suspended or RegistrationStatus.Revoked or RegistrationStatus.Expired) return Illegal("suspended");
        (SuspendedFrom, Status, SuspensionReason, UpdatedAt) = (Status, RegistrationStatus.Suspended, reason, now);
        return null;
    }

    public Error? Reinstate(DateTimeOffset now)
    {
        if (Status is not RegistrationStatus.Suspended) return Illegal("reinstated");
        (Status, SuspendedFrom, SuspensionReason, UpdatedAt) = (SuspendedFrom ?? RegistrationStatus.Active, null, null, now);
        return null;
    }

    private Error Illegal(string to) => Error.Conflict("invalid_transition", $"A registration that is {SnakeCase.Of(Status)} cannot be {to}.");
}

internal sealed class SenderRegistrationConfiguration : IEntityTypeConfiguration<SenderRegistration>
{
    public void Configure(EntityTypeBuilder<SenderRegistration> registration)
    {
        registration.ToTable("sender_registrations");
        registration.HasKey(r => new { r.TenantId, r.Id });
        registration.HasIndex(r => new { r.TenantId, r.ProfileId, r.Country, r.SenderType }).IsUnique();
        registration.HasIndex(r => new { r.TenantId, r.ValidUntil }).HasFilter("status IN ('active', 'action_required')");
        registration.HasIndex(r => new { r.TenantId, r.Deadline }).HasFilter("status = 'action_required'");
    }
}
