using KybPlatform.Policies.Documents;
using KybPlatform.Policies.Expressions;

namespace KybPlatform.Policies;

/// <summary>One entry that keeps a requirement from passing. <see cref="Actual"/> is masked when written, where its path is about a person.</summary>
public sealed record InvalidItem(string Path, string Code, string? Expected = null, CelValue? Actual = null);

/// <summary>Something a reader of the receipt must know about a requirement that passed all the same, such as a check that was left out.</summary>
public sealed record ResultNote(string Code, string Detail);

/// <summary>How one requirement ended, passed ones included.</summary>
public sealed class RequirementResult
{
    internal RequirementResult(CompiledRequirement compiled, RequirementOutcome outcome, string? code)
    {
        Compiled = compiled;
        Outcome = outcome;
        ReasonKey = code;
    }

    public Requirement Requirement => Compiled.Source;
    public string Key => Requirement.Key;
    public RequirementKind Kind => Requirement.Kind;
    public RequirementOutcome Outcome { get; internal init; }

    /// <summary>Null when it passed or does not apply.</summary>
    public ReasonCode? Reason => ReasonKey is null ? null : ReasonCodes.Find(ReasonKey);

    /// <summary>What it leads to; approve when it stands in nothing's way.</summary>
    public Outcome Contribution { get; internal set; }

    /// <summary>Whom it is about: business, individual, a person, a document, an identifier. Null when about the submission as a whole.</summary>
    public string? Subject { get; internal init; }

    public IReadOnlyList<string> Valid { get; internal init; } = [];
    public IReadOnlyList<InvalidItem> Invalid { get; internal init; } = [];
    public IReadOnlyList<ResultNote> Notes { get; internal init; } = [];

    /// <summary>Null when the requirement has no condition, or no trace was asked for.</summary>
    public CelTrace? WhenTrace { get; internal set; }

    /// <summary>Null when the requirement has no expression, or no trace was asked for.</summary>
    public CelTrace? ExpressionTrace { get; internal init; }

    internal CompiledRequirement Compiled { get; }
    internal string? ReasonKey { get; }
    internal IReadOnlyList<FactObject> Evidence { get; init; } = [];

    /// <summary>What was not known, where that is why it ended unknown.</summary>
    internal IReadOnlyList<string> UnknownPaths { get; init; } = [];

    /// <summary>A check that nobody here can answer goes to a person at once, whatever is scheduled.</summary>
    internal bool Unavailable { get; init; }
}
