using KybPlatform.Api.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace KybPlatform.Api.Tenancy;

/// <summary>The customer of this platform. Has two tenants, <c>live</c> and <c>test</c>, which share nothing.</summary>
[GlobalTable("the platform's own list of customers; reached with the platform key only")]
public sealed class Organization
{
    public required OrganizationId Id { get; init; }
    public required string Name { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
}

public enum TenantMode { Live, Test }

/// <summary>The unit of isolation: every row, key, job and log line carries its id.</summary>
[GlobalTable("says which tenants exist and of which kind; no applicant's data")]
public sealed class Tenant
{
    public required TenantId Id { get; init; }
    public required OrganizationId OrganizationId { get; init; }
    public required TenantMode Mode { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>How far the clock of a test tenant is ahead of real time; zero in live tenants.</summary>
    public TimeSpan ClockOffset { get; set; }

    /// <summary>How many jobs are taken of it, for each one of a tenant of weight 1.</summary>
    public int Weight { get; set; } = 1;
}

internal sealed class OrganizationConfiguration : IEntityTypeConfiguration<Organization>
{
    public void Configure(EntityTypeBuilder<Organization> organization)
    {
        organization.ToTable("organizations");
        organization.HasKey(o => o.Id);
    }
}

internal sealed class TenantConfiguration : IEntityTypeConfiguration<Tenant>
{
    public void Configure(EntityTypeBuilder<Tenant> tenant)
    {
        tenant.ToTable("tenants");
        tenant.HasKey(t => t.Id);
        tenant.Property(t => t.Weight).HasDefaultValue(1).ValueGeneratedNever();
        tenant.HasIndex(t => new { t.OrganizationId, t.Mode }).IsUnique();
        tenant.HasOne<Organization>().WithMany().HasForeignKey(t => t.OrganizationId);
    }
}
