using KybPlatform.Api.Profiles.Contracts;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace KybPlatform.Api.Profiles;

public static class ProfilesModule
{
    public static IServiceCollection AddProfiles(this IServiceCollection services) =>
        services.AddSingleton<PersonSeal>().AddSingleton<ProfileDesk>().AddSingleton<IProfileDesk>(s => s.GetRequiredService<ProfileDesk>());

    public static void MapProfiles(this IEndpointRouteBuilder api)
    {
    }
}
