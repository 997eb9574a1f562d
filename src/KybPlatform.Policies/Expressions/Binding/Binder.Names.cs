using KybPlatform.Policies.Expressions.Execution;
using KybPlatform.Policies.Expressions.Syntax;

namespace KybPlatform.Policies.Expressions.Binding;

/// <summary>Names, fields and indexes.</summary>
internal sealed partial class Binder
{
    private Bound BindName(CelExpr.Ident ident)
    {
        if (!ident.IsRooted && _locals?.Find(ident.Name) is { } local) return new(new LocalNode(ident, local.Slot), local.Type, local.Path);
        return BindGlobal(ident, ident.Name) ?? Fail(ident, CelIssueCodes.UndeclaredReference, $"'{ident.Name}' is not declared.",
            Nearest(ident.Name, environment.VariableNames.Concat(LocalNames())));
    }

    private IEnumerable<string> LocalNames()
    {
        for (var local = _locals; local is not null; local = local.Outer) yield return local.Name;
    }

    private Bound? BindGlobal(CelExpr at, string name)
    {
        if (environment.FindVariable(name) is { } type) return new(new FactNode(at, name), type, name);
        if (CelEnvironment.TypeNames.TryGetValue(name, out var denoted)) return new(new ConstNode(at, denoted), new CelType.TypeOf(denoted.Denoted));
        return null;
    }

    private Bound BindSelect(CelExpr.Select select)
    {
        if (!select.IsOptional && Qualified(select) is { } name && name.Contains('.', StringComparison.Ordinal) && BindGlobal(select, name) is { } global) return global;
        var operand = BindPart(select.Operand);
        var type = FieldType(select, operand.Type, out var isOptional);
        isOptional |= select.IsOptional;
        var path = operand.Path is null ? null : $"{operand.Path}.{select.Field}";
        if (!isOptional && operand.Node is FactNode fact) return new(fact.Extend(select, select.Field), type, path);
        return new(new SelectNode(select, operand.Node, select.Field, isOptional), isOptional ? OptionalOf(type) : type, path);
    }

    /// <summary>The dotted name of a chain of names; null for anything else, and for a chain that starts at a local.</summary>
    private string? Qualified(CelExpr expression) => expression switch
    {
        CelExpr.Ident ident when ident.IsRooted || _locals?.Find(ident.Name) is null => ident.Name,
        CelExpr.Select { IsOptional: false } select when Qualified(select.Operand) is { } prefix => $"{prefix}.{select.Field}",
        _ => null,
    };

    private CelType OptionalOf(CelType type) =>
        _types.Shallow(type) is CelType.Optional ? type : CelType.OptionalOf(type is CelType.Nullable n ? n.Value : type);

    private CelType FieldType(CelExpr.Select select, CelType operand, out bool throughOptional)
    {
        throughOptional = false;
        switch (_types.Shallow(operand))
        {
            case CelType.Optional optional:
                var inner = FieldType(select, optional.Value, out _);
                throughOptional = true;
                return inner;
            case CelType.Nullable nullable:
                return FieldType(select, nullable.Value, out throughOptional);
            case CelType.Map map when _types.Assign(map.Key, CelType.String):
                return map.Value;
            case CelType.ObjectType known when known.Fields.TryGetValue(select.Field, out var type):
                return CelType.NullableOf(type);
            case CelType.ObjectType { Additional: { } additional }:
                return CelType.NullableOf(additional);
            case CelType.ObjectType known:
                Issue(select, CelIssueCodes.UndefinedField, $"'{known.Name}' has no field '{select.Field}'.", Nearest(select.Field, known.Fields.Keys));
                return CelType.Dyn;
            case CelType.Free or CelType.Simple { Kind: null }:
                return CelType.Dyn;
            case var other:
                Issue(select, CelIssueCodes.TypeMismatch, $"A value of type {Name(other)} has no fields.");
                return CelType.Dyn;
        }
    }

    private Bound BindHas(CelExpr.Has has)
    {
        var field = has.Field;
        var operand = BindPart(field.Operand);
        FieldType(field, operand.Type, out _);
        if (operand.Path is { } path) _paths.Add($"{path}.{field.Field}");
        return new(new HasNode(has, operand.Node, field.Field), CelType.Bool);
    }

    private Bound BindIndex(CelExpr.Index index)
    {
        var operand = BindPart(index.Operand);
        var key = Bind(index.Key);
        var constant = (key.Node as ConstNode)?.Value as CelString;
        var path = operand.Path is null ? null : IndexedPath(operand, key);
        if (operand.Path is { } whole && path is null) _paths.Add(whole);
        var type = ElementType(index, operand.Type, key.Type, constant?.Value, out var isOptional);
        isOptional |= index.IsOptional;
        return new(new IndexNode(index, operand.Node, key.Node, isOptional), isOptional ? OptionalOf(type) : type, path);
    }

    /// <summary>The path of an element; null where only evaluation can tell, and then all of the operand counts as read.</summary>
    private string? IndexedPath(Bound operand, Bound key) => key.Node switch
    {
        ConstNode { Value: CelString field } => $"{operand.Path}.{field.Value}",
        ConstNode { Value: CelInt } => $"{operand.Path}[]",
        _ => Bare(operand.Type) is CelType.List ? $"{operand.Path}[]" : null,
    };

    /// <summary>The type without the marks for null and optional.</summary>
    private CelType Bare(CelType type) => _types.Shallow(type) switch
    {
        CelType.Nullable nullable => Bare(nullable.Value),
        CelType.Optional optional => Bare(optional.Value),
        var bare => bare,
    };

    private CelType ElementType(CelExpr.Index index, CelType operand, CelType key, string? constant, out bool throughOptional)
    {
        throughOptional = _types.Shallow(operand) is CelType.Optional;
        switch (Bare(operand))
        {
            case CelType.List list when _types.Assign(CelType.Int, key):
                return list.Element;
            case CelType.Map map when _types.Assign(map.Key, key):
                return map.Value;
            case CelType.ObjectType known when constant is not null && known.Fields.TryGetValue(constant, out var type):
                return CelType.NullableOf(type);
            case CelType.ObjectType { Additional: { } additional } when _types.Assign(CelType.String, key):
                return CelType.NullableOf(additional);
            case CelType.Free or CelType.Simple { Kind: null }:
                return CelType.Dyn;
            case var other:
                Issue(index, CelIssueCodes.NoMatchingOverload, $"A value of type {Name(other)} cannot be indexed with {Name(key)}.");
                return CelType.Dyn;
        }
    }
}
