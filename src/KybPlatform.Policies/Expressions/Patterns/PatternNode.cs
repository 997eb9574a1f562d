namespace KybPlatform.Policies.Expressions.Patterns;

internal enum PatternPlace { TextStart, TextEnd, LineStart, LineEnd, WordBoundary, NotWordBoundary }

/// <summary>The syntax tree of a pattern. <see cref="Size"/> is the number of instructions it takes.</summary>
internal abstract record PatternNode(long Size)
{
    /// <summary>One code point out of a set.</summary>
    internal sealed record One(PatternSet Set) : PatternNode(1);

    /// <summary>A place between code points.</summary>
    internal sealed record At(PatternPlace Place) : PatternNode(1);

    internal sealed record Sequence(IReadOnlyList<PatternNode> Parts) : PatternNode(Parts.Sum(p => p.Size));

    internal sealed record Either(IReadOnlyList<PatternNode> Parts) : PatternNode(Parts.Sum(p => p.Size + 2));

    /// <summary>Without <paramref name="Most"/>, any number of times.</summary>
    internal sealed record Repeat(PatternNode Part, int Least, int? Most) : PatternNode((Part.Size + 1) * Math.Max(1, Most ?? Least + 1) + 1);
}
