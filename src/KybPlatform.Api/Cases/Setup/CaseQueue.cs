using KybPlatform.Api.Cases.Contracts;
using KybPlatform.Api.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace KybPlatform.Api.Cases.Setup;

/// <summary>Who gets the cases of a queue: whoever claims them, or a reviewer by turns or by load.</summary>
public enum Assignment { Claim, RoundRobin, LeastLoaded }

/// <summary>Where cases wait, who gets them, and how long they may take.</summary>
public sealed class CaseQueue : ITenantOwned, IVersioned
{
    internal static readonly Lookup<CaseQueue> All = new("$2 = $2 ORDER BY position, id");

    public required TenantId TenantId { get; init; }
    public required CaseQueueId Id { get; init; }
    public int Version { get; set; }
    public required string Key { get; init; }
    public required string Title { get; set; }

    /// <summary>Which cases it takes, as an expression over their facts; null takes those that are put there.</summary>
    public string? Rule { get; set; }

    /// <summary>The smaller asks first.</summary>
    public int Position { get; set; }

    public Assignment Assignment { get; set; }

    /// <summary>Only reviewers with the case's country and sender type among their skills get its cases.</summary>
    public bool BySkills { get; set; }

    public bool FourEyes { get; set; }
    public int Priority { get; set; }

    /// <summary>Working minutes that a case may take; null measures nothing.</summary>
    public int? SlaMinutes { get; set; }

    /// <summary>Working minutes after which it is escalated.</summary>
    public int? EscalateMinutes { get; set; }

    /// <summary>Where it goes then; null leaves it where it is.</summary>
    public CaseQueueId? EscalateTo { get; set; }

    public CalendarId? CalendarId { get; set; }

    /// <summary>For how long a decision can be undone; 0 for not at all.</summary>
    public int UndoMinutes { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; set; }
}

internal sealed class CaseQueueConfiguration : IEntityTypeConfiguration<CaseQueue>
{
    public const string KeyIndex = "ix_case_queues_key";

    public void Configure(EntityTypeBuilder<CaseQueue> queue)
    {
        queue.ToTable("case_queues");
        queue.HasKey(q => new { q.TenantId, q.Id });
        queue.HasIndex(q => new { q.TenantId, q.Key }).IsUnique().HasDatabaseName(KeyIndex);
    }
}
