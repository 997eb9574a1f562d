namespace KybPlatform.Screening.Addresses;

/// <summary>An address of whoever is looked for, as far as it is known. <paramref name="Country"/> is an ISO 3166-1 alpha-2 code.</summary>
public sealed record GivenAddress(string? Street, string? City, string? PostalCode, string? Country);
