using KybPlatform.Api.Decisions.Contracts;
using KybPlatform.Api.Insights.Contracts;
using KybPlatform.Api.Persistence;
using Microsoft.EntityFrameworkCore;

namespace KybPlatform.Api.Insights;

/// <summary>Writes figures in the commit of their decisions, and leaves it to <see cref="RollUp"/> to add them up: decisions of one tenant never wait for each other's totals.</summary>
internal sealed class DecisionFeed : IDecisionFeed
{
    public void Add(PlatformDb db, DecisionFact fact)
    {
        db.Add(new DecisionFigure
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
            Policy = fact.Policy,
            PolicyVersion = fact.PolicyVersion,
            Reviewer = fact.Reviewer,
            Queue = fact.Queue?.Value,
            Noted = true,
        });
        Change(db, fact.Decision, 1);
    }

    public async Task ForgetAsync(PlatformDb db, DecisionId decision, CancellationToken ct)
    {
        if (await db.Set<DecisionFigure>().SingleOrDefaultAsync(f => f.DecisionId == decision && !f.Forgotten, ct) is not { } row) return;
        row.Forgotten = true;
        Change(db, decision, -1);
    }

    private static void Change(PlatformDb db, DecisionId decision, short sign) => db.Add(new FigureChange { TenantId = db.Tenant!.Value, DecisionId = decision, Sign = sign });
}
