using KybPlatform.Api.Backtests.Contracts;
using KybPlatform.Api.Http;
using KybPlatform.Api.Http.OpenApi;
using KybPlatform.Api.Inquiries.Contracts;
using KybPlatform.Api.Jobs;
using KybPlatform.Api.Policies.Authoring;
using KybPlatform.Api.Policies.InForce;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace KybPlatform.Api.Policies.Publishing;

/// <summary>From when, and what happens to inquiries that began by another version.</summary>
/// <param name="EffectiveFrom">Left out, now.</param>
/// <param name="OpenInquiries">Left out, <c>keep</c>.</param>
public sealed record PublicationTerms(DateTimeOffset? EffectiveFrom, OpenInquiries? OpenInquiries);

/// <summary>Puts what was approved in force, from an instant on. One commit: the publications of the whole set, or none.</summary>
internal static class PublishPolicy
{
    // Clocks of callers go a little wrong.
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(1);

    public static void Map(RouteGroupBuilder policies) =>
        policies.MapPost("/{key}/versions/{version}/publish", HandleAsync).Requires(Scopes.PoliciesPublish).Idempotent()
            .WithSummary("Put an approved version in force, now or from an instant on").Produces<PublicationResource>().ProducesRefusals(400, 404, 412, 413, 415)
            .Refuses(409, "unchecked", "It is a draft.").Refuses(409, "not_in_review", "No approval is requested.").Refuses(409, "part_of_set", "It follows from its base's publication.")
            .Refuses(409, "not_approved", "A second person has to approve it first.").Refuses(409, "base_changed", "What it stands on is another content at that instant.")
            .Refuses(409, "dependants_changed", "What stands on it changed since approval was requested.").Refuses(409, "dependant_scheduled", "A later publication rests on what would change.")
            .Refuses(409, "base_scheduled", "A base or pack that is scheduled for later changes it.")
            .Refuses(422, "effective_in_past", "The instant is past.").Refuses(422, "check_failed", "It clashes with what will be in force then.")
            .ExampleRequest("""{ "effective_from": "2026-12-01T00:00:00Z", "open_inquiries": "keep" }""");

    private static async Task<IResult> HandleAsync(
        string key, string version, [OptionalBody] Body<PublicationTerms> body, HttpContext http, Work work, Examiner examiner, LaterPublications later, TenantPolicies tenants, PolicyWatch watch, Signals signals, IBacktests backtests)
    {
        if (await VersionNumbers.FindAsync(work.Db, key, version, work.Canceled) is not { } row) return Refused.Because(PolicyErrors.NoVersion);
        if (ETags.Check(http, row) is { } stale) return Refused.Because(stale);
        if (row.State is PolicyVersionState.Draft) return await work.RefuseAsync(PolicyErrors.Unchecked(key, row.Number));
        if (await Publications.WaitingAsync(work.Db, key, row.Number, work.Canceled) is not { } waiting) return await work.RefuseAsync(PolicyErrors.NotInReview(key, row.Number));
        var set = await Publications.SetOfAsync(work.Db, waiting, work.Canceled);
        if (!waiting.Leads) return await work.RefuseAsync(PolicyErrors.PartOfSet(key, set[0].Key));
        if (waiting.ApprovedBy is null) return await work.RefuseAsync(PolicyErrors.NotApproved);
        var from = body.Value.EffectiveFrom ?? work.Now;
        if (from < work.Now - Skew) return await work.RefuseAsync(PolicyErrors.InThePast(from, work.Now));
        if (from < work.Now) from = work.Now;

        // Read before what is judged: whoever publishes meanwhile makes this one stale.
        var (_, generation) = await Layers.TouchAsync(work.Db, work.Tenant, tenants.RealNow, work.Canceled);
        await tenants.RefreshAsync(work.Tenant, work.Canceled);
        if (await RefusalAsync(work, row, set, from, examiner, later) is { } refusal) return await work.RefuseAsync(refusal);
        foreach (var publication in set)
        {
            publication.Publish(work.Caller.Actor.ToString(), from, body.Value.OpenInquiries ?? OpenInquiries.Keep, generation, work.Now);
            work.Record(from > work.Now ? "policy.scheduled" : "policy.published", publication.Id.ToString(), $"{publication.Key}@{publication.Number}",
                new { publication.Key, version = publication.Number, publication.Hash, effective_from = from, open_inquiries = publication.OpenInquiries });
        }
        work.Db.Enqueue(PolicyFollowUps.Job, work.Tenant.Value, work.Now, from - work.Now);
        var last = (await backtests.LastAsync(work.Db, [waiting.Hash], work.Canceled)).GetValueOrDefault(waiting.Hash);
        var answer = await work.AnswerAsync(200, PublicationResource.From(waiting, [.. set.Select(p => p.Key)], null, last, work.Now), Keeping.Plainly);
        await tenants.RefreshAsync(work.Tenant, work.Canceled);
        await watch.TellAsync(work.Tenant, CancellationToken.None);
        signals.Jobs.Set();
        return answer;
    }

    /// <summary>What was approved must be what would be in force at that instant, beside everything else that will be.</summary>
    private static async Task<Error?> RefusalAsync(Work work, PolicyVersion row, IReadOnlyList<PolicyPublication> set, DateTimeOffset from, Examiner examiner, LaterPublications later)
    {
        var scheduled = await work.Db.Set<PolicyPublication>().AsNoTracking().Where(p => p.EffectiveFrom > from && p.WithdrawnAt == null).ToListAsync(work.Canceled);
        var keys = set.Select(p => p.Key).ToHashSet(StringComparer.Ordinal);
        var resting = scheduled.FirstOrDefault(p => keys.Contains(p.Key) && (!p.Leads || (row.IsBase && p.Key != row.Key)));
        if (resting is not null) return PolicyErrors.DependantScheduled(resting.Key, resting.Id);

        var examined = await examiner.ExamineAsync(work.Db, row, from, work.Canceled);
        if (row.IsBase && await later.RestingAsync(work, examined, scheduled) is { } rests) return PolicyErrors.DependantScheduled(rests.Key, rests.Id);
        var again = !row.IsBase && await work.Db.Set<PolicyPublication>().AnyAsync(p => p.Key == row.Key && p.Number == row.Number && p.PublishedAt != null, work.Canceled);
        var issues = again ? examined.Issues.Where(i => i.Code == "ambiguous_scope").ToList() : [.. examined.Issues];
        if (issues.Exists(i => !i.IsWarning)) return PolicyErrors.CheckFailed(issues);
        if (!again && examined.Resolution.Hash != row.Hash) return PolicyErrors.BaseChanged(row.Key);
        if (!again && !row.IsBase && await later.ChangingAsync(work, row, from) is { } changes) return PolicyErrors.BaseScheduled(row.Key, changes.Key, changes.Id);
        return row.IsBase ? await ChangedAsync(work, set, examined) : null;
    }

    // The dependants of today, each with the content that was approved for it.
    private static async Task<Error?> ChangedAsync(Work work, IReadOnlyList<PolicyPublication> set, Examined examined)
    {
        var hashes = set.Where(p => !p.Leads).Select(p => p.Hash).ToList();
        var approved = (await work.Db.Set<PolicyVersion>().AsNoTracking().Where(v => v.Hash != null && hashes.Contains(v.Hash)).ToListAsync(work.Canceled))
            .Where(v => set.Any(p => p.Key == v.Key && p.Number == v.Number)).ToList();
        var layers = approved.Aggregate(examined.Layers, (l, v) => l.With(Drafts.DocumentOf(v)));
        var changed = approved.Where(v => layers.Resolve(v.Key).ContentHash != v.ContentHash).Select(v => v.Key)
            .Concat(examined.Dependants.Where(d => d.Draft is null).Select(d => d.Key).Except(approved.Select(v => v.Key))).Distinct(StringComparer.Ordinal).ToList();
        return changed.Count > 0 ? PolicyErrors.DependantsChanged(changed) : null;
    }
}
