using System.Collections.Frozen;
using KybPlatform.Policies.Expressions;

namespace KybPlatform.Policies;

/// <summary>Every fact path there is. Request schemas, forms, expressions and masking follow it; a path that is not here does not exist.</summary>
public sealed class Vocabulary
{
    private readonly FrozenDictionary<string, VocabularyEntry> _byPath;
    private readonly Lazy<CelEnvironment> _environment;

    internal Vocabulary(IReadOnlyList<VocabularyEntry> entries)
    {
        Entries = entries;
        _byPath = entries.ToFrozenDictionary(e => e.Path, StringComparer.Ordinal);
        Root = VocabularyNode.Build(entries);
        _environment = new Lazy<CelEnvironment>(() => VocabularyTypes.Environment(this));
    }

    /// <summary>The vocabulary of this build.</summary>
    public static Vocabulary Shipped { get; } = VocabularyReader.ReadShipped();

    public IReadOnlyList<VocabularyEntry> Entries { get; }

    /// <summary>What expressions may name: the roots with their types, and the domain functions.</summary>
    public CelEnvironment Environment => _environment.Value;

    /// <summary>The same as a tree.</summary>
    public VocabularyNode Root { get; }

    /// <summary>Takes written paths (<c>business.people[].email</c>) and paths into facts (<c>business.people[0].email</c>, <c>documents.proof.type</c>). Null: no such path.</summary>
    public VocabularyEntry? Find(string path)
    {
        if (_byPath.TryGetValue(path, out var entry)) return entry;
        return NodeAt(path) is { } node ? _byPath.GetValueOrDefault(node.Path) : null;
    }

    /// <summary>True for a path of the vocabulary and for the objects that paths lead through.</summary>
    public bool Knows(string path) => NodeAt(path) is not null;

    /// <summary>Whom a fact is about. A path that is not in the vocabulary counts as personal: doubt masks.</summary>
    public PersonalData Classify(string path)
    {
        if (Find(path) is { } entry) return entry.PersonalData;
        if (NodeAt(path) is not { } node) return PersonalData.Personal;
        var strictest = PersonalData.None;
        foreach (var below in Entries)
        {
            if (below.Path.StartsWith(node.Path, StringComparison.Ordinal) && below.PersonalData > strictest) strictest = below.PersonalData;
        }

        return strictest;
    }

    /// <summary>The place of a path in the tree; null where there is none.</summary>
    public VocabularyNode? NodeAt(string path)
    {
        var node = Root;
        foreach (var part in path.Split('.'))
        {
            var bracket = part.IndexOf('[', StringComparison.Ordinal);
            if (node.Member(bracket < 0 ? part : part[..bracket]) is not { } next) return null;
            node = next;
            if (bracket < 0) continue;
            if (node.Type != FactType.List || node.Each is null) return null;
            node = node.Each;
        }

        return node;
    }
}
