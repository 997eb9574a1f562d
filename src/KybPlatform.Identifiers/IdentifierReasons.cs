namespace KybPlatform.Identifiers;

/// <summary>Stable reason codes of <see cref="IdentifierResult.ReasonCode"/>. Codes are API: never renamed.</summary>
public static class IdentifierReasons
{
    public const string UnknownScheme = "identifier_unknown_scheme";

    /// <summary>No scheme was named and none of the country's schemes accepts the value.</summary>
    public const string NoSchemeMatches = "identifier_no_scheme_matches";
    public const string Empty = "identifier_empty";
    public const string TooLong = "identifier_too_long";
    public const string InvalidLength = "identifier_invalid_length";
    public const string InvalidFormat = "identifier_invalid_format";

    /// <summary>The shape is right but a part cannot exist: a date, a prefix never assigned, a serial of zeros.</summary>
    public const string InvalidComponent = "identifier_invalid_component";
    public const string InvalidCheckDigit = "identifier_invalid_check_digit";

    public static IReadOnlyList<string> All { get; } =
        [UnknownScheme, NoSchemeMatches, Empty, TooLong, InvalidLength, InvalidFormat, InvalidComponent, InvalidCheckDigit];
}
