using KybPlatform.Policies.Expressions.Syntax;

namespace KybPlatform.Policies.Expressions.Execution;

/// <summary>
/// A variable and the fields read from it, in one step: <c>business.registered_address.country</c>. What is not known on the way is unknown by the
/// whole path, so that it says which fact is wanted.
/// </summary>
internal sealed class FactNode : Node
{
    private readonly string _variable;
    private readonly string[] _fields;
    private readonly CelString[] _keys;
    private readonly string _path;
    private readonly CelUnknown _unknown;

    public FactNode(CelExpr source, string variable) : this(source, variable, []) { }

    private FactNode(CelExpr source, string variable, string[] fields) : base(source)
    {
        _variable = variable;
        _fields = fields;
        _keys = Array.ConvertAll(fields, f => new CelString(f));
        _path = string.Join('.', [variable, .. fields]);
        _unknown = CelUnknown.Of(_path);
    }

    public string Path => _path;

    public FactNode Extend(CelExpr source, string field) => new(source, _variable, [.. _fields, field]);

    internal override CelValue Run(CelFrame frame)
    {
        frame.Tracer?.Read(_path);
        var value = frame.Facts.Variable(_variable);
        for (var i = 0; i < _fields.Length; i++)
        {
            if (value is CelFields fields) value = fields.Find(_fields[i]) ?? _unknown;
            else if (value.IsValue) value = FieldAccess.Select(frame, Source.Start, value, _fields[i], _keys[i]);
            else return value is CelUnknown unknown ? Whole(unknown) : value;
        }
        return value is CelUnknown last ? Whole(last) : value is CelError error ? error.At(Source.Start) : value;
    }

    /// <summary>An unknown that only says that something on the way here is missing is replaced by the whole path.</summary>
    private CelUnknown Whole(CelUnknown unknown) =>
        unknown.Paths is [var path] && _path.Length > path.Length && _path[path.Length] == '.' && _path.StartsWith(path, StringComparison.Ordinal)
            ? _unknown
            : unknown;
}

/// <summary><c>a.b</c> on any other value.</summary>
internal sealed class SelectNode(CelExpr source, Node operand, string field, bool isOptional) : Node(source, operand)
{
    private readonly CelString _key = new(field);

    internal override CelValue Run(CelFrame frame)
    {
        var value = operand.Eval(frame);
        if (!value.IsValue) return value;
        if (frame.Tracer is { } tracer && value is CelObject o) tracer.Read($"{o.Path}.{field}");
        return isOptional
            ? FieldAccess.SelectOptional(frame, Source.Start, value, field, _key)
            : FieldAccess.Select(frame, Source.Start, value, field, _key);
    }
}

/// <summary><c>has(a.b)</c>: false for a fact known to be absent, unknown for one that is not known.</summary>
internal sealed class HasNode(CelExpr source, Node operand, string field) : Node(source, operand)
{
    private readonly CelString _key = new(field);

    public string FieldName => @field;

    internal override CelValue Run(CelFrame frame) => Has(frame, operand.Eval(frame));

    private CelValue Has(CelFrame frame, CelValue value)
    {
        switch (value)
        {
            case CelObject o:
                frame.Tracer?.Read($"{o.Path}.{field}");
                var found = o.Find(field) ?? o.Missing(field);
                return found.IsValue ? CelValue.Of(found.Kind != CelKind.Null) : found;
            case CelMap map:
                return CelValue.Of(map.Find(_key) is not null);
            case CelOptional optional:
                return optional.Value is null ? CelValue.False : Has(frame, optional.Value);
            case { IsValue: false }:
                return value;
            default:
                return FieldAccess.NoField(frame, Source.Start, value, field);
        }
    }
}

/// <summary><c>a[b]</c>; optional <c>a[?b]</c>, and any index into an optional value.</summary>
internal sealed class IndexNode(CelExpr source, Node operand, Node key, bool isOptional) : Node(source, operand, key)
{
    internal override CelValue Run(CelFrame frame)
    {
        var value = operand.Eval(frame);
        var at = key.Eval(frame);
        if (!value.IsValue || !at.IsValue) return !value.IsValue && !at.IsValue ? Absorb(value, at) : value.IsValue ? at : value;
        frame.Position = Source.Start;
        if (!frame.Charge(at.Weight / 8)) return frame.OutOfBudget();
        if (frame.Tracer is { } tracer && value is CelObject o && at is CelString field) tracer.Read($"{o.Path}.{field.Value}");
        return isOptional ? FieldAccess.IndexOptional(frame, value, at) : FieldAccess.Index(frame, value, at);
    }
}
