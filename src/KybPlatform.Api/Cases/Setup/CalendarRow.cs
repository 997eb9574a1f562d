using KybPlatform.Api.Cases.Contracts;
using KybPlatform.Api.Http;
using KybPlatform.Api.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace KybPlatform.Api.Cases.Setup;

/// <summary>When a tenant's people work. Clocks that run take a change when they next stand still.</summary>
public sealed class CalendarRow : ITenantOwned, IVersioned
{
    internal static readonly Lookup<CalendarRow> All = new("$2 = $2 ORDER BY id");

    public required TenantId TenantId { get; init; }
    public required CalendarId Id { get; init; }
    public int Version { get; set; }
    public required string Key { get; init; }
    public required string Title { get; set; }

    /// <summary>IANA name.</summary>
    public required string TimeZone { get; set; }

    /// <summary>JSON list of <see cref="WorkingHours"/>.</summary>
    public required string Hours { get; set; }

    public required DateOnly[] Holidays { get; set; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; set; }

    internal BusinessCalendar ToCalendar() => new(TimeZoneInfo.FindSystemTimeZoneById(TimeZone), StoredJson.Read<List<WorkingHours>>(Hours), Holidays.ToHashSet());
}

internal sealed class CalendarRowConfiguration : IEntityTypeConfiguration<CalendarRow>
{
    public const string KeyIndex = "ix_business_calendars_key";

    public void Configure(EntityTypeBuilder<CalendarRow> calendar)
    {
        calendar.ToTable("business_calendars");
        calendar.HasKey(c => new { c.TenantId, c.Id });
        calendar.HasIndex(c => new { c.TenantId, c.Key }).IsUnique().HasDatabaseName(KeyIndex);
        calendar.Property(c => c.Hours).HasColumnType("jsonb");
    }
}
