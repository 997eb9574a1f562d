using KybPlatform.Api.Http.OpenApi;
using KybPlatform.Api.Jobs;
using KybPlatform.Api.Recording;
using KybPlatform.Api.Webhooks.Dispatch;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace KybPlatform.Api.Webhooks;

public static class WebhooksModule
{
    public static IServiceCollection AddWebhooks(this IServiceCollection services, PlatformRoles roles)
    {
        services.AddSingleton<WebhookLimits>().AddSingleton<WebhookSecrets>().AddSingleton<Envelopes>().AddSingleton<Bodies>().AddSingleton<IFollowsEvents, FollowLog>();
        services.AddSingleton<DeliveryClient>().AddSingleton<Lanes>().AddSingleton<LaneReads>().AddSingleton<LaneRecords>().AddSingleton<LaneRun>().AddSingleton<EndpointGuard>();
        services.AddScoped<ITenantSweep, DropOldDeliveries>().AddScoped<ITenantWatch, WebhookWatch>();
        return roles.HasFlag(PlatformRoles.Worker) ? services.AddHostedService<Dispatcher>() : services;
    }

    public static void MapWebhooks(this IEndpointRouteBuilder api)
    {
        var endpoints = api.MapGroup("/webhook-endpoints").About("Webhooks", "Addresses of the tenant's that are told of events, signed as Standard Webhooks says, and the log of deliveries.");
        var deliveries = api.MapGroup("/webhook-deliveries").WithTags("Webhooks");
        CreateEndpoint.Map(endpoints);
        ReadEndpoints.Map(endpoints);
        ChangeEndpoint.Map(endpoints);
        RotateSecret.Map(endpoints);
        SwitchEndpoint.Map(endpoints);
        TestEndpoint.Map(endpoints);
        ReadDeliveries.Map(deliveries);
        Redeliver.Map(endpoints, deliveries);
    }
}
