using KybPlatform.Policies.Documents;

namespace KybPlatform.Policies.Lint;

/// <summary>
/// <c>missing_applicant_text</c>: an applicant would be told that something is wrong, and not what. The fragment decided: consistency, restriction and prerequisite,
/// which have no label in the vocabulary, and have neither a title nor a text, a remediation or a reason of their own.
/// </summary>
internal static class MissingApplicantText
{
    public static IEnumerable<PolicyIssue> Check(LintSubject subject)
    {
        for (var i = 0; i < subject.Policy.Requirements.Count; i++)
        {
            var requirement = subject.Policy.Requirements[i];
            if (requirement is not (ConsistencyRequirement or RestrictionRequirement or PrerequisiteRequirement)) continue;
            if (requirement is RestrictionRequirement { Text: { } text } && !string.IsNullOrWhiteSpace(text)) continue;
            if (requirement is { Title: null, Help: null, Remediation: null, Reason: null })
                yield return LintSubject.Finding($"/requirements/{i}", "missing_applicant_text", $"'{requirement.Key}' has no title, remediation or reason that an applicant could be told.");
        }
    }
}
