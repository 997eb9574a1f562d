using System.Text.Json.Serialization;

namespace KybPlatform.Api.Registers.Formats;

/// <summary>Where a generic file has what. A place is a column's name, a column's number from 0 where there is no header, or a dotted path into a line's JSON.</summary>
/// <param name="Numbers">By which numbers its entities are found.</param>
/// <param name="Status">The register's words and what they mean; what is not in it is unknown, never active.</param>
public sealed record RecordMapping(
    IReadOnlyList<MappedNumber>? Numbers, IReadOnlyList<MappedName>? Names, IReadOnlyList<MappedAddress>? Addresses, MappedStatus? Status,
    MappedDate? IncorporatedOn, MappedDate? DissolvedOn, string? LegalForm, IReadOnlyList<MappedParent>? Parents,
    string? Delimiter, bool? Header, string? Encoding);

/// <summary>A number under a scheme of the identifier table.</summary>
/// <param name="Exhaustive">The register issues these numbers, so that a complete file has every one of them.</param>
/// <param name="Parts">More than one place where the number stands in pieces; they are put together.</param>
public sealed record MappedNumber(string? Scheme, IReadOnlyList<string>? Parts, bool? Exhaustive);

/// <param name="Kind"><c>legal</c>, <c>trading</c>, <c>former</c> or <c>transliterated</c>.</param>
public sealed record MappedName(string? From, string? Kind);

/// <param name="Kind"><c>registered</c>, <c>headquarters</c> or <c>mailing</c>.</param>
/// <param name="CountryIs">The country of all of them, where the file does not say it.</param>
public sealed record MappedAddress(string? Kind, IReadOnlyList<string>? Lines, string? City, string? Region, string? PostalCode, string? Country, string? CountryIs);

/// <param name="Always">Where the file lists nothing but entities of one status.</param>
public sealed record MappedStatus(string? From, IReadOnlyDictionary<string, string>? Values, string? Always);

/// <param name="Format">As .NET writes it, such as <c>dd/MM/yyyy</c>; the usual ones if left out.</param>
public sealed record MappedDate(string? From, string? Format);

/// <summary>A business that owns the entity. Persons are not taken from datasets: what is imported is seen by every tenant.</summary>
public sealed record MappedParent(string? Scheme, string? Number, string? Name, [property: JsonPropertyName("percent")] string? Percent);
