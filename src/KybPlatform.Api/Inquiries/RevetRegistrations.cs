using System.Text.Json;
using KybPlatform.Api.Decisions.Contracts;
using KybPlatform.Api.Inquiries.Contracts;
using KybPlatform.Api.Jobs;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Policies.Contracts;
using KybPlatform.Api.Registrations.Contracts;
using KybPlatform.Api.Verifications.Contracts;
using KybPlatform.Policies;
using Microsoft.EntityFrameworkCore;

namespace KybPlatform.Api.Inquiries;

/// <summary>
/// A profile's facts changed: each permission that rests on them is evaluated again by the policy in force. What still holds stays active;
/// what misses something gets a deadline, never a cut in silence; what is declined, or whose applicant was erased, is restricted.
/// </summary>
internal sealed class RevetRegistrations(
    Dossiers dossiers, Evaluations evaluations, IPolicyBook policies, IVerificationDesk verifications, IRegistrationDesk registrations, Signals signals) : IJobHandler
{
    /// <summary>Where the policy names no grace.</summary>
    private const int UsualGraceDays = 30;

    /// <summary>After so many silent tries of a provider the doubt is told.</summary>
    private const int MostRetries = 6;

    public async Task RunAsync(HeldJob job, TenantWork work, CancellationToken ct)
    {
        var retry = false;
        foreach (var standing in await registrations.StandingAsync(work.Db, job.Subject, ct))
        {
            if (await ReassessAsync(work, standing, job.Attempt < MostRetries, ct) is { } verdict)
                await registrations.ReassessAsync(work.Db, standing.Id, verdict, work.Now, ct);
            else retry = true;
        }
        work.Db.Finish(job);
        if (retry) work.Db.EnqueueAgain(job, work.Now, TimeSpan.FromSeconds(Math.Pow(4, job.Attempt)));
        await work.Db.CommitAsync(ct);
        signals.Events.Set();
    }

    /// <summary>Null where a provider may still answer by itself.</summary>
    private async Task<Reassessment?> ReassessAsync(TenantWork work, StandingRegistration standing, bool mayRetry, CancellationToken ct)
    {
        var inquiry = await work.Db.Set<Inquiry>().AsNoTracking().SingleAsync(i => i.Id == new InquiryId(standing.Inquiry), ct);
        if (await dossiers.ReadAsync(work, inquiry, ct) is not { } dossier) return Erased;
        if (Resolve(dossier) is not { } policy) return new Reassessment(RevettingVerdict.ActionRequired, ["no_policy"], Grace(null), null, null, null);
        policies.Keep(work.Db, policy, work.Now);
        using var facts = JsonDocument.Parse(dossier.Facts);
        var view = await verifications.RunAsync(work, inquiry.ProfileId, inquiry.Id.Value, facts.RootElement, dossier.Subjects, Evaluations.Orders(policy, dossier.Facts), ct);
        var retry = view.RetryLater && mayRetry;
        var judged = evaluations.Judge(policy, dossier, dossier.With(view.Json), work.Live, retry);
        if (judged.Pending && retry) return null;
        var verdict = judged.Pending ? RevettingVerdict.ActionRequired : judged.Outcome switch
        {
            DecisionOutcome.Approve => RevettingVerdict.Keep,
            DecisionOutcome.Decline => RevettingVerdict.Restrict,
            DecisionOutcome.RequestInformation or DecisionOutcome.Review => RevettingVerdict.ActionRequired,
            _ => throw new InvalidOperationException(),
        };
        return new Reassessment(verdict, [.. judged.Reasons.Select(r => r.Code).Distinct(StringComparer.Ordinal)], Grace(policy), policy.Key, policy.Version, policy.Hash);
    }

    private ResolvedPolicy? Resolve(Dossier dossier)
    {
        using var useCase = JsonDocument.Parse(dossier.Inquiry.UseCase);
        string? Of(string field) => useCase.RootElement.TryGetProperty(field, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString() : null;
        var inquiry = dossier.Inquiry;
        return policies.Resolve(new PolicyQuery(inquiry.Country, inquiry.SenderType, inquiry.Applicant, Of("purpose"), Of("origin"), Of("category")));
    }

    private static Reassessment Erased { get; } = new(RevettingVerdict.Restrict, ["applicant_erased"], TimeSpan.Zero, null, null, null);

    private static TimeSpan Grace(ResolvedPolicy? policy) => TimeSpan.FromDays(policy?.Registration.GraceDaysOnChange ?? UsualGraceDays);
}
