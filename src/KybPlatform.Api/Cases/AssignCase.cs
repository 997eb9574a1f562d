using FluentValidation;
using KybPlatform.Api.Cases.Contracts;
using KybPlatform.Api.Cases.Setup;
using KybPlatform.Api.Http;
using KybPlatform.Api.Http.OpenApi;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Privacy;
using KybPlatform.Api.Tenancy.Contracts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace KybPlatform.Api.Cases;

/// <summary>Whom a case is given to.</summary>
/// <param name="Assignee">A user, <c>usr_…</c>.</param>
public sealed record AssignRequest(string? Assignee);

/// <summary>Gives cases to somebody, or moves them to a queue, all of them or none.</summary>
/// <param name="Assignee">A user; with it the cases are assigned.</param>
/// <param name="QueueId">With it they are moved.</param>
public sealed record BulkRequest(IReadOnlyList<string>? CaseIds, string? Assignee, CaseQueueId? QueueId);

/// <summary>How many cases were changed.</summary>
public sealed record BulkAnswer(int Changed);

internal sealed class AssignRequestValidator : AbstractValidator<AssignRequest>
{
    public AssignRequestValidator() => RuleFor(r => r.Assignee).NotEmpty().MaximumLength(64);
}

internal sealed class BulkRequestValidator : AbstractValidator<BulkRequest>
{
    public BulkRequestValidator()
    {
        RuleFor(r => r.CaseIds).NotEmpty().Must(i => i is null || i.Count <= 200).WithErrorCode("too_long").WithMessage("At most 200 at a time.");
        RuleForEach(r => r.CaseIds).NotEmpty();
        RuleFor(r => r).Must(r => r.Assignee is not null || r.QueueId is not null).OverridePropertyName("Assignee").WithErrorCode("required").WithMessage("Give an assignee, a queue, or both.");
    }
}

/// <summary>Gives cases to others, one or many at a time.</summary>
internal static class AssignCase
{
    public static void Map(RouteGroupBuilder cases)
    {
        cases.MapPost("/{id}/assign", AssignAsync).Requires(Scopes.CasesManage).Idempotent().Versioned()
            .WithSummary("Give a case to a user").Produces<CaseResource>().ProducesRefusals(400, 404, 409, 413, 415, 422)
            .Refuses(403, "same_person", "Whoever said the first word does not say the second.").Refuses(422, "unknown_user", "There is no such user who works on cases.")
            .ExampleRequest($$"""{ "assignee": "{{ExampleValues.Id("usr")}}" }""");
        cases.MapPost("/bulk", BulkAsync).Requires(Scopes.CasesManage).Idempotent()
            .WithSummary("Assign or move many cases: all of them, or none").Produces<BulkAnswer>().ProducesRefusals(400, 409, 413, 415, 422)
            .Refuses(403, "same_person", "Whoever said the first word does not say the second.").Refuses(422, "unknown_case", "There is no such case.")
            .Refuses(422, "unknown_user", "There is no such user who works on cases.").Refuses(422, "unknown_queue", "There is no such queue.")
            .ExampleRequest($$"""{ "case_ids": ["{{ExampleValues.Id("cas")}}"], "assignee": "{{ExampleValues.Id("usr")}}" }""");
    }

    private static async Task<IResult> AssignAsync(string id, Body<AssignRequest> body, Work work, HttpContext http, ICaseDesk desk, SubjectVault vault)
    {
        if (await ReadCases.FindAsync(work, id) is not { } row) return Refused.Because(CaseErrors.NotFound);
        if (ETags.Check(http, row) is { } stale) return Refused.Because(stale);
        if (await desk.AssignAsync(work.Db, work.Caller.Actor, row.Id, body.Value.Assignee, work.Now, work.Canceled) is { } refused) return await work.RefuseAsync(refused);
        return await CaseResource.AnswerAsync(work, row, vault);
    }

    private static async Task<IResult> BulkAsync(Body<BulkRequest> body, Work work, ITenantUsers users)
    {
        var (given, setup) = (body.Value, await CaseSetup.ReadAsync(work.Db, work.Canceled));
        if (given.QueueId is { } queue && setup.Queue(queue) is null) return await work.RefuseAsync(CaseErrors.Unknown("/queue_id", "unknown_queue", "queue"));
        var ids = given.CaseIds!.Select(i => PublicId.TryParse<CaseId>(i, out var id) ? id : default).ToList();
        var rows = await work.Db.Set<Case>().Where(c => ids.Contains(c.Id)).ToListAsync(work.Canceled);
        for (var i = 0; i < ids.Count; i++)
            if (!rows.Exists(r => r.Id == ids[i]))
                return await work.RefuseAsync(CaseErrors.Unknown(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"/case_ids/{i}"), "unknown_case", "case"));
        if (given.Assignee is { } named && !await users.MayAsync(work.Db, named, Scopes.CasesWork, work.Canceled)) return await work.RefuseAsync(CaseErrors.Unknown("/assignee", "unknown_user", "user who works on cases"));
        foreach (var row in rows)
        {
            if (given.QueueId is not null)
            {
                if (row.Status is CaseStatus.Resolved) return await work.RefuseAsync(CaseErrors.Transition(row.Status, "moved"));
                CaseMoves.Move(work, setup, row, given.QueueId);
            }
            var before = row.Assignee;
            if (given.Assignee is { } to && row.Assign(to, work.Now) is { } refused) return await work.RefuseAsync(refused);
            if (before != row.Assignee) CaseLog.Write(work, "case.assigned", row, new { before, after = row.Assignee });
        }
        return await work.AnswerAsync(200, new BulkAnswer(rows.Count), Keeping.Plainly);
    }
}

internal static class CaseMoves
{
    public static void Move(Work work, CaseSetup setup, Case row, CaseQueueId? to)
    {
        var before = row.QueueId;
        if (before == to) return;
        CaseLog.TellIfLate(work.Db, work.Now, row);
        setup.Move(row, setup.Queue(to), work.Now);
        CaseLog.Write(work, "case.moved", row, new { before, after = row.QueueId, due_at = row.DueAt });
        CaseTurns.Offer(work.Db, setup, row, work.Now);
    }
}
