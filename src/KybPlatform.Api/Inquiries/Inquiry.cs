using System.Text.Json.Nodes;
using KybPlatform.Api.Http;
using KybPlatform.Api.Inquiries.Contracts;
using KybPlatform.Api.Persistence;
using KybPlatform.Policies;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace KybPlatform.Api.Inquiries;

/// <summary>The one status that a caller can act on.</summary>
public enum InquiryStatus { Open, Processing, NeedsInformation, InReview, Approved, Declined, Expired, Withdrawn }

/// <summary>One pass of one applicant for one country and sender type: collects what the policy requires, ends in a decision.</summary>
public sealed class Inquiry : ITenantOwned, IVersioned
{
    internal static readonly Lookup<Inquiry> ById = new("id = $2");

    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(90);

    public required TenantId TenantId { get; init; }
    public required InquiryId Id { get; init; }
    public int Version { get; set; }
    public string? ReferenceId { get; set; }
    public required string Country { get; init; }
    public required string SenderType { get; init; }

    /// <summary><c>business</c> or <c>individual</c>.</summary>
    public required string Applicant { get; init; }

    public required Guid ProfileId { get; init; }
    public InquiryStatus Status { get; private set; }

    /// <summary>What the traffic is for, JSON in the vocabulary's shape, without what is classified.</summary>
    public required string UseCase { get; set; }

    /// <summary>Documents with what is said about them, attestations, and the classified part of the use case; sealed under the profile's key.</summary>
    public byte[]? Sealed { get; set; }

    /// <summary>The caller's own labels, JSON object of texts.</summary>
    public string? Metadata { get; set; }

    /// <summary>Words of the tenant's own that lists are filtered by, sorted.</summary>
    public string[] Tags { get; set; } = [];

    /// <summary>The policy that the inquiry is pinned to; null where none covers it.</summary>
    public string? PolicyKey { get; set; }
    public int? PolicyVersion { get; set; }
    public string? PolicyHash { get; set; }

    /// <summary>What is due, in buckets, as of the last decision; JSON.</summary>
    public string? Requirements { get; set; }

    public Guid? DecisionId { get; private set; }
    public Guid? RegistrationId { get; set; }

    /// <summary>Requirements that a reviewer asked the applicant about; until <see cref="AskedUntil"/>.</summary>
    public string[] AskedFor { get; private set; } = [];

    public DateTimeOffset? AskedUntil { get; private set; }

    /// <summary>Until when the applicant may answer; null where nobody waits for the applicant.</summary>
    public DateTimeOffset? InformationUntil => Status is InquiryStatus.NeedsInformation ? AskedUntil ?? ExpiresAt : null;

    /// <summary>In which words, and what stood there then; sealed.</summary>
    public byte[]? Asked { get; private set; }

    /// <summary>Its last case; null where it never was in review.</summary>
    public Guid? CaseId { get; set; }

    /// <summary>After a decline: whether trying again can help.</summary>
    public bool? Retryable { get; private set; }

    public DateTimeOffset? SubmittedAt { get; private set; }
    public DateTimeOffset? FirstSubmittedAt { get; private set; }

    /// <summary>For how long the applicant had the word since then.</summary>
    public long ApplicantMs { get; private set; }

    public DateTimeOffset? DecidedAt { get; private set; }
    public required DateTimeOffset ExpiresAt { get; set; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; set; }

    /// <summary>What a policy is looked up for.</summary>
    /// <param name="useCase">Given where it is at hand already.</param>
    public PolicyQuery Query(JsonObject? useCase = null)
    {
        useCase ??= JsonNode.Parse(UseCase)!.AsObject();
        string? Of(string field) => useCase[field] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
        return new PolicyQuery(Country, SenderType, Applicant, Of("purpose"), Of("origin"), Of("category"));
    }

    /// <summary>Editable while the applicant has the word.</summary>
    public Error? Edit(DateTimeOffset now) => Status switch
    {
        InquiryStatus.Open or InquiryStatus.NeedsInformation => now >= ExpiresAt ? InquiryErrors.Expired(Id) : null,
        InquiryStatus.Processing or InquiryStatus.InReview or InquiryStatus.Approved or InquiryStatus.Declined or InquiryStatus.Expired or InquiryStatus.Withdrawn =>
            InquiryErrors.Transition(Status, "edited"),
        _ => throw new InvalidOperationException(),
    };

    /// <summary>Hands the inquiry to the platform.</summary>
    public Error? Submit(DateTimeOffset now)
    {
        switch (Status)
        {
            case InquiryStatus.Open or InquiryStatus.NeedsInformation when now >= ExpiresAt:
                return InquiryErrors.Expired(Id);
            case InquiryStatus.Open or InquiryStatus.NeedsInformation:
                Answered(now);
                Status = InquiryStatus.Processing;
                SubmittedAt = UpdatedAt = now;
                FirstSubmittedAt ??= now;
                return null;
            case InquiryStatus.Processing or InquiryStatus.InReview or InquiryStatus.Approved or InquiryStatus.Declined or InquiryStatus.Expired or InquiryStatus.Withdrawn:
                return InquiryErrors.Transition(Status, "submitted");
            default:
                throw new InvalidOperationException();
        }
    }

    /// <summary>Nobody answered what a reviewer asked: the platform has it again, and it goes back to the reviewer even where it would have expired meanwhile.</summary>
    public Error? Overdue(DateTimeOffset now)
    {
        if (Status is not InquiryStatus.NeedsInformation || AskedUntil is not { } until || until > now) return InquiryErrors.Transition(Status, "overdue");
        Answered(now);
        (Status, SubmittedAt, UpdatedAt) = (InquiryStatus.Processing, now, now);
        return null;
    }

    private void Answered(DateTimeOffset now)
    {
        if (Status is InquiryStatus.NeedsInformation && DecidedAt is { } asked) ApplicantMs += (long)(now - asked).TotalMilliseconds;
    }

    /// <summary>Records the platform's or a person's decision.</summary>
    /// <param name="to">Where the decision leads: approved, declined, needs_information or in_review.</param>
    /// <param name="byPerson">A person decides what waits for review; the platform decides what it is processing.</param>
    public Error? Decide(InquiryStatus to, Guid decision, bool? retryable, bool byPerson, DateTimeOffset now)
    {
        var waitsForIt = byPerson ? Status is InquiryStatus.InReview : Status is InquiryStatus.Processing;
        if (!waitsForIt) return InquiryErrors.Transition(Status, SnakeCase.Of(to));
        if (to is not (InquiryStatus.Approved or InquiryStatus.Declined or InquiryStatus.NeedsInformation or InquiryStatus.InReview))
            throw new ArgumentOutOfRangeException(nameof(to), to, "Not an end of a decision.");
        (Status, DecisionId, Retryable, DecidedAt, UpdatedAt) = (to, decision, to is InquiryStatus.Declined ? retryable : null, now, now);
        return null;
    }

    /// <summary>The applicant no longer wants it.</summary>
    public Error? Withdraw(DateTimeOffset now)
    {
        if (Status is not (InquiryStatus.Open or InquiryStatus.NeedsInformation)) return InquiryErrors.Transition(Status, "withdrawn");
        (Status, UpdatedAt) = (InquiryStatus.Withdrawn, now);
        return null;
    }

    /// <summary>Nobody finished it in time.</summary>
    public Error? Expire(DateTimeOffset now)
    {
        if (Status is not (InquiryStatus.Open or InquiryStatus.NeedsInformation) || now < ExpiresAt) return InquiryErrors.Transition(Status, "expired");
        (Status, UpdatedAt) = (InquiryStatus.Expired, now);
        return null;
    }

    /// <summary>Goes on by another version of its policy.</summary>
    /// <returns>True where it was decided and waits for somebody: then it is decided anew.</returns>
    public bool Follow(string key, int version, string hash, DateTimeOffset now)
    {
        if (Status is not (InquiryStatus.Open or InquiryStatus.NeedsInformation or InquiryStatus.InReview)) throw new InvalidOperationException($"It is {Status}.");
        (PolicyKey, PolicyVersion, PolicyHash, UpdatedAt) = (key, version, hash, now);
        if (Status is InquiryStatus.Open || (Status is InquiryStatus.NeedsInformation && now >= ExpiresAt)) return false;
        Answered(now);
        Status = InquiryStatus.Processing;
        return true;
    }

    /// <summary>A person said what its documents show: the platform decides it anew.</summary>
    public Error? LookAgain(DateTimeOffset now)
    {
        if (Status is not InquiryStatus.InReview) return InquiryErrors.Transition(Status, "reviewed");
        (Status, UpdatedAt) = (InquiryStatus.Processing, now);
        return null;
    }

    /// <summary>A reviewer asks the applicant about these requirements. The inquiry does not expire before the answer is due.</summary>
    public void Ask(string[] requirements, byte[] asked, DateTimeOffset until)
    {
        (AskedFor, Asked, AskedUntil) = (requirements, asked, until);
        if (ExpiresAt < until) ExpiresAt = until;
    }

    /// <summary>It was answered, or is asked no more.</summary>
    public void AskNoMore()
    {
        if (AskedFor.Length > 0) (AskedFor, Asked, AskedUntil) = ([], null, null);
    }

    /// <summary>A person's decision is taken back: it waits for a person again.</summary>
    public Error? Undo(Guid decision, DateTimeOffset now)
    {
        if (Status is not (InquiryStatus.Approved or InquiryStatus.Declined) || DecisionId != decision) return InquiryErrors.Transition(Status, "undecided");
        (Status, Retryable, RegistrationId, UpdatedAt) = (InquiryStatus.InReview, null, null, now);
        return null;
    }

    /// <summary>A declined inquiry gets another look: back to the applicant, who has as long as for a new one.</summary>
    public Error? Reopen(DateTimeOffset now)
    {
        if (Status is not InquiryStatus.Declined) return InquiryErrors.Transition(Status, "reopened");
        // The applicant gets the word now, and had it not since the decline, from which the next answer counts.
        if (DecidedAt is { } declined) ApplicantMs -= (long)(now - declined).TotalMilliseconds;
        (Status, UpdatedAt, ExpiresAt) = (InquiryStatus.NeedsInformation, now, now + Lifetime);
        return null;
    }
}

internal sealed class InquiryConfiguration : IEntityTypeConfiguration<Inquiry>
{
    public void Configure(EntityTypeBuilder<Inquiry> inquiry)
    {
        inquiry.ToTable("inquiries");
        inquiry.HasKey(i => new { i.TenantId, i.Id });
        inquiry.Ignore(i => i.InformationUntil);
        inquiry.HasIndex(i => new { i.TenantId, i.ReferenceId });
        inquiry.HasIndex(i => new { i.TenantId, i.ProfileId });
        inquiry.HasIndex(i => new { i.TenantId, i.ExpiresAt }).HasFilter("status IN ('open', 'needs_information')");
        inquiry.HasIndex(i => new { i.TenantId, i.CreatedAt }).IncludeProperties(i => new { i.Country, i.SenderType, i.Status, i.SubmittedAt });
        inquiry.HasIndex(i => i.Tags).HasMethod("gin").HasFilter("cardinality(tags) > 0");
        inquiry.Property(i => i.Tags).HasDefaultValueSql("'{}'").ValueGeneratedNever();
        inquiry.Property(i => i.UseCase).HasColumnType("jsonb");
        inquiry.Property(i => i.Metadata).HasColumnType("jsonb");
        inquiry.Property(i => i.Requirements).HasColumnType("jsonb");
    }
}
