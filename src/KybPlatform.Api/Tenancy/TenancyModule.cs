using KybPlatform.Api.Http;
using KybPlatform.Api.Http.OpenApi;
using KybPlatform.Api.Jobs;
using KybPlatform.Api.Tenancy.Contracts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace KybPlatform.Api.Tenancy;

public static class TenancyModule
{
    public static IServiceCollection AddTenancy(this IServiceCollection services) =>
        services.AddSingleton<ITenantFamily, TenantFamily>().AddSingleton<ITenantUsers, TenantUsers>().AddSingleton<TenantClocks>().AddSingleton<ITenantClock>(s => s.GetRequiredService<TenantClocks>()).AddSingleton<ApiKeySecrets>().AddSingleton<CallerDirectory>().AddSingleton<ICallerDirectory>(s => s.GetRequiredService<CallerDirectory>());

    public static void MapTenancy(this IEndpointRouteBuilder api)
    {
        var organizations = api.MapGroup("/organizations").About("Platform", "Organizations, their tenants and clocks. Organizations are made with the platform key.");
        CreateOrganization.Map(organizations);
        GetOrganization.Map(organizations);
        ChangeOrganization.Map(organizations);
        var keys = api.MapGroup("/api-keys").About("Access", "Users of a tenant, their roles, and the keys that they and services call with.");
        CreateApiKey.Map(keys);
        ReadApiKeys.Map(keys);
        RotateApiKey.Map(keys);
        RevokeApiKey.Map(keys);
        var users = api.MapGroup("/users").WithTags("Access");
        CreateUser.Map(users);
        ReadUsers.Map(users);
        ChangeUser.Map(users);
        DeleteUser.Map(users);
        TenantRoutes.Map(api.MapGroup("/tenant").WithTags("Platform"));
    }
}
