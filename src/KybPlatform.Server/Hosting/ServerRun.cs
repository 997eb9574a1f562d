using System.Net.Sockets;
using System.Runtime.InteropServices;
using KybPlatform.Api;
using KybPlatform.Api.Confined;
using KybPlatform.Api.Http.Outbound;
using KybPlatform.Server.Commands;
using KybPlatform.Server.Development;
using KybPlatform.Server.Samples;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace KybPlatform.Server.Hosting;

/// <summary>One process from its command line to its end: database, schema, server, samples, drain.</summary>
internal static class ServerRun
{
    public static async Task<int> RunAsync(string[] arguments)
    {
        if (arguments is [ConfinedProgram.Argument, .. var work]) return KybApi.RunConfined(work);
        using var stop = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
        using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, End);   // the terminal was closed
        try
        {
            if (KybCommand.IsMeant(arguments)) return await KybCommand.RunAsync(arguments, Console.Out, Console.Error, stop.Token);
            var options = ServerOptions.Parse(arguments);
            if (options.Help) Say(ServerOptions.Usage);
            else if (options.CheckHealth) return await HealthCheck.RunAsync(ListenUrls.Choose(options, ServerEnvironment.Read()), stop.Token);
            else await RunAsync(options, ServerEnvironment.Read(), stop.Token);
            return 0;
        }
        catch (SetupException wrong)
        {
            await Console.Error.WriteLineAsync(wrong.Message);
            return 1;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return 0;
        }
        catch (Exception bug)
        {
            await Console.Error.WriteLineAsync($"The server stopped on an error of its own: {bug}");
            return 1;
        }

        void End(PosixSignalContext signal)
        {
            signal.Cancel = true;
            stop.Cancel();
        }
    }

    private static async Task RunAsync(ServerOptions options, ServerEnvironment environment, CancellationToken stop)
    {
        var sourceTree = DataFolder.SourceTree();
        var development = environment.IsDevelopment(sourceTree);
        if (!development && environment.Connection is null && environment.OwnerConnection is null)
            throw new SetupException("ConnectionStrings__Kyb is not set: it names the database.");
        if (options.Role != ServerRole.Migrate) KybApi.BeginWarmUp();
        var folder = DataFolder.Prepare(environment.DataFolder, sourceTree);

        var given = environment.Connection ?? environment.OwnerConnection;
        await using var database = given is null ? await DevelopmentDatabase.StartAsync(folder, Say, stop) : null;
        var plan = await DatabasePlan.MakeAsync(
            environment.Connection, environment.OwnerConnection ?? database?.OwnerConnection, options.Role, development, stop);
        if (plan.MigrateAs is not null) await KybApi.MigrateAsync(plan.MigrateAs, plan.AppPassword, stop);
        if (options.Role == ServerRole.Migrate)
        {
            Say("The database is up to date.");
            return;
        }
        var state = development ? await DevelopmentState.ReadAsync(folder, stop) : null;
        var platformKey = environment.PlatformKey ?? state?.PlatformKey ?? throw new SetupException("KYB_PLATFORM_KEY is not set: it is the key of platform calls.");
        var settings = new PlatformSettings(
            plan.App, DataFolder.Documents(folder), await DataFolder.MasterKeyAsync(environment.MasterKey, folder, stop), platformKey, RolesOf(options.Role), development, AsksDns: !development)
        {
            Providers = await ProvidersAsync(environment.Providers, stop),
            Broker = BrokerOf(environment.Broker),
            TrustedProxies = TrustedProxies.Read(environment.TrustedProxies),
            ListSources = ListSettings.Sources(environment.Lists),
            ListsEvery = ListSettings.Every(environment.ListsEvery),
        };
        await ServeAsync(options, ListenUrls.Choose(options, environment), TelemetryTargets.Read(environment), settings, state is null ? null : new DevelopmentScreen(folder, state, database?.Origin ?? "as configured"), stop);
    }

    internal static Uri? BrokerOf(string? given) =>
        given is null ? null
        : Uri.TryCreate(given, UriKind.Absolute, out var broker) && broker.Scheme is ("amqp" or "amqps") && broker.Host.Length > 0 ? broker
        // The text holds a password: it is not repeated.
        : throw new SetupException("KYB_BROKER is no amqp:// or amqps:// address.");

    private static async Task<IReadOnlyList<ProviderSettings>> ProvidersAsync(string? file, CancellationToken stop)
    {
        if (file is null) return [];
        try
        {
            return ProviderFile.Read(await File.ReadAllBytesAsync(file, stop));
        }
        catch (Exception wrong) when (wrong is FormatException or IOException or UnauthorizedAccessException)
        {
            throw new SetupException($"KYB_PROVIDERS: {wrong.Message}");
        }
    }

    private static async Task ServeAsync(ServerOptions options, string urls, TelemetryTargets telemetry, PlatformSettings settings, DevelopmentScreen? screen, CancellationToken stop)
    {
        var knowsKey = KybApi.KnowsMasterKeyAsync(settings, stop);   // asked while the host is put together
        // Without what an API behind a proxy has no use for: IIS, QUIC, static files, watchers of settings files.
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions
        {
            EnvironmentName = settings.Development ? Environments.Development : Environments.Production,
            ContentRootPath = AppContext.BaseDirectory,
        });
        builder.AddStructuredLogs(settings.Development);
        builder.AddTelemetry(telemetry);
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.UseUrls(telemetry.Metrics is null ? urls : $"{urls};{telemetry.Metrics.AbsoluteUri}");
        builder.AddKybPlatform(settings);
        builder.Services.AddHostedService<IdleMemory>();
        await using var app = builder.Build();
        app.UseMetrics(telemetry);
        app.MapKybPlatform();
        if (!await knowsKey)
            throw new SetupException("The master key is not the one that this database was first used with: nothing that was sealed with that one could be read. Give the right one in KYB_MASTER_KEY.");
        try
        {
            await StartAsync(app, stop);
        }
        catch (IOException taken) when (taken.InnerException is AddressInUseException)
        {
            throw new SetupException($"{urls} is taken by another program: stop it, or choose another address with --urls.");
        }
        catch (Exception wrong) when (wrong is FormatException or IOException or SocketException)
        {
            throw new SetupException($"The server cannot listen on {urls}: {wrong.Message}");
        }
        var address = ListenUrls.Reachable(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        try
        {
            if (screen is not null) await screen.ShowAsync(address, settings, options, stop);
            await app.WaitForShutdownAsync(stop);
        }
        finally
        {
            await app.StopAsync(CancellationToken.None);
        }
    }

    // A start that fails has begun its loops already: they end before what they work with is gone.
    private static async Task StartAsync(WebApplication app, CancellationToken stop)
    {
        try
        {
            await app.StartAsync(stop);
        }
        catch
        {
            await app.StopAsync(CancellationToken.None);
            throw;
        }
    }

    private static PlatformRoles RolesOf(ServerRole role) => role switch
    {
        ServerRole.Api => PlatformRoles.Api,
        ServerRole.Worker => PlatformRoles.Worker,
        ServerRole.All => PlatformRoles.All,
        ServerRole.Migrate => PlatformRoles.None,
    };

    private static void Say(string line) => Console.WriteLine(line);
}
