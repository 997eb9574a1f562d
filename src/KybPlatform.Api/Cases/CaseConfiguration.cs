using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace KybPlatform.Api.Cases;

internal sealed class CaseConfiguration : IEntityTypeConfiguration<Case>
{
    /// <summary>An inquiry has one unresolved case at most.</summary>
    public const string OneOpenIndex = "ix_cases_one_open";

    // Whoever looks for work takes the head of one of these.
    private const string ToBeClaimed = "status = 'open' AND assignee IS NULL";

    public void Configure(EntityTypeBuilder<Case> @case)
    {
        // What two persons decide is never the word of one, whatever the code above says.
        @case.ToTable("cases", t => t.HasCheckConstraint("ck_cases_four_eyes", """
            NOT four_eyes OR decided_by IS NULL OR
            (proposed_by IS NOT NULL AND proposed_by <> decided_by AND proposed_by LIKE 'usr\_%' AND decided_by LIKE 'usr\_%' AND proposed = resolution)
            """));
        @case.HasKey(c => new { c.TenantId, c.Id });
        @case.HasIndex(c => new { c.TenantId, c.InquiryId }).IsUnique().HasFilter("status <> 'resolved'").HasDatabaseName(OneOpenIndex);
        @case.HasIndex(c => new { c.TenantId, c.InquiryId, c.Id });
        @case.HasIndex(c => new { c.TenantId, c.ProfileId });
        @case.HasIndex(c => new { c.TenantId, c.Status, c.Id });
        @case.HasIndex(c => new { c.TenantId, c.QueueId, c.Status, c.Id });
        @case.HasIndex(c => new { c.TenantId, c.Assignee, c.Status, c.Id }).HasFilter("assignee IS NOT NULL");
        @case.HasIndex(c => new { c.TenantId, c.Country, c.SenderType, c.Status, c.Id });
        @case.HasIndex(c => new { c.TenantId, c.SenderType, c.Status, c.Id });
        @case.HasIndex(c => new { c.TenantId, c.Priority, c.DueAt, c.Id }).IsDescending(false, true, false, false).HasFilter(ToBeClaimed).HasDatabaseName("ix_cases_next");
        @case.HasIndex(c => new { c.TenantId, c.QueueId, c.Priority, c.DueAt, c.Id }).IsDescending(false, false, true, false, false).HasFilter(ToBeClaimed).HasDatabaseName("ix_cases_next_of_queue");
        @case.HasIndex(c => new { c.TenantId, c.DueAt }).HasFilter("due_at IS NOT NULL AND breached_at IS NULL");
        @case.HasIndex(c => new { c.TenantId, c.WarnAt }).HasFilter("warn_at IS NOT NULL AND escalated_at IS NULL");
        @case.HasIndex(c => new { c.TenantId, c.WaitingUntil }).HasFilter("waiting_until IS NOT NULL");
        @case.HasIndex(c => new { c.TenantId, c.CreatedAt }).IncludeProperties(c => new { c.Country, c.SenderType, c.Status }).HasFilter("status <> 'resolved'");
        @case.HasIndex(c => new { c.TenantId, c.BreachedAt }).IncludeProperties(c => new { c.Country, c.SenderType }).HasFilter("status <> 'resolved' AND breached_at IS NOT NULL");
        @case.HasIndex(c => new { c.TenantId, c.ResolvedAt }).IncludeProperties(c => new { c.Country, c.SenderType, c.TargetSeconds, c.BreachedAt }).HasFilter("status = 'resolved'");
        @case.Property(c => c.Checklist).HasColumnType("jsonb");
    }
}
