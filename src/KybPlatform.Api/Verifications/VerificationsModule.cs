using KybPlatform.Api.Verifications.Contracts;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace KybPlatform.Api.Verifications;

public static class VerificationsModule
{
    public static IServiceCollection AddVerifications(this IServiceCollection services) => services.AddSingleton<IVerificationDesk, VerificationDesk>();

    public static void MapVerifications(this IEndpointRouteBuilder api)
    {
    }
}
