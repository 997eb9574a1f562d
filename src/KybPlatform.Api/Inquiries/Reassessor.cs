using System.Text.Json;
using KybPlatform.Api.Decisions.Contracts;
using KybPlatform.Api.Jobs;
using KybPlatform.Api.Policies.Contracts;
using KybPlatform.Api.Profiles.Contracts;
using KybPlatform.Api.Registrations.Contracts;
using KybPlatform.Api.Verifications.Contracts;
using KybPlatform.Policies;

namespace KybPlatform.Api.Inquiries;

/// <summary>
/// Holds what a permission rests on against the policy in force: what still holds stays active; what misses something gets a deadline,
/// never a cut in silence. Facts that the policy declines restrict at once, and so does an applicant who was erased; a policy that
/// changed its mind leaves its grace.
/// </summary>
internal sealed class Reassessor(Dossiers dossiers, IProfileDesk profiles, Evaluations evaluations, IPolicyBook policies, IVerificationDesk verifications)
{
    /// <summary>Null where a provider may still answer by itself, if that is worth waiting for.</summary>
    /// <param name="becauseOfPolicy">The facts are as they were; the policy is another one.</param>
    public async Task<Reassessment?> AssessAsync(TenantWork work, Inquiry inquiry, bool mayRetry, bool becauseOfPolicy, CancellationToken ct)
    {
        var inForce = await policies.InForceAsync(work.Tenant, work.Now, ct);
        var cell = inquiry.Query();
        if (await dossiers.ReadAsync(work, inquiry, ct) is not { } dossier) return Erased(cell, inForce);
        if (inForce.Resolve(cell) is not { } policy) return Uncovered(cell, inForce);
        policies.Keep(work.Db, policy, work.Now);
        using var facts = JsonDocument.Parse(dossier.Facts);
        var view = await verifications.RunAsync(work, inquiry.ProfileId, inquiry.Id.Value, facts.RootElement, dossier.Subjects, await evaluations.OrdersAsync(work, policy, dossier.Facts, ct), ct);
        var retry = view.RetryLater && mayRetry;
        var judged = await evaluations.JudgeAsync(work.Db, policy, dossier, dossier.With(view), inForce, work.Live, retry, ct);
        // What is written of older facts must not come after what is written of newer ones.
        profiles.ExpectUnchanged(work.Db, dossier.Profile);
        return judged.Pending && retry ? null : Of(judged, policy, cell, inForce, becauseOfPolicy);
    }

    public static Reassessment Of(Judgement judged, ResolvedPolicy policy, PolicyQuery cell, PoliciesInForce inForce, bool becauseOfPolicy)
    {
        var verdict = judged.Pending ? RevettingVerdict.ActionRequired : judged.Outcome switch
        {
            DecisionOutcome.Approve => RevettingVerdict.Keep,
            DecisionOutcome.Decline => becauseOfPolicy ? RevettingVerdict.ActionRequired : RevettingVerdict.Restrict,
            DecisionOutcome.RequestInformation or DecisionOutcome.Review => RevettingVerdict.ActionRequired,
            _ => throw new InvalidOperationException(),
        };
        return new Reassessment(
            verdict, [.. judged.Reasons.Select(r => r.Code).Distinct(StringComparer.Ordinal)], judged.Unmet, Grace(policy), cell, policy.Key, policy.Version, policy.Hash,
            Revetting.VettedBy(inForce.Catalog, cell), becauseOfPolicy);
    }

    /// <summary>What a permission lacks that no policy covers.</summary>
    public static Unmet NoPolicy { get; } = new("policy", "none", "no_policy");

    public static Reassessment Uncovered(PolicyQuery cell, PoliciesInForce inForce) =>
        new(RevettingVerdict.ActionRequired, [NoPolicy.Reason], [NoPolicy], Grace(null), cell, null, null, null, Revetting.VettedBy(inForce.Catalog, cell), BecauseOfPolicy: true);

    private static Reassessment Erased(PolicyQuery cell, PoliciesInForce inForce) =>
        new(RevettingVerdict.Restrict, ["applicant_erased"], [], TimeSpan.Zero, cell, null, null, null, Revetting.VettedBy(inForce.Catalog, cell), BecauseOfPolicy: false);

    private static TimeSpan Grace(ResolvedPolicy? policy) => TimeSpan.FromDays(policy?.Registration.GraceDaysOnChange ?? Revetting.UsualGraceDays);
}
