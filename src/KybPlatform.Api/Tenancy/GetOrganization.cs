using KybPlatform.Api.Http;
using KybPlatform.Api.Persistence;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace KybPlatform.Api.Tenancy;

public sealed record OrganizationTenant(TenantId Id);

public sealed record OrganizationTenants(OrganizationTenant Live, OrganizationTenant Test);

/// <summary>An organization as the platform's operator sees it.</summary>
/// <param name="Weight">Its tenants' share of the workers against others'.</param>
public sealed record OrganizationResource(OrganizationId Id, string Name, DateTimeOffset CreatedAt, OrganizationTenants Tenants, int Weight)
{
    internal static OrganizationResource From(Organization organization, IReadOnlyCollection<Tenant> tenants)
    {
        Tenant Of(TenantMode mode) => tenants.Single(t => t.Mode == mode);
        return new OrganizationResource(
            organization.Id, organization.Name, organization.CreatedAt, new OrganizationTenants(new(Of(TenantMode.Live).Id), new(Of(TenantMode.Test).Id)), Of(TenantMode.Live).Weight);
    }
}

internal static class GetOrganization
{
    public static void Map(RouteGroupBuilder organizations) =>
        organizations.MapGet("/{id}", HandleAsync).RequiresPlatformKey()
            .WithSummary("Read an organization").Produces<OrganizationResource>().ProducesRefusals(404);

    private static async Task<IResult> HandleAsync(string id, Work work)
    {
        if (!PublicId.TryParse<OrganizationId>(id, out var key)) return Refused.Because(Error.NotFound("organization"));
        var organization = await work.Db.Set<Organization>().AsNoTracking().SingleOrDefaultAsync(o => o.Id == key, work.Canceled);
        if (organization is null) return Refused.Because(Error.NotFound("organization"));
        var tenants = await work.Db.Set<Tenant>().AsNoTracking().Where(t => t.OrganizationId == key).ToListAsync(work.Canceled);
        return Answer.Ok(OrganizationResource.From(organization, tenants));
    }
}
