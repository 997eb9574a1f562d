using KybPlatform.Api.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace KybPlatform.Api.Recording;

/// <summary>One change, written in the transaction that made it. Append-only: the application role may neither change nor remove it.</summary>
public sealed class AuditEntry : ITenantOwned
{
    public required TenantId TenantId { get; init; }
    public required Guid Id { get; init; }
    public required DateTimeOffset At { get; init; }

    /// <summary>Who: <c>usr_…</c>, <c>key_…</c>, <c>platform</c> or <c>automation</c>.</summary>
    public required string Actor { get; init; }

    /// <summary>What happened, as an event type: <c>inquiry.submitted</c>.</summary>
    public required string Action { get; init; }

    public required string Resource { get; init; }
    public string? Parent { get; init; }
    public string? RequestId { get; init; }

    /// <summary>Codes, states and counts as a JSON object; never a classified value.</summary>
    public string? Details { get; init; }
}

internal sealed class AuditEntryConfiguration : IEntityTypeConfiguration<AuditEntry>
{
    public void Configure(EntityTypeBuilder<AuditEntry> entry)
    {
        entry.ToTable("audit_entries");
        entry.HasKey(e => new { e.TenantId, e.Id });
        entry.HasIndex(e => new { e.TenantId, e.Resource });
        entry.HasIndex(e => new { e.TenantId, e.Parent });
        entry.Property(e => e.Details).HasColumnType("jsonb");
    }
}
