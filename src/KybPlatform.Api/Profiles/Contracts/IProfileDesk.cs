using System.Text.Json;
using KybPlatform.Api.Http;
using KybPlatform.Api.Persistence;

namespace KybPlatform.Api.Profiles.Contracts;

/// <summary>A profile as inquiries use it: which, whose keys protect it, and its facts as JSON in the vocabulary's shape.</summary>
/// <param name="Profile">A business or an individual profile's id.</param>
/// <param name="Subjects">Everybody whose classified values are in the facts: the profile itself and its people.</param>
/// <param name="FactsJson">UTF-8 JSON object: what stands under <c>business</c> or <c>individual</c>.</param>
/// <param name="PossibleDuplicates">Other profiles that claim one of its identifiers, or were found to use one of its documents.</param>
public sealed record ProfileView(Guid Profile, bool IsBusiness, IReadOnlyList<Guid> Subjects, ReadOnlyMemory<byte> FactsJson, IReadOnlyList<Guid> PossibleDuplicates)
{
    public string PublicId => IsBusiness ? new BusinessProfileId(Profile).ToString() : new IndividualProfileId(Profile).ToString();
}

/// <summary>What other capabilities ask of profiles.</summary>
public interface IProfileDesk
{
    /// <summary>Faults of shape in the facts of a business or an individual, measured by the vocabulary; null where there are none.</summary>
    /// <param name="pointer">Where the facts stand in the request.</param>
    Error? CheckShape(JsonElement facts, bool business, string pointer);

    /// <summary>Adds a new business profile with its people to the unit of work. The facts were checked for shape.</summary>
    Task<ProfileView> AddBusinessAsync(Work work, JsonElement facts);

    /// <summary>The public ids of profiles of either kind.</summary>
    Task<IReadOnlyDictionary<Guid, string>> NamesAsync(PlatformDb db, IReadOnlyCollection<Guid> profiles, CancellationToken ct);

    Task<ProfileView> AddIndividualAsync(Work work, JsonElement facts);

    /// <summary>Null where the tenant has no such profile, or it was redacted.</summary>
    Task<ProfileView?> FindBusinessAsync(PlatformDb db, BusinessProfileId id, CancellationToken ct);

    Task<ProfileView?> FindIndividualAsync(PlatformDb db, IndividualProfileId id, CancellationToken ct);

    /// <summary>Lets the commit fail where the profile or one of its people changed since it was found in this unit of work.</summary>
    void ExpectUnchanged(PlatformDb db, ProfileView found);

    /// <summary>The people of today of these businesses.</summary>
    Task<HashSet<Guid>> PeopleAsync(PlatformDb db, IReadOnlyCollection<Guid> businesses, CancellationToken ct);

    /// <summary>What finding this profile and its claimants will read, to be sent ahead together with other reads.</summary>
    IReadOnlyList<PlannedRead> Reads(Guid profile, bool business);

    /// <summary>Finds the tenant's other profiles that claim one of this profile's identifiers, and links them with those that share something else with it. Never merges.</summary>
    /// <returns>Those that claim an identifier.</returns>
    Task<IReadOnlyList<Guid>> LinkClaimantsAsync(PlatformDb db, Guid profile, IReadOnlyList<Guid> sharing, CancellationToken ct);
}
