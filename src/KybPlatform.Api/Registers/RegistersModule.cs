using KybPlatform.Api.Http.OpenApi;
using KybPlatform.Api.Http.Outbound;
using KybPlatform.Api.Registers.Contracts;
using KybPlatform.Api.Registers.Importing;
using KybPlatform.Api.Registers.Online;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace KybPlatform.Api.Registers;

public static class RegistersModule
{
    /// <param name="providers">Those that are registers are asked over the network.</param>
    public static IServiceCollection AddRegisters(this IServiceCollection services, IReadOnlyList<ProviderSettings> providers)
    {
        foreach (var provider in providers.Where(p => OnlineRegisters.Kinds.Contains(p.Kind)))
            services.AddSingleton(s => OnlineRegisters.Make(provider, s.GetRequiredService<OutboundLines>(), s.GetRequiredService<TimeProvider>()));
        return services.AddSingleton<RegisterBook>().AddHostedService<DatasetRefresh>().AddSingleton<RegisterDesk>().AddSingleton<IRegisterDesk>(s => s.GetRequiredService<RegisterDesk>())
            .AddSingleton<DatasetStore>().AddSingleton<DatasetLoad>();
    }

    public static void MapRegisters(this IEndpointRouteBuilder api)
    {
        var datasets = api.MapGroup("/register-datasets").About("Registers", "Datasets of company registers that numbers are looked up in.");
        OpenImport.Map(datasets);
        SendContent.Map(datasets);
        ReadDatasets.Map(datasets);
    }
}
