using KybPlatform.Api.Http;
using KybPlatform.Api.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace KybPlatform.Api.Workflows;

/// <summary>Where a version stands. Which frozen one is in force is said by <see cref="Workflow"/>.</summary>
public enum WorkflowVersionState { Draft, InReview, Approved, Published }

/// <summary>One version of one of the tenant's workflows. From its first request for approval, or its publication, the content never changes again.</summary>
public sealed class WorkflowVersion : ITenantOwned, IVersioned
{
    public required TenantId TenantId { get; init; }
    public required string Key { get; init; }

    /// <summary>Counts the versions of this key from 1.</summary>
    public required int Number { get; init; }

    public int Version { get; set; }
    public WorkflowVersionState State { get; private set; }

    /// <summary>The document as JSON text, as it was sent.</summary>
    public required string Document { get; set; }

    /// <summary><c>sha256:…</c> of the canonical form, from the freeze on.</summary>
    public string? Hash { get; private set; }

    /// <summary>Everybody who wrote any of it: none of them approves it.</summary>
    public required string[] Authors { get; set; }

    public string? Summary { get; set; }
    public string? RequestedBy { get; private set; }
    public string? ApprovedBy { get; private set; }
    public DateTimeOffset? ApprovedAt { get; private set; }
    public string? PublishedBy { get; private set; }
    public DateTimeOffset? PublishedAt { get; private set; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; set; }

    /// <summary>Takes another text, as long as it is a draft.</summary>
    public Error? Edit(string document, string author, DateTimeOffset now)
    {
        if (State is not WorkflowVersionState.Draft) return WorkflowErrors.Frozen(Key, Number);
        (Document, UpdatedAt) = (document, now);
        if (!Authors.Contains(author, StringComparer.Ordinal)) Authors = [.. Authors, author];
        return null;
    }

    /// <summary>Freezes the content and asks for a second person.</summary>
    public Error? Request(string hash, string by, DateTimeOffset now)
    {
        if (State is not WorkflowVersionState.Draft) return WorkflowErrors.NotADraft(Key, Number);
        (State, Hash, RequestedBy, UpdatedAt) = (WorkflowVersionState.InReview, hash, by, now);
        return null;
    }

    /// <summary>A person who neither wrote nor asked for it.</summary>
    public Error? Approve(string by, DateTimeOffset now)
    {
        if (State is not WorkflowVersionState.InReview) return WorkflowErrors.NotInReview(Key, Number);
        if (RequestedBy == by || Authors.Contains(by, StringComparer.Ordinal)) return WorkflowErrors.OwnWork;
        (State, ApprovedBy, ApprovedAt, UpdatedAt) = (WorkflowVersionState.Approved, by, now, now);
        return null;
    }

    /// <summary>Brings it into force; one that was in force before may be so again.</summary>
    /// <param name="needsApproval">The tenant asks for a second person.</param>
    public Error? Publish(string hash, bool needsApproval, string by, DateTimeOffset now)
    {
        if (needsApproval && ApprovedBy is null) return WorkflowErrors.NotApproved;
        (State, Hash, PublishedBy, PublishedAt, UpdatedAt) = (WorkflowVersionState.Published, hash, by, now, now);
        return null;
    }
}

internal sealed class WorkflowVersionConfiguration : IEntityTypeConfiguration<WorkflowVersion>
{
    public void Configure(EntityTypeBuilder<WorkflowVersion> version)
    {
        version.ToTable("workflow_versions");
        version.HasKey(v => new { v.TenantId, v.Key, v.Number });
    }
}
