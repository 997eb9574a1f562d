namespace KybPlatform.Policies.Documents;

/// <summary>
/// What is wrong with a document, and where. <see cref="Pointer"/> is a JSON pointer (RFC 6901) into the document; <see cref="Code"/> is stable;
/// <see cref="Suggestion"/> is the nearest known name, null where none is near. A warning does not keep a document from being used.
/// </summary>
public sealed record PolicyIssue(string Pointer, string Code, string Detail, SourcePosition? Position = null, string? Suggestion = null, bool IsWarning = false)
{
    /// <summary>Where in the expression at the pointer, in UTF-16 units from its start; null when the whole entry is meant.</summary>
    public int? Offset { get; init; }

    public override string ToString() =>
        (Position is { } at ? $"{at.Line}:{at.Column} " : "") + $"{Pointer} {Code}: {Detail}" + (Suggestion is null ? "" : $" Did you mean '{Suggestion}'?");
}

/// <summary>A place in the text, both counted from 1.</summary>
public readonly record struct SourcePosition(int Line, int Column);
