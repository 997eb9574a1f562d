using KybPlatform.Policies.Documents;
using KybPlatform.Policies.Expressions;
using KybPlatform.Policies.Lint;

namespace KybPlatform.Policies.Resolution;

/// <summary>
/// Holds the cells of a table against what its inputs can be. <c>type_mismatch</c>, an error: an input that no cell can be compared with (a list, an instant), or a cell of
/// another type than its input: such a row would never apply, in silence. <c>row_unreachable</c>, a warning: a text that the vocabulary does not have for the
/// fact. The fragment decided: inputs whose type is known when the policy is checked; values of those that are one fact of the vocabulary.
/// </summary>
internal static class TableTypes
{
    public static void Check(DecisionTable table, int index, IReadOnlyList<CelProgram> inputs, List<PolicyIssue> issues)
    {
        for (var i = 0; i < inputs.Count; i++)
        {
            var (input, type) = (table.Inputs[i], inputs[i].ResultType);
            if (TypeOf(type) is not { } kind)
            {
                if (type != CelType.Dyn)
                    issues.Add(new PolicyIssue($"/tables/{index}/inputs/{i}/expr", CelIssueCodes.TypeMismatch, $"Cells are compared with texts, numbers and truths, and this is {type.Name}."));
                continue;
            }

            var values = inputs[i].Path is { } path ? Domains.ValuesOf(path) : [];
            for (var r = 0; r < table.Rows.Count; r++)
            {
                if (table.Rows[r].If.TryGetValue(input.Key, out var cell)) Cell(cell, kind, type, values, $"/tables/{index}/rows/{r}/if/{input.Key}", issues);
            }
        }
    }

    private static void Cell(TableCell cell, Type kind, CelType type, IReadOnlyList<string> values, string pointer, List<PolicyIssue> issues)
    {
        var isRange = cell.Gt is not null || cell.Gte is not null || cell.Lt is not null || cell.Lte is not null;
        if ((isRange && kind != typeof(double)) || cell.In.Concat(cell.NotIn).Any(v => v.GetType() != kind))
            issues.Add(new PolicyIssue(pointer, CelIssueCodes.TypeMismatch, $"The input is {type.Name}: this cell is compared with something else and never applies."));
        else if (values.Count > 0 && cell.In.Concat(cell.NotIn).OfType<string>().FirstOrDefault(v => !values.Contains(v)) is { } strange)
            issues.Add(new PolicyIssue(pointer, "row_unreachable", $"'{strange}' is no value of this fact.", null, NearestName.Of(strange, values), IsWarning: true));
    }

    /// <summary>The type that values of cells have; null for what cells cannot be compared with.</summary>
    private static Type? TypeOf(CelType type) => type switch
    {
        CelType.Nullable nullable => TypeOf(nullable.Value),
        CelType.Simple { Kind: CelKind.String } => typeof(string),
        CelType.Simple { Kind: CelKind.Bool } => typeof(bool),
        CelType.Simple { Kind: CelKind.Int or CelKind.Uint or CelKind.Double } => typeof(double),
        _ => null,
    };
}
