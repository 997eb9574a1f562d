using System.Collections;
using KybPlatform.Policies.Expressions.Execution;

namespace KybPlatform.Policies.Expressions;

/// <summary>A list of values in order.</summary>
public sealed class CelList : CelValue, IReadOnlyList<CelValue>
{
    internal static readonly CelList Empty = new([]);
    private readonly CelValue[] _items;
    private readonly long _weight;

    internal CelList(CelValue[] items) : base(CelKind.List)
    {
        _items = items;
        _weight = 1;
        foreach (var item in items) _weight += item.Weight;
    }

    public int Count => _items.Length;

    public CelValue this[int index] => _items[index];

    internal ReadOnlySpan<CelValue> Items => _items;

    internal override long Weight => _weight;

    public IEnumerator<CelValue> GetEnumerator() => ((IEnumerable<CelValue>)_items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

/// <summary>A closed map, in order of insertion: what is not in it is not there. Keys are bool, int, uint or string; 1, 1u and 1.0 find the same entry.</summary>
public sealed class CelMap : CelValue, IEnumerable<KeyValuePair<CelValue, CelValue>>
{
    internal static readonly CelMap Empty = new([]);
    private readonly OrderedDictionary<CelValue, CelValue> _entries;
    private readonly long _weight;

    internal CelMap(OrderedDictionary<CelValue, CelValue> entries) : base(CelKind.Map)
    {
        _entries = entries;
        _weight = 1;
        foreach (var (key, value) in entries) _weight += key.Weight + value.Weight;
    }

    public int Count => _entries.Count;

    internal override long Weight => _weight;

    internal IReadOnlyList<CelValue> Keys => _entries.Keys;

    public static CelMap Of(IEnumerable<KeyValuePair<string, CelValue>> entries)
    {
        var map = NewEntries();
        foreach (var (key, value) in entries) map[Of(key)] = value;
        return new CelMap(map);
    }

    /// <summary>The entry's value, or null when there is no such key.</summary>
    public CelValue? Find(CelValue key) => _entries.TryGetValue(key, out var value) ? value : null;

    public IEnumerator<KeyValuePair<CelValue, CelValue>> GetEnumerator() => _entries.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal static OrderedDictionary<CelValue, CelValue> NewEntries() => new(KeyComparer.Instance);

    internal static bool IsKey(CelValue key) => key.Kind is CelKind.Bool or CelKind.Int or CelKind.Uint or CelKind.String;
}

/// <summary>
/// An object of facts that may be incomplete: reading a field that is not there gives <see cref="CelUnknown"/>, never an error and never absence.
/// A field that holds the explicit null is known to be absent: it reads as null, and <c>has</c> is false for it. How many fields there are, and whether
/// something holds for all of them, is unknown.
/// A caller derives from it to lend facts without copying them.
/// </summary>
public abstract class CelObject : CelValue
{
    private readonly CelObject? _parent;
    private readonly string _name;
    private readonly int _index;

    /// <param name="parent">The object this one was read from, or null for a root.</param>
    /// <param name="name">The variable's or field's name.</param>
    /// <param name="index">The position in the list held by that field; -1 when it is not in a list.</param>
    protected CelObject(CelObject? parent, string name, int index = -1) : base(CelKind.Map)
    {
        _parent = parent;
        _name = name;
        _index = index;
    }

    /// <summary>Where the object stands among the facts: <c>business.people[0]</c>.</summary>
    public string Path => (_parent is null ? _name : $"{_parent.Path}.{_name}") + (_index < 0 ? "" : $"[{_index}]");

    /// <summary>The names of the fields that are known, nulls included.</summary>
    public abstract IReadOnlyCollection<string> Fields { get; }

    /// <summary>The field's value; null when it is not known.</summary>
    public abstract CelValue? Find(string field);

    internal CelUnknown Missing(string field) => CelUnknown.Of($"{Path}.{field}");

    /// <summary>What is said of all fields together, such as their number, is not known while further fields may become known.</summary>
    internal CelUnknown Incomplete() => CelUnknown.Of(Path);
}

/// <summary>A <see cref="CelObject"/> over a dictionary.</summary>
public sealed class CelFields : CelObject
{
    private readonly Dictionary<string, CelValue> _fields;
    private long _weight = -1;

    /// <summary>Takes the dictionary over; the caller may fill it until the object is first read or put into a list or map.</summary>
    public CelFields(Dictionary<string, CelValue> fields, CelObject? parent, string name, int index = -1) : base(parent, name, index) => _fields = fields;

    public override IReadOnlyCollection<string> Fields => _fields.Keys;

    internal override long Weight => _weight >= 0 ? _weight : _weight = 1 + _fields.Sum(f => 1 + f.Value.Weight);

    public override CelValue? Find(string field) => _fields.GetValueOrDefault(field);
}
