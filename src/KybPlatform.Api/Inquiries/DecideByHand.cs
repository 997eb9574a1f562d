using System.Text.Json;
using FluentValidation;
using KybPlatform.Api.Decisions.Contracts;
using KybPlatform.Api.Http;
using KybPlatform.Api.Jobs;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Registrations.Contracts;
using KybPlatform.Api.Verifications.Contracts;
using KybPlatform.Policies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace KybPlatform.Api.Inquiries;

/// <summary>A person's decision on an inquiry that is in review.</summary>
/// <param name="Outcome"><c>approve</c>, <c>decline</c> or <c>request_information</c>.</param>
/// <param name="ReasonCodes">From the catalogue; a decline names at least one.</param>
public sealed record ManualDecision(DecisionOutcome? Outcome, IReadOnlyList<string>? ReasonCodes, string? Note, bool? Retryable);

internal sealed class ManualDecisionValidator : AbstractValidator<ManualDecision>
{
    public ManualDecisionValidator()
    {
        RuleFor(d => d.Outcome).NotNull();
        RuleFor(d => d.Outcome).NotEqual(DecisionOutcome.Review).WithErrorCode("unknown_value").WithMessage("Not one of approve, decline, request_information.");
        RuleFor(d => d.Note).MaximumLength(4000);
        RuleFor(d => d.ReasonCodes).Must(c => c is { Count: > 0 }).When(d => d.Outcome == DecisionOutcome.Decline).WithErrorCode("required").WithMessage("A decline names its reasons.");
        RuleForEach(d => d.ReasonCodes).Must(c => c is not null && KybPlatform.Policies.ReasonCodes.IsKnown(c)).WithErrorCode("unknown_reason_code").WithMessage("Not in the catalogue of reason codes.");
    }
}

/// <summary>What waits for review is decided here, by whoever may; the receipt says what was known at that moment.</summary>
internal static class DecideByHand
{
    public static void Map(RouteGroupBuilder inquiries) =>
        inquiries.MapPost("/{id}/decision", HandleAsync).Requires(Scopes.InquiriesDecide).Idempotent()
            .WithSummary("Decide an inquiry that is in review").Produces<InquiryResource>().ProducesRefusals(400, 404, 409, 422);

    private static async Task<IResult> HandleAsync(
        string id, Body<ManualDecision> body, Work work, Dossiers dossiers, Evaluations evaluations, IVerificationDesk verifications,
        IDecisionLedger decisions, IRegistrationDesk registrations)
    {
        var given = body.Value;
        if (await ReadInquiries.FindAsync(work, id) is not { } inquiry) return Refused.Because(InquiryErrors.NotFound);
        if (inquiry.Status is not InquiryStatus.InReview) return await work.RefuseAsync(InquiryErrors.Transition(inquiry.Status, "decided by hand"));

        var known = await KnownAsync(work, inquiry, dossiers, evaluations, verifications);
        var retryable = given.Outcome is DecisionOutcome.Decline ? given.Retryable ?? true : (bool?)null;
        var decision = await decisions.AddAsync(work.Db, new NewDecision(
            inquiry.Id, inquiry.ProfileId, given.Outcome!.Value, work.Caller.Actor, [.. (given.ReasonCodes ?? []).Select(Judgement.Reason)], retryable,
            inquiry.PolicyKey, inquiry.PolicyVersion, inquiry.PolicyHash, known?.Receipt, known?.Subjects ?? [], given.Note), work.Now, work.RequestId, work.Canceled);
        var to = DecideInquiry.StatusOf(given.Outcome.Value);
        if (inquiry.Decide(to, decision.Id.Value, retryable, byPerson: true, work.Now) is { } illegal) return await work.RefuseAsync(illegal);
        if (to is InquiryStatus.Approved)
            inquiry.RegistrationId = (await ApproveAsync(work, inquiry, known, decision.Id, registrations)).Value;
        work.Record($"inquiry.{SnakeCase.Of(to)}", inquiry.Id.ToString(), details: new { decision = decision.Id });
        var answer = await work.AnswerAsync(200, InquiryResource.From(inquiry, decision), Keeping.Plainly, etag: inquiry);
        DecisionMeter.Count(inquiry, given.Outcome.Value, "person");
        return answer;
    }

    private static async Task<SenderRegistrationId> ApproveAsync(Work work, Inquiry inquiry, Judgement? known, DecisionId decision, IRegistrationDesk registrations)
    {
        var permission = Permissions.Of(inquiry, decision, known?.Unmet ?? [], known?.ValidFor, work.Now);
        var id = await registrations.ApproveAsync(work.Db, work.Caller.Actor, permission, work.Now, work.Canceled);
        if (known is not null) await Permissions.HoldAsync(registrations, work.Db, id, inquiry, known, work.Now, work.Canceled);
        return id;
    }

    private static async Task<Judgement?> KnownAsync(Work work, Inquiry inquiry, Dossiers dossiers, Evaluations evaluations, IVerificationDesk verifications)
    {
        var scene = new TenantWork(work.Db, work.Tenant, work.Caller.Live, work.Now);
        if (await dossiers.ReadAsync(scene, inquiry, work.Canceled) is not { } dossier) return null;
        if (await evaluations.PolicyOfAsync(work.Db, inquiry, work.Canceled) is not { } policy) return null;
        using var facts = JsonDocument.Parse(dossier.Facts);
        var view = await verifications.ReadAsync(scene, inquiry.ProfileId, facts.RootElement, work.Canceled);
        var (known, inForce) = (dossier.With(view.Json), await evaluations.InForceAsync(work.Tenant, work.Now, work.Canceled));
        var judged = await evaluations.JudgeAsync(work.Db, policy, dossier, known, inForce, work.Caller.Live, retryScheduled: false, work.Canceled);
        return await evaluations.HeldAsync(work.Db, judged, policy, dossier, known, inForce, work.Caller.Live, work.Canceled);
    }
}
