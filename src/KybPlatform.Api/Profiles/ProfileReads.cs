using KybPlatform.Api.Persistence;

namespace KybPlatform.Api.Profiles;

/// <summary>The reads of a profile that travel together.</summary>
internal static class ProfileReads
{
    public static readonly Lookup<BusinessProfile> Business = new("id = $2");
    public static readonly Lookup<IndividualProfile> Individual = new("id = $2");

    /// <summary>A business's people of today, oldest first.</summary>
    public static readonly Lookup<Person> People = new("profile_id = $2 AND removed_at IS NULL ORDER BY id");

    /// <summary>The same numbers at other profiles.</summary>
    public static readonly Lookup<ProfileIdentifier> Claimants = new("""
        profile_id <> $2 AND (scheme, value_hash) IN (SELECT scheme, value_hash FROM profile_identifiers WHERE tenant_id = $1 AND profile_id = $2)
        ORDER BY profile_id LIMIT 200
        """);

    public static IReadOnlyList<PlannedRead> Of(Guid profile, bool business) =>
        business ? [Business.For(profile), People.For(profile), Claimants.For(profile)] : [Individual.For(profile), Claimants.For(profile)];
}
