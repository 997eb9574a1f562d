namespace KybPlatform.Policies.Expressions.Execution;

/// <summary>What a macro goes over: the elements of a list, or the entries of a map or object in their order.</summary>
internal readonly struct Elements
{
    private readonly CelList? _list;
    private readonly KeyValuePair<CelValue, CelValue>[]? _entries;

    private Elements(CelList? list, KeyValuePair<CelValue, CelValue>[]? entries, CelUnknown? rest = null) => (_list, _entries, Rest) = (list, entries, rest);

    /// <summary>What else there may be: an object of facts can have fields that nobody knows yet. Null where these are all.</summary>
    public CelUnknown? Rest { get; }

    public int Count => _list?.Count ?? _entries!.Length;

    public CelValue Index(int i) => _list is null ? _entries![i].Key : CelInt.Of(i);

    public CelValue Value(int i) => _list is null ? _entries![i].Value : _list[i];

    /// <summary>What the one variable of <c>all(x, …)</c> is bound to: an element, or a key.</summary>
    public CelValue Single(int i) => _list is null ? _entries![i].Key : _list[i];

    /// <summary>What it costs to get at the elements, in words copied. Those of a list are there.</summary>
    public static long CostOf(CelValue value) => value switch
    {
        CelMap map => map.Count,
        CelObject o => o.Fields.Count,
        _ => 0,
    };

    public static Elements? Of(CelValue value) => value switch
    {
        CelList list => new(list, null),
        CelMap map => new(null, [.. map]),
        CelObject o => new(null, [.. o.Fields.Select(f => KeyValuePair.Create(CelValue.Of(f), o.Find(f) ?? o.Missing(f)))], o.Incomplete()),
        _ => null,
    };
}
