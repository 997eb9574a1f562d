using KybPlatform.Policies.Documents;
using KybPlatform.Policies.Expressions;

namespace KybPlatform.Policies;

/// <summary>The document under the requirement's own key, of an accepted type, recent enough, showing what it must, with enough behind it.</summary>
internal sealed class DocumentCheck : CompiledRequirement
{
    private readonly DocumentRequirement _document;
    private static readonly VerificationTerms Reading = new(DocumentEvidence.ReadType, [DocumentEvidence.ReadCheck], [], null, null, WhenUnavailable.Review);
    private readonly VerificationTerms _terms;
    private readonly FactPath _path;
    private readonly string _subject;

    public DocumentCheck(DocumentRequirement document, Condition? when) : base(document, when)
    {
        _document = document;
        _terms = new VerificationTerms("document", [.. document.Checks], [], null, null, document.WhenUnavailable);
        _path = new FactPath("documents." + document.Key);
        _subject = "documents/" + document.Key;
    }

    public override IEnumerable<string> CollectedPaths => [_path.Text];

    protected override RequirementResult Check(EvaluationContext context)
    {
        var best = context.Findings();
        if (_path.Read(context.Root) is not FactObject given)
        {
            best.Missing(_path.Text, "document_missing", Types());
            return best.Result(this);
        }

        var type = given.Text("type");
        var found = false;
        foreach (var alternative in _document.AnyOf)
        {
            if (alternative.Type != type) continue;
            var findings = found ? context.Other(best) : best;
            Read(context, given, alternative, findings);
            if (!found || findings.Worst < best.Worst) best = findings;
            found = true;
        }

        if (!found && type is null) best.Missing(_path.Text + ".type", "document_missing", Types());
        else if (!found) best.Fail(_path.Text + ".type", "document_type_not_accepted", Types(), given.Find("type"));
        best.Evidence(given);
        return best.Result(this);
    }

    public override void Plan(PlanBuilder plan, EvaluationContext context)
    {
        if (_path.Read(context.Root) is not FactObject given) return;
        if (_terms.Checks.Length > 0) VerificationReader.Plan(plan, context, _terms, _subject, null);
        // Where nobody here can read it, a person does.
        if (EvidenceOf(given) == EvidenceLevel.Claimed && _document.AnyOf.Any(a => a.Evidence == EvidenceLevel.Extracted && a.Type == given.Text("type"))) VerificationReader.Plan(plan, context, Reading, _subject, null);
    }

    private void Read(EvaluationContext context, FactObject given, DocumentAlternative alternative, Findings findings)
    {
        findings.Subject = _subject;
        Dates(context, given, alternative, findings);
        foreach (var field in alternative.Fields)
        {
            var value = given.Find(field);
            var path = $"{_path.Text}.{field}";
            if (value is null or { Kind: CelKind.Null } or CelString { Value.Length: 0 }) findings.Missing(path, "document_field_missing");
            else if (value.Kind == CelKind.Error) findings.Fail(path, "document_invalid");
            else findings.Pass(path);
        }

        if (EvidenceOf(given) < alternative.Evidence) findings.Unknown(_path.Text, "document_evidence_too_weak", null, SnakeCase.Write(alternative.Evidence));
        if (_terms.Checks.Length > 0) VerificationReader.Read(context, _terms, _subject, _path.Text, null, findings);
    }

    private void Dates(EvaluationContext context, FactObject given, DocumentAlternative alternative, Findings findings)
    {
        if (context.Facts.Now is not { } now)
        {
            findings.Unknown("now", "expression_unknown", "now");
            return;
        }

        if (given.Seconds("expires_on") is { } expires)
        {
            if (expires < now - now % Ages.SecondsADay) findings.Fail(_path.Text + ".expires_on", "document_expired", null, given.Find("expires_on"));
        }
        else if (alternative.Expires) findings.Missing(_path.Text + ".expires_on", "document_field_missing");

        if (given.Seconds("issued_on") is { } date && Ages.IsAhead(date, now)) findings.Fail(_path.Text + ".issued_on", "document_invalid", null, given.Find("issued_on"));
        if (alternative.MaxAgeDays is not { } days) return;
        if (given.Seconds("issued_on") is not { } issued) findings.Missing(_path.Text + ".issued_on", "document_field_missing");
        else if (Ages.OlderThan(issued, days, now)) findings.Fail(_path.Text + ".issued_on", "document_too_old", null, given.Find("issued_on"));
        else findings.Pass(_path.Text + ".issued_on");
    }

    private static EvidenceLevel EvidenceOf(FactObject given) =>
        given.Text("evidence") is { } text && SnakeCase.TryRead<EvidenceLevel>(text, out var level) ? level : EvidenceLevel.Claimed;

    private string Types() => string.Join(" | ", _document.AnyOf.Select(a => a.Type).Distinct());
}
