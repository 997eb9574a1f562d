using KybPlatform.Api.Persistence;

namespace KybPlatform.Api.Tenancy.Contracts;

/// <summary>Which organization a tenant belongs to.</summary>
public interface ITenantFamily
{
    /// <summary>The organization that a live and a test tenant have in common, and nothing else.</summary>
    ValueTask<OrganizationId> OrganizationOfAsync(TenantId tenant, CancellationToken ct);
}
