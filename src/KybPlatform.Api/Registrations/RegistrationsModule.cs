using KybPlatform.Api.Http.OpenApi;
using KybPlatform.Api.Jobs;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Registrations.Contracts;
using KybPlatform.Api.Webhooks.Contracts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace KybPlatform.Api.Registrations;

public static class RegistrationsModule
{
    public static IServiceCollection AddRegistrations(this IServiceCollection services) =>
        services.AddSingleton<IRegistrationDesk, RegistrationDesk>().AddScoped<ITenantSweep, LapseRegistrations>().AddScoped<ITenantWatch, RegistrationWatch>()
            .AddEventObjects<RegistrationObjects>(SenderRegistrationId.Prefix, SnakeCase.All<RegistrationStatus>());

    public static void MapRegistrations(this IEndpointRouteBuilder api)
    {
        var registrations = api.MapGroup("/sender-registrations").About("Sender registrations", "The standing permission that an approval creates, and the question before traffic goes: may this sender send?");
        CheckSender.Map(registrations);
        ReadRegistrations.Map(registrations);
        ChangeRegistration.Map(registrations);
    }
}
