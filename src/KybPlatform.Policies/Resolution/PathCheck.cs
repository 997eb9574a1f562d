using KybPlatform.Policies.Documents;
using KybPlatform.Policies.Expressions;

namespace KybPlatform.Policies.Resolution;

/// <summary>
/// Checks the paths of a policy. The fragment decided: paths that are written out. A path whose key is computed in an expression is judged up to that key.
/// </summary>
internal sealed class PathCheck(PolicyDocument document, IReadOnlyList<CompiledRequirement> requirements, List<PolicyIssue> issues)
{
    /// <summary>Facts that come with every submission, or from the platform itself.</summary>
    private static readonly string[] AlwaysThere = ["country", "sender_type", "applicant", "now", "registrations"];

    private readonly Vocabulary _vocabulary = Vocabulary.Shipped;

    public void Check(IReadOnlyList<(string Pointer, CelProgram Program)> programs)
    {
        for (var i = 0; i < document.Requirements.Count; i++) Paths(document.Requirements[i], $"/requirements/{i}");
        var collected = requirements.SelectMany(r => r.CollectedPaths).Concat(AlwaysThere).Concat(OfScope()).Distinct(StringComparer.Ordinal).ToList();
        var (asked, above) = (collected.ToHashSet(StringComparer.Ordinal), collected.SelectMany(Above).ToHashSet(StringComparer.Ordinal));
        foreach (var (pointer, program) in programs)
        {
            foreach (var path in program.ReadPaths) Read(pointer, Given(path), collected, p => asked.Contains(p) || above.Contains(p) || Above(p).Any(asked.Contains));
        }
    }

    /// <summary>The paths that a path lies below.</summary>
    private static IEnumerable<string> Above(string path)
    {
        for (var i = 1; i < path.Length; i++)
        {
            if (path[i] is '.' or '[') yield return path[..i];
        }
    }

    /// <summary>What the scope fixes is known wherever the policy applies.</summary>
    private IEnumerable<string> OfScope()
    {
        if (document.Scope.Purpose is not null) yield return "use_case.purpose";
        if (document.Scope.Origin is not null) yield return "use_case.origin";
        if (document.Scope.UseCase is not null) yield return "use_case.category";
    }

    private void Read(string pointer, string path, List<string> collected, Func<string, bool> covered)
    {
        var parts = path.Split('.');
        if (parts.Length > 1 && parts[0] is "documents" or "attestations" && Keys(parts[0]) is var keys && !keys.Contains(parts[1]))
            issues.Add(new PolicyIssue(pointer, "unknown_requirement_key", $"No {parts[0][..^1]} requirement has the key '{parts[1]}'.", null, NearestName.Of(parts[1], keys)));
        else if (!covered(path))
            issues.Add(new PolicyIssue(pointer, "reads_uncollected_path", $"'{path}' is read, but no requirement asks for it.", null, NearestName.Of(path, collected)));
    }

    private List<string> Keys(string root) =>
        [.. document.Requirements.Where(r => r.Kind == (root == "documents" ? RequirementKind.Document : RequirementKind.Attestation)).Select(r => r.Key)];

    /// <summary>Derived lists stand for what they are derived from.</summary>
    private static string Given(string path)
    {
        foreach (var derived in (ReadOnlySpan<string>)["owners", "representatives"])
        {
            if (path == derived || path.StartsWith(derived + "[", StringComparison.Ordinal)) return "business.people" + path[derived.Length..];
        }

        return path;
    }

    internal static bool Covers(string collected, string path) =>
        collected == path || Below(path, collected) || Below(collected, path);

    private static bool Below(string path, string parent) =>
        path.Length > parent.Length && path.StartsWith(parent, StringComparison.Ordinal) && path[parent.Length] is '.' or '[';

    private void Paths(Requirement requirement, string pointer)
    {
        switch (requirement)
        {
            case FieldRequirement field:
                foreach (var path in field.Paths) Known(pointer, path);
                break;
            case AddressRequirement address:
                foreach (var path in address.Paths) Each(pointer, path, address.Fields);
                break;
            case PersonRequirement person:
                Each(pointer, "business.people[]", person.Fields);
                Role(pointer, person.Role);
                break;
            case OwnershipRequirement ownership:
                Each(pointer, "business.people[]", ownership.Fields);
                break;
            case DocumentRequirement paper:
                foreach (var alternative in paper.AnyOf)
                {
                    Type(pointer, alternative.Type);
                    Each(pointer, "documents." + paper.Key, alternative.Fields);
                }

                break;
            case VerificationRequirement verification:
                foreach (var word in verification.Subjects) Subject(pointer, word);
                break;
        }
    }

    private void Each(string pointer, string parent, IEnumerable<string> fields)
    {
        Known(pointer, parent);
        foreach (var field in fields) Known(pointer, $"{parent}.{field}");
    }

    private void Known(string pointer, string path)
    {
        if (!_vocabulary.Knows(path))
            issues.Add(new PolicyIssue(pointer, "unknown_path", $"'{path}' is not in the vocabulary.", null, NearestName.Of(path, _vocabulary.Entries.Select(e => e.Path))));
    }

    private void Type(string pointer, string type)
    {
        if (DocumentTypes.Shipped.Find(type) is not null) return;
        issues.Add(new PolicyIssue(
            pointer, "unknown_document_type", $"'{type}' is not in the catalogue of document types.", null,
            NearestName.Of(type, DocumentTypes.Shipped.All.Select(t => t.Key)), IsWarning: true));
    }

    private void Role(string pointer, string role)
    {
        var roles = _vocabulary.Find("business.people[].roles[]")?.Values ?? [];
        if (!roles.Contains(role)) issues.Add(new PolicyIssue(pointer, "unknown_role", $"'{role}' is no role of a person.", null, NearestName.Of(role, roles)));
    }

    private void Subject(string pointer, string word)
    {
        if (word is "applicant" or "business" or "individual" or "people" or "owners" or "representatives") return;
        if (word.StartsWith("documents/", StringComparison.Ordinal))
        {
            if (!Keys("documents").Contains(word[10..])) issues.Add(new PolicyIssue(pointer, "unknown_requirement_key", $"No document requirement has the key '{word[10..]}'.", null, NearestName.Of(word[10..], Keys("documents"))));
        }
        else if (!word.StartsWith("identifiers/", StringComparison.Ordinal)) Role(pointer, word);
    }
}
