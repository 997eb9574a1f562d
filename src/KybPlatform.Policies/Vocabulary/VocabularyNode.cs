using System.Collections.Frozen;
using KybPlatform.Policies.Expressions;

namespace KybPlatform.Policies;

/// <summary>The vocabulary as a tree, for walking a facts document and the vocabulary together.</summary>
public sealed class VocabularyNode(string path, FactType type)
{
    private readonly Dictionary<string, VocabularyNode> _building = new(StringComparer.Ordinal);
    private static readonly Lazy<Utf8Table<CelValue>> CountryCodes = new(static () => Texts(Countries.All));
    private FrozenDictionary<string, VocabularyNode> _members = FrozenDictionary<string, VocabularyNode>.Empty;
    private Utf8Table<NamedNode> _named = Utf8Table<NamedNode>.Empty;
    private Utf8Table<CelValue>? _texts;

    public string Path => path;
    public FactType Type { get; private set; } = type;

    /// <summary>Of each item of a list, or each value of a map with free keys.</summary>
    public VocabularyNode? Each { get; private set; }

    public IReadOnlyDictionary<string, VocabularyNode> Members => _members;

    /// <summary>Null for a name that the vocabulary does not have: its values are read as they come.</summary>
    public VocabularyNode? Member(string name) => _members.TryGetValue(name, out var found) ? found : Type == FactType.Map ? Each : null;

    /// <summary>A member by its name in JSON, without escapes; null for one that the vocabulary does not have by name.</summary>
    internal NamedNode? Named(ReadOnlySpan<byte> name) => _named.Find(name);

    /// <summary>The value for a text in JSON, without escapes, that is one of the values or countries that the path can have; null for any other.</summary>
    internal CelValue? Text(ReadOnlySpan<byte> text) => _texts?.Find(text);

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
        if (entry.Type is FactType.Country) node._texts = CountryCodes.Value;
        else if (entry.Type is FactType.Enum) node._texts = Texts(entry.Values);
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
        _named = new Utf8Table<NamedNode>(_building.Select(m => KeyValuePair.Create(m.Key, new NamedNode(FactReader.Pooled(m.Key), m.Value))));
        Each?.Freeze();
        foreach (var member in _building.Values) member.Freeze();
    }

    private static Utf8Table<CelValue> Texts(IEnumerable<string> texts) => new(texts.Select(t => KeyValuePair.Create(t, CelValue.Of(t))));
}

/// <summary>A member of the vocabulary with its name as all facts share it.</summary>
internal sealed record NamedNode(string Name, VocabularyNode Node);
