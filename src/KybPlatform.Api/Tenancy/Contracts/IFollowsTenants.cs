using KybPlatform.Api.Persistence;

namespace KybPlatform.Api.Tenancy.Contracts;

/// <summary>Gives a tenant that is made in this very transaction what it begins with.</summary>
public interface IFollowsTenants
{
    /// <summary>Adds statements that run as the new tenant, whose rows they write.</summary>
    void Created(PlatformDb db, TenantId tenant, DateTimeOffset now);
}
