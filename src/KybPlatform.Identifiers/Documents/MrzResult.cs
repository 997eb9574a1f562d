namespace KybPlatform.Identifiers.Documents;

/// <summary>Layouts of ICAO Doc 9303: cards (TD1, TD2), passports (TD3), visas (MRV-A, MRV-B).</summary>
public enum MrzFormat
{
    Td1,
    Td2,
    Td3,
    MrvA,
    MrvB,
}

/// <summary>One check digit: which field it protects and whether it agrees (after repairs).</summary>
public sealed record MrzCheck(string Field, bool Ok);

/// <summary>A character read by a machine that was put right; only made when the field's check digit then agrees.</summary>
public sealed record MrzRepair(string Field, int Line, int Column, char Read, char Repaired);

/// <summary>Stable reason codes of <see cref="MrzResult.ReasonCode"/>.</summary>
public static class MrzReasons
{
    public const string Empty = "mrz_empty";
    public const string UnknownLayout = "mrz_unknown_layout";
    public const string InvalidCharacters = "mrz_invalid_characters";
    public const string InvalidCheckDigit = "mrz_invalid_check_digit";
    public const string InvalidDate = "mrz_invalid_date";
}

/// <summary>
/// What a machine-readable zone says. Everything but <see cref="Valid"/> and the checks is null when no layout was recognised.
/// A valid zone proves that it was read right, not that the document is genuine.
/// </summary>
public sealed record MrzResult
{
    public MrzFormat? Format { get; init; }

    /// <summary>All check digits agree, all characters belong where they stand, and the dates exist.</summary>
    public bool Valid { get; init; }

    /// <summary>One of <see cref="MrzReasons"/>; null when valid.</summary>
    public string? ReasonCode { get; init; }

    /// <summary>One or two letters: <c>P</c>, <c>ID</c>, <c>V</c> …</summary>
    public string? DocumentType { get; init; }

    /// <summary>ICAO code of the issuer: ISO 3166-1 alpha-3, or one of ICAO's own such as <c>D</c>, <c>UTO</c>, <c>XXA</c>.</summary>
    public string? IssuingState { get; init; }

    public string? DocumentNumber { get; init; }

    public string? Surname { get; init; }

    /// <summary>Empty when the holder has one name only.</summary>
    public string? GivenNames { get; init; }

    /// <summary>The name fills its field to the end, so more of it may have been cut off.</summary>
    public bool NameMayBeTruncated { get; init; }

    public string? Nationality { get; init; }

    /// <summary><c>M</c>, <c>F</c> or <c>X</c> (unspecified).</summary>
    public string? Sex { get; init; }

    /// <summary>Six characters <c>yymmdd</c> as printed; unknown parts are <c>&lt;&lt;</c>.</summary>
    public string? BirthDateText { get; init; }

    /// <summary>Null when a part is unknown, or when no reference day was given to settle the century.</summary>
    public DateOnly? BirthDate { get; init; }

    public string? ExpiryDateText { get; init; }

    /// <summary>Years 70 to 99 are read as 1970 to 1999, the others as 2000 to 2069.</summary>
    public DateOnly? ExpiryDate { get; init; }

    public string? OptionalData { get; init; }

    public string? OptionalData2 { get; init; }

    public IReadOnlyList<MrzCheck> Checks { get; init; } = [];

    public IReadOnlyList<MrzRepair> Repairs { get; init; } = [];

    /// <summary>Personal data stays out of text forms.</summary>
    public override string ToString() => $"{Format?.ToString() ?? "MRZ"} {ReasonCode ?? "ok"}";
}
