using System.Globalization;
using KybPlatform.Policies.Documents;
using KybPlatform.Policies.Expressions;

namespace KybPlatform.Policies;

/// <summary>Enough persons in a role, each of those counted complete and of age.</summary>
internal sealed class PersonCheck : CompiledRequirement
{
    private readonly PersonRequirement _person;
    private readonly FactPath[] _fields;

    public PersonCheck(PersonRequirement person, Condition? when) : base(person, when)
    {
        _person = person;
        _fields = [.. person.Fields.Concat(person.MinAge is null ? [] : ["date_of_birth"]).Distinct(StringComparer.Ordinal).Select(f => new FactPath(f))];
    }

    public override IEnumerable<string> CollectedPaths => [.. _fields.Select(f => "business.people[]." + f.Text), "business.people[].roles", "business.people[].id"];

    protected override RequirementResult Check(EvaluationContext context)
    {
        var findings = context.Findings();
        if (context.Facts.People is not { } people)
        {
            if (_person.Min > 0 || _person.Max is not null) findings.Missing("business.people", "person_missing", Expected());
            return findings.Result(this);
        }

        Count(context, people, findings);
        return findings.Result(this);
    }

    private void Count(EvaluationContext context, Person[] people, Findings findings)
    {
        var incomplete = context.Other(findings);
        var (complete, possible) = (0, 0);
        foreach (var person in people)
        {
            var inRole = person.HasRole(_person.Role);
            if (inRole != false) possible++;
            if (inRole != true) continue;
            if (!IsComplete(context, person, complete < _person.Min ? incomplete : null)) continue;
            complete++;
            findings.Pass(person.Path);
            findings.Subject ??= person.Subject;
        }

        if (complete < _person.Min)
        {
            if (incomplete.Faults == 0) findings.Missing("business.people", "person_missing", Expected());
            findings.Take(incomplete);
        }

        if (possible > _person.Max) findings.Fail("business.people", "too_many_persons", _person.Max!.Value.ToString(CultureInfo.InvariantCulture));
    }

    private bool IsComplete(EvaluationContext context, Person person, Findings? report)
    {
        var complete = true;
        foreach (var field in _fields)
        {
            var value = field.Read(person.Facts);
            if (value is not null and not { Kind: CelKind.Null or CelKind.Error } and not CelString { Value.Length: 0 }) continue;
            complete = false;
            if (value?.Kind == CelKind.Error) report?.Fail($"{person.Path}.{field.Text}", "field_invalid");
            else report?.Missing($"{person.Path}.{field.Text}", "person_field_missing");
        }

        return complete && IsOfAge(context, person, report);
    }

    private bool IsOfAge(EvaluationContext context, Person person, Findings? report)
    {
        if (_person.MinAge is not { } age) return true;
        if (context.Facts.Now is { } now && person.Facts.Seconds("date_of_birth") is { } birth && Ages.Years(birth, now) >= age) return true;
        if (context.Facts.Now is null) report?.Unknown("now", "expression_unknown", "now");
        else report?.Fail(person.Path + ".date_of_birth", "person_too_young", age.ToString(CultureInfo.InvariantCulture));
        return false;
    }

    private string Expected() => string.Create(CultureInfo.InvariantCulture, $"{_person.Min} {_person.Role}");
}
