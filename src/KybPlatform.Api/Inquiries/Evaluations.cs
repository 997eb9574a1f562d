using KybPlatform.Api.Decisions.Contracts;
using KybPlatform.Api.Jobs;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Policies.Contracts;
using KybPlatform.Api.Registrations.Contracts;
using KybPlatform.Api.Screening.Contracts;
using KybPlatform.Api.Verifications.Contracts;
using KybPlatform.Policies;

namespace KybPlatform.Api.Inquiries;

/// <summary>What the policy makes of a dossier.</summary>
/// <param name="Pending">A provider may still answer: nothing is decided yet.</param>
/// <param name="Requirements">What is due, in buckets, as JSON.</param>
/// <param name="Unmet">All that spoke against an approval.</param>
/// <param name="Receipt">Frozen facts, recorded calls, evaluation with trace, as JSON; null where nothing was evaluated.</param>
internal sealed record Judgement(
    DecisionOutcome Outcome, bool Pending, IReadOnlyList<DecisionReason> Reasons, bool? Retryable, string? Requirements, byte[]? Receipt,
    IReadOnlyList<Guid> Subjects, TimeSpan? ValidFor, IReadOnlyList<Unmet> Unmet)
{
    /// <summary>The applicant's data was erased meanwhile.</summary>
    public static Judgement Withdrawn { get; } = new(DecisionOutcome.Decline, false, [Reason("applicant_erased")], true, null, null, [], null, []);

    /// <summary>No policy covers the country and sender type: never allowed, and a person looks at it.</summary>
    public static Judgement NoPolicy(Dossier dossier) => new(DecisionOutcome.Review, false, [Reason("no_policy")], null, null, null, dossier.Subjects, null, []) { Dossier = dossier };

    /// <summary>Where another policy is in force than the one that approved: what that one makes of the same facts.</summary>
    public Reassessment? ByPolicyInForce { get; init; }

    /// <summary>Requirements that apply and did not pass, by their keys in the order of the policy.</summary>
    public IReadOnlyList<string> NotPassed { get; init; } = [];

    /// <summary>What it rests on; null where nothing was evaluated.</summary>
    public PolicyEvaluation? Evaluation { get; init; }

    /// <summary>Null where the applicant was erased.</summary>
    public Dossier? Dossier { get; init; }

    /// <summary>The applicant still owes what a reviewer asked for.</summary>
    public bool StillAsked { get; init; }

    /// <summary>The points; null where nothing was evaluated.</summary>
    public int? Risk { get; init; }

    /// <summary>The time for silent retries is over: a person decides.</summary>
    public Judgement ToReview() => this with { Outcome = DecisionOutcome.Review, Pending = false, Reasons = Reasons.Count > 0 ? Reasons : [Reason("verification_unavailable")] };

    /// <summary>Nothing is open but a second person's word.</summary>
    public Judgement ForSecondPerson() => this with { Outcome = DecisionOutcome.Review, Reasons = [Reason("second_person_required")] };

    internal static DecisionReason Reason(string code) =>
        ReasonCodes.Find(code) is { } known ? Reason(known) : new DecisionReason(code, code.Replace('_', ' '), "We need to take a closer look.", null);

    internal static DecisionReason Reason(ReasonCode code) => new(code.Key, code.Internal, code.Applicant, code.IndustryCode);
}

/// <summary>Evaluates dossiers by their pinned policies.</summary>
internal sealed class Evaluations(IPolicyBook policies, EvaluationTerms terms, IScreeningDesk screening, ITenantLists lists)
{
    /// <summary>What is in force for the tenant now, and whether it vouched for a policy.</summary>
    public ValueTask<PoliciesInForce> InForceAsync(TenantId tenant, DateTimeOffset now, CancellationToken ct) => policies.InForceAsync(tenant, now, ct);

    /// <summary>Has the unit of work fail as stale where something else is in force when it commits.</summary>
    public void ExpectInForce(PlatformDb db, PoliciesInForce known) => policies.ExpectInForce(db, known);

    public async Task<ResolvedPolicy?> PolicyOfAsync(PlatformDb db, Inquiry inquiry, CancellationToken ct) =>
        inquiry.PolicyHash is null ? null : await policies.FindAsync(db, inquiry.PolicyHash, ct);

    /// <summary>All that the policy wants verified, on its strictest terms for each type and subject.</summary>
    /// <param name="facts">The fact document without verifications.</param>
    public async ValueTask<IReadOnlyList<VerificationOrder>> OrdersAsync(TenantWork work, ResolvedPolicy policy, ReadOnlyMemory<byte> facts, CancellationToken ct)
    {
        var usual = await screening.UsualThresholdAsync(work.Db, work.Tenant, ct);
        return [.. policy.Plan(FactDocument.Parse(facts), usual).Verifications.Select(v => new VerificationOrder(
            v.Type, v.Subject, v.Checks, v.Lists, v.MaxAgeDays is { } days ? TimeSpan.FromDays(days) : null, v.Threshold))];
    }

    /// <param name="facts">The whole fact document, verifications included.</param>
    public Task<Judgement> JudgeAsync(
        PlatformDb db, ResolvedPolicy policy, Dossier dossier, ReadOnlyMemory<byte> facts, PoliciesInForce inForce, bool live, bool retryScheduled, CancellationToken ct) =>
        JudgeAsync(db, policy, dossier, facts, inForce.IsAttested(policy), inForce.Undecided(dossier.Inquiry.Query(), policy), live, retryScheduled, ct);

    /// <param name="facts">The whole fact document, verifications included.</param>
    /// <param name="undecided">As <see cref="EvaluationOptions.Undecided"/>.</param>
    public async Task<Judgement> JudgeAsync(
        PlatformDb db, ResolvedPolicy policy, Dossier dossier, ReadOnlyMemory<byte> facts, bool attested, IReadOnlyList<string> undecided, bool live, bool retryScheduled, CancellationToken ct)
    {
        var (document, options) = (FactDocument.Parse(facts), await terms.OptionsAsync(db, live, facts, attested, retryScheduled, trace: true, ct));
        var functions = new RecordingFunctions(await lists.AnswersAsync(db, policy, document, options, ct));
        var evaluation = policy.Evaluate(document, options with { Functions = functions, Undecided = undecided });
        return new Judgement(
            OutcomeOf(evaluation), evaluation.Outcome is Outcome.Pending, [.. evaluation.Reasons.Select(Judgement.Reason)],
            evaluation.Outcome is Outcome.Decline ? evaluation.Retryable : null, DueJson.Write(evaluation.Due()), Receipts.Write(facts, evaluation),
            dossier.Subjects, policy.Registration.ValidForDays is { } days ? TimeSpan.FromDays(days) : null,
            [.. evaluation.Contributions.Select(c => new Unmet(c.Source, c.Key, c.Reason))])
        {
            NotPassed = [.. evaluation.Requirements.Where(r => r.Outcome is not (RequirementOutcome.Passed or RequirementOutcome.NotApplicable)).Select(r => r.Key).Distinct(StringComparer.Ordinal)],
            Risk = evaluation.Risk.Points,
            Evaluation = evaluation,
            Dossier = dossier,
        };
    }

    /// <summary>An approval by a policy that is not in force any more stands, and is held against the one that is.</summary>
    public async Task<Judgement> HeldAsync(
        PlatformDb db, Judgement judged, ResolvedPolicy policy, Dossier dossier, ReadOnlyMemory<byte> facts, PoliciesInForce inForce, bool live, CancellationToken ct)
    {
        var cell = dossier.Inquiry.Query();
        if (inForce.Resolve(cell) is not { } current) return judged with { ByPolicyInForce = Reassessor.Uncovered(cell, inForce) };
        if (current.Hash == policy.Hash) return judged;
        var held = await JudgeAsync(db, current, dossier, facts, inForce, live, retryScheduled: false, ct);
        return judged with { ByPolicyInForce = Reassessor.Of(held, current, cell, inForce, becauseOfPolicy: true) };
    }

    /// <summary>What is due by these facts, without deciding anything.</summary>
    public async Task<PolicyEvaluation> LookAsync(PlatformDb db, ResolvedPolicy policy, PolicyQuery cell, ReadOnlyMemory<byte> facts, PoliciesInForce inForce, bool live, CancellationToken ct)
    {
        var (document, options) = (FactDocument.Parse(facts), await terms.OptionsAsync(db, live, facts, inForce.IsAttested(policy), retryScheduled: true, trace: false, ct));
        return policy.Evaluate(document, options with { Functions = await lists.AnswersAsync(db, policy, document, options, ct), Undecided = inForce.Undecided(cell, policy) });
    }

    private static DecisionOutcome OutcomeOf(PolicyEvaluation evaluation) => evaluation.Outcome switch
    {
        Outcome.Approve => DecisionOutcome.Approve,
        Outcome.RequestInformation => DecisionOutcome.RequestInformation,
        Outcome.Review or Outcome.Pending => DecisionOutcome.Review,
        Outcome.Decline => DecisionOutcome.Decline,
        _ => throw new InvalidOperationException(),
    };
}
