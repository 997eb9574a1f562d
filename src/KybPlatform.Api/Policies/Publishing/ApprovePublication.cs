using FluentValidation;
using KybPlatform.Api.Backtests.Contracts;
using KybPlatform.Api.Http;
using KybPlatform.Api.Http.OpenApi;
using KybPlatform.Api.Policies.Authoring;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace KybPlatform.Api.Policies.Publishing;

/// <summary>Why a version is approved though nobody tried it on past decisions.</summary>
public sealed record NoBacktest(string? Reason);

/// <summary>What goes with an approval.</summary>
/// <param name="WithoutBacktest">Lets it pass without a backtest that is expected, and says why; kept with the publication and in the audit trail.</param>
public sealed record ApprovalTerms(NoBacktest? WithoutBacktest);

internal sealed class ApprovalTermsValidator : AbstractValidator<ApprovalTerms>
{
    public ApprovalTermsValidator() =>
        RuleFor(a => a.WithoutBacktest).ChildRules(w => w.RuleFor(n => n!.Reason).NotEmpty().MaximumLength(1000));
}

/// <summary>The second pair of eyes: a person who neither wrote nor asked for it.</summary>
internal static class ApprovePublication
{
    public static void Map(RouteGroupBuilder policies) =>
        policies.MapPost("/{key}/versions/{version}/approve", HandleAsync).Requires(Scopes.PoliciesApprove).Idempotent()
            .WithSummary("Approve a version, with all that follows from it").Produces<PublicationResource>().ProducesRefusals(400, 404, 413, 415, 422)
            .Refuses(403, "person_required", "A service's key cannot approve.").Refuses(403, "own_work", "Whoever wrote it or asked for it cannot approve it.")
            .Refuses(409, "not_in_review", "No approval is requested.").Refuses(409, "part_of_set", "It follows from its base's publication.").Refuses(409, "already_approved", "It is approved already.")
            .Refuses(409, "backtest_missing", "There are past decisions that nobody has tried it on.").ExampleRequest("""{ "without_backtest": { "reason": "The order takes effect today." } }""");

    private static async Task<IResult> HandleAsync(string key, string version, [OptionalBody] Body<ApprovalTerms> body, Work work, BacktestGate gate, IBacktests backtests)
    {
        if (work.Caller.Actor.Kind is not ActorKind.User) return Refused.Because(PolicyErrors.NotAPerson);
        if (await VersionNumbers.FindAsync(work.Db, key, version, work.Canceled) is not { } row) return Refused.Because(PolicyErrors.NoVersion);
        if (await Publications.WaitingAsync(work.Db, key, row.Number, work.Canceled) is not { } waiting) return await work.RefuseAsync(PolicyErrors.NotInReview(key, row.Number));
        var set = await Publications.SetOfAsync(work.Db, waiting, work.Canceled);
        if (!waiting.Leads) return await work.RefuseAsync(PolicyErrors.PartOfSet(key, set[0].Key));
        if (waiting.ApprovedBy is not null) return await work.RefuseAsync(PolicyErrors.AlreadyApproved);

        var person = work.Caller.Actor.ToString();
        if (waiting.RequestedBy == person || await WroteAnyAsync(work, set, person)) return Refused.Because(PolicyErrors.OwnWork);
        var (missing, mayPass) = await gate.MissingAsync(work, set);
        var reason = body.Value.WithoutBacktest?.Reason;
        if (missing.Count > 0 && (reason is null || !mayPass)) return await work.RefuseAsync(PolicyErrors.BacktestMissing(missing.Select(p => $"{p.Key}@{p.Number}"), mayPass));
        foreach (var publication in set)
        {
            // It is told of those that go without one, not of the others of the set.
            var without = missing.Contains(publication) ? reason : null;
            publication.Approve(person, without, work.Now);
            work.Record("policy.approved", publication.Id.ToString(), $"{publication.Key}@{publication.Number}",
                new { publication.Key, version = publication.Number, publication.Hash, without_backtest = without });
        }
        var last = await backtests.LastAsync(work.Db, [waiting.Hash], work.Canceled);
        return await work.AnswerAsync(200, PublicationResource.From(waiting, [.. set.Select(p => p.Key)], null, last.GetValueOrDefault(waiting.Hash), work.Now), Keeping.Plainly);
    }

    private static async Task<bool> WroteAnyAsync(Work work, IReadOnlyList<PolicyPublication> set, string person)
    {
        var (keys, numbers) = (set.Select(p => p.Key).ToList(), set.Select(p => p.Number).ToList());
        var versions = await work.Db.Set<PolicyVersion>().AsNoTracking().Where(v => keys.Contains(v.Key) && numbers.Contains(v.Number)).ToListAsync(work.Canceled);
        return versions.Any(v => set.Any(p => p.Key == v.Key && p.Number == v.Number) && v.Authors.Contains(person, StringComparer.Ordinal));
    }
}
