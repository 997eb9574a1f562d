using System.Net;
using FluentValidation;
using KybPlatform.Api.Audit;
using KybPlatform.Api.Backtests;
using KybPlatform.Api.BuildingBlocks;
using KybPlatform.Api.Cases;
using KybPlatform.Api.Confined;
using KybPlatform.Api.Decisions;
using KybPlatform.Api.Documents;
using KybPlatform.Api.Http;
using KybPlatform.Api.Http.Outbound;
using KybPlatform.Api.Inquiries;
using KybPlatform.Api.Insights;
using KybPlatform.Api.Jobs;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Policies;
using KybPlatform.Api.Privacy;
using KybPlatform.Api.Profiles;
using KybPlatform.Api.Registers;
using KybPlatform.Api.Registrations;
using KybPlatform.Api.Screening;
using KybPlatform.Api.Screening.Contracts;
using KybPlatform.Api.Tenancy;
using KybPlatform.Api.Verifications;
using KybPlatform.Api.Webhooks;
using KybPlatform.Api.Workflows;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;

namespace KybPlatform.Api;

/// <summary>What a process does.</summary>
[Flags]
public enum PlatformRoles
{
    None = 0,

    /// <summary>Answers HTTP.</summary>
    Api = 1,

    /// <summary>Runs jobs and the event relay.</summary>
    Worker = 2,
    All = Api | Worker,
}

/// <summary>All that the platform needs from its host.</summary>
/// <param name="AppConnection">The database as the application's role.</param>
/// <param name="DataFolder">Where documents are kept, encrypted.</param>
/// <param name="MasterKey">32 bytes from which every other key is derived.</param>
/// <param name="Development">Allows what only a developer's machine may do.</param>
/// <param name="AsksDns">Whether e-mail domains are looked up; where not, nobody waits for it and policies that ask go by <c>when_unavailable</c>.</param>
public sealed record PlatformSettings(
    string AppConnection, string DataFolder, byte[] MasterKey, string PlatformKey, PlatformRoles Roles, bool Development, int RatePerSecond = 10_000,
    bool AsksDns = false)
{
    /// <summary>How often the loops of a worker look by themselves for what nobody told them of.</summary>
    public TimeSpan Poll { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>A RabbitMQ broker that carries jobs between workers (<c>amqp</c> or <c>amqps</c>, with credentials); null where they claim them from the table.</summary>
    public Uri? Broker { get; init; }

    /// <summary>Providers that are asked over the network.</summary>
    public IReadOnlyList<ProviderSettings> Providers { get; init; } = [];

    /// <summary>Lists that the workers fetch from their publishers; none by itself.</summary>
    public IReadOnlyList<ListSource> ListSources { get; init; } = [];

    /// <summary>Proxies in front whose <c>X-Forwarded-For</c> is believed; from everybody else it is ignored.</summary>
    public IReadOnlyList<IPNetwork> TrustedProxies { get; init; } = [];

    /// <summary>How often they look for a new issue.</summary>
    public TimeSpan ListsEvery { get; init; } = TimeSpan.FromHours(6);
}

/// <summary>The platform as two calls for its host.</summary>
public static class KybApi
{
    /// <summary>Begins what a serving process will need and what needs no database; the earlier the better.</summary>
    public static void BeginWarmUp() => WarmUp.Begin();

    public static void AddKybPlatform(this WebApplicationBuilder builder, PlatformSettings settings)
    {
        var services = builder.Services;
        services.AddSingleton(settings).AddSingleton(TimeProvider.System).AddSingleton(new MasterKey(settings.MasterKey));
        var source = DataSource(settings.AppConnection);
        var work = PlatformDbOptions.ForWork(source);
        WarmUp.BeginModel(work);
        services.AddSingleton(_ => source).AddSingleton(work);
        services.AddScoped<TenantScope>().AddScoped<PlatformDb>();
        services.AddSingleton<SubjectVault>().AddSingleton<BlindIndex>();
        services.AddSingleton(ConfinedProgram.Here()).AddSingleton<IConfinedRuns, ConfinedRuns>();
        services.AddHttpHabits(settings).AddJobs(settings);
        foreach (var found in new AssemblyScanner(NamedTypes.EndingWith("Validator")))
            services.AddSingleton(found.InterfaceType, found.ValidatorType);
        services.AddCases().AddInsights();
        services.AddTenancy().AddProfiles().AddScreening(settings).AddRegisters(settings.Providers).AddVerifications(settings.AsksDns, settings.Providers).AddBuildingBlocks().AddPolicies().AddInquiries().AddDecisions().AddRegistrations().AddDocuments(settings).AddBacktests().AddWebhooks(settings.Roles).AddWorkflows(settings.Providers);
        services.AddScoped<ITenantSweep, WatchTenant>();
        // All loops hear of the shutdown at once, or one would go on taking work while another drains; the longest patience is the workers' twenty seconds.
        services.Configure<HostOptions>(host => (host.ServicesStopConcurrently, host.ShutdownTimeout) = (true, TimeSpan.FromSeconds(30)));
        if (settings.Roles != PlatformRoles.None) services.AddHostedService<WarmUp>();
        builder.WebHost.ConfigureKestrelLimits();
    }

    public static void MapKybPlatform(this WebApplication app)
    {
        app.UseHttpHabits(app.Services.GetRequiredService<PlatformSettings>().TrustedProxies);
        var api = app.MapGroup("/v1").AddEndpointFilter(BodyFilter.Apply);
        api.MapTenancy();
        api.MapProfiles();
        api.MapScreening();
        api.MapRegisters();
        api.MapVerifications();
        api.MapBuildingBlocks();
        api.MapPolicies();
        api.MapInquiries();
        api.MapDecisions();
        api.MapRegistrations();
        api.MapBacktests();
        api.MapCases();
        api.MapInsights();
        api.MapDocuments();
        api.MapAudit();
        api.MapWebhooks();
        api.MapWorkflows();
        api.MapJobs();
        app.MapHealth();
    }

    /// <summary>Brings the database to the current schema as its owner, and makes the role that serves.</summary>
    public static Task MigrateAsync(string ownerConnection, string? appPassword, CancellationToken ct) => DatabaseSetup.RunAsync(ownerConnection, appPassword, ct);

    /// <summary>Does one piece of confined work from standard input to standard output, as another process of this program asked. Nothing else is begun.</summary>
    /// <returns>The process's exit code.</returns>
    public static int RunConfined(IReadOnlyList<string> arguments) =>
        ConfinedProgram.Run(arguments, (task, input, output) => DocumentsModule.RunConfined(task, input, output) ?? VerificationsModule.RunConfined(task, input, output) ?? throw new InvalidOperationException("There is no such work."));

    /// <summary>False where the database was first used with another master key: nothing that was sealed then could be read.</summary>
    public static Task<bool> KnowsMasterKeyAsync(PlatformSettings settings, CancellationToken ct) => MasterKeyCheck.IsRightAsync(settings.AppConnection, new MasterKey(settings.MasterKey), ct);

    private static NpgsqlDataSource DataSource(string connection)
    {
        var text = new NpgsqlConnectionStringBuilder(connection)
        {
            MaxAutoPrepare = 200,
            AutoPrepareMinUsages = 2,
            // Session state must not outlive a request; the reset on return is part of the wall between tenants.
            NoResetOnClose = false,
            Multiplexing = false,
            IncludeErrorDetail = false,
            ApplicationName = "kyb",
        };
        if (!connection.Contains("Timeout", StringComparison.OrdinalIgnoreCase)) (text.Timeout, text.CommandTimeout) = (5, 15);
        // Named, because measurements carry the name, and would else carry the connection string.
        return new NpgsqlDataSourceBuilder(text.ConnectionString) { Name = "kyb" }.Build();
    }
}
