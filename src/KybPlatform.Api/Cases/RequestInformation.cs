using FluentValidation;
using KybPlatform.Api.Cases.Contracts;
using KybPlatform.Api.Http;
using KybPlatform.Api.Http.OpenApi;
using KybPlatform.Api.Inquiries.Contracts;
using KybPlatform.Api.Privacy;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace KybPlatform.Api.Cases;

/// <summary>Asks the applicant about exactly these requirements.</summary>
/// <param name="Requirements">By their keys in the policy, each with words for the applicant.</param>
/// <param name="Deadline">Missing for two weeks, at the latest until the inquiry expires.</param>
/// <param name="Note">For colleagues; kept with the decision.</param>
public sealed record InformationRequest(IReadOnlyList<AskedRequirement>? Requirements, DateTimeOffset? Deadline, string? Note);

internal sealed class InformationRequestValidator : AbstractValidator<InformationRequest>
{
    public InformationRequestValidator()
    {
        RuleFor(r => r.Requirements).NotEmpty().AskedOnce();
        RuleForEach(r => r.Requirements).SetValidator(new AskedRequirementValidator());
        RuleFor(r => r.Note).MaximumLength(4000);
    }
}

/// <summary>Reopens what is ticked for the applicant, and nothing else; the case waits and its clock stands still.</summary>
internal static class RequestInformation
{
    public static void Map(RouteGroupBuilder cases) =>
        cases.MapPost("/{id}/request-information", HandleAsync).Requires(Scopes.InquiriesDecide).Idempotent().Versioned()
            .WithSummary("Ask the applicant about exactly these requirements").Produces<CaseResource>().ProducesRefusals(400, 404, 409, 413, 415, 422)
            .Refuses(409, "case_not_claimed", "Claim the case first.").Refuses(409, "case_claimed", "Somebody else has claimed it.")
            .Refuses(409, "no_inquiry_in_review", "The case belongs to no inquiry in review.").Refuses(422, "unknown_requirement", "The inquiry's policy has no such requirement.")
            .ExampleRequest("""{ "requirements": [{ "requirement": "proof_of_business", "text": "Please send a certificate that is not older than a year." }], "deadline": "2026-12-15T00:00:00Z" }""");

    private static async Task<IResult> HandleAsync(string id, Body<InformationRequest> body, Work work, HttpContext http, IInquiryReviews inquiries, SubjectVault vault)
    {
        if (await ReadCases.FindAsync(work, id) is not { } row) return Refused.Because(CaseErrors.NotFound);
        if (ETags.Check(http, row) is { } stale) return Refused.Because(stale);
        if (row.Status is CaseStatus.Resolved) return await work.RefuseAsync(CaseErrors.Transition(row.Status, "asked about"));
        if (row.InquiryId is not { } inquiry || await inquiries.FindAsync(work.Db, inquiry, work.Canceled) is not { InReview: true } about || about.Case != row.Id.Value) return await work.RefuseAsync(CaseErrors.NoReview);
        if (await inquiries.AskAsync(work, inquiry, body.Value.Requirements!, body.Value.Deadline, body.Value.Note) is { } refused) return await work.RefuseAsync(refused);
        return await CaseResource.AnswerAsync(work, row, vault);
    }
}
