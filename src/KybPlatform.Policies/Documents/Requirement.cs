namespace KybPlatform.Policies.Documents;

/// <summary>
/// One thing a policy asks. The hierarchy is closed: an added kind must be read, evaluated and described in the schema.
/// Null in <see cref="OnFailed"/> and <see cref="OnUnknown"/> means the default of the kind, see <see cref="RequirementDefaults"/>.
/// </summary>
public abstract record Requirement
{
    private protected Requirement() { }

    public required string Key { get; init; }
    public abstract RequirementKind Kind { get; }
    public string? Title { get; init; }
    public string? Help { get; init; }
    public string? When { get; init; }
    public Outcome? OnMissing { get; init; }
    public Outcome? OnFailed { get; init; }
    public Outcome? OnUnknown { get; init; }
    public WhenUnavailable WhenUnavailable { get; init; }
    public string? Reason { get; init; }
    public bool Retryable { get; init; } = true;
    public string? Remediation { get; init; }

    /// <summary>The stated one, else the weakest of the sources, else documented.</summary>
    public Certainty Certainty { get; init; }

    public IReadOnlyList<PolicySource> Sources { get; init; } = [];
}

/// <summary>What a requirement asks for.</summary>
public enum RequirementKind
{
    Field,
    Identifier,
    Document,
    Person,
    Ownership,
    Address,
    Verification,
    Consistency,
    Attestation,
    Prerequisite,
    Restriction,
}

/// <summary>What a check does for which nobody can answer here: a person looks, or it is left out with a note in the receipt.</summary>
public enum WhenUnavailable
{
    Review,
    SkipWithNote,
}

/// <summary>How much stands behind the fields of a document. Higher is stronger.</summary>
public enum EvidenceLevel
{
    Claimed,
    Extracted,
    Reviewed,
}

/// <summary>Where an address must lie, seen from the country of the policy.</summary>
public enum AddressScope
{
    Any,
    InCountry,
    InArea,
    Foreign,
}
