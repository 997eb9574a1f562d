using FluentValidation;
using KybPlatform.Api.Backtests.Contracts;
using KybPlatform.Api.Http;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Policies.Contracts;
using Microsoft.EntityFrameworkCore;

namespace KybPlatform.Api.Backtests;

/// <summary>A version that is tried: a draft, a frozen one, or the one in force.</summary>
public sealed record TriedVersion(string? Key, int? Version);

/// <summary>Versions that a request names, and what begins with them: a backtest or a shadow evaluation.</summary>
internal static class TriedVersions
{
    public const int Most = 50;

    /// <summary>Of a kind, at a time and tenant: more would only make each of them slower.</summary>
    private const int MostRunning = 5;

    public static void Apply<T>(AbstractValidator<T> request, System.Linq.Expressions.Expression<Func<T, IReadOnlyList<TriedVersion>?>> policies, System.Linq.Expressions.Expression<Func<T, IEnumerable<TriedVersion>?>> each)
    {
        request.RuleFor(policies).NotEmpty().Must(p => p is null || p.Count <= Most).WithErrorCode("too_long").WithMessage($"At most {Most} at a time.");
        request.RuleForEach(each).ChildRules(version =>
        {
            version.RuleFor(v => v.Key).NotEmpty().MaximumLength(120);
            version.RuleFor(v => v.Version).NotNull();
        });
    }

    /// <summary>Puts what is asked into the unit of work, with its contents kept from now on: a draft that is edited meanwhile is tried as it was.</summary>
    public static async Task<Result<Backtest>> BeginAsync(Work work, IPolicyBook book, BacktestRequest asked, bool shadow)
    {
        if (await work.Db.Set<Backtest>().CountAsync(b => b.State == BacktestState.Running && b.IsShadow == shadow, work.Canceled) >= MostRunning) return BacktestErrors.TooMany(MostRunning);
        var found = await FindAsync(work, book, asked.Policies!);
        if (found.IsRefused(out var unknown)) return unknown;
        var begun = new Backtest
        {
            TenantId = work.Tenant,
            Id = PublicId.New<BacktestId>(work.Now),
            IsShadow = shadow,
            Candidates = StoredJson.Write(found.Value),
            Hashes = [.. found.Value.Select(c => c.Hash)],
            Country = asked.Country,
            SenderType = asked.SenderType,
            MadeFrom = asked.From?.ToUniversalTime(),
            MadeBefore = asked.To?.ToUniversalTime(),
            Sample = asked.Sample,
            Upto = shadow ? Guid.Empty : Uuid7.Last(work.Now),
            RequestedBy = work.Caller.Actor.ToString(),
            CreatedAt = work.Now,
        };
        work.Db.Add(begun);
        work.Record(shadow ? "shadow_evaluation.started" : "backtest.started", begun.PublicName, details: new { policies = begun.Hashes });
        return begun;
    }

    private static async Task<Result<List<BacktestCandidate>>> FindAsync(Work work, IPolicyBook book, IReadOnlyList<TriedVersion> asked)
    {
        var candidates = new List<BacktestCandidate>();
        var inForce = await book.InForceAsync(work.Tenant, work.Now, work.Canceled);
        for (var i = 0; i < asked.Count; i++)
        {
            var (key, version) = (asked[i].Key!, asked[i].Version!.Value);
            if (key == IPolicyBook.Pack)
            {
                if (await book.AdoptionAsync(work.Db, version, work.Now, work.Canceled) is not { } adoption) return BacktestErrors.NoCandidate(i, key, version);
                candidates.Add(new BacktestCandidate(key, version, adoption.Hash));
                continue;
            }
            var policy = await book.CandidateAsync(work.Db, key, version, work.Now, work.Canceled) ?? (inForce.Catalog.Find(key) is { } current && current.Version == version ? current : null);
            if (policy is null) return BacktestErrors.NoCandidate(i, key, version);
            book.Keep(work.Db, policy, work.Now);
            candidates.Add(new BacktestCandidate(policy.Key, version, policy.Hash));
        }
        return candidates;
    }
}
