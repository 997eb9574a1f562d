using KybPlatform.Api.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace KybPlatform.Api.Policies.Publishing;

/// <summary>When a publication needs a backtest of exactly its content before it is approved.</summary>
public enum BacktestDemand
{
    /// <summary>Where the tenant has decided something that the content would answer for; whoever approves can say why it goes without.</summary>
    Expected,

    /// <summary>Always, and nobody can do without.</summary>
    Required,
}

/// <summary>How a tenant wants its policies to be brought into force; a tenant without a row has what is usual.</summary>
public sealed class PolicySettings : ITenantOwned, IVersioned
{
    public required TenantId TenantId { get; init; }
    public int Version { get; set; }
    public BacktestDemand Backtests { get; set; }
    public required string ChangedBy { get; set; }
    public required DateTimeOffset ChangedAt { get; set; }
}

internal sealed class PolicySettingsConfiguration : IEntityTypeConfiguration<PolicySettings>
{
    public void Configure(EntityTypeBuilder<PolicySettings> settings)
    {
        settings.ToTable("policy_settings");
        settings.HasKey(s => s.TenantId);
    }
}
