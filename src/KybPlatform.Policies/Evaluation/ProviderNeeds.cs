using KybPlatform.Policies.Documents;

namespace KybPlatform.Policies;

/// <summary>A check that a policy asks for and nobody here can answer.</summary>
/// <param name="Check">As providers are named: <c>identifier.register_active</c>, or a type alone.</param>
public sealed record MissingProvider(string Requirement, string Check, WhenUnavailable WhenUnavailable);

/// <summary>Holds what policies ask to have checked against the providers of an installation.</summary>
public static class ProviderNeeds
{
    /// <param name="available">As <see cref="EvaluationOptions.AvailableProviders"/>.</param>
    public static IReadOnlyList<MissingProvider> Missing(ResolvedPolicy policy, IReadOnlySet<string> available) =>
        [.. policy.Requirements.SelectMany(r => Needs(r, available).Select(check => new MissingProvider(r.Key, check, r.WhenUnavailable)))];

    private static IEnumerable<string> Needs(Requirement requirement, IReadOnlySet<string> available) => requirement switch
    {
        VerificationRequirement { Checks.Count: 0 } v => available.Contains(v.Type) || available.Contains(v.Type + ".*") ? [] : [v.Type],
        VerificationRequirement v => v.Checks.Select(c => $"{v.Type}.{c}").Where(c => !available.Contains(c) && !available.Contains(v.Type)),
        IdentifierRequirement i => i.Checks.Select(c => $"identifier.{c}").Where(c => !available.Contains(c) && !available.Contains("identifier") && !i.Schemes.Any(s => available.Contains($"{c}:{s}"))),
        _ => [],
    };
}
