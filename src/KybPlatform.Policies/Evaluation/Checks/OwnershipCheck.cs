using System.Globalization;
using KybPlatform.Policies.Documents;
using KybPlatform.Policies.Expressions;

namespace KybPlatform.Policies;

/// <summary>
/// Everybody who holds the threshold or more must be named, and what nobody explains must be too small to hide one more.
/// Shares through owning businesses are multiplied along the way and added up per person (as beneficial ownership rules such as 31 CFR 1010.230 and
/// Directive (EU) 2015/849, article 3(6), count indirect holdings). An owning business whose own owners are not given leaves its share unexplained.
/// Whoever controls without a share (article 3(6)(a)(ii) and (b): senior managing officials, trustees) is named by role; listed companies are exempt as in article 3(6)(a)(i).
/// </summary>
internal sealed class OwnershipCheck : CompiledRequirement
{
    private static readonly FactPath Business = new("business");
    private readonly OwnershipRequirement _ownership;
    private readonly FactPath[] _fields;

    public OwnershipCheck(OwnershipRequirement ownership, Condition? when) : base(ownership, when)
    {
        _ownership = ownership;
        _fields = [.. ownership.Fields.Select(f => new FactPath(f))];
    }

    public override IEnumerable<string> CollectedPaths =>
    [
        "business.people[].ownership_percent", "business.people[].roles", "business.owned_by", .. OwnershipExemptions.Facts(_ownership.Exempt).Select(f => "business." + f), .. _ownership.Fields.Select(f => "business.people[]." + f),
    ];

    protected override RequirementResult Check(EvaluationContext context)
    {
        var findings = context.Findings();
        if (Business.Read(context.Root) is not FactObject business || context.Facts.People is null)
        {
            findings.Missing("business.people", "owners_missing");
            return findings.Result(this);
        }

        if (OwnershipExemptions.Of(business, _ownership.Exempt) is { } exempt)
        {
            findings.Note("ownership_exempt", $"The business is {exempt}: its owners are not asked for.");
            findings.Pass("business.people");
            return findings.Result(this);
        }

        if (business.Text("type") == "trust" && _ownership.ControlRoles.Count > 0)
        {
            // Nobody holds shares in a trust: those who control it stand for all of it.
            if (!Controllers(business, findings)) findings.Missing("business.people", "owners_missing", string.Join(" | ", _ownership.ControlRoles), itemCode: "owners_missing");
            return findings.Result(this);
        }

        Shares(OwnershipGraph.Of(business, _ownership.Exempt), findings);
        Controllers(business, findings);
        return findings.Result(this);
    }

    private void Shares(OwnershipGraph graph, Findings findings)
    {
        foreach (var path in graph.WithoutShare)
        {
            if (_ownership.UnknownAllowed) findings.Note("ownership_incomplete", $"{path} is not known.");
            else findings.Missing(path, "ownership_incomplete", itemCode: "person_field_missing");
        }

        if (graph.Impossible is { } impossible) findings.Fail(impossible, "ownership_impossible");
        else Unexplained(graph, findings);
        foreach (var owner in graph.Owners)
        {
            if (owner.Percent >= _ownership.ThresholdPercent || owner.ShareUnknown) Named(owner.Person, owner.Path, findings);
        }
    }

    /// <returns>Whether there is anybody in one of the roles.</returns>
    private bool Controllers(FactObject business, Findings findings)
    {
        var any = false;
        if (_ownership.ControlRoles.Count == 0 || business.List("people") is not { } people) return any;
        for (var i = 0; i < people.Count; i++)
        {
            if (people[i] is not FactObject person || !_ownership.ControlRoles.Any(r => new Person(person, i).HasRole(r) == true)) continue;
            any = true;
            Named(person, People.PathOf(person, "business", i), findings);
        }

        return any;
    }

    private void Unexplained(OwnershipGraph graph, Findings findings)
    {
        var rest = 100 - graph.Explained;
        if (_ownership.UnknownAllowed || rest < _ownership.ThresholdPercent) findings.Pass("business.people");
        else if (graph.Owners.Count == 0) findings.Missing("business.people", "owners_missing", itemCode: "owners_missing");
        else if (graph.WithoutShare.Count == 0) findings.Fail("business.people", "ownership_incomplete", $"{Text(_ownership.ThresholdPercent)} percent or more must not be unexplained", CelValue.Of((double)rest));
    }

    private void Named(FactObject person, string path, Findings findings)
    {
        var complete = true;
        foreach (var field in _fields)
        {
            if (field.Read(person) is { } value and not { Kind: CelKind.Null or CelKind.Error } && value is not CelString { Value.Length: 0 }) continue;
            complete = false;
            findings.Missing($"{path}.{field.Text}", "beneficial_owner_incomplete");
        }

        if (complete) findings.Pass(path);
    }

    private static string Text(decimal number) => number.ToString("0.##", CultureInfo.InvariantCulture);
}
