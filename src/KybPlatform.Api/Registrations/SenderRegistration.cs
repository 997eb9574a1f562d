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

    /// <summary>Until when an <c>action_required</c> registration still allows traffic.</summary>
    public DateTimeOffset? Deadline { get; private set; }

    public DateTimeOffset? ValidUntil { get; set; }
    public required Guid InquiryId { get; set; }
    public required DecisionId DecisionId { get; set; }
    public string? PolicyKey { get; set; }
    public int? PolicyVersion { get; set; }
    public string? PolicyHash { get; set; }

    /// <summary>What the carrier or registry said: a fact of its own.</summary>
    public string? DownstreamStatus { get; set; }
    public string? DownstreamDetail { get; set; }

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
        (ValidUntil, Deadline, UpdatedAt) = (validUntil, null, now);
    }

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
    }
}
