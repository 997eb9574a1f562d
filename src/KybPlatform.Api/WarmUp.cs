using System.Text.Json;
using KybPlatform.Api.Decisions.Contracts;
using KybPlatform.Api.Http;
using KybPlatform.Api.Inquiries.Contracts;
using KybPlatform.Api.Jobs;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Policies.Contracts;
using KybPlatform.Api.Privacy;
using KybPlatform.Api.Profiles.Contracts;
using KybPlatform.Api.Registrations.Contracts;
using KybPlatform.Api.Verifications.Contracts;
using KybPlatform.Identifiers.Contacts;
using KybPlatform.Policies;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;

namespace KybPlatform.Api;

/// <summary>
/// Does beside the start what the first submission would else wait for: the packs, the numbering plans, the model, the queries of the hot
/// path, the evaluation. It only asks, about nobody; what fails here fails again, and is told, where it is needed.
/// </summary>
internal sealed class WarmUp(IServiceScopeFactory scopes, ICallerDirectory callers, ITenantClock clocks, TimeProvider clock) : BackgroundService
{
    private static readonly PolicyQuery Usual = new("GB", "alphanumeric", "business");
    private static readonly string NobodysKey = "kyb_test_" + new string('0', 43);

    /// <summary>What needs no database, as early as there is a process.</summary>
    public static void Begin()
    {
        // One policy is read, merged and compiled, so that the next ones find all of that ready to run.
        _ = Task.Run(() => PolicyCatalog.LoadPacks().Resolve(Usual)?.Requirements);
        _ = Task.Run(() => PhoneNumbers.Parse("+442079460018"));
    }

    /// <summary>The model needs no database either, only to know which one: it is made while the host is put together.</summary>
    public static void BeginModel(DbContextOptions<PlatformDb> options) => _ = Task.Run(() =>
    {
        using var db = new PlatformDb(options, new TenantScope());
        return db.Model;
    });

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await Task.WhenAll(Task.Run(() => callers.FindAsync(NobodysKey, null, stoppingToken).AsTask(), stoppingToken), Task.Run(() => AskAsync(stoppingToken), stoppingToken));
        }
        catch (Exception later) when (later is NpgsqlException or TimeoutException or InvalidOperationException or IOException or OperationCanceledException)
        {
        }
    }

    private async Task AskAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var services = scope.ServiceProvider;
        services.GetRequiredService<TenantScope>().Enter(Caller.PlatformTenant);
        var db = services.GetRequiredService<PlatformDb>();
        var now = clock.GetUtcNow();
        var nobody = Uuid7.New(now);
        var work = new TenantWork(db, Caller.PlatformTenant, Live: false, now);

        await clocks.FindAsync(new TenantId(nobody), ct);
        await services.GetRequiredService<IProfileDesk>().FindBusinessAsync(db, new BusinessProfileId(nobody), ct);
        await services.GetRequiredService<IInquiryFacts>().ReadAsync(work, new InquiryId(nobody), ct);
        await services.GetRequiredService<IDecisionLedger>().FindAsync(db, nobody, ct);
        await services.GetRequiredService<IRegistrationDesk>().HeldAsync(db, nobody, ct);
        await services.GetRequiredService<SubjectVault>().RingAsync(db, Caller.PlatformTenant, [nobody], ct);

        var verifications = services.GetRequiredService<IVerificationDesk>();
        using var facts = JsonDocument.Parse("""{"business":{"legal_name":"Nobody"}}""");
        await verifications.ReadAsync(work, nobody, facts.RootElement, [], ct);
        var inForce = await services.GetRequiredService<IPolicyBook>().InForceAsync(Caller.PlatformTenant, now, ct);
        if (inForce.Resolve(Usual) is not { } policy) return;
        var document = FactDocument.Parse("""{"business":{"legal_name":"Nobody"}}"""u8.ToArray());
        policy.Plan(document);
        policy.Evaluate(document, new EvaluationOptions(Live: false, Attested: false, Trace: true, new PlainDomainFunctions(), verifications.Available, RetryScheduled: false));
    }
}
