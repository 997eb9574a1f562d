using System.Diagnostics;
using System.Globalization;
using KybPlatform.Api;
using KybPlatform.Api.Jobs;
using KybPlatform.Api.Persistence;
using KybPlatform.Benchmarks.Load;
using KybPlatform.Server.Development;
using KybPlatform.Server.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace KybPlatform.Benchmarks.Jobs;

/// <summary>
/// Jobs that claim, write one tenant row under row-level security and acknowledge in one commit, against pgbench with those very statements, in turns
/// on one database; how much of that is left after heavy churn beside an old snapshot; and how long a single job of an eleventh tenant waits, idle and beside ten tenants with ten thousand each.
/// </summary>
internal static class JobRun
{
    private const int Tenants = 10;
    private const int Jobs = 12_000;
    private const int Clients = 8;

    public static async Task<int> RunAsync(string[] args)
    {
        var rounds = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 5;
        var given = Environment.GetEnvironmentVariable("KYB_TEST_POSTGRES");
        await using var embedded = given is null ? await DevelopmentDatabase.StartAsync(Directory.CreateTempSubdirectory("kyb-jobs-db-").FullName, Console.WriteLine, CancellationToken.None) : null;
        var owner = await ServerProcess.NewDatabaseAsync(given ?? embedded!.OwnerConnection, "kyb_jobs");
        var logins = DatabaseLogins.FromOwner(owner);
        await KybApi.MigrateAsync(owner, logins.AppPassword, CancellationToken.None);
        await using var source = NpgsqlDataSource.Create(owner);
        await ExecuteAsync(source, $"INSERT INTO organizations (id, name, created_at) SELECT {Id("n")}, 'Job run', now() FROM generate_series(0, {Tenants}) n");
        await ExecuteAsync(source, $"INSERT INTO tenants (id, organization_id, mode, created_at, clock_offset) SELECT {Id("n")}, {Id("n")}, 'live', now(), '0' FROM generate_series(0, {Tenants}) n");
        var (ratios, work) = (new List<double>(), new List<double>());
        for (var round = 0; round <= rounds; round++)
        {
            var steady = LoadRun.FixedWork();
            await PromiseAsync(source, Jobs * 3);
            var bench = await PgBench.RepeatAsync(new NpgsqlConnectionStringBuilder(logins.App), Script(), Clients, Jobs / Clients);
            await ExecuteAsync(source, "TRUNCATE jobs");
            var ours = await OursAsync(source, logins.App);
            if (round == 0) continue;   // warms up
            work.Add(steady);
            ratios.Add(ours / bench);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"jobs {round}: pgbench with the same statements {bench,6:F0}/s | claimed, written and acknowledged {ours,6:F0}/s | ratio {ours / bench:F3}"));
        }
        LoadRun.Report("jobs against pgbench", ratios, work);
        await ChurnAsync(source, logins.App, args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 5);
        await FloodAsync(source, logins.App);
        return 0;
    }

    private static async Task<double> OursAsync(NpgsqlDataSource source, string connection)
    {
        await using var worker = await WorkerAsync(connection);
        await PromiseAsync(source, Jobs);
        return await Drained(worker, Jobs);
    }

    private static async Task<double> Drained(WebApplication worker, long jobs)
    {
        var counter = worker.Services.GetRequiredService<JobCounter>();
        var (begun, before) = (Stopwatch.GetTimestamp(), counter.Done);
        worker.Services.GetRequiredService<Signals>().Jobs.Set();
        while (counter.Done < before + jobs) await Task.Delay(2);
        return jobs / Stopwatch.GetElapsedTime(begun).TotalSeconds;
    }

    /// <summary>The same jobs in a fresh table, and after so many rounds of them beside a snapshot that lets nothing be cleaned up.</summary>
    private static async Task ChurnAsync(NpgsqlDataSource source, string connection, int churns)
    {
        await ExecuteAsync(source, "TRUNCATE jobs");
        var fresh = await OursAsync(source, connection);
        await ExecuteAsync(source, "TRUNCATE jobs");
        await using var old = await source.OpenConnectionAsync();
        await using var snapshot = await old.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead);
        await using (var look = new NpgsqlCommand("SELECT count(*) FROM tenants", old, snapshot)) await look.ExecuteScalarAsync();
        for (var i = 1; i <= churns; i++)
        {
            var churned = await OursAsync(source, connection);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"== after {(i - 1) * Jobs,7} jobs beside an old snapshot {churned,6:F0}/s, fresh {fresh,6:F0}/s: {fresh / churned:F2} times as long (aim 2)"));
        }
        await snapshot.RollbackAsync();
        await ExecuteAsync(source, "TRUNCATE jobs");
    }

    private static async Task FloodAsync(NpgsqlDataSource source, string connection)
    {
        await using var worker = await WorkerAsync(connection);
        var idle = await LatenciesAsync(source, worker, 200);
        await PromiseAsync(source, Tenants * 10_000);
        worker.Services.GetRequiredService<Signals>().Jobs.Set();
        var flooded = await LatenciesAsync(source, worker, 200);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"== one job of an eleventh tenant: idle p50 {At(idle, 0.5):F1} ms, p99 {At(idle, 0.99):F1} ms; beside {Tenants} x 10,000 p50 {At(flooded, 0.5):F1} ms, p99 {At(flooded, 0.99):F1} ms, {At(flooded, 0.99) / At(idle, 0.99):F1} times (aim 5)"));
    }

    private static double At(List<double> sorted, double share) => sorted[(int)(sorted.Count * share)];

    private static async Task<List<double>> LatenciesAsync(NpgsqlDataSource source, WebApplication worker, int times)
    {
        var (counter, signals) = (worker.Services.GetRequiredService<JobCounter>(), worker.Services.GetRequiredService<Signals>());
        var all = new List<double>();
        for (var i = 0; i < times; i++)
        {
            var subject = Uuid7.New(TimeProvider.System.GetUtcNow());
            counter.Watched[subject] = 0;
            await ExecuteAsync(source, $"INSERT INTO jobs (tenant_id, id, kind, subject, due_at, lease, attempts) VALUES ({Id(Tenants.ToString(CultureInfo.InvariantCulture))}, gen_random_uuid(), '{CountedJob.Kind}', '{subject}', clock_timestamp(), '{Guid.Empty}', 0)");
            var committed = Stopwatch.GetTimestamp();
            signals.Jobs.Set();
            while (counter.Watched[subject] == 0) await Task.Delay(1);
            all.Add(Stopwatch.GetElapsedTime(committed, counter.Watched[subject]).TotalMilliseconds);
        }
        all.Sort();
        return all;
    }

    private static async Task<WebApplication> WorkerAsync(string connection)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.AddKybPlatform(new PlatformSettings(connection, Directory.CreateTempSubdirectory("kyb-jobs-").FullName, new byte[32], "job-run-platform-key", PlatformRoles.Worker, Development: true));
        builder.Services.AddSingleton<JobCounter>().AddJob<CountedJob>(CountedJob.Kind);
        var app = builder.Build();
        await app.StartAsync();
        return app;
    }

    private static Task PromiseAsync(NpgsqlDataSource source, int jobs) => ExecuteAsync(source, $"""
        INSERT INTO jobs (tenant_id, id, kind, subject, due_at, turn_at, lease, attempts)
        SELECT {Id($"n % {Tenants.ToString(CultureInfo.InvariantCulture)}")}, gen_random_uuid(), '{CountedJob.Kind}', gen_random_uuid(), clock_timestamp(), clock_timestamp(), '{Guid.Empty}', 0 FROM generate_series(1, {jobs.ToString(CultureInfo.InvariantCulture)}) n
        """);

    // The claim is the product's own text; one job a claim, from a tenant drawn by lot, as the ring comes by.
    private static string Script()
    {
        string[] values =
        [
            Id(":k::int"), "'-infinity'", "0", "'{}'", "'{}'", "'{}'::uuid[]", $"'{{{CountedJob.Kind}}}'", "2", "6", "1", "interval '15 seconds'", "gen_random_uuid()", "1",
        ];
        var claim = JobClaims.Claim;
        for (var i = values.Length; i > 0; i--) claim = claim.Replace("$" + i.ToString(CultureInfo.InvariantCulture), values[i - 1], StringComparison.Ordinal);
        return $"""
            \set k random(0, {(Tenants - 1).ToString(CultureInfo.InvariantCulture)})
            {claim}, j.lease \gset
            \startpipeline
            BEGIN;
            SELECT set_config('kyb.tenant', :tenant_id, true);
            INSERT INTO audit_entries (tenant_id, id, at, actor, action, resource) VALUES (:tenant_id::uuid, gen_random_uuid(), now(), 'automation', '{CountedJob.Kind}', 'job');
            WITH done AS (DELETE FROM jobs WHERE tenant_id = :tenant_id::uuid AND id = :id::uuid AND lease = :lease::uuid RETURNING 1) SELECT kyb_expect_one(count(*)) FROM done;
            COMMIT;
            \endpipeline

            """;
    }

    /// <summary>Tenants whose ids follow their numbers.</summary>
    private static string Id(string number) => $"('00000000-0000-7000-8000-' || lpad(({number})::text, 12, '0'))::uuid";

    private static async Task ExecuteAsync(NpgsqlDataSource source, string sql)
    {
        await using var command = source.CreateCommand(sql);
        command.CommandTimeout = 120;
        await command.ExecuteNonQueryAsync();
    }
}
