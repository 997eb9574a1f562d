using KybPlatform.Policies.Expressions;

namespace KybPlatform.Policies;

/// <summary>What a requirement found so far. Reused from requirement to requirement of one evaluation; the worst finding is its outcome.</summary>
internal sealed class Findings
{
    private readonly List<string> _valid = [];
    private readonly List<InvalidItem> _invalid = [];
    private readonly List<ResultNote> _notes = [];
    private readonly List<FactObject> _evidence = [];
    private readonly List<string> _unknown = [];
    private bool _unavailable;

    public RequirementOutcome Worst { get; private set; }
    public string? Code { get; private set; }
    public string? Subject { get; set; }
    public int Faults => _invalid.Count;

    public Findings Clear()
    {
        if (_valid.Count > 0) _valid.Clear();
        if (_invalid.Count > 0) _invalid.Clear();
        if (_notes.Count > 0) _notes.Clear();
        if (_evidence.Count > 0) _evidence.Clear();
        if (_unknown.Count > 0) _unknown.Clear();
        (_unavailable, Worst, Code, Subject) = (false, RequirementOutcome.Passed, null, null);
        return this;
    }

    public void Pass(string path) => _valid.Add(path);

    public void Missing(string path, string code, string? expected = null, string? itemCode = null)
    {
        _invalid.Add(new InvalidItem(path, itemCode ?? code, expected));
        Worsen(RequirementOutcome.Missing, code);
    }

    public void Fail(string path, string code, string? expected = null, CelValue? actual = null, string? itemCode = null)
    {
        _invalid.Add(new InvalidItem(path, itemCode ?? code, expected, actual));
        Worsen(RequirementOutcome.Failed, code);
    }

    public void Pending(string path, string code, string? expected = null)
    {
        _invalid.Add(new InvalidItem(path, code, expected));
        Worsen(RequirementOutcome.Pending, code);
    }

    /// <summary>A doubt about a path; <paramref name="fact"/> is the fact that would settle it, null when none would.</summary>
    public void Unknown(string path, string code, string? fact = null, string? expected = null)
    {
        _invalid.Add(new InvalidItem(path, code, expected));
        if (fact is not null) _unknown.Add(fact);
        Worsen(RequirementOutcome.Unknown, code);
    }

    public void Unavailable(string path, string expected)
    {
        Unknown(path, "no_provider", null, expected);
        _unavailable = true;
    }

    public void Note(string code, string detail) => _notes.Add(new ResultNote(code, detail));

    public void Evidence(FactObject? source)
    {
        if (source is not null && !_evidence.Contains(source)) _evidence.Add(source);
    }

    /// <summary>Takes over what is wrong elsewhere.</summary>
    public void Take(Findings other)
    {
        _invalid.AddRange(other._invalid);
        _unknown.AddRange(other._unknown);
        if (other.Code is { } code) Worsen(other.Worst, code);
    }

    public RequirementResult Result(CompiledRequirement compiled, CelTrace? trace = null)
    {
        var code = Worst is RequirementOutcome.Failed or RequirementOutcome.Missing && compiled.Source.Reason is { } own ? own : Code;
        return new RequirementResult(compiled, Worst, code)
        {
            Subject = Subject,
            Valid = _valid.Count == 0 ? [] : compiled.AllValid is { } all && all.Length == _valid.Count && _valid.SequenceEqual(all) ? all : _valid.ToArray(),
            Invalid = _invalid.Count == 0 ? [] : _invalid.ToArray(),
            Notes = _notes.Count == 0 ? [] : _notes.ToArray(),
            Evidence = _evidence.Count == 0 ? [] : _evidence.ToArray(),
            UnknownPaths = _unknown.Count == 0 ? [] : _unknown.ToArray(),
            Unavailable = _unavailable,
            ExpressionTrace = trace,
        };
    }

    private void Worsen(RequirementOutcome outcome, string code)
    {
        if (outcome > Worst) (Worst, Code) = (outcome, code);
    }
}
