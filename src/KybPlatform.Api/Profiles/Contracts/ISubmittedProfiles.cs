using System.Text.Json;
using KybPlatform.Api.Http;

namespace KybPlatform.Api.Profiles.Contracts;

/// <summary>Names a profile of either kind.</summary>
public readonly record struct ProfileReference(Guid Profile, bool IsBusiness)
{
    public string PublicId => IsBusiness ? new BusinessProfileId(Profile).ToString() : new IndividualProfileId(Profile).ToString();
}

/// <summary>
/// The profile that a submission is about. Facts whose <c>reference_id</c> names exactly one profile are merged into that one (RFC 7396; people are
/// matched by their full names, and nobody is removed); all others make a new one. The same company number alone never finds a profile.
/// </summary>
public interface ISubmittedProfiles
{
    /// <summary>The facts were checked for shape.</summary>
    Task<ProfileReference> TakeBusinessAsync(Work work, JsonElement facts);

    /// <summary>The facts were checked for shape.</summary>
    Task<ProfileReference> TakeIndividualAsync(Work work, JsonElement facts);
}
