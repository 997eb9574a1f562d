namespace KybPlatform.Identifiers;

/// <summary>
/// What can be said about a number without asking a register. A well-formed number proves nothing about existence, status or name.
/// </summary>
/// <remarks>
/// Format and checksum are separate: <see cref="ChecksumOk"/> is null when the scheme has no published check rule, when this form of the number
/// carries none, or when the format already failed. Doubt falls to null, not to false. <see cref="Formatted"/>, <see cref="Derived"/> and
/// <see cref="Hints"/> are worked out when read, so a plain validation of a clean value allocates nothing.
/// </remarks>
public readonly record struct IdentifierResult
{
    /// <summary>The scheme that was applied; null when none was found.</summary>
    public IdentifierScheme? Definition { get; init; }

    /// <summary>Canonical code, such as <c>GB:CRN</c>; null when no scheme was found.</summary>
    public string? Scheme => Definition?.Code;

    /// <summary>Upper case, ASCII digits, without separators and country prefix; empty when there was nothing to read.</summary>
    public required string Normalized { get; init; }

    public required bool FormatOk { get; init; }

    public bool? ChecksumOk { get; init; }

    /// <summary>The scheme's kind, narrowed by the value where the value tells.</summary>
    public IdentifierKind? Kind { get; init; }

    /// <summary>ISO 3166-1 alpha-2; <c>XX</c> for global schemes without a given country; null when no scheme was found.</summary>
    public string? Country { get; init; }

    /// <summary>One of <see cref="IdentifierReasons"/>; null when nothing is wrong.</summary>
    public string? ReasonCode { get; init; }

    /// <summary>A well-formed value close to the given one (lost leading zeros restored). Offered for confirmation, never taken silently.</summary>
    public string? DidYouMean { get; init; }

    /// <summary>Well formed and not contradicted by a check digit.</summary>
    public bool IsValid => FormatOk && ChecksumOk != false;

    /// <summary>As the register prints it; the normalized value when the scheme has no usual print form or the format is wrong.</summary>
    public string Formatted => FormatOk && Definition is { } scheme ? scheme.Format(Normalized) : Normalized;

    /// <summary>Numbers of other schemes that follow from this one; empty unless <see cref="IsValid"/>.</summary>
    public IReadOnlyList<DerivedIdentifier> Derived => IsValid && Definition?.Derive is { } derive ? derive(Normalized) : [];

    /// <summary>What the value says about its holder; none unless <see cref="IsValid"/>.</summary>
    public IdentifierHints Hints => IsValid && Definition?.Hint is { } hint ? hint(Normalized) : IdentifierHints.None;

    /// <summary>The value itself is left out: it may name a person.</summary>
    public override string ToString() => $"{Scheme ?? "?"} {ReasonCode ?? "ok"}";
}
