using System.Text.Json;
using KybPlatform.Api.Jobs;
using Microsoft.Extensions.DependencyInjection;

namespace KybPlatform.Api.Webhooks.Contracts;

/// <summary>Reads what events of one kind of resource are about, for endpoints that asked for full payloads; offered by the capability that owns the resource.</summary>
public interface IEventObjects
{
    /// <summary>The resource as its own route would answer, without classified values; null where there is none any more.</summary>
    Task<JsonElement?> ReadAsync(TenantWork work, string id, CancellationToken ct);

    /// <summary>The classified facts that belong to it; null where there are none, or they were erased.</summary>
    Task<JsonElement?> ReadFactsAsync(TenantWork work, string id, CancellationToken ct);
}

/// <summary>Which reader reads which kind of resource.</summary>
/// <param name="Prefix">Of the resources' public ids.</param>
/// <param name="States">Words after the dot of an event's type that are states of the resource.</param>
public sealed record EventObjectKind(string Prefix, Type Reader, IReadOnlyCollection<string> States);

/// <summary>Offers a kind of resource to endpoints.</summary>
public static class EventObjectRegistration
{
    public static IServiceCollection AddEventObjects<TReader>(this IServiceCollection services, string prefix, IReadOnlyCollection<string> states) where TReader : class, IEventObjects =>
        services.AddScoped<TReader>().AddSingleton(new EventObjectKind(prefix, typeof(TReader), states));
}
