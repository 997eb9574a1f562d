using System.Text.Json;
using KybPlatform.Api.Cases.Contracts;
using KybPlatform.Api.Decisions.Contracts;
using KybPlatform.Api.Http;
using KybPlatform.Api.Inquiries.Contracts;
using KybPlatform.Api.Insights.Contracts;
using KybPlatform.Api.Jobs;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Profiles.Contracts;
using KybPlatform.Api.Recording;
using KybPlatform.Api.Registrations.Contracts;
using KybPlatform.Api.Screening.Contracts;
using KybPlatform.Api.Verifications.Contracts;
using Microsoft.EntityFrameworkCore;

namespace KybPlatform.Api.Inquiries;

/// <summary>What a person decides, by whichever door. The receipt says what was known at that moment.</summary>
internal sealed class HandDecisions(
    Dossiers dossiers, IProfileDesk profiles, Evaluations evaluations, IVerificationDesk verifications, IDecisionLedger decisions, IRegistrationDesk registrations, ICaseDesk cases, IScreeningDesk screening,
    AskedInformation asked, IDecisionFeed figures) : IInquiryReviews
{
    public async Task<InquiryBrief?> FindAsync(PlatformDb db, InquiryId id, CancellationToken ct) =>
        await db.Set<Inquiry>().AsNoTracking().SingleOrDefaultAsync(i => i.Id == id, ct) is { } found
            ? new InquiryBrief(found.Id, found.ProfileId, found.Applicant, found.Country, found.SenderType, found.Status is InquiryStatus.InReview, found.CaseId,
                found.Status is InquiryStatus.Approved or InquiryStatus.Declined or InquiryStatus.Expired or InquiryStatus.Withdrawn)
            : null;

    public async Task<Error?> DecideAsync(Work work, InquiryId id, Verdict verdict)
    {
        var inquiry = await work.Db.Set<Inquiry>().SingleAsync(i => i.Id == id, work.Canceled);
        return (await DecideAsync(work, inquiry, verdict)).IsRefused(out var refused) ? refused : null;
    }

    /// <returns>Null in the place of a decision that a second person has to confirm.</returns>
    public async Task<Result<HandDecision>> DecideAsync(Work work, Inquiry inquiry, Verdict verdict)
    {
        if (inquiry.Status is not InquiryStatus.InReview) return InquiryErrors.Transition(inquiry.Status, "decided by hand");
        var known = await KnownAsync(work, inquiry);
        verdict = verdict with { KnownThen = KnownNow.Of(inquiry, known) };
        CaseQueueId? queue = null;
        if (inquiry.CaseId is { } held)
        {
            // What two persons found, or one has found and the other has yet to look at, is not overridden by one.
            var takesTwo = verdict.Outcome is DecisionOutcome.Approve && await screening.HasTrueMatchAsync(work.Db, inquiry.ProfileId, work.Canceled);
            var turn = await cases.DecideAsync(work, held, verdict, takesTwo);
            if (turn.IsRefused(out var refused)) return refused;
            if (Overrides.Fault(known, turn.Value.Verdict, verdict) is { } fault) return fault;
            if (!turn.Value.TakesEffect) return new HandDecision(null);
            (verdict, queue) = (turn.Value.Verdict, turn.Value.Queue);
        }
        else if (Overrides.Fault(known, verdict, verdict) is { } fault) return fault;
        return await ConcludeAsync(work, inquiry, known, verdict, queue);
    }

    public async Task<Error?> AskAsync(Work work, InquiryId id, IReadOnlyList<AskedRequirement> given, DateTimeOffset? until, string? note)
    {
        var inquiry = await work.Db.Set<Inquiry>().SingleAsync(i => i.Id == id, work.Canceled);
        return (await AskAsync(work, inquiry, given, until, note, null)).IsRefused(out var refused) ? refused : null;
    }

    /// <param name="reasons">Null or empty for <c>information_requested</c>.</param>
    public async Task<Result<HandDecision>> AskAsync(Work work, Inquiry inquiry, IReadOnlyList<AskedRequirement> given, DateTimeOffset? until, string? note, IReadOnlyList<string>? reasons)
    {
        if (inquiry.Status is not InquiryStatus.InReview) return InquiryErrors.Transition(inquiry.Status, "asked about");
        // Who is asked has the usual time to answer, however old the inquiry is.
        var (usual, latest) = (work.Now + Patience, Later(work.Now + Patience, inquiry.ExpiresAt));
        var deadline = until?.ToUniversalTime() ?? usual;
        if (deadline <= work.Now || deadline > latest) return InquiryErrors.DeadlineOutOfRange(latest);
        if (await DossierAsync(work, inquiry) is not { } dossier) return InquiryErrors.ApplicantErased;
        if (await KnownAsync(work, inquiry) is not { Evaluation: { } evaluation } known) return Error.Conflict("no_policy", "No policy covers this country and sender type.");
        var verdict = new Verdict(DecisionOutcome.RequestInformation, reasons is { Count: > 0 } ? reasons : ["information_requested"], note, null, new Dictionary<string, string>());
        CaseQueueId? queue = null;
        if (inquiry.CaseId is { } held)
        {
            var turn = await cases.DecideAsync(work, held, verdict);
            if (turn.IsRefused(out var refused)) return refused;
            queue = turn.Value.Queue;
        }
        if (await asked.AskAsync(work, dossier, evaluation, given, deadline) is { } unknown) return unknown;
        return await ConcludeAsync(work, inquiry, known, verdict, queue);
    }

    public async Task<bool> OverdueAsync(PlatformDb db, InquiryId id, DateTimeOffset now, CancellationToken ct)
    {
        var inquiry = await db.Set<Inquiry>().SingleAsync(i => i.Id == id, ct);
        if (inquiry.Overdue(now) is not null) return false;
        db.Enqueue(DecideInquiry.Kind, inquiry.Id.Value, now);
        db.Record(Actor.Automation, now, "inquiry.information_overdue", inquiry.Id.ToString());
        return true;
    }

    public async Task<Error?> UndoAsync(Work work, InquiryId id, DecisionId decision)
    {
        var inquiry = await work.Db.Set<Inquiry>().SingleAsync(i => i.Id == id, work.Canceled);
        var (before, registration) = (inquiry.Status, inquiry.RegistrationId);
        if (inquiry.Undo(decision.Value, work.Now) is { } illegal) return illegal;
        if (registration is { } made) await registrations.UndoAsync(work.Db, work.Caller.Actor, new SenderRegistrationId(made), decision, work.Now, work.Canceled);
        await figures.ForgetAsync(work.Db, decision, work.Canceled);
        work.Record("inquiry.decision_undone", inquiry.Id.ToString(), details: new { decision, before, after = inquiry.Status });
        return null;
    }

    // So long the applicant has, where the reviewer does not say.
    private static readonly TimeSpan Patience = TimeSpan.FromDays(14);

    private static DateTimeOffset Later(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;

    private async Task<Result<HandDecision>> ConcludeAsync(Work work, Inquiry inquiry, Judgement? known, Verdict verdict, CaseQueueId? queue)
    {
        if (known?.Dossier is { } dossier) profiles.ExpectUnchanged(work.Db, dossier.Profile);
        var retryable = verdict.Outcome is DecisionOutcome.Decline ? verdict.Retryable ?? true : (bool?)null;
        var decision = await decisions.AddAsync(work.Db, new NewDecision(
            inquiry.Id, inquiry.ProfileId, verdict.Outcome, work.Caller.Actor, [.. verdict.ReasonCodes.Select(Judgement.Reason)], retryable,
            inquiry.PolicyKey, inquiry.PolicyVersion, inquiry.PolicyHash, known?.Receipt, known?.Subjects ?? [], verdict.Note, Overrides.Of(known, verdict)), work.Now, work.RequestId, work.Canceled);
        figures.Add(work.Db, InquiryFigures.Of(inquiry, decision, byPerson: true, first: false, queue));
        var to = DecideInquiry.StatusOf(verdict.Outcome);
        if (inquiry.Decide(to, decision.Id.Value, retryable, byPerson: true, work.Now) is { } illegal) return illegal;
        if (verdict.Outcome is not DecisionOutcome.RequestInformation) inquiry.AskNoMore();
        if (to is InquiryStatus.Approved) inquiry.RegistrationId = (await ApproveAsync(work, inquiry, known, decision.Id)).Value;
        if (inquiry.CaseId is { } held) await cases.DecidedAsync(work, held, verdict.Outcome, decision.Id, inquiry.AskedUntil ?? inquiry.ExpiresAt);
        work.Record($"inquiry.{SnakeCase.Of(to)}", inquiry.Id.ToString(), details: new { decision = decision.Id });
        return new HandDecision(decision);
    }

    private async Task<SenderRegistrationId> ApproveAsync(Work work, Inquiry inquiry, Judgement? known, DecisionId decision)
    {
        var permission = Permissions.Of(inquiry, decision, known?.Unmet ?? [], known?.ValidFor, work.Now);
        var id = await registrations.ApproveAsync(work.Db, work.Caller.Actor, permission, work.Now, work.Canceled);
        if (known is not null) await Permissions.HoldAsync(registrations, work.Db, id, inquiry, known, work.Now, work.Canceled);
        return id;
    }

    private Task<Dossier?> DossierAsync(Work work, Inquiry inquiry) =>
        dossiers.ReadAsync(new TenantWork(work.Db, work.Tenant, work.Caller.Live, work.Now), inquiry, work.Canceled);

    private async Task<Judgement?> KnownAsync(Work work, Inquiry inquiry)
    {
        var scene = new TenantWork(work.Db, work.Tenant, work.Caller.Live, work.Now);
        if (await dossiers.ReadAsync(scene, inquiry, work.Canceled) is not { } dossier) return null;
        if (await evaluations.PolicyOfAsync(work.Db, inquiry, work.Canceled) is not { } policy) return Judgement.NoPolicy(dossier);
        using var facts = JsonDocument.Parse(dossier.Facts);
        var view = await verifications.ReadAsync(scene, inquiry.ProfileId, facts.RootElement, await evaluations.OrdersAsync(scene, policy, dossier.Facts, work.Canceled), work.Canceled);
        var (known, inForce) = (dossier.With(view), await evaluations.InForceAsync(work.Tenant, work.Now, work.Canceled));
        var judged = await evaluations.JudgeAsync(work.Db, policy, dossier, known, inForce, work.Caller.Live, retryScheduled: false, work.Canceled);
        return await evaluations.HeldAsync(work.Db, judged, policy, dossier, known, inForce, work.Caller.Live, work.Canceled);
    }
}

/// <param name="Made">Null where it is only proposed.</param>
internal sealed record HandDecision(DecisionSummary? Made);

/// <summary>Who approves by hand says of every requirement that did not pass why it may stay so.</summary>
internal static class Overrides
{
    /// <param name="whole">With what the first of two persons said.</param>
    /// <param name="said">What this person said.</param>
    public static Error? Fault(Judgement? known, Verdict whole, Verdict said)
    {
        if (whole.Outcome is not DecisionOutcome.Approve) return null;
        var open = known?.NotPassed ?? [];
        var missing = open.Where(k => !whole.Overrides.ContainsKey(k)).ToList();
        if (missing.Count > 0)
            return Error.Invalid("override_missing", $"Did not pass and is not overridden: {string.Join(", ", missing)}.",
                [.. missing.Select(k => new FieldError("/overrides", "override_missing", $"'{k}' did not pass: list it with a reason."))]);
        return said.Overrides.Keys.FirstOrDefault(k => !open.Contains(k)) is { } strange
            ? Error.Invalid("override_unknown", $"'{strange}' passed, does not apply, or is not asked.", new FieldError("/overrides", "override_unknown", $"Nothing to override at '{strange}'."))
            : null;
    }

    public static IReadOnlyDictionary<string, string>? Of(Judgement? known, Verdict verdict) =>
        verdict.Outcome is not DecisionOutcome.Approve || known is not { NotPassed.Count: > 0 } ? null : known.NotPassed.ToDictionary(k => k, k => verdict.Overrides[k], StringComparer.Ordinal);
}
