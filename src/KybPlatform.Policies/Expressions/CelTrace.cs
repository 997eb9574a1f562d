namespace KybPlatform.Policies.Expressions;

/// <summary>
/// What one part of an expression gave, and its parts in turn: the same tree as the expression. Parts that were not needed are there too, marked skipped.
/// </summary>
public sealed class CelTrace
{
    internal CelTrace(string text, int position, CelValue? value, string? reads, IReadOnlyList<CelTrace> children, int omitted)
    {
        Text = text;
        Position = position;
        Value = value;
        Reads = reads;
        Children = children;
        Omitted = omitted;
    }

    /// <summary>The part's own source text.</summary>
    public string Text { get; }

    public int Position { get; }

    /// <summary>What it gave; null when it was skipped.</summary>
    public CelValue? Value { get; }

    /// <summary>True when the outcome was settled without it.</summary>
    public bool IsSkipped => Value is null;

    /// <summary>The fact path it read, or null when it read none itself.</summary>
    public string? Reads { get; }

    /// <summary>Its parts in evaluation order; the body of a macro once for every element visited.</summary>
    public IReadOnlyList<CelTrace> Children { get; }

    /// <summary>How many further evaluations of a macro's body were left out to keep the trace small.</summary>
    public int Omitted { get; }
}
