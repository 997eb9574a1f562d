using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using KybPlatform.Api;
using KybPlatform.Api.Http;
using KybPlatform.Api.Jobs;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Privacy;
using KybPlatform.Api.Screening;
using KybPlatform.Api.Screening.Contracts;
using KybPlatform.Api.Screening.Monitoring;
using KybPlatform.Screening.Lists;
using KybPlatform.Server.Development;
using KybPlatform.Server.Hosting;
using KybPlatform.UnitTests.Screening;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using NpgsqlTypes;

namespace KybPlatform.Benchmarks.Screening;

/// <summary>
/// How long a sweep takes: parties as the product keeps them, sealed, in PostgreSQL, held against a day's change of the SDN list (40 entries come, 20 change,
/// 10 go), with everything that a sweep writes. A few of the parties are on the list.
/// </summary>
internal static class MonitorRun
{
    private const int OnTheList = 25;

    public static async Task<int> RunAsync(string[] args)
    {
        var size = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 100_000;
        var folder = Directory.CreateTempSubdirectory("kyb-monitor-").FullName;
        var given = Environment.GetEnvironmentVariable("KYB_TEST_POSTGRES");
        await using var embedded = given is null ? await DevelopmentDatabase.StartAsync(folder, Console.WriteLine, CancellationToken.None) : null;
        var owner = await Load.ServerProcess.NewDatabaseAsync(given ?? embedded!.OwnerConnection, "kyb_monitor");
        var logins = DatabaseLogins.FromOwner(owner);
        await KybApi.MigrateAsync(owner, logins.AppPassword, CancellationToken.None);
        var master = RandomNumberGenerator.GetBytes(MasterKey.Size);
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.AddKybPlatform(new PlatformSettings(logins.App, folder, master, "platform-key-of-the-benchmark", PlatformRoles.None, Development: true));
        await using var app = builder.Build();
        var delta = Day(RealLists.Sdn, out var listed);
        var tenant = await InsertAsync(owner, new MasterKey(master), listed, size);
        var begun = Stopwatch.GetTimestamp();
        var sweep = await SweepAsync(app.Services, tenant, delta);
        var took = Stopwatch.GetElapsedTime(begun);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{sweep.Parties} parties against {delta.ArrivedCount} entries that came or changed and {delta.DepartedCount} that went: {took.TotalSeconds:F1} s, {sweep.Parties / took.TotalSeconds:F0} parties/s, {sweep.Changes} results changed"));
        return sweep.Parties == size && sweep.Changes >= OnTheList ? 0 : 1;
    }

    private static async Task<ScreeningSweep> SweepAsync(IServiceProvider services, TenantId tenant, ListDelta delta)
    {
        var now = Instants.Truncate(TimeProvider.System.GetUtcNow());
        var sweep = new ScreeningSweep { TenantId = tenant, Id = PublicId.New<SweepId>(now), ListKey = delta.ListKey, ToSnapshot = delta.ToSnapshot, ToImport = Uuid7.New(now), StartedAt = now };
        await using (var first = services.CreateAsyncScope())
        {
            var db = Enter(first, tenant);
            db.Add(sweep);
            await db.CommitAsync(CancellationToken.None);
        }
        for (var more = true; more;)
        {
            await using var scope = services.CreateAsyncScope();
            var db = Enter(scope, tenant);
            db.Attach(sweep);
            more = await scope.ServiceProvider.GetRequiredService<SweepPage>().TakeAsync(new TenantWork(db, tenant, true, now), sweep, delta, CancellationToken.None);
            await db.CommitAsync(CancellationToken.None);
        }
        return sweep;
    }

    private static PlatformDb Enter(AsyncServiceScope scope, TenantId tenant)
    {
        scope.ServiceProvider.GetRequiredService<TenantScope>().Enter(tenant);
        return scope.ServiceProvider.GetRequiredService<PlatformDb>();
    }

    private static ListDelta Day(ListSnapshot today, out ImmutableArray<ListEntity> came)
    {
        var shuffled = today.Entities.ToArray();
        new Random(9).Shuffle(shuffled);
        came = [.. shuffled.Where(e => e.Schema == EntitySchema.Person).Take(40)];
        var (arrived, changed) = (came.Select(e => e.Id).ToHashSet(), shuffled.Where(e => e.Schema == EntitySchema.Organization).Take(20).Select(e => e.Id).ToHashSet());
        var gone = shuffled.Where(e => e.Schema == EntitySchema.Vessel).Take(10).Select(e => e with { Id = "gone" + e.Id });
        var before = today.Entities.Where(e => !arrived.Contains(e.Id)).Select(e => changed.Contains(e.Id) ? e with { Aliases = [] } : e).Concat(gone).OrderBy(e => e.Id, StringComparer.Ordinal);
        return ListDelta.Between(today with { Entities = [.. before], Sha256 = "before" }, today);
    }

    private static async Task<TenantId> InsertAsync(string owner, MasterKey master, ImmutableArray<ListEntity> listed, int size)
    {
        var now = TimeProvider.System.GetUtcNow();
        var tenant = new TenantId(Uuid7.New(now));
        var (wrapping, ordinary) = (master.Derive("subject-keys", tenant.Value), OrdinaryNames.All.ToArray());
        await using var source = NpgsqlDataSource.Create(owner);
        // Whoever is on the list has no date of birth here: another one than the list's would speak against it.
        var rows = Enumerable.Range(0, size).Select(i => (Born: i < OnTheList ? (DateOnly?)null : new DateOnly(1980, 2, 3), Id: Uuid7.New(now.AddMilliseconds(i)), Key: RandomNumberGenerator.GetBytes(32),
            Name: i < OnTheList ? listed[i % listed.Length].Name : $"{ordinary[i % ordinary.Length]} {ordinary[i * 7 % ordinary.Length].Split(' ')[0]}")).ToList();
        await CopyAsync(source, "subject_keys (tenant_id, subject_id, wrapped, created_at)", rows, (copy, r) =>
            copy.WriteRowAsync(CancellationToken.None, tenant.Value, r.Id, Sealing.Seal(wrapping, r.Key, r.Id.ToString("N")), now));
        await CopyAsync(source, "inquiries (tenant_id, id, version, country, sender_type, applicant, profile_id, status, use_case, expires_at, created_at, updated_at)", rows, async (copy, r) =>
        {
            await copy.StartRowAsync();
            foreach (var value in (object[])[tenant.Value, r.Id, 1, "GB", "alphanumeric", "individual", r.Id, "in_review"]) await copy.WriteAsync(value);
            await copy.WriteAsync("{}", NpgsqlDbType.Jsonb);
            for (var i = 0; i < 3; i++) await copy.WriteAsync(now);
        });
        await CopyAsync(source, "monitored_parties (tenant_id, profile_id, subject, of_business, lists, threshold, sealed_for, sealed, party_hash, screened_at)", rows, (copy, r) =>
        {
            var party = StoredJson.Bytes(new ScreenedParty(EntitySchema.Person, [r.Name], r.Born, ["GB"], []));
            var ring = new SubjectRing(new Dictionary<Guid, byte[]> { [r.Id] = r.Key });
            return copy.WriteRowAsync(CancellationToken.None, tenant.Value, r.Id, "individual", false, new[] { "ofac_sdn", "un" }, 0.8, r.Id, ring.Seal(r.Id, party, MatchBook.PartyPurpose), SHA256.HashData(party), now);
        });
        foreach (var table in (string[])["subject_keys", "inquiries", "monitored_parties"])
        {
            await using var analyze = source.CreateCommand($"ANALYZE {table}");
            await analyze.ExecuteNonQueryAsync();
        }
        return tenant;
    }

    private static async Task CopyAsync<T>(NpgsqlDataSource source, string target, List<T> rows, Func<NpgsqlBinaryImporter, T, Task> write)
    {
        await using var connection = await source.OpenConnectionAsync();
        await using var copy = await connection.BeginBinaryImportAsync($"COPY {target} FROM STDIN (FORMAT BINARY)");
        foreach (var row in rows) await write(copy, row);
        await copy.CompleteAsync();
    }
}
