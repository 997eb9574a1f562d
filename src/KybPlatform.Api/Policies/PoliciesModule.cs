using KybPlatform.Api.Http.OpenApi;
using KybPlatform.Api.Policies.Contracts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace KybPlatform.Api.Policies;

public static class PoliciesModule
{
    public static IServiceCollection AddPolicies(this IServiceCollection services) => services.AddSingleton<IPolicyBook, PolicyBook>();

    public static void MapPolicies(this IEndpointRouteBuilder api)
    {
        ReadPolicies.Map(api.MapGroup("/policies").About("Policies", "The rules of each country and sender type, which of them answers for a cell, and dry runs."));
        EvaluateFacts.Map(api);
    }
}
