using KybPlatform.Api.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace KybPlatform.Api.Insights;

/// <summary>How long the time of a total is: a day or a month, in UTC.</summary>
public enum FigureSpan { Day, Month }

/// <summary>By what decisions are told apart, besides country and sender type.</summary>
public enum FigureFacet { Cell, Policy, Reviewer, Queue }

/// <summary>The decisions of one day or month, one country and sender type, and one policy version, reviewer or queue where the facet says so: added up.</summary>
public sealed class DecisionTotal : ITenantOwned
{
    public required TenantId TenantId { get; init; }
    public required FigureFacet Facet { get; init; }
    public required FigureSpan Span { get; init; }

    /// <summary>Its first day.</summary>
    public required DateOnly Starts { get; init; }

    public required string Country { get; init; }
    public required string SenderType { get; init; }

    /// <summary>The policy, the reviewer or the queue; empty for a cell.</summary>
    public required string Key { get; init; }

    /// <summary>The policy's version; 0 where the facet has none.</summary>
    public required int Number { get; init; }

    public required long Decisions { get; init; }
    public required long Approved { get; init; }
    public required long Declined { get; init; }
    public required long InReview { get; init; }
    public required long InformationRequested { get; init; }
    public required long ByPerson { get; init; }
    public required long StraightThrough { get; init; }

    /// <summary><see cref="Durations"/> of what ended.</summary>
    public required byte[] Wall { get; init; }

    public required byte[] Own { get; init; }
}

/// <summary>How often a reason led to an outcome in one day or month, country and sender type.</summary>
public sealed class ReasonTotal : ITenantOwned
{
    public required TenantId TenantId { get; init; }
    public required FigureSpan Span { get; init; }
    public required DateOnly Starts { get; init; }
    public required string Country { get; init; }
    public required string SenderType { get; init; }
    public required string Outcome { get; init; }
    public required string Reason { get; init; }
    public required long Decisions { get; init; }
}

internal sealed class DecisionTotalConfiguration : IEntityTypeConfiguration<DecisionTotal>
{
    public void Configure(EntityTypeBuilder<DecisionTotal> total)
    {
        total.ToTable("decision_totals");
        total.HasKey(t => new { t.TenantId, t.Facet, t.Span, t.Starts, t.Country, t.SenderType, t.Key, t.Number });
    }
}

internal sealed class ReasonTotalConfiguration : IEntityTypeConfiguration<ReasonTotal>
{
    public void Configure(EntityTypeBuilder<ReasonTotal> total)
    {
        total.ToTable("reason_totals");
        total.HasKey(t => new { t.TenantId, t.Span, t.Starts, t.Country, t.SenderType, t.Outcome, t.Reason });
    }
}
