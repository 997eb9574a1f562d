using KybPlatform.Api.Persistence;
using KybPlatform.Policies;

namespace KybPlatform.Api.Policies.Contracts;

/// <summary>Another pack with all that the tenant laid over it.</summary>
/// <param name="Hash">Of the publication that would put it in force.</param>
public sealed record AdoptionCandidate(string Hash, PolicyCatalog Catalog);

/// <summary>What other capabilities ask of policies.</summary>
public interface IPolicyBook
{
    /// <summary>The key under which packs are adopted; no policy has it.</summary>
    const string Pack = "pack";

    /// <summary>What is in force for a tenant at an instant of its own clock. Answers from memory, but for tenants that nobody asked about for long.</summary>
    ValueTask<PoliciesInForce> InForceAsync(TenantId tenant, DateTimeOffset at, CancellationToken ct);

    /// <summary>Reads anew what was published, for work that must not begin by a former state.</summary>
    Task RenewAsync(TenantId tenant, CancellationToken ct);

    /// <summary>Has the unit of work fail as stale where what is in force for its tenant changed since it was asked for.</summary>
    void ExpectInForce(PlatformDb db, PoliciesInForce known);

    /// <summary>The content that an inquiry was pinned to, or a decision was made by, whatever is in force today.</summary>
    /// <returns>Null where the tenant never used a policy with this hash.</returns>
    Task<ResolvedPolicy?> FindAsync(PlatformDb db, string hash, CancellationToken ct);

    /// <summary>Keeps the content under its hash for this tenant, so that it can be found again years later.</summary>
    void Keep(PlatformDb db, ResolvedPolicy policy, DateTimeOffset now);

    /// <summary>A version as it would be resolved on what is in force at an instant, for whoever tries it out before it is published.</summary>
    /// <returns>Null where there is no such version, or it is a base, or something is wrong with it: checking it tells what.</returns>
    Task<ResolvedPolicy?> CandidateAsync(PlatformDb db, string key, int version, DateTimeOffset at, CancellationToken ct);

    /// <summary>The adoption of a pack as it would be on what the tenant has in force at an instant, for whoever tries it out before it is published.</summary>
    /// <returns>Null where there is no such adoption, or documents of the tenant are broken on it: checking it tells what.</returns>
    Task<AdoptionCandidate?> AdoptionAsync(PlatformDb db, int version, DateTimeOffset at, CancellationToken ct);

    /// <summary>The sender types that there are.</summary>
    IReadOnlyList<string> SenderTypes { get; }

    /// <summary>ISO 3166-1 alpha-2 codes.</summary>
    IReadOnlyList<string> Countries { get; }
}
