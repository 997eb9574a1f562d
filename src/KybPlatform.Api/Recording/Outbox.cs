using KybPlatform.Api.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace KybPlatform.Api.Recording;

/// <summary>An event that is committed but has no position yet. The relay moves it to the log; ids and a kind, nothing else.</summary>
[GlobalTable("the relay looks for tenants with unplaced events; ids and kinds only")]
public sealed class OutboxRow
{
    public required TenantId TenantId { get; init; }
    public required Guid EventId { get; init; }
    public required string Type { get; init; }
    public required string Resource { get; init; }
    public string? Parent { get; init; }
    public required DateTimeOffset OccurredAt { get; init; }

    /// <summary>How many workflows led to it, one after the other.</summary>
    public int Depth { get; init; }
}

/// <summary>An event with its place in the tenant's log: positions start at 1, have no gaps and never change.</summary>
public sealed class LoggedEvent : ITenantOwned
{
    public TenantId TenantId { get; init; }
    public long Position { get; init; }
    public Guid EventId { get; init; }
    public required string Type { get; init; }
    public required string Resource { get; init; }
    public string? Parent { get; init; }
    public DateTimeOffset OccurredAt { get; init; }

    /// <summary>How many workflows led to it, one after the other.</summary>
    public int Depth { get; init; }
}

/// <summary>The last position given out for a tenant; touched by the relay only, never by a business transaction.</summary>
public sealed class EventHead : ITenantOwned
{
    public TenantId TenantId { get; init; }
    public long Position { get; init; }
}

internal sealed class OutboxConfiguration : IEntityTypeConfiguration<OutboxRow>
{
    public void Configure(EntityTypeBuilder<OutboxRow> row)
    {
        row.ToTable("outbox");
        row.HasKey(r => new { r.TenantId, r.EventId });
        row.Property(r => r.Depth).HasDefaultValue(0).ValueGeneratedNever();
        // By the database's clock: how late an event is does not hang on when its tenant says it happened.
        row.Property<DateTimeOffset>("RecordedAt").HasDefaultValueSql("clock_timestamp()").ValueGeneratedNever();
    }
}

internal sealed class LoggedEventConfiguration : IEntityTypeConfiguration<LoggedEvent>
{
    public void Configure(EntityTypeBuilder<LoggedEvent> row)
    {
        row.ToTable("events");
        row.HasKey(r => new { r.TenantId, r.Position });
        row.HasIndex(r => new { r.TenantId, r.EventId }).IsUnique();
        row.Property(r => r.Position).ValueGeneratedNever();
        row.Property(r => r.Depth).HasDefaultValue(0).ValueGeneratedNever();
    }
}

internal sealed class EventHeadConfiguration : IEntityTypeConfiguration<EventHead>
{
    public void Configure(EntityTypeBuilder<EventHead> row)
    {
        row.ToTable("event_heads");
        row.HasKey(r => r.TenantId);
        row.Property(r => r.Position).ValueGeneratedNever();
    }
}
