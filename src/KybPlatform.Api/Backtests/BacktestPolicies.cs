using KybPlatform.Api.Http;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Policies.Contracts;
using KybPlatform.Policies;

namespace KybPlatform.Api.Backtests;

/// <summary>A content that is tried.</summary>
public sealed record BacktestCandidate(string Key, int Version, string Hash);

/// <summary>The candidates laid over what was in force when they were first tried: a submission is theirs where one of them, or because of them something else, would answer for it.</summary>
internal sealed class BacktestPolicies
{
    private readonly PolicyCatalog _before;
    private readonly PolicyCatalog _after;

    // Null where a whole pack is tried: then a submission is its where another content would answer.
    private readonly HashSet<string>? _hashes;

    public BacktestPolicies(PolicyCatalog inForce, IReadOnlyCollection<ResolvedPolicy> candidates, PolicyCatalog? adopted = null)
    {
        (_before, _after) = (inForce, (adopted ?? inForce).With(candidates));
        _hashes = adopted is null ? candidates.Select(c => c.Hash).ToHashSet(StringComparer.Ordinal) : null;
        NeedOpenFactsOnly = adopted is null && candidates.All(c => OpenFacts.Suffice(c) && AnswersAlone(c, inForce));
    }

    /// <summary>None of them, and nothing that would answer because of them, looks at anybody's data.</summary>
    public bool NeedOpenFactsOnly { get; }

    /// <summary>What would answer for these facts, and what would have to be known to say so; null where the candidates have nothing to say.</summary>
    public (ResolvedPolicy Policy, IReadOnlyList<string> Undecided)? For(FactDocument facts)
    {
        if (PolicyQuery.Of(facts) is not { } query || _after.Resolve(query) is not { } policy) return null;
        return _hashes?.Contains(policy.Hash) == true || _after.AnswersOtherwise(query, _before) ? (policy, _after.Undecided(query)) : null;
    }

    // It holds no other policy's answer back, and leaves no cell that it had to another.
    private static bool AnswersAlone(ResolvedPolicy candidate, PolicyCatalog inForce) =>
        candidate.Scope is { Purpose: null, Origin: null, UseCase: null } && (inForce.Find(candidate.Key) is not { } was || was.Scope == candidate.Scope);

    public static async Task<BacktestPolicies> ReadAsync(PlatformDb db, IPolicyBook book, Backtest backtest, CancellationToken ct)
    {
        var (found, adopted) = (new List<ResolvedPolicy>(), (PolicyCatalog?)null);
        foreach (var candidate in StoredJson.Read<List<BacktestCandidate>>(backtest.Candidates))
        {
            if (candidate.Key == IPolicyBook.Pack)
                adopted = (await book.AdoptionAsync(db, candidate.Version, backtest.CreatedAt, ct) ?? throw new InvalidOperationException($"Adoption {candidate.Version} cannot be tried any more.")).Catalog;
            else found.Add(await book.FindAsync(db, candidate.Hash, ct) ?? throw new InvalidOperationException($"{candidate.Hash} is not kept."));
        }
        return new BacktestPolicies((await book.InForceAsync(backtest.TenantId, backtest.CreatedAt, ct)).Catalog, found, adopted);
    }
}
