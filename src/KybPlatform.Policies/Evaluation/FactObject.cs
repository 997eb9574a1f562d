using KybPlatform.Policies.Expressions;

namespace KybPlatform.Policies;

/// <summary>
/// One object of a facts document. Members are few, so they are found by a scan that compares references first: names come from one pool.
/// A member that is not there is unknown; one that holds null is known to be absent.
/// </summary>
internal sealed class FactObject : CelObject
{
    private string[] _names;
    private CelValue[] _values;
    private int _count;

    public FactObject(FactObject? parent, string name, int index, int capacity) : base(parent, name, index)
    {
        _names = new string[capacity];
        _values = new CelValue[capacity];
    }

    public override IReadOnlyCollection<string> Fields => new ArraySegment<string>(_names, 0, _count);

    internal override long Weight
    {
        get
        {
            var weight = 1L;
            for (var i = 0; i < _count; i++) weight += 1 + _values[i].Weight;
            return weight;
        }
    }

    public override CelValue? Find(string field)
    {
        var names = _names;
        for (var i = 0; i < _count; i++)
        {
            if (ReferenceEquals(names[i], field)) return _values[i];
        }

        for (var i = 0; i < _count; i++)
        {
            if (names[i].Length == field.Length && string.Equals(names[i], field, StringComparison.Ordinal)) return _values[i];
        }

        return null;
    }

    /// <summary>The later of two members with the same name counts, as everywhere in JSON where it is not refused.</summary>
    public void Set(string name, CelValue value)
    {
        var at = Array.IndexOf(_names, name, 0, _count);
        if (at >= 0)
        {
            _values[at] = value;
            return;
        }

        if (_count == _names.Length)
        {
            Array.Resize(ref _names, Math.Max(4, _count * 2));
            Array.Resize(ref _values, _names.Length);
        }

        (_names[_count], _values[_count]) = (name, value);
        _count++;
    }

    public FactObject? Object(string field) => Find(field) as FactObject;

    public CelList? List(string field) => Find(field) as CelList;

    /// <summary>Null when not given, known to be absent, or no text.</summary>
    public string? Text(string field) => (Find(field) as CelString)?.Value;

    /// <summary>Null when not given, known to be absent, or no truth value.</summary>
    public bool? Bool(string field) => (Find(field) as CelBool)?.Value;

    /// <summary>Whole seconds since 1970, or null when not given or no instant.</summary>
    public long? Seconds(string field) => (Find(field) as CelTimestamp)?.Seconds;

    public double? Number(string field) => Find(field) switch
    {
        CelInt i => i.Value,
        CelDouble d => d.Value,
        _ => null,
    };
}
