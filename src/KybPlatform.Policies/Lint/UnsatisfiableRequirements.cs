using KybPlatform.Policies.Documents;

namespace KybPlatform.Policies.Lint;

/// <summary>
/// <c>unsatisfiable_requirement</c>: nobody can meet it. The fragment decided: bounds of a field that cross each other or leave none of its allowed values, values that
/// the vocabulary does not have; an expression that never holds; expressions and allowed values of requirements that always apply and
/// never hold together; an address inside the policy's country, of which none of the named countries is one.
/// </summary>
internal static class UnsatisfiableRequirements
{
    public static IEnumerable<PolicyIssue> Check(LintSubject subject)
    {
        var requirements = subject.Policy.Requirements;
        IReadOnlyList<Case>? together = [Case.Any];
        for (var i = 0; i < requirements.Count; i++)
        {
            var alone = Alone(subject, requirements[i]);
            if (alone is not null)
            {
                yield return Finding(i, alone);
                continue;
            }

            if (requirements[i].When is not null || together is null || Demands(subject, requirements[i]) is not { } demands) continue;
            var all = Cases.All(subject.Effort, together, demands);
            if (all is { Count: 0 }) yield return Finding(i, $"'{requirements[i].Key}' cannot be met together with requirements before it.");
            else together = all;
        }
    }

    private static PolicyIssue Finding(int index, string detail) => LintSubject.Finding($"/requirements/{index}", "unsatisfiable_requirement", detail);

    /// <summary>Why the requirement cannot be met whatever else is asked; null when it can, or when that is not decided.</summary>
    private static string? Alone(LintSubject subject, Requirement requirement) => requirement switch
    {
        FieldRequirement { MinLength: { } least, MaxLength: { } most } when least > most => "Its least length is above its greatest.",
        FieldRequirement { MinItems: { } least, MaxItems: { } most } when least > most => "It needs more items than it allows.",
        FieldRequirement { Minimum: { } least, Maximum: { } most } when least > most => "Its minimum is above its maximum.",
        FieldRequirement { AllowNone: false, Allowed.Count: > 0 } field when !field.Allowed.Any(v => IsPossible(field, v)) => "None of its allowed values can be given.",
        PersonRequirement { Max: { } most } person when person.Min > most => "It needs more persons than it allows.",
        AddressRequirement { Scope: AddressScope.InCountry, Countries.Count: > 0 } address
            when subject.Policy.Scope.Country is { } country && !address.Countries.Contains(country) => "The address must lie in the country of the policy, which is not among its countries.",
        _ when LintSubject.ExpressionOf(requirement) is { } expr && expr.Trim() != "false" && subject.Cases(expr) is { Count: 0 } => "Its expression never holds.",
        _ => null,
    };

    private static bool IsPossible(FieldRequirement field, object value)
    {
        var values = field.Paths.SelectMany(Domains.ValuesOf).ToList();
        return value switch
        {
            string text => (values.Count == 0 || values.Contains(text)) && !(text.Length < field.MinLength) && !(text.Length > field.MaxLength),
            double number => !(number < field.Minimum) && !(number > field.Maximum),
            _ => true,
        };
    }

    /// <summary>What must hold of facts if the requirement is to be met; null where it demands nothing that can be told.</summary>
    private static IReadOnlyList<Case>? Demands(LintSubject subject, Requirement requirement)
    {
        if (LintSubject.ExpressionOf(requirement) is { } expr) return subject.Cases(expr);
        if (requirement is not FieldRequirement { AllowNone: false, Paths: [var path] } field || Vocabulary.Shipped.Find(path) is not { Type: not (FactType.List or FactType.Object) } || path.Contains("[]", StringComparison.Ordinal)) return null;
        var demand = Case.Any.And(path, ValueSet.Anything with { Null = false });
        if (field.Allowed.Count > 0 && field.Allowed.All(v => v is string)) demand = demand?.And(path, ValueSet.Nothing with { Texts = TextSet.Of(field.Allowed.Cast<string>()) });
        if (field.Minimum is { } least && Math.Abs(least) < 1e15) demand = demand?.And(path, ValueSet.Nothing with { Numbers = Intervals.Above((decimal)least, included: true) });
        if (field.Maximum is { } most && Math.Abs(most) < 1e15) demand = demand?.And(path, ValueSet.Nothing with { Numbers = Intervals.Below((decimal)most, included: true) });
        return demand is null ? null : [demand];
    }
}
