using KybPlatform.Api.Decisions.Contracts;
using KybPlatform.Api.Insights.Contracts;
using KybPlatform.Api.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace KybPlatform.Api.Insights;

/// <summary>One decision as figures need it: raw durations, so that percentiles are exact. One index holds all of it, and is all that is read.</summary>
public sealed class DecisionFigure : ITenantOwned
{
    public required TenantId TenantId { get; init; }
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
}

internal sealed class DecisionFigureConfiguration : IEntityTypeConfiguration<DecisionFigure>
{
    public void Configure(EntityTypeBuilder<DecisionFigure> figure)
    {
        figure.ToTable("decision_figures");
        figure.HasKey(f => new { f.TenantId, f.DecisionId });
        figure.HasIndex(f => new { f.TenantId, f.At })
            .IncludeProperties(f => new { f.Country, f.SenderType, f.Outcome, f.ByPerson, f.StraightThrough, f.WallMs, f.OwnMs, f.Reasons });
    }
}

internal sealed class DecisionFeed : IDecisionFeed
{
    public void Add(PlatformDb db, DecisionFact fact) => db.Add(new DecisionFigure
    {
        TenantId = db.Tenant!.Value,
        DecisionId = fact.Decision,
        At = fact.At,
        Country = fact.Country,
        SenderType = fact.SenderType,
        Outcome = fact.Outcome,
        ByPerson = fact.ByPerson,
        StraightThrough = fact.StraightThrough,
        WallMs = Math.Max(0, (long)fact.Wall.TotalMilliseconds),
        OwnMs = Math.Max(0, (long)fact.Own.TotalMilliseconds),
        Reasons = [.. fact.Reasons],
    });

    public async Task ForgetAsync(PlatformDb db, DecisionId decision, CancellationToken ct)
    {
        if (await db.Set<DecisionFigure>().SingleOrDefaultAsync(f => f.DecisionId == decision, ct) is { } row) db.Remove(row);
    }
}
