using KybPlatform.Policies.Documents;
using KybPlatform.Policies.Expressions;

namespace KybPlatform.Policies;

/// <summary>Consistency, restriction, and prerequisites by expression: a condition that must hold.</summary>
internal sealed class ExpressionCheck(Requirement source, Condition? when, Condition expression, string failure) : CompiledRequirement(source, when)
{
    public override Condition? Expression => expression;

    public override IEnumerable<string> CollectedPaths => [];

    protected override RequirementResult Check(EvaluationContext context)
    {
        var findings = context.Findings();
        var result = expression.Evaluate(context);
        switch (result.Truth)
        {
            case Truth.True:
                foreach (var path in expression.Program.ReadPaths) findings.Pass(path);
                break;
            case Truth.False:
                foreach (var path in expression.Program.ReadPaths) findings.Fail(path, failure);
                if (findings.Faults == 0) findings.Fail("", failure);
                break;
            case Truth.Unknown:
                foreach (var path in result.UnknownPaths) findings.Unknown(path, result.Code, path);
                break;
            default:
                findings.Unknown("", result.Code);
                break;
        }

        return findings.Result(this, result.Trace);
    }
}

/// <summary>A declaration that was given, and not too long ago.</summary>
internal sealed class AttestationCheck(AttestationRequirement attestation, Condition? when) : CompiledRequirement(attestation, when)
{
    private readonly FactPath _path = new("attestations." + attestation.Key);

    public override IEnumerable<string> CollectedPaths => [_path.Text];

    protected override RequirementResult Check(EvaluationContext context)
    {
        var findings = context.Findings();
        var given = _path.Read(context.Root) as FactObject;
        switch (given?.Bool("accepted"))
        {
            case null:
                findings.Missing(_path.Text, "attestation_missing");
                break;
            case false:
                findings.Fail(_path.Text, "attestation_refused");
                break;
            default:
                Age(context, given, findings);
                break;
        }

        findings.Evidence(given);
        return findings.Result(this);
    }

    private void Age(EvaluationContext context, FactObject given, Findings findings)
    {
        if (attestation.MaxAgeDays is not { } days) findings.Pass(_path.Text);
        else if (given.Seconds("at") is not { } at) findings.Missing(_path.Text + ".at", "attestation_missing");
        else if (context.Facts.Now is not { } now) findings.Unknown(_path.Text, "expression_unknown", "now");
        else if (Ages.OlderThan(at, days, now)) findings.Missing(_path.Text, "attestation_too_old");
        else findings.Pass(_path.Text);
    }
}

/// <summary>An active registration under another policy. The platform knows whether there is one; where the facts do not say, it is not known.</summary>
internal sealed class RegistrationCheck(PrerequisiteRequirement prerequisite, Condition? when) : CompiledRequirement(prerequisite, when)
{
    private static readonly FactPath Registrations = new("registrations");

    public override IEnumerable<string> CollectedPaths => ["registrations"];

    protected override RequirementResult Check(EvaluationContext context)
    {
        var findings = context.Findings();
        var doubt = false;
        if (Registrations.Read(context.Root) is not CelList list) findings.Unknown("registrations", "prerequisite_not_met");
        else
        {
            foreach (var item in list.OfType<FactObject>())
            {
                var (policy, status) = (item.Text("policy"), item.Text("status"));
                if (policy == prerequisite.Policy && status == "active")
                {
                    findings.Pass("registrations");
                    return findings.Result(this);
                }

                doubt |= (policy is null || policy == prerequisite.Policy) && status is null or "pending" or "action_required";
            }

            if (doubt) findings.Unknown("registrations", "prerequisite_not_met");
            else findings.Fail("registrations", "prerequisite_not_met", prerequisite.Policy);
        }

        return findings.Result(this);
    }
}
