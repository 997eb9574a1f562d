using System.Collections.Frozen;
using System.Text.Json.Nodes;
using KybPlatform.Policies.Documents;

namespace KybPlatform.Policies;

/// <summary>Who stands behind a document. What the applicant issues proves a will, not a fact.</summary>
public enum DocumentIssuer
{
    Register,
    Government,
    TaxAuthority,
    Regulator,
    NetworkOrRegistry,
    Bank,
    Utility,
    ThirdParty,
    Applicant,
}

/// <summary>A kind of document that policies ask for. <see cref="Label"/> and <see cref="Help"/> are for applicants, in English; templates translate them by key.</summary>
public sealed record DocumentType(string Key, string Label, string Help, DocumentIssuer IssuedBy);

/// <summary>
/// The catalogue of document types. Shipped policies name nothing outside it; a tenant's policy may, and is warned, as a misspelt type would ask for a
/// document that nobody can give.
/// </summary>
public sealed class DocumentTypes
{
    private readonly FrozenDictionary<string, DocumentType> _byKey;

    private DocumentTypes(IReadOnlyList<DocumentType> all)
    {
        All = all;
        _byKey = all.ToFrozenDictionary(t => t.Key, StringComparer.Ordinal);
    }

    /// <summary>The catalogue of this build.</summary>
    public static DocumentTypes Shipped { get; } = Read(PackFiles.Text("vocabulary/document_types.yaml"));

    public IReadOnlyList<DocumentType> All { get; }

    /// <summary>Null when there is no such type.</summary>
    public DocumentType? Find(string key) => _byKey.GetValueOrDefault(key);

    /// <summary>Throws <see cref="FormatException"/> with everything that is wrong: a build with a broken catalogue must not start.</summary>
    internal static DocumentTypes Read(string yaml)
    {
        var tree = YamlText.Parse(yaml);
        var types = new List<DocumentType>();
        if (tree.Root is JsonObject json)
        {
            var root = new ObjectReader(json, "", tree);
            root.Whole("version", 1, required: true);
            if (root.Object("document_types", required: true) is { } entries)
            {
                foreach (var (key, _) in entries.Members())
                {
                    if (entries.Object(key) is { } entry) types.Add(Entry(key, entry));
                }
            }

            root.Close();
        }

        if (tree.Issues.Count > 0) throw new FormatException("The catalogue of document types is broken: " + string.Join("; ", tree.Issues));
        return new DocumentTypes(types);
    }

    private static DocumentType Entry(string key, ObjectReader entry)
    {
        var type = new DocumentType(
            key, entry.Text("label", required: true) ?? "", entry.Text("help", required: true) ?? "", entry.Choice<DocumentIssuer>("issued_by", required: true) ?? DocumentIssuer.Applicant);
        entry.Close();
        return type;
    }
}
