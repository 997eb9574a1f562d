using FluentValidation;
using KybPlatform.Api.Http;
using KybPlatform.Api.Http.OpenApi;
using KybPlatform.Api.Persistence;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace KybPlatform.Api.Tenancy;

/// <summary>What the operator changes about an organization; what is missing stays.</summary>
/// <param name="Weight">Its tenants' share of the workers against others': for each two jobs of a tenant of weight 1, twice as many of one of weight 2.</param>
public sealed record OrganizationChanges(int? Weight);

internal sealed class OrganizationChangesValidator : AbstractValidator<OrganizationChanges>
{
    public OrganizationChangesValidator() => RuleFor(o => o.Weight).InclusiveBetween(1, 10);
}

internal static class ChangeOrganization
{
    public static void Map(RouteGroupBuilder organizations) =>
        organizations.MapPatch("/{id}", HandleAsync).RequiresPlatformKey()
            .WithSummary("Change an organization's weight").Produces<OrganizationResource>().ProducesRefusals(400, 404, 409, 413, 415, 422).ExampleRequest("""{ "weight": 2 }""");

    private static async Task<IResult> HandleAsync(string id, Body<OrganizationChanges> body, Work work)
    {
        if (MergePatch.Removals(body.Raw) is { } removal) return Refused.Because(removal);
        if (!PublicId.TryParse<OrganizationId>(id, out var key) || await work.Db.Set<Organization>().AsNoTracking().SingleOrDefaultAsync(o => o.Id == key, work.Canceled) is not { } organization)
            return Refused.Because(Error.NotFound("organization"));
        var tenants = await work.Db.Set<Tenant>().Where(t => t.OrganizationId == key).ToListAsync(work.Canceled);
        if (body.Value.Weight is { } weight && tenants.Exists(t => t.Weight != weight))
        {
            foreach (var tenant in tenants) tenant.Weight = weight;
            work.Record("organization.changed", organization.Id.ToString(), details: new { weight });
        }
        return await work.AnswerAsync(200, OrganizationResource.From(organization, tenants), Keeping.Plainly);
    }
}
