using FluentValidation;
using KybPlatform.Api.Http;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Tenancy.Contracts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace KybPlatform.Api.Tenancy;

/// <summary>A new customer of the platform.</summary>
public sealed record NewOrganization(string? Name);

public sealed record CreatedTenant(TenantId Id, string ApiKey);

public sealed record CreatedTenants(CreatedTenant Live, CreatedTenant Test);

/// <summary>The organization with the first key of each of its tenants, shown this once.</summary>
public sealed record CreatedOrganization(OrganizationId Id, string Name, CreatedTenants Tenants);

internal sealed class NewOrganizationValidator : AbstractValidator<NewOrganization>
{
    public NewOrganizationValidator() => RuleFor(o => o.Name).NotEmpty().MaximumLength(200);
}

internal static class CreateOrganization
{
    public static void Map(RouteGroupBuilder organizations) =>
        organizations.MapPost("", HandleAsync).RequiresPlatformKey().Idempotent()
            .WithSummary("Create an organization with a live and a test tenant").Produces<CreatedOrganization>(201).ProducesRefusals(400, 422);

    private static Task<IResult> HandleAsync(Body<NewOrganization> body, Work work, ApiKeySecrets secrets, IEnumerable<IFollowsTenants> followers)
    {
        var organization = new Organization { Id = PublicId.New<OrganizationId>(work.Now), Name = body.Value.Name!, CreatedAt = work.Now };
        work.Db.Add(organization);
        var tenants = new CreatedTenants(AddTenant(work, secrets, followers, organization, TenantMode.Live), AddTenant(work, secrets, followers, organization, TenantMode.Test));
        work.Record("organization.created", organization.Id.ToString());
        var answer = new CreatedOrganization(organization.Id, organization.Name, tenants);
        return work.AnswerAsync(201, answer, new Keeping(Secret: true), $"/v1/organizations/{organization.Id}");
    }

    private static CreatedTenant AddTenant(Work work, ApiKeySecrets secrets, IEnumerable<IFollowsTenants> followers, Organization organization, TenantMode mode)
    {
        var tenant = new Tenant { Id = PublicId.New<TenantId>(work.Now), OrganizationId = organization.Id, Mode = mode, CreatedAt = work.Now };
        var secret = ApiKeySecrets.New(mode);
        work.Db.Add(tenant);
        FirstKey.Add(work.Db, tenant.Id, secrets.Hash(secret), secret[^4..], work.Now);
        foreach (var follower in followers) follower.Created(work.Db, tenant.Id, work.Now);
        return new CreatedTenant(tenant.Id, secret);
    }
}
