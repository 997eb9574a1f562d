using KybPlatform.Api.Persistence;
using KybPlatform.Policies;

namespace KybPlatform.Api.Policies.Contracts;

/// <summary>What other capabilities ask of policies.</summary>
public interface IPolicyBook
{
    /// <summary>The policy in force for a country and sender type; null where none covers it, which never means allowed.</summary>
    ResolvedPolicy? Resolve(PolicyQuery query);

    /// <summary>The content that an inquiry was pinned to, or a decision was made by, whatever is in force today.</summary>
    /// <returns>Null where the tenant never used a policy with this hash.</returns>
    Task<ResolvedPolicy?> FindAsync(PlatformDb db, string hash, CancellationToken ct);

    /// <summary>Keeps the content under its hash for this tenant, so that it can be found again years later.</summary>
    void Keep(PlatformDb db, ResolvedPolicy policy, DateTimeOffset now);

    /// <summary>The sender types that there are.</summary>
    IReadOnlyList<string> SenderTypes { get; }

    /// <summary>ISO 3166-1 alpha-2 codes.</summary>
    IReadOnlyList<string> Countries { get; }
}
