using FluentValidation;
using KybPlatform.Api.Backtests.Contracts;
using KybPlatform.Api.Http;
using KybPlatform.Api.Http.OpenApi;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Policies.Authoring;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace KybPlatform.Api.Policies.Publishing;

/// <summary>Why a base or pack is meant to turn around examples of the pack's policies.</summary>
public sealed record PackExamplesPassed(string? Reason);

/// <summary>For when it is meant: what stands below and beside it is that of this instant.</summary>
/// <param name="DespitePackExamples">Lets it pass that examples of the pack's policies do not hold any more, and says why; kept with the publication and in the audit trail. Never those of the tenant's own.</param>
public sealed record ApprovalRequest(DateTimeOffset? EffectiveFrom, PackExamplesPassed? DespitePackExamples);

internal sealed class ApprovalRequestValidator : AbstractValidator<ApprovalRequest>
{
    public ApprovalRequestValidator() =>
        RuleFor(r => r.DespitePackExamples).ChildRules(d => d.RuleFor(g => g!.Reason).NotEmpty().MaximumLength(1000));
}

/// <summary>The version to which a policy goes back.</summary>
public sealed record RollbackRequest(int? Version);

internal sealed class RollbackRequestValidator : AbstractValidator<RollbackRequest>
{
    public RollbackRequestValidator() => RuleFor(r => r.Version).NotNull();
}

/// <summary>Freezes a version and asks for a second person. From here on the content is what it is.</summary>
internal static class RequestApproval
{
    public static void Map(RouteGroupBuilder policies)
    {
        Refusals(policies.MapPost("/{key}/versions/{version}/request-approval", HandleAsync).Requires(Scopes.PoliciesWrite).Idempotent()
            .WithSummary("Freeze a version and ask for its approval").ExampleRequest("""{ "effective_from": "2026-12-01T00:00:00Z" }"""));
        Refusals(policies.MapPost("/{key}/rollback", RollBackAsync).Requires(Scopes.PoliciesWrite).Idempotent()
            .WithSummary("Ask for the approval of content that was in force before").ExampleRequest("""{ "version": 2 }"""));
    }

    private static void Refusals(RouteHandlerBuilder route) => route
        .Produces<PublicationResource>(201).ProducesRefusals(400, 404, 413, 415).Refuses(409, "already_in_review", "Another publication of the key waits already.")
        .Refuses(409, "base_changed", "What the frozen version stands on is another content now.")
        .Refuses(422, "check_failed", "The version does not pass its check.").Refuses(422, "no_tests", "It has no example that must hold.")
        .Refuses(422, "tests_failed", "Examples do not hold.");

    private static async Task<IResult> RollBackAsync(string key, Body<RollbackRequest> body, Work work, Examiner examiner, IBacktests backtests)
    {
        if (await Drafts.FindAsync(work.Db, key, body.Value.Version!.Value, work.Canceled) is not { State: PolicyVersionState.Frozen } row) return Refused.Because(PolicyErrors.NoVersion);
        return await RequestAsync(work, row, new ApprovalRequest(null, null), examiner, backtests);
    }

    private static async Task<IResult> HandleAsync(string key, string version, [OptionalBody] Body<ApprovalRequest> body, Work work, Examiner examiner, IBacktests backtests) =>
        await VersionNumbers.FindAsync(work.Db, key, version, work.Canceled) is { } row
            ? await RequestAsync(work, row, body.Value, examiner, backtests)
            : Refused.Because(PolicyErrors.NoVersion);

    private static async Task<IResult> RequestAsync(Work work, PolicyVersion row, ApprovalRequest asked, Examiner examiner, IBacktests backtests)
    {
        var examined = await examiner.ExamineAsync(work.Db, row, asked.EffectiveFrom ?? work.Now, work.Canceled);
        var keys = examined.Dependants.Select(d => d.Key).Append(row.Key).ToList();
        var waiting = await work.Db.Set<PolicyPublication>().AsNoTracking().FirstOrDefaultAsync(p => keys.Contains(p.Key) && p.PublishedAt == null && p.WithdrawnAt == null, work.Canceled);
        if (waiting is not null) return await work.RefuseAsync(PolicyErrors.AlreadyInReview(waiting.Key));

        // A base was in force through what stood on it: what stands on it now was perhaps never there with it.
        var before = row is { State: PolicyVersionState.Frozen, IsBase: false } && await work.Db.Set<PolicyPublication>().AnyAsync(p => p.Key == row.Key && p.Number == row.Number && p.PublishedAt != null, work.Canceled);
        // What was in force once is taken as it was; only what no longer fits beside the others keeps it out.
        IReadOnlyList<ExampleRun> failed = before ? [] : [.. examined.IsSound ? examined.RunTests().Where(t => !t.Result.Passed) : []];
        if (!before && Refusal(examined, failed, asked) is { } refusal) return await work.RefuseAsync(refusal);
        if (before && examined.Issues.Where(i => i.Code == "ambiguous_scope").ToList() is { Count: > 0 } clashes) return await work.RefuseAsync(PolicyErrors.CheckFailed(clashes));
        var publications = before ? [PublicationSet.Again(work, row)] : await PublicationSet.RequestAsync(work, examined);
        if (failed.Count > 0) Pass(work, publications[0], asked.DespitePackExamples!.Reason!, failed);
        var last = (await backtests.LastAsync(work.Db, [publications[0].Hash], work.Canceled)).GetValueOrDefault(publications[0].Hash);
        try
        {
            return await work.AnswerAsync(201, PublicationResource.From(publications[0], [.. publications.Select(p => p.Key)], null, last, work.Now), Keeping.Plainly, $"/v1/policies/{row.Key}/publications");
        }
        catch (ConflictException taken) when (taken.Constraint == PolicyPublicationConfiguration.Waiting)
        {
            return await work.RefuseAsync(PolicyErrors.AlreadyInReview(row.Key));
        }
    }

    private static Error? Refusal(Examined examined, IReadOnlyList<ExampleRun> failed, ApprovalRequest asked)
    {
        var (version, resolution) = (examined.Version, examined.Resolution);
        if (!examined.IsSound) return PolicyErrors.CheckFailed(examined.Issues);
        if (version.State is PolicyVersionState.Frozen && version.Hash != resolution.Hash) return PolicyErrors.BaseChanged(version.Key);
        if (!version.IsBase && examined.Document.Tests.Count == 0) return PolicyErrors.NoTests(version.Key);
        return failed.Any(f => !f.OfPack) || (failed.Count > 0 && asked.DespitePackExamples is null) ? PolicyErrors.TestsFailed(version.Key, failed) : null;
    }

    // Whoever approves, and whoever asks years later, sees that it was meant and how much of it there was.
    private static void Pass(Work work, PolicyPublication publication, string reason, IReadOnlyList<ExampleRun> failed)
    {
        publication.DespitePackExamples = reason;
        work.Record("policy.pack_examples_passed_over", publication.Id.ToString(), $"{publication.Key}@{publication.Number}",
            new { publication.Key, version = publication.Number, reason, examples = failed.Count, policies = failed.Select(f => f.Result.Policy).Distinct(StringComparer.Ordinal).Take(100) });
    }
}
