using KybPlatform.Api.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace KybPlatform.Api.Workflows;

/// <summary>What is in force under a key. A key without a row has what the product ships, if it ships it switched on.</summary>
public sealed class Workflow : ITenantOwned, IVersioned
{
    public required TenantId TenantId { get; init; }
    public required string Key { get; init; }
    public int Version { get; set; }

    /// <summary>Which version new runs go by; null where it is retired. Zero is what the product ships.</summary>
    public int? ActiveNumber { get; private set; }

    /// <summary>Its hash.</summary>
    public string? ActiveHash { get; private set; }

    /// <summary>Since when.</summary>
    public DateTimeOffset ChangedAt { get; private set; }

    public string? ChangedBy { get; private set; }

    /// <summary>New runs go by this version; those under way go on by theirs.</summary>
    public void Publish(int number, string hash, string by, DateTimeOffset now) => (ActiveNumber, ActiveHash, ChangedBy, ChangedAt) = (number, hash, by, now);

    /// <summary>Nothing starts it any more; runs under way go on.</summary>
    public void Retire(string by, DateTimeOffset now) => (ActiveNumber, ActiveHash, ChangedBy, ChangedAt) = (null, null, by, now);
}

/// <summary>Documents that runs are pinned to, by their hash. Written once.</summary>
public sealed class WorkflowContent : ITenantOwned
{
    public required TenantId TenantId { get; init; }
    public required string Hash { get; init; }
    public required string Document { get; init; }
    public required DateTimeOffset KeptAt { get; init; }
}

/// <summary>How a tenant wants its workflows to be brought into force; a tenant without a row asks for nobody beside the author.</summary>
public sealed class WorkflowSettings : ITenantOwned, IVersioned
{
    public required TenantId TenantId { get; init; }
    public int Version { get; set; }

    /// <summary>A second person approves every version before it is published.</summary>
    public bool SecondPerson { get; set; }

    /// <summary>For so long runs that ended are kept; null for <see cref="DropOldRuns.UsualDays"/>.</summary>
    public int? KeepRunsDays { get; set; }

    /// <summary>Signs what <c>call_http</c> sends; sealed. Null until the tenant makes one.</summary>
    public byte[]? Secret { get; set; }

    /// <summary>The secret before, which signs as well until <see cref="FormerUntil"/>.</summary>
    public byte[]? Former { get; set; }

    public DateTimeOffset? FormerUntil { get; set; }

    public required string ChangedBy { get; set; }
    public required DateTimeOffset ChangedAt { get; set; }
}

internal sealed class WorkflowConfiguration : IEntityTypeConfiguration<Workflow>
{
    public void Configure(EntityTypeBuilder<Workflow> workflow)
    {
        workflow.ToTable("workflows");
        workflow.HasKey(w => new { w.TenantId, w.Key });
    }
}

internal sealed class WorkflowContentConfiguration : IEntityTypeConfiguration<WorkflowContent>
{
    public void Configure(EntityTypeBuilder<WorkflowContent> content)
    {
        content.ToTable("workflow_contents");
        content.HasKey(c => new { c.TenantId, c.Hash });
    }
}

internal sealed class WorkflowSettingsConfiguration : IEntityTypeConfiguration<WorkflowSettings>
{
    public void Configure(EntityTypeBuilder<WorkflowSettings> settings)
    {
        settings.ToTable("workflow_settings");
        settings.HasKey(s => s.TenantId);
    }
}
