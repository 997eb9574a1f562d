using KybPlatform.Api.Cases.Contracts;
using KybPlatform.Api.Cases.Setup;
using KybPlatform.Api.Http;
using KybPlatform.Api.Http.OpenApi;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Privacy;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace KybPlatform.Api.Cases;

/// <summary>Where to look for the next case.</summary>
/// <param name="QueueId">Null looks in all queues.</param>
public sealed record ClaimNextRequest(CaseQueueId? QueueId);

/// <summary>Takes a case and gives it back. Two who ask for the next one at the same moment get two.</summary>
internal static class ClaimCase
{
    public static void Map(RouteGroupBuilder cases)
    {
        cases.MapPost("/{id}/claim", ClaimAsync).Requires(Scopes.CasesWork).Idempotent().Versioned()
            .WithSummary("Claim a case").Produces<CaseResource>().ProducesRefusals(400, 404, 409, 422)
            .Refuses(409, "case_claimed", "Somebody else has claimed it.").Refuses(403, "same_person", "Whoever said the first word does not say the second.");
        cases.MapPost("/{id}/release", ReleaseAsync).Requires(Scopes.CasesWork).Idempotent().Versioned()
            .WithSummary("Give a claimed case back").Produces<CaseResource>().ProducesRefusals(400, 404, 409, 422).Refuses(409, "case_claimed", "Somebody else has claimed it.");
        cases.MapPost("/claim-next", NextAsync).Requires(Scopes.CasesWork).Idempotent()
            .WithSummary("Claim the next case: highest priority, then first due").Produces<CaseResource>().ProducesRefusals(400, 404, 413, 415, 422).ExampleRequest("""{ "queue_id": null }""");
    }

    private static async Task<IResult> ClaimAsync(string id, [OptionalBody] Body<EmptyRequest> body, Work work, HttpContext http, SubjectVault vault)
    {
        if (await ReadCases.FindAsync(work, id) is not { } row) return Refused.Because(CaseErrors.NotFound);
        if (ETags.Check(http, row) is { } stale) return Refused.Because(stale);
        var before = row.Assignee;
        if (row.Claim(work.Caller.Actor.ToString(), work.Now) is { } refused) return await work.RefuseAsync(refused);
        if (before is null) Tell(work, row);
        return await CaseResource.AnswerAsync(work, row, vault);
    }

    private static async Task<IResult> ReleaseAsync(string id, [OptionalBody] Body<EmptyRequest> body, Work work, HttpContext http, SubjectVault vault)
    {
        if (await ReadCases.FindAsync(work, id) is not { } row) return Refused.Because(CaseErrors.NotFound);
        if (ETags.Check(http, row) is { } stale) return Refused.Because(stale);
        var before = row.Assignee;
        if (before is not null && before != work.Caller.Actor.ToString() && !work.Caller.Scopes.Contains(Scopes.CasesManage)) return await work.RefuseAsync(CaseErrors.Claimed(row.Id));
        if (row.Assign(null, work.Now) is { } illegal) return await work.RefuseAsync(illegal);
        if (before is not null)
        {
            CaseLog.Write(work, "case.released", row, new { before, after = (string?)null });
            CaseTurns.Offer(work.Db, await CaseSetup.ReadAsync(work.Db, work.Canceled), row, work.Now);
        }
        return await CaseResource.AnswerAsync(work, row, vault);
    }

    private static async Task<IResult> NextAsync(Body<ClaimNextRequest> body, Work work, SubjectVault vault)
    {
        var mine = await MineAsync(work);
        await using var transaction = await work.Db.Database.BeginTransactionAsync(work.Canceled);
        if (await NextCase.HoldAsync(work, body.Value.QueueId, mine) is not { } row) return Refused.Because(CaseErrors.NothingToClaim);
        if (row.Claim(work.Caller.Actor.ToString(), work.Now) is { } refused) throw new InvalidOperationException(refused.Detail);
        Tell(work, row);
        var answer = await CaseResource.AnswerAsync(work, row, vault);
        await transaction.CommitAsync(work.Canceled);
        return answer;
    }

    private static void Tell(Work work, Case row) => CaseLog.Write(work, "case.claimed", row, new { before = (string?)null, after = row.Assignee });

    private static async Task<ReviewerRow?> MineAsync(Work work)
    {
        if (work.Caller.Actor.Kind is not ActorKind.User) return null;
        var id = work.Caller.Actor.Id;
        return await work.Db.Set<ReviewerRow>().AsNoTracking().SingleOrDefaultAsync(r => r.UserId == id, work.Canceled);
    }
}
