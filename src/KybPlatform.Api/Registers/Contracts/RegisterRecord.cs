namespace KybPlatform.Api.Registers.Contracts;

/// <summary>How a register speaks of an entity, whatever its own words are. <c>unknown</c>: it says something that nobody mapped, which is never taken as active.</summary>
public enum RegisterStatus { Unknown, Active, Inactive, Dissolved, InInsolvency, Suspended, NotPublic }

/// <summary>What a name of an entity is to its register.</summary>
public enum RegisterNameKind { Legal, Trading, Former, Transliterated }

/// <summary>What an address of an entity is to its register.</summary>
public enum RegisterAddressKind { Registered, Headquarters, Mailing }

/// <summary>A number in canonical form: scheme as in the identifier table, value normalized.</summary>
public sealed record RegisterNumber(string Scheme, string Value);

/// <summary>A name as the register has it.</summary>
public sealed record RegisterName(string Name, RegisterNameKind Kind);

/// <summary>An address as the register has it; what it does not say is null.</summary>
/// <param name="Country">ISO 3166-1 alpha-2, or null where the register's word for it is not known.</param>
public sealed record RegisterAddress(
    RegisterAddressKind Kind, IReadOnlyList<string> Lines, string? City = null, string? Region = null, string? PostalCode = null, string? Country = null);

/// <summary>Somebody that the register names in connection with the entity: who directs it or owns it.</summary>
/// <param name="Role">As far as it is known: <c>director</c>, <c>secretary</c>, <c>owner</c>, <c>parent</c>, <c>ultimate_parent</c>, …</param>
/// <param name="Number">The other business's own number, where the register gives one.</param>
/// <param name="PercentAtLeast">The share, or the lower end of the band that the register gives.</param>
/// <param name="BirthYearMonth">As <c>1970-05</c>, where the register says so much.</param>
public sealed record RegisterParty(
    string? Name, string Role, bool IsPerson, RegisterNumber? Number = null, double? PercentAtLeast = null, double? PercentAtMost = null, string? BirthYearMonth = null,
    DateOnly? From = null, DateOnly? Until = null, IReadOnlyList<string>? NaturesOfControl = null);

/// <summary>One entity as a register or a dataset has it.</summary>
/// <param name="StatusText">The register's own word.</param>
/// <param name="Parties">Who directs and owns it; null where that was not asked or could not be told, empty where there is nobody.</param>
/// <param name="Doubt">Why the entry itself is not to be relied on although it is there, for example a lapsed renewal; null where nothing speaks against it.</param>
public sealed record RegisterRecord(
    IReadOnlyList<RegisterNumber> Numbers, IReadOnlyList<RegisterName> Names, RegisterStatus Status, string? StatusText = null,
    IReadOnlyList<RegisterAddress>? Addresses = null, string? LegalForm = null, DateOnly? IncorporatedOn = null, DateOnly? DissolvedOn = null,
    IReadOnlyList<RegisterParty>? Parties = null, string? Doubt = null);
