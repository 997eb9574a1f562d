using FluentValidation;
using KybPlatform.Api.Decisions.Contracts;
using KybPlatform.Api.Http;
using KybPlatform.Api.Http.OpenApi;
using KybPlatform.Api.Inquiries.Contracts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace KybPlatform.Api.Inquiries;

/// <summary>A person's decision on an inquiry that is in review.</summary>
/// <param name="Outcome"><c>approve</c>, <c>decline</c> or <c>request_information</c>.</param>
/// <param name="ReasonCodes">From the catalogue; a decline names at least one.</param>
/// <param name="Overrides">For an approval: every requirement that did not pass, with the reason why it may stay so.</param>
/// <param name="Requirements">For <c>request_information</c>: exactly these are asked about. Missing, the applicant may change whatever the inquiry holds.</param>
/// <param name="Deadline">For what is asked about. Missing for two weeks, at the latest until the inquiry expires.</param>
public sealed record ManualDecision(
    DecisionOutcome? Outcome, IReadOnlyList<string>? ReasonCodes, string? Note, bool? Retryable, IReadOnlyList<RequirementOverride>? Overrides,
    IReadOnlyList<AskedRequirement>? Requirements = null, DateTimeOffset? Deadline = null);

internal sealed class ManualDecisionValidator : AbstractValidator<ManualDecision>
{
    public ManualDecisionValidator()
    {
        RuleFor(d => d.Outcome).NotNull();
        RuleFor(d => d.Outcome).NotEqual(DecisionOutcome.Review).WithErrorCode("unknown_value").WithMessage("Not one of approve, decline, request_information.");
        RuleFor(d => d.Note).MaximumLength(4000);
        RuleFor(d => d.ReasonCodes).Must(c => c is { Count: > 0 }).When(d => d.Outcome == DecisionOutcome.Decline).WithErrorCode("required").WithMessage("A decline names its reasons.");
        RuleForEach(d => d.ReasonCodes).Must(c => c is not null && KybPlatform.Policies.ReasonCodes.IsKnown(c)).WithErrorCode("unknown_reason_code").WithMessage("Not in the catalogue of reason codes.");
        RuleForEach(d => d.Overrides).SetValidator(new RequirementOverrideValidator());
        RuleFor(d => d.Requirements).Must((d, r) => r is not { Count: > 0 } || d.Outcome is DecisionOutcome.RequestInformation).WithErrorCode("invalid_value").WithMessage("Only request_information asks about requirements.");
        RuleFor(d => d.Requirements).AskedOnce();
        RuleForEach(d => d.Requirements).SetValidator(new AskedRequirementValidator());
        RuleFor(d => d.Deadline).Null().When(d => d.Requirements is not { Count: > 0 }).WithErrorCode("invalid_value").WithMessage("A deadline is for what is asked about: name the requirements.");
    }
}

/// <summary>What waits for review is decided here, by whoever has claimed its case; where two persons decide, the first word is a proposal.</summary>
internal static class DecideByHand
{
    public static void Map(RouteGroupBuilder inquiries) =>
        inquiries.MapPost("/{id}/decision", HandleAsync).Requires(Scopes.InquiriesDecide).Idempotent().Versioned()
            .WithSummary("Decide an inquiry that is in review").Produces<InquiryResource>().Produces<InquiryResource>(202).ProducesRefusals(400, 404, 409, 422)
            .Refuses(403, "person_required", "Two persons decide this: a service's key is none of them.").Refuses(403, "same_person", "Whoever said the first word does not say the second.")
            .Refuses(409, "case_not_claimed", "Claim the case first.").Refuses(409, "case_claimed", "Somebody else has claimed the case.")
            .Refuses(409, "checklist_open", "Required items of the case are not ticked.").Refuses(409, "case_fields_missing", "Required fields of the case are not filled.")
            .Refuses(422, "override_missing", "A requirement that did not pass is not listed.").Refuses(422, "override_unknown", "Nothing has to be overridden there.")
            .Refuses(422, "reason_not_allowed", "The case's template does not know the reason.").Refuses(422, "unknown_requirement", "The inquiry's policy has no such requirement.")
            .ExampleRequest("""{ "outcome": "approve", "note": "The licence was seen.", "overrides": [{ "requirement": "proof_of_business", "reason": "Seen in the register." }] }""");

    private static async Task<IResult> HandleAsync(string id, Body<ManualDecision> body, Work work, HttpContext http, HandDecisions decisions)
    {
        var (given, outcome) = (body.Value, body.Value.Outcome!.Value);
        if (await ReadInquiries.FindAsync(work, id) is not { } inquiry) return Refused.Because(InquiryErrors.NotFound);
        if (ETags.Check(http, inquiry) is { } stale) return Refused.Because(stale);
        var decided = given.Requirements is { Count: > 0 } asked
            ? await decisions.AskAsync(work, inquiry, asked, given.Deadline, given.Note, given.ReasonCodes)
            : await decisions.DecideAsync(work, inquiry, RequirementOverride.Verdict(outcome, given.ReasonCodes, given.Note, given.Retryable, given.Overrides));
        if (decided.IsRefused(out var refused)) return await work.RefuseAsync(refused);
        if (decided.Value.Made is not { } decision) return await work.AnswerAsync(202, InquiryResource.From(inquiry, null), Keeping.Plainly, etag: inquiry);
        var answer = await work.AnswerAsync(200, InquiryResource.From(inquiry, decision), Keeping.Plainly, etag: inquiry);
        DecisionMeter.Count(inquiry, outcome, "person");
        return answer;
    }
}
