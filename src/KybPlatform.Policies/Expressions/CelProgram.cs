using KybPlatform.Policies.Expressions.Execution;

namespace KybPlatform.Policies.Expressions;

/// <summary>Something wrong with an expression, for its author. <paramref name="Position"/> is an offset in UTF-16 units.</summary>
/// <param name="Code">One of <see cref="CelIssueCodes"/>.</param>
/// <param name="Message">A sentence that says what is wrong.</param>
/// <param name="Position">Where in the source.</param>
/// <param name="Suggestion">The nearest known name, or null when none is near.</param>
public sealed record CelIssue(string Code, string Message, int Position, string? Suggestion = null);

/// <summary>The outcome of compiling: a program and no issues, or issues and no program; without type checks, a program and what the checker would have said.</summary>
public sealed record CelCompilation(CelProgram? Program, IReadOnlyList<CelIssue> Issues);

/// <summary>A checked expression, ready to run. Immutable and safe to share between threads.</summary>
public sealed class CelProgram
{
    private readonly Node _root;
    private readonly int _locals;
    private readonly CelLimits _limits;

    internal CelProgram(string source, Node root, int locals, CelType resultType, IReadOnlyList<string> readPaths, CelLimits limits)
    {
        Source = source;
        ResultType = resultType;
        ReadPaths = readPaths;
        _root = root;
        _locals = locals;
        _limits = limits;
    }

    public string Source { get; }

    public CelType ResultType { get; }

    /// <summary>
    /// Every fact path the expression may read, sorted: <c>business.legal_name</c>; inside lists <c>business.people[].date_of_birth</c>.
    /// A path whose key is computed ends before it.
    /// </summary>
    public IReadOnlyList<string> ReadPaths { get; }

    /// <summary>The fact path that the whole expression is, such as <c>business.type</c>; null when it is anything else.</summary>
    internal string? Path => (_root as FactNode)?.Path;

    /// <summary>For those who run it in another way.</summary>
    internal Node Root => _root;

    /// <summary>Runs the expression. Ends in a value, <see cref="CelUnknown"/> or <see cref="CelError"/>; throws only what <paramref name="facts"/> throws.</summary>
    public CelValue Evaluate(ICelFacts facts) => Evaluate(facts, out _);

    /// <summary>The same, with what it cost in the units of <see cref="CelLimits.MaxCost"/>: more than that when it was stopped, since a step that nothing is left for is counted and not made.</summary>
    public CelValue Evaluate(ICelFacts facts, out long cost)
    {
        var frame = CelFrame.Rent(facts, _locals, _limits);
        var value = frame.Finish(_root.Eval(frame));
        cost = frame.Spent;
        frame.Return();
        return value;
    }

    /// <summary>Runs the expression on what is left of a budget for many, and takes from it what it cost.</summary>
    internal CelValue EvaluateWithin(ref long left, ICelFacts facts)
    {
        var frame = CelFrame.Rent(facts, _locals, _limits, left);
        var value = frame.Finish(_root.Eval(frame));
        left -= frame.Spent;
        frame.Return();
        return value;
    }

    /// <summary>Runs the expression and keeps what every part of it gave. The value is the one <see cref="Evaluate(ICelFacts)"/> gives.</summary>
    public (CelValue Value, CelTrace Trace) EvaluateTraced(ICelFacts facts)
    {
        var left = long.MaxValue;
        return EvaluateTracedWithin(ref left, facts);
    }

    /// <summary>The same on what is left of a budget for many.</summary>
    internal (CelValue Value, CelTrace Trace) EvaluateTracedWithin(ref long left, ICelFacts facts)
    {
        var frame = CelFrame.Rent(facts, _locals, _limits, left);
        var tracer = new CelTracer(Source);
        frame.Tracer = tracer;
        var value = frame.Finish(_root.Eval(frame));
        left -= frame.Spent;
        frame.Return();
        return (value, tracer.Root!);
    }
}
