using System.Collections.Frozen;
using System.Collections.Immutable;
using KybPlatform.Policies.Expressions.Functions;

namespace KybPlatform.Policies.Expressions;

/// <summary>What an expression may name: variables with their types, and functions. Immutable; every change gives a new one.</summary>
public sealed class CelEnvironment
{
    private readonly ImmutableDictionary<string, CelType> _variables;
    private readonly ImmutableDictionary<string, CelFunction> _functions;

    private CelEnvironment(ImmutableDictionary<string, CelType> variables, ImmutableDictionary<string, CelFunction> functions)
    {
        _variables = variables;
        _functions = functions;
    }

    /// <summary>No variables; the standard definitions of cel-spec with the string, math, encoder, optional, binding and two-variable extensions.</summary>
    public static CelEnvironment Standard { get; } = new(
        ImmutableDictionary.Create<string, CelType>(StringComparer.Ordinal),
        StandardLibrary.All.ToImmutableDictionary(f => f.Name, StringComparer.Ordinal));

    /// <summary>Names that denote types, and can be used as values.</summary>
    internal static FrozenDictionary<string, CelTypeValue> TypeNames { get; } = new[]
    {
        ("bool", CelType.Bool), ("int", CelType.Int), ("uint", CelType.Uint), ("double", CelType.Double), ("string", CelType.String),
        ("bytes", CelType.Bytes), ("list", CelType.AnyList), ("map", CelType.AnyMap), ("null_type", CelType.Null), ("type", CelType.AnyType),
        ("dyn", CelType.Dyn), ("optional_type", CelType.AnyOptional), ("google.protobuf.Timestamp", CelType.Timestamp),
        ("google.protobuf.Duration", CelType.Duration),
    }.ToFrozenDictionary(t => t.Item1, t => new CelTypeValue(t.Item2), StringComparer.Ordinal);

    public IEnumerable<KeyValuePair<string, CelType>> Variables => _variables;

    public IEnumerable<CelFunction> Functions => _functions.Values;

    /// <summary>Declares a variable, or declares it anew. The name may be qualified (<c>a.b</c>); the longest declared prefix is used.</summary>
    public CelEnvironment WithVariable(string name, CelType type) => new(_variables.SetItem(name, type), _functions);

    /// <summary>Declares a function, or replaces the one of that name with all its overloads.</summary>
    public CelEnvironment WithFunction(CelFunction function) => new(_variables, _functions.SetItem(function.Name, function));

    internal CelType? FindVariable(string name) => _variables.GetValueOrDefault(name);

    internal CelFunction? FindFunction(string name) => _functions.GetValueOrDefault(name);

    internal IEnumerable<string> FunctionNames => _functions.Keys;

    internal IEnumerable<string> VariableNames => _variables.Keys;
}
