using System.Collections.Immutable;
using KybPlatform.Screening.Names;

namespace KybPlatform.Screening.Lists;

/// <summary>
/// How far a listed name can be trusted to identify the party. Weak is the publisher's own mark (OFAC's quoted a.k.a., the UN's quality
/// "Low"): a nickname or cover name shared by many people. A weak name must agree more closely before it is a match.
/// </summary>
public enum AliasStrength
{
    Strong,
    Weak,
}

/// <summary>Another name of a listed party. <paramref name="Script"/> is the ISO 15924 code of its main script, such as Latn, Arab, Cyrl, Hani.</summary>
public sealed record ListAlias(string Name, AliasStrength Strength, string Script)
{
    /// <summary>An alias whose script is worked out.</summary>
    public static ListAlias Of(string name, AliasStrength strength = AliasStrength.Strong) => new(name, strength, Scripts.CodeOf(name));
}

/// <summary>
/// A number or code of a listed party. <paramref name="Kind"/> is a lower snake word (passport, national_id, tax_id, registration, imo, mmsi,
/// swift, lei, email, website, crypto, tail_number, other). <paramref name="Country"/> is an ISO 3166-1 alpha-2 code, or null when the list does not say.
/// </summary>
public sealed record ListIdentifier(string Kind, string Value, string? Country);

/// <summary>An address as listed. <paramref name="Country"/> is an ISO code or null when it is not given or not a country known to us.</summary>
public sealed record ListAddress(string? Street, string? City, string? Country);

/// <summary>
/// One listed party. <see cref="Id"/> is the publisher's own stable number, so a party keeps it across issues of the list.
/// Empty collections mean that the list gives nothing, never that the party has none.
/// </summary>
public sealed record ListEntity
{
    public required string Id { get; init; }
    public required string ListKey { get; init; }
    public required EntitySchema Schema { get; init; }
    public required string Name { get; init; }
    public ImmutableArray<ListAlias> Aliases { get; init; } = [];
    public ImmutableArray<PartialDate> BirthDates { get; init; } = [];

    /// <summary>Nationality, citizenship, flag, place of registration and countries of addresses, as sorted ISO codes.</summary>
    public ImmutableArray<string> Countries { get; init; } = [];

    public ImmutableArray<ListIdentifier> Identifiers { get; init; } = [];
    public ImmutableArray<ListAddress> Addresses { get; init; } = [];
    public ImmutableArray<string> Programs { get; init; } = [];
    public string? Remarks { get; init; }

    /// <summary>The id that is unique across lists: <c>list_key:id</c>.</summary>
    public string Key => $"{ListKey}:{Id}";
}
