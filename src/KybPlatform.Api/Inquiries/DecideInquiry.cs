using System.Text.Json;
using KybPlatform.Api.Cases.Contracts;
using KybPlatform.Api.Decisions.Contracts;
using KybPlatform.Api.Documents.Contracts;
using KybPlatform.Api.Http;
using KybPlatform.Api.Inquiries.Contracts;
using KybPlatform.Api.Insights.Contracts;
using KybPlatform.Api.Jobs;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Profiles.Contracts;
using KybPlatform.Api.Recording;
using KybPlatform.Api.Registrations.Contracts;
using KybPlatform.Api.Verifications.Contracts;
using KybPlatform.Policies;

namespace KybPlatform.Api.Inquiries;

/// <summary>
/// Verifies, evaluates and decides one submitted inquiry. What it asks of providers happens before its commit; everything it
/// concludes (verifications, decision, registration, events, the waiting caller's answer, the job's end) is that one commit.
/// </summary>
internal sealed class DecideInquiry(
    Dossiers dossiers, IProfileDesk profiles, Evaluations evaluations, AskedInformation asked, IVerificationDesk verifications, IDecisionLedger decisions, IRegistrationDesk registrations, ICaseDesk cases, IDocuments documents, IDecisionFeed figures, DecisionWaits waits, Signals signals)
    : IJobHandler
{
    public const string Kind = "inquiries.decide";

    /// <summary>After so many silent tries of a provider a person looks at it.</summary>
    private const int MostRetries = 6;

    public async Task RunAsync(HeldJob job, TenantWork work, CancellationToken ct)
    {
        var inquiry = (await Inquiry.ById.TrackAsync(work.Db, job.Subject, ct)).SingleOrDefault();
        if (inquiry is not { Status: InquiryStatus.Processing })
        {
            // It ran before, or somebody withdrew the inquiry meanwhile.
            work.Db.Finish(job);
            await work.Db.CommitAsync(ct);
            return;
        }
        var judged = await JudgeAsync(work, inquiry, job.Attempt, ct);
        if (judged is null) await RetryAsync(job, work, inquiry, ct);
        else await ConcludeAsync(job, work, inquiry, judged, ct);
    }

    /// <summary>Null where a provider may still answer by itself.</summary>
    private async Task<Judgement?> JudgeAsync(TenantWork work, Inquiry inquiry, int attempt, CancellationToken ct)
    {
        if (await dossiers.ReadAsync(work, inquiry, ct) is not { } dossier) return Judgement.Withdrawn;
        if (await evaluations.PolicyOfAsync(work.Db, inquiry, ct) is not { } policy) return Judgement.NoPolicy(dossier);
        using var facts = JsonDocument.Parse(dossier.Facts);
        var orders = await evaluations.OrdersAsync(work, policy, dossier.Facts, ct);
        var view = await verifications.RunAsync(work, inquiry.ProfileId, inquiry.Id.Value, facts.RootElement, dossier.Subjects, orders, ct);
        var retry = view.RetryLater && attempt < MostRetries;
        var (known, inForce) = (dossier.With(view), await evaluations.InForceAsync(work.Tenant, work.Now, ct));
        var judgement = await asked.HoldAsync(work, inquiry, dossier, await evaluations.JudgeAsync(work.Db, policy, dossier, known, inForce, work.Live, retry, ct), ct);
        if (judgement.Outcome is DecisionOutcome.Approve)
        {
            // Nothing may be published between this look and the commit.
            evaluations.ExpectInForce(work.Db, inForce);
            judgement = await evaluations.HeldAsync(work.Db, judgement, policy, dossier, known, inForce, work.Live, ct);
            if (view.Evidence.Values.Contains("reviewed") && await TakesTwoAsync(work, inquiry, judgement, ct)) judgement = judgement.ForSecondPerson();
        }
        return judgement.Pending ? (retry ? null : judgement.ToReview()) : judgement;
    }

    // What one person read is not approved by that alone where two persons decide.
    private async Task<bool> TakesTwoAsync(TenantWork work, Inquiry inquiry, Judgement judged, CancellationToken ct) =>
        judged.Evaluation is { Policy.Review.FourEyes: true } || (inquiry.CaseId is { } held && await cases.TakesTwoAsync(work.Db, held, ct));

    private async Task RetryAsync(HeldJob job, TenantWork work, Inquiry inquiry, CancellationToken ct)
    {
        work.Db.Finish(job);
        work.Db.EnqueueAgain(job, work.Now, TimeSpan.FromSeconds(Math.Pow(4, job.Attempt)));
        work.Db.Record(Actor.Automation, work.Now, "inquiry.waiting", inquiry.Id.ToString());
        await work.Db.CommitAsync(ct);
        signals.Events.Set();
    }

    private async Task ConcludeAsync(HeldJob job, TenantWork work, Inquiry inquiry, Judgement judged, CancellationToken ct)
    {
        // Decided is what stands there at the commit. A change before it is decided on; one after it finds the permission, and has it looked at again.
        if (judged.Dossier is { } dossier) profiles.ExpectUnchanged(work.Db, dossier.Profile);
        var decision = await decisions.AddAsync(work.Db, new NewDecision(
            inquiry.Id, inquiry.ProfileId, judged.Outcome, Actor.Automation, judged.Reasons, judged.Retryable,
            inquiry.PolicyKey, inquiry.PolicyVersion, inquiry.PolicyHash, judged.Receipt, judged.Subjects), work.Now, null, ct);
        figures.Add(work.Db, InquiryFigures.Of(inquiry, decision, byPerson: false, first: inquiry.DecisionId is null));
        var to = StatusOf(judged.Outcome);
        if (inquiry.Decide(to, decision.Id.Value, judged.Retryable, byPerson: false, work.Now) is { } illegal) throw new InvalidOperationException(illegal.Detail);
        inquiry.Requirements = judged.Requirements;
        if (!judged.StillAsked) inquiry.AskNoMore();
        if (to is InquiryStatus.Approved) inquiry.RegistrationId = (await ApproveAsync(work, inquiry, judged, decision.Id, ct)).Value;
        await FollowAsync(work, inquiry, judged, to, ct);
        work.Db.Record(Actor.Automation, work.Now, $"inquiry.{SnakeCase.Of(to)}", inquiry.Id.ToString(), details: new { decision = decision.Id });

        var answer = Answer.Of(200, InquiryResource.From(inquiry, decision), etag: $"\"{inquiry.Version + 1}\"");
        work.Db.Extra.Add(AwaitedInquiries.Answering(work.Tenant, inquiry.Id.Value, answer));
        work.Db.Finish(job);
        await work.Db.CommitAsync(ct);
        DecisionMeter.Count(inquiry, judged.Outcome, "automation");
        waits.Tell(inquiry.Id.Value, answer);
        signals.Events.Set();
    }

    // Whoever has to look finds a case; where there is one, it learns what became of its inquiry.
    private async Task FollowAsync(TenantWork work, Inquiry inquiry, Judgement judged, InquiryStatus to, CancellationToken ct)
    {
        if (to is InquiryStatus.InReview)
        {
            var subject = new ReviewSubject(
                inquiry.Id, inquiry.ProfileId, inquiry.Applicant, inquiry.Country, inquiry.SenderType, inquiry.PolicyKey, [.. judged.Reasons.Select(r => r.Code).Distinct(StringComparer.Ordinal)], judged.Risk,
                judged.Dossier is { } dossier ? CaseTraits.Of(dossier, (await documents.FindAsync(work.Db, dossier.DocumentIds, ct)).Values.Select(d => d.Sha256)) : [])
            {
                FourEyes = judged.Evaluation is { Policy.Review.FourEyes: true },
            };
            inquiry.CaseId = (await cases.ReviewAsync(work.Db, subject, work.Now, ct)).Value;
        }
        else if (inquiry.CaseId is { } held)
        {
            if (to is InquiryStatus.NeedsInformation) await cases.AwaitAsync(work.Db, held, inquiry.AskedUntil ?? inquiry.ExpiresAt, work.Now, ct);
            else await cases.EndAsync(work.Db, held, $"{SnakeCase.Of(to)}_by_policy", work.Now, ct);
        }
    }

    private async Task<SenderRegistrationId> ApproveAsync(TenantWork work, Inquiry inquiry, Judgement judged, DecisionId decision, CancellationToken ct)
    {
        var id = await registrations.ApproveAsync(work.Db, Actor.Automation, Permissions.Of(inquiry, decision, [], judged.ValidFor, work.Now), work.Now, ct);
        await Permissions.HoldAsync(registrations, work.Db, id, inquiry, judged, work.Now, ct);
        return id;
    }

    internal static InquiryStatus StatusOf(DecisionOutcome outcome) => outcome switch
    {
        DecisionOutcome.Approve => InquiryStatus.Approved,
        DecisionOutcome.Decline => InquiryStatus.Declined,
        DecisionOutcome.RequestInformation => InquiryStatus.NeedsInformation,
        DecisionOutcome.Review => InquiryStatus.InReview,
        _ => throw new ArgumentOutOfRangeException(nameof(outcome)),
    };
}

/// <summary>What an approved inquiry permits.</summary>
internal static class Permissions
{
    /// <summary>The policy in force asks for more than the one that approved: the permission begins with a deadline, and is looked at again with all that a provider can say.</summary>
    public static async Task HoldAsync(IRegistrationDesk registrations, PlatformDb db, SenderRegistrationId id, Inquiry inquiry, Judgement judged, DateTimeOffset now, CancellationToken ct)
    {
        if (judged.ByPolicyInForce is not { } held) return;
        await registrations.ReassessAsync(db, id, held, now, ct);
        if (held.Verdict is not RevettingVerdict.Keep) db.Enqueue(RevetRegistrations.ByPolicy, inquiry.ProfileId, now);
    }

    public static Permission Of(Inquiry inquiry, DecisionId decision, IReadOnlyList<Unmet> accepted, TimeSpan? validFor, DateTimeOffset now)
    {
        using var useCase = JsonDocument.Parse(inquiry.UseCase);
        IReadOnlyList<string> senders = useCase.RootElement.TryGetProperty("sender_ids", out var named) ? [.. named.EnumerateArray().Select(s => s.GetString()!)] : [];
        return new Permission(inquiry.ProfileId, inquiry.Query(), senders, inquiry.Id.Value, decision,
            inquiry.PolicyKey, inquiry.PolicyVersion, inquiry.PolicyHash, accepted, now + validFor);
    }
}
