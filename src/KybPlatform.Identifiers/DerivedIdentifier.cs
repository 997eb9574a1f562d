namespace KybPlatform.Identifiers;

/// <summary>How a derived number follows from the one it was derived from.</summary>
public enum DerivedRelation
{
    /// <summary>The number is a part of the value: a SIRET holds its SIREN. A different one elsewhere is a contradiction.</summary>
    Contained,

    /// <summary>The number follows by calculation, if the holder has one at all: the French VAT number from the SIREN.</summary>
    Computed,

    /// <summary>Often so, not always: the last nine digits of an ABN are usually the ACN. A different one proves nothing.</summary>
    Likely,
}

/// <summary>A number of another scheme that follows from a valid one.</summary>
public sealed record DerivedIdentifier(string Scheme, string Value, DerivedRelation Relation)
{
    /// <summary>Values may name a person; text forms never show them.</summary>
    public override string ToString() => $"{Scheme} ({Relation})";
}

/// <summary>What a value says about its holder. Null means the value does not say.</summary>
/// <param name="Kind">Company or person, where the number's shape decides it.</param>
/// <param name="BusinessType">One of the platform's business types (<c>private_limited_company</c>, <c>government</c> …), where a type letter maps to exactly one.</param>
/// <param name="BirthDate">Only where the number fixes the century.</param>
/// <param name="Region">State, province or court as the number writes it.</param>
public sealed record IdentifierHints(
    IdentifierKind? Kind = null, string? BusinessType = null, DateOnly? BirthDate = null, string? Region = null)
{
    public static IdentifierHints None { get; } = new();

    /// <summary>A date of birth is personal data; text forms never show it.</summary>
    public override string ToString() => $"hints ({Kind?.ToString() ?? "none"})";
}
