using KybPlatform.Api.Http;

namespace KybPlatform.Api.Tenancy.Contracts;

/// <summary>Learns in the same commit that a user was deleted or has other roles: what was the user's may have to be somebody else's.</summary>
public interface IFollowsUsers
{
    /// <param name="user">The user's id without its prefix.</param>
    void Changed(Work work, Guid user);

    /// <summary>A service's key was revoked: what the service had in hand may have to be somebody else's.</summary>
    /// <param name="key">The key's id without its prefix.</param>
    void KeyRevoked(Work work, Guid key);

    /// <summary>A service's key was made that ends by itself.</summary>
    /// <param name="key">The key's id without its prefix.</param>
    /// <param name="left">From now on, in real time.</param>
    void KeyEnds(Work work, Guid key, TimeSpan left);
}
