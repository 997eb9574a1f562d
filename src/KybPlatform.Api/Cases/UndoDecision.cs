using FluentValidation;
using KybPlatform.Api.Cases.Contracts;
using KybPlatform.Api.Cases.Setup;
using KybPlatform.Api.Decisions.Contracts;
using KybPlatform.Api.Http;
using KybPlatform.Api.Http.OpenApi;
using KybPlatform.Api.Inquiries.Contracts;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Privacy;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace KybPlatform.Api.Cases;

/// <summary>Why a decision is taken back; kept as a note.</summary>
public sealed record UndoRequest(string? Reason);

internal sealed class UndoRequestValidator : AbstractValidator<UndoRequest>
{
    public UndoRequestValidator() => RuleFor(r => r.Reason).NotEmpty().MaximumLength(1000);
}

/// <summary>Takes a fresh decision back: the inquiry is in review again, the permission that it gave is gone, the decision itself stays in the records.</summary>
internal static class UndoDecision
{
    public static void Map(RouteGroupBuilder cases) =>
        cases.MapPost("/{id}/undo", HandleAsync).Requires(Scopes.InquiriesDecide).Idempotent().Versioned()
            .WithSummary("Take a decision back, within its window").Produces<CaseResource>().ProducesRefusals(400, 404, 409, 413, 415, 422)
            .Refuses(409, "case_exists", "Another case of the inquiry is unresolved.").Refuses(409, "undo_over", "There is nothing to take back, or its window is over.").Refuses(403, "not_yours_to_undo", "Whoever decided, or who manages cases, takes it back.")
            .ExampleRequest("""{ "reason": "The wrong case was open." }""");

    private static async Task<IResult> HandleAsync(string id, Body<UndoRequest> body, Work work, HttpContext http, IInquiryReviews inquiries, SubjectVault vault)
    {
        if (await ReadCases.FindAsync(work, id) is not { } row) return Refused.Because(CaseErrors.NotFound);
        if (ETags.Check(http, row) is { } stale) return Refused.Because(stale);
        var me = work.Caller.Actor.ToString();
        if (row.Status is not CaseStatus.Resolved || row.DecisionId is not { } decision || row.InquiryId is not { } inquiry || row.UndoUntil is null || row.UndoUntil <= work.Now)
            return await work.RefuseAsync(CaseErrors.UndoOver);
        if (row.DecidedBy != me && row.ProposedBy != me && !work.Caller.Scopes.Contains(Scopes.CasesManage)) return Refused.Because(CaseErrors.NotYours);
        if (await inquiries.UndoAsync(work, inquiry, decision) is { } illegal) return await work.RefuseAsync(illegal);
        var (before, setup) = (row.Resolution, await CaseSetup.ReadAsync(work.Db, work.Canceled));
        if (row.Reopen(setup.Calendar(row.CalendarId), work.Now) is { } refused) return await work.RefuseAsync(refused);
        await CaseNotes.AddAsync(work, row, body.Value.Reason!, [], vault);
        CaseLog.Write(work, "case.decision_undone", row, new { before, after = row.Status, decision });
        CaseTurns.Offer(work.Db, setup, row, work.Now);
        return await ReopenedCase.AnswerAsync(work, row, vault);
    }
}

/// <summary>A case that is open again; an inquiry has one such case at most.</summary>
internal static class ReopenedCase
{
    /// <summary>Commits and answers with the case, or with the refusal that another one was opened meanwhile.</summary>
    public static async Task<IResult> AnswerAsync(Work work, Case row, SubjectVault vault)
    {
        try
        {
            return await CaseResource.AnswerAsync(work, row, vault);
        }
        catch (ConflictException taken) when (taken.Constraint == CaseConfiguration.OneOpenIndex)
        {
            return await work.RefuseAsync(CaseErrors.Exists);
        }
    }
}
