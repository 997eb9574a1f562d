using KybPlatform.Api.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace KybPlatform.Api.Cases.Setup;

/// <summary>What a user who works on cases knows, and whether it is there.</summary>
public sealed class ReviewerRow : ITenantOwned, IVersioned
{
    public required TenantId TenantId { get; init; }

    /// <summary>The user.</summary>
    public required Guid UserId { get; init; }

    public int Version { get; set; }

    /// <summary>Empty for every one.</summary>
    public string[] Countries { get; set; } = [];
    public string[] SenderTypes { get; set; } = [];
    public bool Available { get; set; }
    public DateTimeOffset? AwayUntil { get; set; }

    /// <summary>More are not given to it at a time.</summary>
    public int? MostCases { get; set; }

    /// <summary>When it was last given one; whose turn it is.</summary>
    public DateTimeOffset? LastAssignedAt { get; set; }

    public required DateTimeOffset UpdatedAt { get; set; }
}

internal sealed class ReviewerRowConfiguration : IEntityTypeConfiguration<ReviewerRow>
{
    public void Configure(EntityTypeBuilder<ReviewerRow> reviewer)
    {
        reviewer.ToTable("case_reviewers");
        reviewer.HasKey(r => new { r.TenantId, r.UserId });
    }
}
