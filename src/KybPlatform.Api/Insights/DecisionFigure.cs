using KybPlatform.Api.Decisions.Contracts;
using KybPlatform.Api.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace KybPlatform.Api.Insights;

/// <summary>One decision as figures need it, with its raw durations. Periods that are no whole days are counted from here.</summary>
public sealed class DecisionFigure : ITenantOwned
{
    public required TenantId TenantId { get; init; }

    [Reference]
    public required DecisionId DecisionId { get; init; }

    public required DateTimeOffset At { get; init; }
    public required string Country { get; init; }
    public required string SenderType { get; init; }
    public required DecisionOutcome Outcome { get; init; }
    public required bool ByPerson { get; init; }
    public required bool StraightThrough { get; init; }
    public required long WallMs { get; init; }
    public required long OwnMs { get; init; }
    public required string[] Reasons { get; init; }
    public string? Policy { get; init; }
    public int? PolicyVersion { get; init; }

    /// <summary>Whose word it was; null where automation decided.</summary>
    public string? Reviewer { get; init; }

    public Guid? Queue { get; init; }

    /// <summary>The decision was taken back.</summary>
    public bool Forgotten { get; set; }

    /// <summary>That it is to be added to the totals was written as a <see cref="FigureChange"/>. Not so for what processes of the version before totals write: <see cref="RollUp"/> does it for them.</summary>
    public bool Noted { get; init; }
}

/// <summary>A figure that the totals do not hold yet, or hold although it was forgotten: <see cref="Sign"/> says which.</summary>
public sealed class FigureChange : ITenantOwned
{
    public required TenantId TenantId { get; init; }
    public required DecisionId DecisionId { get; init; }

    /// <summary>1 to be added, -1 to be taken away.</summary>
    public required short Sign { get; init; }
}

internal sealed class DecisionFigureConfiguration : IEntityTypeConfiguration<DecisionFigure>
{
    public void Configure(EntityTypeBuilder<DecisionFigure> figure)
    {
        figure.ToTable("decision_figures");
        figure.HasKey(f => new { f.TenantId, f.DecisionId });
        figure.Property(f => f.Noted).HasDefaultValue(false).ValueGeneratedNever();
        figure.HasIndex(f => new { f.TenantId, f.At });
        figure.HasIndex(f => f.TenantId).HasFilter("NOT noted");
    }
}

internal sealed class FigureChangeConfiguration : IEntityTypeConfiguration<FigureChange>
{
    public void Configure(EntityTypeBuilder<FigureChange> change)
    {
        change.ToTable("figure_changes");
        change.HasKey(c => new { c.TenantId, c.DecisionId, c.Sign });
    }
}
