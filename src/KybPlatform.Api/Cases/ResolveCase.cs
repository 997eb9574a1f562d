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

/// <summary>How a case ends. One of an inquiry in review takes an outcome and decides the inquiry; any other takes a resolution.</summary>
/// <param name="Outcome"><c>approve</c> or <c>decline</c>.</param>
/// <param name="Resolution">A code of the caller's own.</param>
/// <param name="Overrides">For an approval: every requirement that did not pass, with the reason why it may stay so.</param>
public sealed record ResolveRequest(
    DecisionOutcome? Outcome, string? Resolution, IReadOnlyList<string>? ReasonCodes, string? Note, bool? Retryable, IReadOnlyList<RequirementOverride>? Overrides);

internal sealed class ResolveRequestValidator : AbstractValidator<ResolveRequest>
{
    public ResolveRequestValidator()
    {
        RuleFor(r => r).Must(r => (r.Outcome is null) != (r.Resolution is null)).OverridePropertyName("Outcome").WithErrorCode("required").WithMessage("Give either an outcome or a resolution.");
        RuleFor(r => r.Outcome).Must(o => o is null or DecisionOutcome.Approve or DecisionOutcome.Decline).WithErrorCode("unknown_value").WithMessage("Not one of approve, decline.");
        RuleFor(r => r.Resolution).Matches("^[a-z0-9_]{1,64}$").WithErrorCode("invalid_code").WithMessage("Lower-case letters, digits and underscores, 64 at most.");
        RuleFor(r => r.Note).MaximumLength(4000);
        RuleFor(r => r.ReasonCodes).Must(c => c is { Count: > 0 }).When(r => r.Outcome == DecisionOutcome.Decline).WithErrorCode("required").WithMessage("A decline names its reasons.");
        RuleForEach(r => r.ReasonCodes).Must(c => c is not null && KybPlatform.Policies.ReasonCodes.IsKnown(c)).WithErrorCode("unknown_reason_code").WithMessage("Not in the catalogue of reason codes.");
        RuleForEach(r => r.Overrides).SetValidator(new RequirementOverrideValidator());
    }
}

/// <summary>Ends a case, and takes a resolved one up again.</summary>
internal static class ResolveCase
{
    public static void Map(RouteGroupBuilder cases)
    {
        cases.MapPost("/{id}/resolve", ResolveAsync).Requires(Scopes.InquiriesDecide).Idempotent().Versioned()
            .WithSummary("Resolve a case; with four eyes the first word is a proposal").Produces<CaseResource>().Produces<CaseResource>(202).ProducesRefusals(400, 404, 409, 413, 415, 422)
            .Refuses(403, "person_required", "Two persons decide this: a service's key is none of them.").Refuses(403, "same_person", "Whoever said the first word does not say the second.")
            .Refuses(409, "case_not_claimed", "Claim the case first.").Refuses(409, "case_claimed", "Somebody else has claimed it.")
            .Refuses(409, "checklist_open", "Required items are not ticked.").Refuses(409, "case_fields_missing", "Required fields are not filled.")
            .Refuses(409, "decided_by_inquiry", "It takes an outcome, no resolution.").Refuses(409, "no_inquiry_in_review", "It takes a resolution, no outcome.")
            .Refuses(422, "override_missing", "A requirement that did not pass is not listed.").Refuses(422, "override_unknown", "Nothing has to be overridden there.")
            .Refuses(422, "reason_not_allowed", "The case's template does not know the reason.")
            .ExampleRequest("""{ "resolution": "carrier_confirmed", "note": "Confirmed by telephone." }""");
        cases.MapPost("/{id}/reopen", ReopenAsync).Requires(Scopes.CasesWork).Idempotent().Versioned()
            .WithSummary("Take up a resolved case again, where no inquiry decides about it").Produces<CaseResource>().ProducesRefusals(400, 404, 409, 422)
            .Refuses(409, "decided_by_inquiry", "It takes an outcome, no resolution.").Refuses(409, "case_exists", "Another case of the inquiry is unresolved.");
    }

    private static async Task<IResult> ResolveAsync(string id, Body<ResolveRequest> body, Work work, HttpContext http, IInquiryReviews inquiries, SubjectVault vault)
    {
        if (await ReadCases.FindAsync(work, id) is not { } row) return Refused.Because(CaseErrors.NotFound);
        if (ETags.Check(http, row) is { } stale) return Refused.Because(stale);
        if (row.Status is CaseStatus.Resolved) return await work.RefuseAsync(CaseErrors.Transition(row.Status, "decided"));
        var given = body.Value;
        // A case that somebody opened beside the inquiry's own decides nothing about it; the inquiry's own ends with the inquiry, and with nothing else.
        var about = row.InquiryId is { } inquiry ? await inquiries.FindAsync(work.Db, inquiry, work.Canceled) : null;
        var own = about is { Ended: false } && about.Case == row.Id.Value;
        var decides = own && about!.InReview;
        if (given.Outcome is not null && !decides) return await work.RefuseAsync(CaseErrors.NoInquiry);
        if (given.Resolution is not null && own) return await work.RefuseAsync(CaseErrors.OfInquiry);
        var refused = decides
            ? await inquiries.DecideAsync(work, row.InquiryId!.Value, RequirementOverride.Verdict(given.Outcome!.Value, given.ReasonCodes, given.Note, given.Retryable, given.Overrides))
            : await ByWordAsync(work, row, given, vault);
        if (refused is not null) return await work.RefuseAsync(refused);
        return await CaseResource.AnswerAsync(work, row, vault, row.Status is CaseStatus.Resolved ? 200 : 202);
    }

    private static async Task<Error?> ByWordAsync(Work work, Case row, ResolveRequest given, SubjectVault vault)
    {
        var word = given.Resolution ?? "";
        var turn = row.Decide(work.Caller.Actor, word, ends: true);
        if (turn.IsRefused(out var refused)) return refused;
        var verdict = new Verdict(DecisionOutcome.Review, given.ReasonCodes ?? [], given.Note, null, new Dictionary<string, string>());
        if (await CaseDemands.UnmetAsync(work, row, verdict, vault) is { } unmet) return unmet;
        if (given.Note is { } note) await CaseNotes.AddAsync(work, row, note, [], vault);
        if (turn.Value)
        {
            var setup = await CaseSetup.ReadAsync(work.Db, work.Canceled);
            CaseLog.TellIfLate(work.Db, work.Now, row);
            row.Decided(work.Caller.Actor.ToString(), word, null, setup.Calendar(row.CalendarId), work.Now);
            CaseLog.Write(work, "case.resolved", row, new { resolution = word, reasons = verdict.ReasonCodes, proposed_by = row.ProposedBy });
            return null;
        }
        row.Propose(work.Caller.Actor.ToString(), word, null, work.Now);
        CaseLog.Write(work, "case.decision_proposed", row, new { outcome = word, reasons = verdict.ReasonCodes });
        CaseTurns.Offer(work.Db, await CaseSetup.ReadAsync(work.Db, work.Canceled), row, work.Now);
        return null;
    }

    private static async Task<IResult> ReopenAsync(string id, [OptionalBody] Body<EmptyRequest> body, Work work, HttpContext http, SubjectVault vault)
    {
        if (await ReadCases.FindAsync(work, id) is not { } row) return Refused.Because(CaseErrors.NotFound);
        if (ETags.Check(http, row) is { } stale) return Refused.Because(stale);
        if (row.DecisionId is not null) return await work.RefuseAsync(CaseErrors.OfInquiry);
        var (before, setup) = (row.Resolution, await CaseSetup.ReadAsync(work.Db, work.Canceled));
        if (row.Reopen(setup.Calendar(row.CalendarId), work.Now) is { } illegal) return await work.RefuseAsync(illegal);
        CaseLog.Write(work, "case.reopened", row, new { before, after = row.Status });
        CaseTurns.Offer(work.Db, setup, row, work.Now);
        return await ReopenedCase.AnswerAsync(work, row, vault);
    }
}
