using KybPlatform.Policies.Documents;
using KybPlatform.Policies.Expressions;

namespace KybPlatform.Policies;

/// <summary>An identifier of an accepted scheme whose checks have passed. Of several given ones the best counts.</summary>
internal sealed class IdentifierCheck : CompiledRequirement
{
    private readonly IdentifierRequirement _identifier;
    private readonly VerificationTerms _terms;
    private readonly Dictionary<string, string> _subjects;
    private readonly FactPath _ofBusiness = new("business.identifiers");
    private readonly FactPath _ofIndividual = new("individual.identifiers");

    public IdentifierCheck(IdentifierRequirement identifier, Condition? when) : base(identifier, when)
    {
        _identifier = identifier;
        _terms = new VerificationTerms("identifier", [.. identifier.Checks], [], null, identifier.MaxAgeDays, identifier.WhenUnavailable);
        _subjects = identifier.Schemes.ToDictionary(s => s, s => "identifiers/" + s, StringComparer.Ordinal);
    }

    public override IEnumerable<string> CollectedPaths => _identifier.Of switch
    {
        "business" => ["business.identifiers"],
        "individual" => ["individual.identifiers"],
        _ => ["business.identifiers", "individual.identifiers"],
    };

    protected override RequirementResult Check(EvaluationContext context)
    {
        var best = context.Findings();
        var path = Path(context);
        var found = false;
        if (path?.Read(context.Root) is CelList given)
        {
            foreach (var item in given)
            {
                if (item is not FactObject identifier || SchemeOf(identifier) is not { } scheme) continue;
                var findings = found ? context.Other(best) : best;
                findings.Subject = _subjects[scheme];
                VerificationReader.Read(context, _terms, _subjects[scheme], $"{path.Text}[{scheme}]", scheme, findings);
                if (_terms.Checks.Length == 0) findings.Pass($"{path.Text}[{scheme}]");
                if (!found || findings.Worst < best.Worst) best = findings;
                found = true;
            }
        }

        if (!found) best.Missing(path?.Text ?? "business.identifiers", "identifier_missing", string.Join(" | ", _identifier.Schemes));
        return best.Result(this);
    }

    public override void Plan(PlanBuilder plan, EvaluationContext context)
    {
        if (Path(context)?.Read(context.Root) is not CelList given) return;
        foreach (var item in given)
        {
            if (item is FactObject identifier && SchemeOf(identifier) is { } scheme) VerificationReader.Plan(plan, context, _terms, _subjects[scheme], scheme);
        }
    }

    private FactPath? Path(EvaluationContext context) => (_identifier.Of ?? context.Applicant) switch
    {
        "business" => _ofBusiness,
        "individual" => _ofIndividual,
        _ => null,
    };

    /// <summary>Null for a scheme that is not asked for, and for an entry without a value.</summary>
    private string? SchemeOf(FactObject identifier) =>
        identifier.Text("scheme") is { } scheme && _subjects.ContainsKey(scheme) && !string.IsNullOrWhiteSpace(identifier.Text("value")) ? scheme : null;
}
