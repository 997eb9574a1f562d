using KybPlatform.Policies.Expressions;

namespace KybPlatform.Policies;

/// <summary>One evaluation under way: the facts, the options, and the scratch that requirements share one after the other.</summary>
internal sealed class EvaluationContext(FactDocument facts, EvaluationOptions options) : ICelFacts
{
    private static readonly string PoolApplicant = FactReader.Pooled("applicant");
    private readonly Findings _first = new();
    private readonly List<Subject> _subjects = [];
    private Findings? _second;
    private long _left = options.MostCost;

    public FactDocument Facts => facts;
    public FactObject Root => facts.Root;
    public EvaluationOptions Options => options;
    public RecordingFunctions Functions { get; } = new(options.Functions);

    /// <summary>business or individual; null when not known.</summary>
    public string? Applicant { get; } = facts.Root.Text(PoolApplicant);

    public Findings Findings() => _first.Clear();

    /// <summary>For comparing alternatives: the one not given is free.</summary>
    public Findings Other(Findings than)
    {
        _second ??= new Findings();
        return (ReferenceEquals(than, _first) ? _second : _first).Clear();
    }

    /// <summary>An empty list, good until the next call.</summary>
    public List<Subject> Subjects()
    {
        _subjects.Clear();
        return _subjects;
    }

    /// <summary>Runs an expression on what the ones before it left of the budget.</summary>
    public CelValue Run(CelProgram program) => program.EvaluateWithin(ref _left, this);

    public (CelValue Value, CelTrace Trace) RunTraced(CelProgram program) => program.EvaluateTracedWithin(ref _left, this);

    public CelValue Variable(string name) => facts.Variable(name);

    public CelValue Call(CelFunction function, CelValue[] arguments) => DomainFunctionNames.Call(function, arguments, Functions, facts.Now);

    public bool IsAvailable(string type, string? check, string? scheme = null)
    {
        var available = options.AvailableProviders;
        if (available.Contains(type)) return true;
        if (check is null) return available.Contains($"{type}.*");
        return available.Contains($"{type}.{check}") || (scheme is not null && available.Contains($"{type}.{check}:{scheme}"));
    }
}
