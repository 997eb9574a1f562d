using KybPlatform.Policies.Expressions;

namespace KybPlatform.Policies;

/// <summary>The vocabulary as types of the expression language.</summary>
internal static class VocabularyTypes
{
    public static CelEnvironment Environment(Vocabulary vocabulary)
    {
        var environment = CelEnvironment.Standard;
        foreach (var (name, node) in vocabulary.Root.Members) environment = environment.WithVariable(name, TypeOf(node));
        return DomainFunctionNames.Declared.Aggregate(environment, (e, f) => e.WithFunction(f));
    }

    /// <summary>Every fact may also be null: known to be absent. An object without listed members takes any.</summary>
    private static CelType TypeOf(VocabularyNode node) => node.Type switch
    {
        FactType.Object => node.Members.Count == 0 ? CelType.Dyn : CelType.Object(node.Path, Fields(node)),
        FactType.Map => CelType.Object(node.Path, Fields(node), node.Each is null ? CelType.Dyn : TypeOf(node.Each)),
        FactType.List => CelType.NullableOf(CelType.ListOf(node.Each is null ? CelType.Dyn : Item(node.Each))),
        _ => CelType.NullableOf(Scalar(node.Type)),
    };

    private static CelType Item(VocabularyNode node) => TypeOf(node) is CelType.Nullable nullable ? nullable.Value : TypeOf(node);

    private static Dictionary<string, CelType> Fields(VocabularyNode node) => node.Members.ToDictionary(m => m.Key, m => TypeOf(m.Value), StringComparer.Ordinal);

    private static CelType Scalar(FactType type) => type switch
    {
        FactType.Int => CelType.Int,
        FactType.Number => CelType.Double,
        FactType.Bool => CelType.Bool,
        FactType.Date or FactType.Timestamp => CelType.Timestamp,
        _ => CelType.String,
    };
}
