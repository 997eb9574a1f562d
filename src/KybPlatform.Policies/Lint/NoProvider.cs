using KybPlatform.Policies.Documents;

namespace KybPlatform.Policies.Lint;

/// <summary>
/// <c>no_provider</c>: a check that nobody here can answer, with what follows from that. Judged against the providers that a platform has; exact, as evaluation asks
/// the same question.
/// </summary>
internal static class NoProvider
{
    public static IEnumerable<PolicyIssue> Check(LintSubject subject, IReadOnlySet<string> providers)
    {
        for (var i = 0; i < subject.Policy.Requirements.Count; i++)
        {
            var requirement = subject.Policy.Requirements[i];
            foreach (var check in Asked(requirement).Distinct(StringComparer.Ordinal))
            {
                if (Answers(providers, check, requirement)) continue;
                var then = requirement.WhenUnavailable == WhenUnavailable.Review ? "a person has to look at every submission" : "it is left out, with a note in the receipt";
                yield return LintSubject.Finding($"/requirements/{i}", "no_provider", $"Nobody here can answer '{check}'; {then}.");
            }
        }
    }

    private static IEnumerable<string> Asked(Requirement requirement) => requirement switch
    {
        IdentifierRequirement identifier => identifier.Checks.Select(c => "identifier." + c),
        VerificationRequirement { Checks.Count: 0 } verification => [verification.Type],
        VerificationRequirement verification => verification.Checks.Select(c => $"{verification.Type}.{c}"),
        DocumentRequirement paper => paper.Checks.Select(c => "document." + c),
        _ => [],
    };

    /// <summary>A check of a number is answered where it is for every scheme that is accepted.</summary>
    private static bool Answers(IReadOnlySet<string> providers, string check, Requirement requirement)
    {
        var type = check.Split('.')[0];
        if (providers.Contains(type) || providers.Contains(check)) return true;
        if (!check.Contains('.', StringComparison.Ordinal)) return providers.Contains(type + ".*");
        return requirement is IdentifierRequirement identifier && identifier.Schemes.All(s => providers.Contains($"{check}:{s}"));
    }
}
