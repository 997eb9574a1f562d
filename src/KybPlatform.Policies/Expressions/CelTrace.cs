using KybPlatform.Policies.Expressions.Execution;

namespace KybPlatform.Policies.Expressions;

/// <summary>
/// What one part of an expression gave, and its parts in turn: the same tree as the expression. Parts that were not needed are there too, marked skipped.
/// </summary>
public sealed class CelTrace
{
    private readonly string _source;

    internal CelTrace(string source, Node node)
    {
        _source = source;
        Node = node;
    }

    /// <summary>The part's own source text.</summary>
    public string Text => _source[Node.Source.Start..Node.Source.End];

    public int Position => Node.Source.Start;

    /// <summary>What it gave; null when it was skipped.</summary>
    public CelValue? Value { get; internal set; }

    /// <summary>True when the outcome was settled without it.</summary>
    public bool IsSkipped => Value is null;

    /// <summary>The fact path it read, or null when it read none itself.</summary>
    public string? Reads { get; internal set; }

    /// <summary>Its parts in evaluation order; the body of a macro once for every element visited.</summary>
    public IReadOnlyList<CelTrace> Children { get; internal set; } = [];

    /// <summary>How many further evaluations of parts were left out to keep the trace small.</summary>
    public int Omitted { get; internal set; }

    internal Node Node { get; }
}
