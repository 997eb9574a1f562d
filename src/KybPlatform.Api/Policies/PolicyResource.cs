using System.Text.Json;
using KybPlatform.Api.Http;
using KybPlatform.Api.Policies.Contracts;
using KybPlatform.Policies;
using KybPlatform.Policies.Documents;

namespace KybPlatform.Api.Policies;

/// <summary>Which cell a policy is for; a null part is open.</summary>
public sealed record PolicyScopeResource(string? Country, string? Region, string? SenderType, string? Applicant, string? Purpose, string? Origin, string? UseCase)
{
    internal static PolicyScopeResource From(PolicyScope scope) => new(scope.Country, scope.Region, scope.SenderType, scope.Applicant, scope.Purpose, scope.Origin, scope.UseCase);
}

/// <summary>A policy in force. <paramref name="Content"/> is the whole resolved document; left out in lists.</summary>
/// <param name="Layer"><c>pack</c> or <c>tenant</c>: whose it is.</param>
/// <param name="Attested">Somebody of the tenant vouched for this content, so that weak certainty does not keep it from approving.</param>
public sealed record PolicyResource(
    string Key, int Version, string Hash, string Title, PolicyScopeResource Scope, bool NotOffered, string Layer, string Certainty, bool Attested, string PackVersion, JsonElement? Content)
{
    internal static PolicyResource From(ResolvedPolicy policy, PoliciesInForce inForce, bool content) => new(
        policy.Key, policy.Version, policy.Hash, policy.Title,
        PolicyScopeResource.From(policy.Scope),
        policy.NotOffered, inForce.IsOwn(policy) ? "tenant" : "pack", SnakeCase.Write(policy.Certainty), inForce.IsAttested(policy), inForce.Pack.Version,
        content ? JsonDocument.Parse(policy.CanonicalJson).RootElement.Clone() : null);
}
