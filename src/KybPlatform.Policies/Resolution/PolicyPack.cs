using KybPlatform.Policies.Documents;
using KybPlatform.Policies.Resolution;

namespace KybPlatform.Policies;

/// <summary>One version of the shipped policies: the documents as they are written, bases too, and the policies that they make together.</summary>
public sealed class PolicyPack
{
    private static readonly Lazy<PolicyPack> FromThisBuild = new(ReadShipped);

    private PolicyPack(IReadOnlyDictionary<string, PolicyDocument> documents, PolicyCatalog catalog, IReadOnlyDictionary<string, IReadOnlyList<string>> extends) =>
        (Documents, Catalog, Extends) = (documents, catalog, extends);

    /// <summary>
    /// The pack of this build. Made once, from its index: documents and policies are read when they are used, and throw <see cref="FormatException"/>
    /// then when they are broken or not those of the index, which a test of the build rules out.
    /// </summary>
    public static PolicyPack Shipped => FromThisBuild.Value;

    public string Version => Catalog.PackVersion;

    /// <summary>By key.</summary>
    public IReadOnlyDictionary<string, PolicyDocument> Documents { get; }

    public PolicyCatalog Catalog { get; }

    /// <summary>What each document stands on, by key, without reading any.</summary>
    internal IReadOnlyDictionary<string, IReadOnlyList<string>> Extends { get; }

    /// <summary>A pack from its documents. Throws <see cref="FormatException"/> where they make no catalogue.</summary>
    public static PolicyPack From(IReadOnlyCollection<PolicyDocument> documents, string version)
    {
        var issues = new List<PolicyIssue>();
        return PolicyCatalog.From(documents, version, issues) is { } catalog
            ? new PolicyPack(documents.ToDictionary(d => d.Key, StringComparer.Ordinal), catalog, documents.ToDictionary(d => d.Key, d => d.Extends, StringComparer.Ordinal))
            : throw new FormatException("The policy packs are broken:\n" + string.Join('\n', issues.Where(i => !i.IsWarning)));
    }

    private static PolicyPack ReadShipped()
    {
        var index = PackIndex.ReadShipped();
        var documents = new PackDocuments(index, examples: true);
        return new PolicyPack(
            documents, PolicyCatalog.Of(new PackContents(index, documents).Policies, index.Version), index.Entries.ToDictionary(e => e.Key, e => e.Value.Extends, StringComparer.Ordinal));
    }
}
