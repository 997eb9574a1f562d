using KybPlatform.Api.Http;

namespace KybPlatform.Api.Profiles.Contracts;

/// <summary>Something that tells about a profile and lives elsewhere; it goes when the profile is redacted, in the same commit.</summary>
public interface IErasedWithProfile
{
    /// <summary>Called while the profile's key still opens what is sealed under it.</summary>
    Task EraseAsync(Work work, Guid profile);
}
