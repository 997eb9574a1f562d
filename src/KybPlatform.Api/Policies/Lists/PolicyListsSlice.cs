using KybPlatform.Api.Http.OpenApi;
using KybPlatform.Api.Jobs;
using KybPlatform.Api.Policies.Contracts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace KybPlatform.Api.Policies.Lists;

/// <summary>The part of policies that keeps lists.</summary>
internal static class PolicyListsSlice
{
    public static IServiceCollection AddLists(this IServiceCollection services) =>
        services.AddSingleton<TenantLists>().AddSingleton<ITenantLists>(s => s.GetRequiredService<TenantLists>()).AddScoped<ITenantSweep, ForgetRemovedEntries>();

    public static void MapLists(this IEndpointRouteBuilder api)
    {
        var lists = api.MapGroup("/policy-lists").About("Policy lists", "A tenant's own block and allow lists, which conditions ask with list_contains. Entries are kept as keyed hashes and never shown.");
        ManagePolicyLists.Map(lists);
        ImportEntries.Map(lists);
        LookUpValues.Map(lists);
    }
}
