using System.Text.Json.Nodes;
using FluentValidation;
using KybPlatform.Api.Cases.Contracts;
using KybPlatform.Api.Http;
using KybPlatform.Api.Http.OpenApi;
using KybPlatform.Api.Privacy;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace KybPlatform.Api.Inquiries;

/// <summary>Why an inquiry is reopened.</summary>
public sealed record ReopenRequest(string? Reason);

internal sealed class ReopenRequestValidator : AbstractValidator<ReopenRequest>
{
    public ReopenRequestValidator() => RuleFor(r => r.Reason).NotEmpty().MaximumLength(500);
}

/// <summary>Moves an inquiry along its states: submitted, withdrawn, reopened.</summary>
internal static class MoveInquiry
{
    public static void Map(RouteGroupBuilder inquiries)
    {
        inquiries.MapPost("/{id}/submit", SubmitAsync).Requires(Scopes.InquiriesWrite).Idempotent().Versioned().Waits()
            .WithSummary("Submit an inquiry").Produces<InquiryResource>().ProducesRefusals(400, 404, 409, 422);
        inquiries.MapPost("/{id}/withdraw", WithdrawAsync).Requires(Scopes.InquiriesWrite).Idempotent().Versioned()
            .WithSummary("Withdraw an inquiry").Produces<InquiryResource>().ProducesRefusals(400, 404, 409, 422);
        inquiries.MapPost("/{id}/reopen", ReopenAsync).Requires(Scopes.InquiriesDecide).Idempotent().Versioned()
            .WithSummary("Reopen a declined inquiry").Produces<InquiryResource>().ProducesRefusals(400, 404, 409, 422)
            .Refuses(409, InquiryErrors.ApplicantErased.Code, InquiryErrors.ApplicantErased.Detail);
    }

    private static async Task<IResult> SubmitAsync(string id, [OptionalBody] Body<EmptyRequest> body, Work work, HttpContext http, Submission submission)
    {
        if (await ReadInquiries.FindAsync(work, id) is not { } inquiry) return Refused.Because(InquiryErrors.NotFound);
        if (ETags.Check(http, inquiry) is { } stale) return Refused.Because(stale);
        return await submission.SubmitAsync(work, inquiry, 200, null);
    }

    private static async Task<IResult> WithdrawAsync(string id, [OptionalBody] Body<EmptyRequest> body, Work work, HttpContext http, ICaseDesk cases)
    {
        if (await ReadInquiries.FindAsync(work, id) is not { } inquiry) return Refused.Because(InquiryErrors.NotFound);
        if (ETags.Check(http, inquiry) is { } stale) return Refused.Because(stale);
        if (inquiry.Withdraw(work.Now) is { } illegal) return await work.RefuseAsync(illegal);
        if (inquiry.CaseId is { } held) await cases.EndAsync(work.Db, held, "withdrawn", work.Now, work.Canceled);
        work.Record("inquiry.withdrawn", inquiry.Id.ToString());
        return await work.AnswerAsync(200, InquiryResource.From(inquiry, null), Keeping.Plainly, etag: inquiry);
    }

    private static async Task<IResult> ReopenAsync(string id, Body<ReopenRequest> body, Work work, HttpContext http, SubjectVault vault)
    {
        if (await ReadInquiries.FindAsync(work, id) is not { } inquiry) return Refused.Because(InquiryErrors.NotFound);
        if (ETags.Check(http, inquiry) is { } stale) return Refused.Because(stale);
        if (inquiry.Reopen(work.Now) is { } illegal) return await work.RefuseAsync(illegal);
        var ring = await vault.RingAsync(work.Db, work.Tenant, [inquiry.ProfileId], work.Canceled);
        if (!ring.Has(inquiry.ProfileId)) return await work.RefuseAsync(InquiryErrors.ApplicantErased);
        var parts = SealedPart.Open(inquiry, ring);
        parts.Reopened.Add(new JsonObject { ["at"] = InstantJson.Text(work.Now), ["reason"] = body.Value.Reason });
        inquiry.Sealed = parts.Seal(ring, inquiry.ProfileId);
        work.Record("inquiry.reopened", inquiry.Id.ToString());
        return await work.AnswerAsync(200, InquiryResource.From(inquiry, null), Keeping.Plainly, etag: inquiry);
    }
}
