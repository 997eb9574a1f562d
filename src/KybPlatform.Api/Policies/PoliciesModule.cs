using KybPlatform.Api.Http.OpenApi;
using KybPlatform.Api.Policies.Adoption;
using KybPlatform.Api.Policies.Authoring;
using KybPlatform.Api.Policies.Contracts;
using KybPlatform.Api.Policies.Exchange;
using KybPlatform.Api.Policies.InForce;
using KybPlatform.Api.Policies.Lists;
using KybPlatform.Api.Policies.Publishing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace KybPlatform.Api.Policies;

public static class PoliciesModule
{
    public static IServiceCollection AddPolicies(this IServiceCollection services) =>
        services.AddSingleton<CompiledPolicies>().AddSingleton<PolicyPacks>().AddSingleton<PackHistory>().AddSingleton<TimelineLoader>().AddSingleton<TenantPolicies>().AddSingleton<PackExaminer>().AddSingleton<Examiner>().AddSingleton<LaterPublications>().AddSingleton<BacktestGate>().AddSingleton<EvaluationTerms>()
            .AddSingleton<IPolicyBook, PolicyBook>().AddSingleton<PolicyWatch>().AddHostedService(s => s.GetRequiredService<PolicyWatch>()).AddLists();

    public static void MapPolicies(this IEndpointRouteBuilder api)
    {
        var policies = api.MapGroup("/policies").About("Policies", "The rules of each country and sender type: which answers for a cell, how a tenant changes them, and dry runs.");
        ReadPolicies.Map(policies);
        ReadCoverage.Map(policies);
        WritePolicy.Map(policies);
        ReadVersions.Map(policies);
        CompareVersions.Map(policies);
        TryVersion.Map(policies);
        ShowImpact.Map(policies);
        RequestApproval.Map(policies);
        ApprovePublication.Map(policies);
        PublishPolicy.Map(policies);
        WithdrawPublication.Map(policies);
        ListPublications.Map(policies);
        AttestPolicy.Map(policies);
        ExportPolicies.Map(policies);
        ImportPolicies.Map(policies);
        PromotePolicy.Map(policies);
        PinPack.Map(policies);
        ComparePacks.Map(policies);
        AdoptPack.Map(policies);
        ChangeSettings.Map(policies);
        EvaluateFacts.Map(api);
        api.MapLists();
    }
}
