using KybPlatform.Api.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace KybPlatform.Api.Jobs;

/// <summary>A job that is promised again and again: by a cron expression, in a time zone.</summary>
[GlobalTable("workers look for schedules across tenants; keys, kinds, ids and instants only")]
public sealed class Schedule
{
    public required TenantId TenantId { get; init; }

    /// <summary>What it is called within its tenant.</summary>
    public required string Key { get; init; }

    public required string Cron { get; init; }

    /// <summary>An IANA time zone; daylight saving is heeded.</summary>
    public required string Zone { get; init; }

    public required string Kind { get; init; }
    public required Guid Subject { get; init; }

    /// <summary>Null where there is no next time.</summary>
    public DateTimeOffset? NextAt { get; init; }

    /// <summary>It could not be read, and is not looked at again before; null for one that can.</summary>
    public DateTimeOffset? UnreadUntil { get; init; }

    /// <summary>The time that was last promised for.</summary>
    public DateTimeOffset? LastAt { get; init; }
}

/// <summary>A schedule of the platform's own, the same in every installation.</summary>
public sealed record PlatformSchedule(string Key, CronTimes Times, string Kind);

internal sealed class ScheduleConfiguration : IEntityTypeConfiguration<Schedule>
{
    public void Configure(EntityTypeBuilder<Schedule> schedule)
    {
        schedule.ToTable("schedules");
        schedule.HasKey(s => new { s.TenantId, s.Key });
        schedule.HasIndex(s => s.NextAt);
    }
}
