using KybPlatform.Policies.Documents;

namespace KybPlatform.Policies;

/// <summary>One version of the shipped policies: the documents as they are written, bases too, and the policies that they make together.</summary>
public sealed class PolicyPack
{
    private static readonly Lazy<PolicyPack> FromThisBuild = new(ReadShipped);

    private PolicyPack(IReadOnlyDictionary<string, PolicyDocument> documents, PolicyCatalog catalog) => (Documents, Catalog) = (documents, catalog);

    /// <summary>The pack of this build. Made once. Throws <see cref="FormatException"/> when it is broken, which a test of the build rules out.</summary>
    public static PolicyPack Shipped => FromThisBuild.Value;

    public string Version => Catalog.PackVersion;

    /// <summary>By key.</summary>
    public IReadOnlyDictionary<string, PolicyDocument> Documents { get; }

    public PolicyCatalog Catalog { get; }

    /// <summary>A pack from its documents. Throws <see cref="FormatException"/> where they make no catalogue.</summary>
    public static PolicyPack From(IReadOnlyCollection<PolicyDocument> documents, string version)
    {
        var issues = new List<PolicyIssue>();
        return From(documents, version, issues);
    }

    private static PolicyPack ReadShipped()
    {
        var issues = new List<PolicyIssue>();
        return From(PackFiles.Read(issues), PackFiles.Version(), issues);
    }

    private static PolicyPack From(IReadOnlyCollection<PolicyDocument> documents, string version, List<PolicyIssue> issues) =>
        PolicyCatalog.From(documents, version, issues) is { } catalog
            ? new PolicyPack(documents.ToDictionary(d => d.Key, StringComparer.Ordinal), catalog)
            : throw new FormatException("The policy packs are broken:\n" + string.Join('\n', issues.Where(i => !i.IsWarning)));
}
