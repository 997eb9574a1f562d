using System.Text.Json.Nodes;

namespace KybPlatform.Policies.Comparison;

/// <summary>What happened to one place of a policy.</summary>
public enum DifferenceKind
{
    Added,
    Removed,
    Changed,

    /// <summary>The same entries in another order.</summary>
    Reordered,
}

/// <summary>
/// What a difference means for applicants. Stricter: more is asked, or more is turned away. Looser: less. Neutral: nobody is decided otherwise.
/// Undecided: it depends on the submission; a backtest tells. The fragment decided is what can be read off the documents without reasoning about expressions.
/// </summary>
public enum PolicyEffect
{
    Neutral,
    Stricter,
    Looser,
    Undecided,
}

/// <summary>One difference between two policies.</summary>
/// <param name="Part">The member of the document it lies in: <c>requirements</c>, <c>rules</c>, <c>thresholds</c> …</param>
/// <param name="Entry">The key of the entry; null where the part has none.</param>
/// <param name="FromPointer">JSON pointer (RFC 6901) into the earlier document; null for what was added.</param>
/// <param name="ToPointer">JSON pointer into the later document; null for what was removed.</param>
/// <param name="Before">Null for what was added.</param>
/// <param name="After">Null for what was removed.</param>
/// <param name="Phrase">What happened, in words, without saying to what.</param>
public sealed record PolicyDifference(
    string Part, string? Entry, DifferenceKind Kind, PolicyEffect Effect, string? FromPointer, string? ToPointer, JsonNode? Before, JsonNode? After, string Phrase)
{
    /// <summary>What it is about: the entry, else the part.</summary>
    public string Subject => Entry ?? Part;

    public string Sentence => $"{Subject}: {Phrase}";

    /// <summary>Where it is applied in the earlier document: the place itself, or for an added item the list that it joins.</summary>
    internal string Place { get; init; } = "";

    /// <summary>For an added item of a list, where it stands in the later one; -1 otherwise.</summary>
    internal int Index { get; init; } = -1;
}
