using KybPlatform.Api.Persistence;
using KybPlatform.Policies;

namespace KybPlatform.Api.Policies.Contracts;

/// <summary>The tenant's own block and allow lists, as evaluations ask them.</summary>
public interface ITenantLists
{
    /// <summary>
    /// The functions to evaluate with: the given ones, with the answers to all that the policy asks the lists about these facts. Every answer names the snapshot
    /// it rests on; a list that is not there stays unknown. Costs nothing for a policy that asks no list.
    /// </summary>
    Task<IDomainFunctions> AnswersAsync(PlatformDb db, ResolvedPolicy policy, FactDocument facts, EvaluationOptions options, CancellationToken ct);
}
