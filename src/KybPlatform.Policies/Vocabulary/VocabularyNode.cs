using System.Collections.Frozen;

namespace KybPlatform.Policies;

/// <summary>The vocabulary as a tree, for walking a facts document and the vocabulary together.</summary>
public sealed class VocabularyNode(string path, FactType type)
{
    private readonly Dictionary<string, VocabularyNode> _building = new(StringComparer.Ordinal);
    private FrozenDictionary<string, VocabularyNode> _members = FrozenDictionary<string, VocabularyNode>.Empty;

    public string Path => path;
    public FactType Type { get; private set; } = type;

    /// <summary>Of each item of a list, or each value of a map with free keys.</summary>
    public VocabularyNode? Each { get; private set; }

    public IReadOnlyDictionary<string, VocabularyNode> Members => _members;

    /// <summary>Null for a name that the vocabulary does not have: its values are read as they come.</summary>
    public VocabularyNode? Member(string name) => _members.TryGetValue(name, out var found) ? found : Type == FactType.Map ? Each : null;

    internal static VocabularyNode Build(IEnumerable<VocabularyEntry> entries)
    {
        var root = new VocabularyNode("", FactType.Object);
        foreach (var entry in entries) root.Add(entry);
        root.Freeze();
        return root;
    }

    private void Add(VocabularyEntry entry)
    {
        var node = this;
        foreach (var part in entry.Path.Split('.'))
        {
            var name = part.Replace("[]", "", StringComparison.Ordinal);
            node = name == "*" ? node.EachOf(FactType.Map) : node.Named(name);
            if (part.EndsWith("[]", StringComparison.Ordinal)) node = node.EachOf(FactType.List);
        }

        if (entry.Type is not FactType.Object) node.Type = entry.Type;
    }

    private VocabularyNode Named(string name)
    {
        if (!_building.TryGetValue(name, out var node)) _building[name] = node = new VocabularyNode(path.Length == 0 ? name : $"{path}.{name}", FactType.Object);
        return node;
    }

    private VocabularyNode EachOf(FactType container)
    {
        Type = container;
        return Each ??= new VocabularyNode(container == FactType.List ? path + "[]" : path + ".*", FactType.Object);
    }

    private void Freeze()
    {
        _members = _building.ToFrozenDictionary(StringComparer.Ordinal);
        Each?.Freeze();
        foreach (var member in _building.Values) member.Freeze();
    }
}
