using KybPlatform.Policies.Documents;
using KybPlatform.Policies.Expressions;

namespace KybPlatform.Policies;

/// <summary>Every subject has a passed answer. A subject that lacks what the check would look at must give it first; what is known to be absent needs no check.</summary>
internal sealed class VerificationCheck : CompiledRequirement
{
    private readonly VerificationRequirement _verification;
    private readonly VerificationTerms _terms;
    private readonly string[] _looksAt;

    public VerificationCheck(VerificationRequirement verification, Condition? when) : base(verification, when)
    {
        _verification = verification;
        _terms = new VerificationTerms(
            verification.Type, [.. verification.Checks], [.. verification.Lists], verification.MaxListAgeDays, verification.MaxAgeDays, verification.WhenUnavailable, verification.Threshold);
        _looksAt = verification.Type switch
        {
            "phone" => ["phone"],
            "email" => ["email"],
            "website" => ["website"],
            "sanctions_screening" => ["legal_name", "family_name"],
            _ => [],
        };
    }

    public override IEnumerable<string> CollectedPaths => ["verifications." + _verification.Type, .. _verification.Subjects.SelectMany(LooksAt)];

    private IEnumerable<string> LooksAt(string word) => word switch
    {
        "applicant" => LooksAt("business").Concat(LooksAt("individual")),
        "business" => _looksAt.Length == 0 ? [] : ["business." + _looksAt[0]],
        "individual" => _looksAt.Length == 0 ? [] : ["individual." + _looksAt[^1]],
        _ when word.Contains('/', StringComparison.Ordinal) || _looksAt.Length == 0 => [],
        _ => ["business.people[]." + _looksAt[^1]],
    };

    protected override RequirementResult Check(EvaluationContext context)
    {
        var findings = context.Findings();
        var any = false;
        foreach (var word in _verification.Subjects)
        {
            var subjects = context.Subjects();
            if (!Subjects.TryFind(context, word, subjects, out var unknown))
            {
                if (unknown == "applicant") findings.Unknown(unknown, "subjects_unknown", unknown);
                else findings.Missing(unknown, "subjects_unknown");
            }

            foreach (var subject in subjects) any |= Read(context, subject, findings);
        }

        var result = findings.Result(this);
        return any || result.Outcome != RequirementOutcome.Passed ? result : new RequirementResult(this, RequirementOutcome.NotApplicable, null);
    }

    public override void Plan(PlanBuilder plan, EvaluationContext context)
    {
        foreach (var word in _verification.Subjects)
        {
            var subjects = context.Subjects();
            Subjects.TryFind(context, word, subjects, out _);
            foreach (var subject in subjects)
            {
                if (subject.Id is { } id && HasWhatItLooksAt(subject) == true) VerificationReader.Plan(plan, context, _terms, id, SchemeOf(id));
            }
        }
    }

    private bool Read(EvaluationContext context, Subject subject, Findings findings)
    {
        switch (HasWhatItLooksAt(subject))
        {
            case null:
                findings.Missing($"{subject.Path}.{FieldOf(subject)}", "field_missing");
                return true;
            case false:
                return false;
            default:
                if (subject.Id is null) findings.Unknown(subject.Path + ".id", "subjects_unknown", subject.Path + ".id");
                else VerificationReader.Read(context, _terms, subject.Id, _looksAt.Length == 1 ? $"{subject.Path}.{_looksAt[0]}" : subject.Path, SchemeOf(subject.Id), findings);
                return true;
        }
    }

    /// <summary>Null when not known, false when known to be absent.</summary>
    private bool? HasWhatItLooksAt(Subject subject)
    {
        if (_looksAt.Length == 0) return true;
        if (subject.Facts is null) return null;
        return subject.Facts.Find(FieldOf(subject))?.Kind switch
        {
            null => null,
            CelKind.Null => false,
            _ => true,
        };
    }

    private string FieldOf(Subject subject) => _looksAt.Length == 0 ? "" : _looksAt.Length == 1 || subject.Path == "business" ? _looksAt[0] : _looksAt[1];

    private static string? SchemeOf(string id) => id.StartsWith("identifiers/", StringComparison.Ordinal) ? id["identifiers/".Length..] : null;
}
