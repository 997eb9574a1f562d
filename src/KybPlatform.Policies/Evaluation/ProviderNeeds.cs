using KybPlatform.Policies.Documents;

namespace KybPlatform.Policies;

/// <summary>A check that a policy asks for and nobody here can answer.</summary>
/// <param name="Check">As providers are named: <c>identifier.register_active</c>, or a type alone.</param>
public sealed record MissingProvider(string Requirement, string Check, WhenUnavailable WhenUnavailable);

/// <summary>A check that a policy asks providers for.</summary>
/// <param name="Check">Null where any answer of the type will do.</param>
/// <param name="Schemes">A provider for one of these identifier schemes can answer it, too.</param>
internal sealed record ProviderNeed(string Type, string? Check, IReadOnlyList<string> Schemes)
{
    private const string Identifier = "identifier";

    public string Name => Check is null ? Type : $"{Type}.{Check}";

    public static IEnumerable<ProviderNeed> Of(Requirement requirement) => requirement switch
    {
        VerificationRequirement { Checks.Count: 0 } v => [new(v.Type, null, [])],
        VerificationRequirement v => v.Checks.Select(c => new ProviderNeed(v.Type, c, [])),
        IdentifierRequirement i => i.Checks.Select(c => new ProviderNeed(Identifier, c, i.Schemes)),
        _ => [],
    };

    public bool IsMetBy(IReadOnlySet<string> available) =>
        available.Contains(Type) || available.Contains(Check is null ? Type + ".*" : Name) || Schemes.Any(s => available.Contains($"{Name}:{s}"));

    /// <summary>As <c>identifier.register_active:gb_crn|ie_cro</c>; types and checks have neither dot nor colon in them, schemes no bar.</summary>
    public override string ToString() => Schemes.Count == 0 ? Name : $"{Name}:{string.Join('|', Schemes)}";

    public static ProviderNeed Parse(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var name = colon < 0 ? text : text[..colon];
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        return new(dot < 0 ? name : name[..dot], dot < 0 ? null : name[(dot + 1)..], colon < 0 ? [] : text[(colon + 1)..].Split('|'));
    }
}

/// <summary>Holds what policies ask to have checked against the providers of an installation.</summary>
public static class ProviderNeeds
{
    /// <param name="available">As <see cref="EvaluationOptions.AvailableProviders"/>.</param>
    public static IReadOnlyList<MissingProvider> Missing(ResolvedPolicy policy, IReadOnlySet<string> available) =>
        [.. policy.Requirements.SelectMany(r => ProviderNeed.Of(r).Where(n => !n.IsMetBy(available)).Select(n => new MissingProvider(r.Key, n.Name, r.WhenUnavailable)))];

    /// <summary>Only which checks, each once. Looks at no requirement, so that whole catalogues can be asked.</summary>
    public static IReadOnlyList<string> MissingChecks(ResolvedPolicy policy, IReadOnlySet<string> available) =>
        [.. policy.Needs.Where(n => !n.IsMetBy(available)).Select(n => n.Name).Distinct(StringComparer.Ordinal)];

    internal static IReadOnlyList<ProviderNeed> Of(PolicyDocument document) => [.. document.Requirements.SelectMany(ProviderNeed.Of).DistinctBy(n => n.ToString(), StringComparer.Ordinal)];
}
