using System.Globalization;
using System.Text.RegularExpressions;
using KybPlatform.Policies.Documents;
using KybPlatform.Policies.Expressions;

namespace KybPlatform.Policies;

/// <summary>A given value within its bounds. Of several paths one is enough; the best of those given counts.</summary>
internal sealed class FieldCheck : CompiledRequirement
{
    private readonly FieldRequirement _field;
    private readonly FactPath[] _paths;
    private readonly Regex? _pattern;
    private readonly string[] _allValid;

    /// <summary>The policy's own, else those of the vocabulary; empty where anything goes.</summary>
    private readonly IReadOnlyList<object> _allowed;

    public FieldCheck(FieldRequirement field, Condition? when) : base(field, when)
    {
        _field = field;
        _paths = [.. field.Paths.Select(p => new FactPath(p))];
        _pattern = field.Pattern is null ? null : LinearPattern.TryCompile(field.Pattern);
        _allValid = [field.Paths[0]];
        var entry = Vocabulary.Shipped.Find(field.Paths[0]) ?? Vocabulary.Shipped.Find(field.Paths[0] + "[]");
        _allowed = field.Allowed.Count > 0 || field.Paths.Count > 1 ? field.Allowed : [.. entry?.Values ?? []];
    }

    public override string[] AllValid => _allValid;

    public override IEnumerable<string> CollectedPaths => _field.Paths;

    protected override RequirementResult Check(EvaluationContext context)
    {
        var best = Read(_paths[0], context, context.Findings());
        for (var i = 1; i < _paths.Length && best.Worst != RequirementOutcome.Passed; i++)
        {
            var next = Read(_paths[i], context, context.Other(best));
            // A wrong answer says more than none.
            if (next.Worst == RequirementOutcome.Passed || (best.Worst == RequirementOutcome.Missing && next.Worst == RequirementOutcome.Failed)) best = next;
        }

        return best.Result(this);
    }

    private Findings Read(FactPath path, EvaluationContext context, Findings findings)
    {
        var value = path.Read(context.Root);
        switch (value?.Kind)
        {
            case null:
            case CelKind.Null when !_field.AllowNone:
                findings.Missing(path.Text, "field_missing");
                break;
            case CelKind.Null:
                findings.Pass(path.Text);
                break;
            case CelKind.Error:
                findings.Fail(path.Text, "field_invalid");
                break;
            case CelKind.String when string.IsNullOrWhiteSpace(((CelString)value).Value):
            case CelKind.List when ((CelList)value).Count == 0:
                findings.Missing(path.Text, "field_missing");
                break;
            default:
                if (Fault(value) is var (code, expected)) findings.Fail(path.Text, "field_invalid", expected, value, code);
                else findings.Pass(path.Text);
                break;
        }

        return findings;
    }

    private (string Code, string? Expected)? Fault(CelValue value) => value switch
    {
        CelList list => OfList(list),
        CelString text => OfText(text.Value),
        CelInt i => OfNumber(i.Value),
        CelDouble d => OfNumber(d.Value),
        CelBool b when _allowed.Count > 0 && !_allowed.Contains(b.Value) => ("value_not_allowed", Allowed()),
        _ => null,
    };

    private (string, string?)? OfList(CelList list)
    {
        if (list.Count < _field.MinItems) return ("too_few_items", Text(_field.MinItems));
        if (list.Count > _field.MaxItems) return ("too_many_items", Text(_field.MaxItems));
        foreach (var item in list)
        {
            if (item is { Kind: CelKind.Null or CelKind.Error } || (item is CelString blank && string.IsNullOrWhiteSpace(blank.Value))) return ("field_invalid", null);
            if (item is CelString text && OfText(text.Value) is { } fault) return fault;
        }

        return null;
    }

    private (string, string?)? OfText(string text)
    {
        if (text.Length < _field.MinLength) return ("too_short", Text(_field.MinLength));
        if (text.Length > _field.MaxLength) return ("too_long", Text(_field.MaxLength));
        if (_allowed.Count > 0 && !_allowed.Contains(text)) return ("value_not_allowed", Allowed());
        return _pattern is null || _pattern.IsMatch(text) ? null : ("pattern_mismatch", _field.Pattern);
    }

    private (string, string?)? OfNumber(double number)
    {
        if (number < _field.Minimum) return ("below_minimum", Text(_field.Minimum));
        if (number > _field.Maximum) return ("above_maximum", Text(_field.Maximum));
        return _allowed.Count > 0 && !_allowed.Contains(number) ? ("value_not_allowed", Allowed()) : null;
    }

    private string Allowed() => string.Join(", ", _allowed.Select(a => Convert.ToString(a, CultureInfo.InvariantCulture)));

    private static string Text(double? bound) => bound!.Value.ToString("R", CultureInfo.InvariantCulture);
}
