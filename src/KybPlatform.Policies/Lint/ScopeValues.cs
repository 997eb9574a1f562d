using KybPlatform.Policies.Documents;

namespace KybPlatform.Policies.Lint;

/// <summary>
/// <c>unknown_scope_value</c>: a scope names what no submission can have, so that the policy never answers and nobody notices: a country that ISO 3166-1 does not
/// have (<c>UK</c>), a sender type, purpose or use case outside the vocabulary. Exact: submissions with other values are refused.
/// </summary>
internal static class ScopeValues
{
    public static IEnumerable<PolicyIssue> Check(LintSubject subject)
    {
        var scope = subject.Policy.Scope;
        (string Part, string? Value, IReadOnlyList<string> Known)[] parts =
        [
            ("country", scope.Country, Countries.All), ("sender_type", scope.SenderType, SenderTypes.All),
            ("purpose", scope.Purpose, Domains.ValuesOf("use_case.purpose")), ("use_case", scope.UseCase, Domains.ValuesOf("use_case.category")),
        ];
        foreach (var (part, value, known) in parts)
        {
            if (value is null || known.Count == 0 || known.Contains(value)) continue;
            yield return LintSubject.Finding($"/scope/{part}", "unknown_scope_value", $"No submission has '{value}' here, so the policy never answers.", null, part == "country" ? Meant(value) : NearestName.Of(value, known));
        }
    }

    /// <summary>Of two letters nothing is near; these two are known for being written instead.</summary>
    private static string? Meant(string country) => country switch { "UK" => "GB", "EL" => "GR", _ => null };
}
