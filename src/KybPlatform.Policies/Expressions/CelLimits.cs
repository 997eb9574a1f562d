namespace KybPlatform.Policies.Expressions;

/// <summary>
/// Bounds on what an author may write and on what evaluating it may cost. They hold for every expression, so no policy can take unbounded time or memory.
/// </summary>
public sealed record CelLimits
{
    public static CelLimits Default { get; } = new();

    /// <summary>Length of the source, in UTF-16 units.</summary>
    public int MaxLength { get; init; } = 20_000;

    /// <summary>Depth of the syntax tree. Chains of <c>&amp;&amp;</c> and <c>||</c> count once.</summary>
    public int MaxDepth { get; init; } = 128;

    /// <summary>Nodes in the syntax tree.</summary>
    public int MaxNodes { get; init; } = 10_000;

    /// <summary>
    /// Budget of one evaluation: one unit a node evaluated, one an element compared or copied, one for each eight characters handled.
    /// </summary>
    public int MaxCost { get; init; } = 250_000;

    /// <summary>Length of a regular expression, in UTF-16 units.</summary>
    public int MaxPatternLength { get; init; } = 500;
}
