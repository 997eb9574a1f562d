using KybPlatform.Api.Decisions.Contracts;
using KybPlatform.Api.Http;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Registrations.Contracts;
using KybPlatform.Policies;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace KybPlatform.Api.Registrations;

public enum RegistrationStatus { Pending, Active, ActionRequired, Restricted, Suspended, Expired, Revoked }

/// <summary>Something that a registration lacks, and until when it may.</summary>
/// <param name="Since">When it was first found lacking.</param>
public sealed record UnmetItem(string Kind, string Key, string Reason, DateTimeOffset Since, DateTimeOffset Deadline);

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

    /// <summary><see cref="Revetting.VettedBy"/> when it was last held against policies, with whatever conclusion; where that is another one now, it is looked at again.</summary>
    public string? VettedHash { get; private set; }

    /// <summary>Since when it should have been held against the policy in force and could not be; null where it was.</summary>
    public DateTimeOffset? UnvettedSince { get; private set; }

    /// <summary>What the policy is looked up for, beside country and sender type.</summary>
    public string? Applicant { get; private set; }
    public string? Purpose { get; private set; }
    public string? Origin { get; private set; }
    public string? UseCase { get; private set; }

    /// <summary>JSON list of <see cref="UnmetItem"/>.</summary>
    public string Unmet { get; private set; } = "[]";

    /// <summary>JSON list of <see cref="Contracts.Unmet"/>: what a person let pass at the approval.</summary>
    public string Accepted { get; private set; } = "[]";

    /// <summary>What it was before its last approval, JSON; null where that made it.</summary>
    public string? Before { get; private set; }

    // What an approval of this very unit of work cleared. One by a policy that is not in force any more is held against the one that is, and gives nobody new time.
    private IReadOnlyList<UnmetItem>? _dueBefore;

    /// <summary>What it lacks, each with its own deadline.</summary>
    public IReadOnlyList<UnmetItem> UnmetItems => StoredJson.Read<List<UnmetItem>>(Unmet);

    /// <summary>What the carrier or registry said: a fact of its own.</summary>
    public string? DownstreamStatus { get; private set; }
    public string? DownstreamDetail { get; private set; }

    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; set; }

    /// <summary>An approval makes it active again, whatever lapsed before; only a suspension by hand stays.</summary>
    public void Approve(PolicyQuery cell, IReadOnlyList<Unmet> accepted, DateTimeOffset now, DateTimeOffset? validUntil)
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
        _dueBefore = UnmetItems;
        (ValidUntil, Deadline, Reasons, Unmet, UpdatedAt) = (validUntil, null, [], "[]", now);
        Accepted = StoredJson.Write(accepted);
        HeldAgainst(cell, PolicyHash ?? Revetting.NoPolicy);
    }

    /// <summary>What an approval changed of it, so that it can be taken back.</summary>
    /// <param name="Senders">Before the approval.</param>
    /// <param name="Approved">Senders right after it; what is not these was bound or unbound since. Null where this was not kept yet.</param>
    private sealed record Earlier(
        RegistrationStatus Status, RegistrationStatus? SuspendedFrom, DateTimeOffset? Deadline, DateTimeOffset? ValidUntil, string[] Senders, string[] Reasons, string Unmet, string Accepted,
        Guid Inquiry, Guid Decision, string? PolicyKey, int? PolicyVersion, string? PolicyHash, string? VettedHash, string[]? Approved = null, PolicyQuery? Cell = null);

    /// <summary>Keeps what an approval is about to change.</summary>
    /// <param name="binding">Senders that the approval binds.</param>
    public void RememberBefore(bool renewed, IEnumerable<string> binding) => Before = !renewed ? null : StoredJson.Write(new Earlier(
        Status, SuspendedFrom, Deadline, ValidUntil, Senders, Reasons, Unmet, Accepted, InquiryId, DecisionId.Value, PolicyKey, PolicyVersion, PolicyHash, VettedHash,
        [.. Senders.Union(binding, StringComparer.Ordinal)], new PolicyQuery(Country, SenderType, Applicant ?? "", Purpose, Origin, UseCase)));

    /// <summary>Its last approval is taken back. What happened since stays: a suspension, a restriction, senders bound and unbound.</summary>
    /// <returns>True where it is what it was before or stricter, false where it is revoked.</returns>
    public bool Undo(DateTimeOffset now)
    {
        UpdatedAt = now;
        if (Before is not { } json)
        {
            (Status, SuspendedFrom, Deadline, Reasons) = (RegistrationStatus.Revoked, null, null, ["decision_undone"]);
            return false;
        }
        var before = StoredJson.Read<Earlier>(json);
        var (stood, stands) = (Standing(before.Status, before.SuspendedFrom), Stands);
        if (Strictness(stands) <= Strictness(stood)) (stands, Deadline, Reasons, Unmet) = (stood, before.Deadline, before.Reasons, before.Unmet);
        // A suspension is a person's word, and so is its end: either holds whatever the approval did.
        if (Status is RegistrationStatus.Suspended) SuspendedFrom = stands;
        else (Status, SuspendedFrom) = (stands, null);
        var approved = before.Approved ?? Senders;
        Senders = [.. before.Senders.Except(approved.Except(Senders, StringComparer.Ordinal), StringComparer.Ordinal).Union(Senders.Except(approved, StringComparer.Ordinal), StringComparer.Ordinal)];
        (ValidUntil, Accepted) = (before.ValidUntil, before.Accepted);
        (InquiryId, DecisionId) = (before.Inquiry, new DecisionId(before.Decision));
        (PolicyKey, PolicyVersion, PolicyHash, VettedHash, Before) = (before.PolicyKey, before.PolicyVersion, before.PolicyHash, before.VettedHash, null);
        if (before.Cell is { } cell) (Applicant, Purpose, Origin, UseCase) = (cell.Applicant is "" ? null : cell.Applicant, cell.Purpose, cell.Origin, cell.UseCase);
        return true;
    }

    private static RegistrationStatus Standing(RegistrationStatus status, RegistrationStatus? suspendedFrom) =>
        status is RegistrationStatus.Suspended ? suspendedFrom ?? RegistrationStatus.Active : status;

    // How little it allows.
    private static int Strictness(RegistrationStatus standing) => standing switch
    {
        RegistrationStatus.Active => 0,
        RegistrationStatus.ActionRequired => 1,
        RegistrationStatus.Pending => 2,
        RegistrationStatus.Restricted => 3,
        RegistrationStatus.Expired => 4,
        RegistrationStatus.Revoked => 5,
        RegistrationStatus.Suspended => throw new InvalidOperationException("What a suspension interrupted is no suspension."),
    };

    /// <summary>How it stands; under a suspension, how it will once that ends.</summary>
    internal RegistrationStatus Stands => Standing(Status, SuspendedFrom);

    /// <summary>What was ended by time or for good is not looked at again.</summary>
    public bool CanBeReassessed => Status is RegistrationStatus.Active or RegistrationStatus.ActionRequired or RegistrationStatus.Restricted or RegistrationStatus.Suspended;

    /// <summary>Takes the conclusion of looking again. Under a suspension by hand it waits for the reinstatement.</summary>
    public void Reassess(Reassessment reassessment, DateTimeOffset now)
    {
        var stands = Status is RegistrationStatus.Suspended ? SuspendedFrom : Status;
        var (to, unmet) = reassessment.Verdict switch
        {
            RevettingVerdict.Keep => (RegistrationStatus.Active, []),
            RevettingVerdict.Restrict => (RegistrationStatus.Restricted, []),
            RevettingVerdict.ActionRequired => Lacking(reassessment, stands, now) is var lacking && lacking.Unmet.Count > 0 ? lacking : (RegistrationStatus.Active, []),
            _ => throw new ArgumentOutOfRangeException(nameof(reassessment)),
        };
        Deadline = to is RegistrationStatus.ActionRequired ? unmet.Min(u => u.Deadline) : null;
        if (Status is RegistrationStatus.Suspended) SuspendedFrom = to;
        else Status = to;
        (Reasons, Unmet, UpdatedAt) = (to is RegistrationStatus.Active ? [] : [.. reassessment.Reasons], StoredJson.Write(unmet), now);
        if (to is RegistrationStatus.Active) (PolicyKey, PolicyVersion, PolicyHash) = (reassessment.PolicyKey, reassessment.PolicyVersion, reassessment.PolicyHash);
        HeldAgainst(reassessment.Cell, reassessment.VettedBy);
    }

    // What is still unmet keeps its deadline, what is asked no longer is gone with its own; only what is new gets time.
    private (RegistrationStatus To, List<UnmetItem> Unmet) Lacking(Reassessment reassessment, RegistrationStatus? stands, DateTimeOffset now)
    {
        var before = _dueBefore is null ? UnmetItems : [.. UnmetItems, .. _dueBefore];
        // What was restricted for good reason is not opened again by asking for more.
        var declined = stands is RegistrationStatus.Restricted && before.Count == 0;
        var accepted = reassessment.BecauseOfPolicy ? StoredJson.Read<List<Unmet>>(Accepted) : [];
        var unmet = reassessment.Unmet.Except(accepted).Select(u => before.FirstOrDefault(b => b.Kind == u.Kind && b.Key == u.Key) is { } known
            ? known with { Reason = u.Reason }
            : new UnmetItem(u.Kind, u.Key, u.Reason, now, declined ? now : now + reassessment.Grace)).ToList();
        return (unmet.Exists(u => u.Deadline <= now) ? RegistrationStatus.Restricted : RegistrationStatus.ActionRequired, unmet);
    }

    /// <summary>What it was last looked at by, and what that was looked up for.</summary>
    public void HeldAgainst(PolicyQuery cell, string vettedBy)
    {
        (VettedHash, UnvettedSince) = (vettedBy, null);
        (Applicant, Purpose, Origin, UseCase) = (cell.Applicant, cell.Purpose, cell.Origin, cell.UseCase);
    }

    /// <summary>It was to be held against a policy, and no conclusion came of it yet: it stays what it was until one does.</summary>
    public void Unconcluded(PolicyQuery cell, string vettedBy, DateTimeOffset now)
    {
        var since = UnvettedSince;
        HeldAgainst(cell, vettedBy);
        UnvettedSince = since ?? now;
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
        registration.Ignore(r => r.UnmetItems);
        registration.Property(r => r.Unmet).HasColumnType("jsonb").HasDefaultValueSql("'[]'").ValueGeneratedNever();
        registration.Property(r => r.Accepted).HasColumnType("jsonb").HasDefaultValueSql("'[]'").ValueGeneratedNever();
        registration.HasIndex(r => new { r.TenantId, r.VettedHash });
        registration.HasIndex(r => new { r.TenantId, r.UnvettedSince }).HasFilter("unvetted_since IS NOT NULL");
        registration.HasIndex(r => new { r.TenantId, r.ValidUntil }).HasFilter("status IN ('active', 'action_required')");
        registration.HasIndex(r => new { r.TenantId, r.Deadline }).HasFilter("status = 'action_required'");
    }
}
