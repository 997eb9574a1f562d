using FluentValidation;
using KybPlatform.Api.Backtests.Contracts;
using KybPlatform.Api.Http;
using KybPlatform.Api.Http.OpenApi;
using KybPlatform.Api.Jobs;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Policies.Contracts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace KybPlatform.Api.Backtests;

/// <summary>A version that is tried: a draft, a frozen one, or the one in force.</summary>
public sealed record TriedVersion(string? Key, int? Version);

/// <summary>Try versions on past decisions.</summary>
/// <param name="Policies">Tried together, as a set that would be published together.</param>
/// <param name="From">Only decisions made then or later.</param>
/// <param name="To">Only decisions made before.</param>
/// <param name="Sample">So many decisions, drawn by lot and always the same ones; all without it.</param>
public sealed record BacktestRequest(IReadOnlyList<TriedVersion>? Policies, string? Country, string? SenderType, DateTimeOffset? From, DateTimeOffset? To, int? Sample);

internal sealed class BacktestRequestValidator : AbstractValidator<BacktestRequest>
{
    public BacktestRequestValidator()
    {
        RuleFor(b => b.Policies).NotEmpty().Must(p => p is null || p.Count <= TriedVersions.Most).WithErrorCode("too_long").WithMessage($"At most {TriedVersions.Most} at a time.");
        RuleForEach(b => b.Policies).ChildRules(TriedVersions.Rules);
        RuleFor(b => b.Sample).InclusiveBetween(1, 10_000_000);
        RuleFor(b => b.To).Must((b, to) => to is null || b.From is null || to > b.From).WithErrorCode("out_of_range").WithMessage("Must lie after from.");
    }
}

/// <summary>Starts a backtest.</summary>
internal static class StartBacktest
{
    /// <summary>At a time and tenant: more would only make each of them slower.</summary>
    private const int MostRunning = 5;

    public static void Map(RouteGroupBuilder backtests) =>
        backtests.MapPost("", HandleAsync).Requires(Scopes.PoliciesWrite).Idempotent()
            .WithSummary("Try versions of policies on past decisions").Produces<BacktestResource>(201).ProducesRefusals(400, 409, 413, 415, 422)
            .Refuses(409, "too_many_running", "Five are running already: wait for one, or cancel it.")
            .Refuses(422, "no_candidate", "A policy cannot be tried.")
            .ExampleRequest("""{ "policies": [{ "key": "gb.alphanumeric", "version": 1 }], "country": "GB", "sample": 10000 }""");

    private static async Task<IResult> HandleAsync(Body<BacktestRequest> body, Work work, IPolicyBook book)
    {
        var asked = body.Value;
        if (await work.Db.Set<Backtest>().CountAsync(b => b.State == BacktestState.Running && !b.IsShadow, work.Canceled) >= MostRunning)
            return await work.RefuseAsync(BacktestErrors.TooMany(MostRunning));
        var found = await TriedVersions.FindAsync(work, book, asked.Policies!);
        if (found.IsRefused(out var unknown)) return await work.RefuseAsync(unknown);
        var backtest = new Backtest
        {
            TenantId = work.Tenant,
            Id = PublicId.New<BacktestId>(work.Now),
            IsShadow = false,
            Candidates = StoredJson.Write(found.Value),
            Hashes = [.. found.Value.Select(c => c.Hash)],
            Country = asked.Country,
            SenderType = asked.SenderType,
            MadeFrom = asked.From?.ToUniversalTime(),
            MadeBefore = asked.To?.ToUniversalTime(),
            Sample = asked.Sample,
            Upto = Uuid7.Last(work.Now),
            RequestedBy = work.Caller.Actor.ToString(),
            CreatedAt = work.Now,
        };
        work.Db.Add(backtest);
        work.Db.Enqueue(RunBacktest.Kind, backtest.Id.Value, work.Now);
        work.Record("backtest.started", backtest.Id.ToString(), details: new { policies = found.Value.Select(c => c.Hash) });
        return await work.AnswerAsync(201, BacktestResource.Of(backtest, report: false), Keeping.Plainly, $"/v1/backtests/{backtest.Id}");
    }
}

/// <summary>Versions that a request names.</summary>
internal static class TriedVersions
{
    public const int Most = 50;

    public static void Rules(InlineValidator<TriedVersion> version)
    {
        version.RuleFor(v => v.Key).NotEmpty().MaximumLength(120);
        version.RuleFor(v => v.Version).NotNull();
    }

    /// <summary>Their contents, kept from now on: a draft that is edited meanwhile is tried as it was.</summary>
    public static async Task<Result<List<BacktestCandidate>>> FindAsync(Work work, IPolicyBook book, IReadOnlyList<TriedVersion> asked)
    {
        var candidates = new List<BacktestCandidate>();
        var inForce = await book.InForceAsync(work.Tenant, work.Now, work.Canceled);
        for (var i = 0; i < asked.Count; i++)
        {
            var (key, version) = (asked[i].Key!, asked[i].Version!.Value);
            var policy = await book.CandidateAsync(work.Db, key, version, work.Now, work.Canceled) ?? (inForce.Catalog.Find(key) is { } current && current.Version == version ? current : null);
            if (policy is null) return BacktestErrors.NoCandidate(i, key, version);
            book.Keep(work.Db, policy, work.Now);
            candidates.Add(new BacktestCandidate(policy.Key, version, policy.Hash));
        }
        return candidates;
    }
}
