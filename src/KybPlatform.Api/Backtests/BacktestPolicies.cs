using KybPlatform.Api.Persistence;
using KybPlatform.Api.Policies.Contracts;
using KybPlatform.Policies;

namespace KybPlatform.Api.Backtests;

/// <summary>A content that is tried.</summary>
public sealed record BacktestCandidate(string Key, int Version, string Hash);

/// <summary>The candidates laid over what was in force when they were first tried: a submission is theirs where one of them would answer for it.</summary>
internal sealed class BacktestPolicies
{
    private readonly PolicyCatalog _catalog;
    private readonly HashSet<string> _hashes;

    public BacktestPolicies(PolicyCatalog inForce, IReadOnlyCollection<ResolvedPolicy> candidates)
    {
        _catalog = inForce.With(candidates);
        _hashes = candidates.Select(c => c.Hash).ToHashSet(StringComparer.Ordinal);
        NeedOpenFactsOnly = candidates.All(OpenFacts.Suffice);
    }

    /// <summary>None of them looks at anybody's data.</summary>
    public bool NeedOpenFactsOnly { get; }

    /// <summary>Null where the candidates have nothing to say.</summary>
    public ResolvedPolicy? For(FactDocument facts) =>
        PolicyQuery.Of(facts) is { } query && _catalog.Resolve(query) is { } policy && _hashes.Contains(policy.Hash) ? policy : null;

    public static async Task<BacktestPolicies> ReadAsync(PlatformDb db, IPolicyBook book, Backtest backtest, CancellationToken ct)
    {
        var found = new List<ResolvedPolicy>();
        foreach (var hash in backtest.Hashes)
            found.Add(await book.FindAsync(db, hash, ct) ?? throw new InvalidOperationException($"{hash} is not kept."));
        return new BacktestPolicies((await book.InForceAsync(backtest.TenantId, backtest.CreatedAt, ct)).Catalog, found);
    }
}
