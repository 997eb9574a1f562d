using System.Diagnostics;
using System.Globalization;
using KybPlatform.Api;
using KybPlatform.Api.Backtests;
using KybPlatform.Api.Decisions;
using KybPlatform.Api.Decisions.Contracts;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Privacy;
using KybPlatform.Policies;
using KybPlatform.Server.Development;
using KybPlatform.Server.Hosting;
using Npgsql;

namespace KybPlatform.Benchmarks.Backtest;

/// <summary>
/// Backtests over generated decisions: how many a second one core evaluates from PostgreSQL, with and without decryption, against reading
/// the same rows with <c>COPY … TO</c> on the same connection kind; and how memory stands at the end of each size.
/// </summary>
internal static class BacktestRun
{
    public static async Task<int> RunAsync(string[] args)
    {
        var sizes = args.Length > 0 ? args[0].Split(',').Select(s => int.Parse(s, CultureInfo.InvariantCulture)).ToArray() : [10_000, 100_000];
        var rounds = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 3;
        var folder = Directory.CreateTempSubdirectory("kyb-backtest-").FullName;
        var given = Environment.GetEnvironmentVariable("KYB_TEST_POSTGRES");
        await using var embedded = given is null ? await DevelopmentDatabase.StartAsync(folder, Console.WriteLine, CancellationToken.None) : null;
        var owner = await Load.ServerProcess.NewDatabaseAsync(given ?? embedded!.OwnerConnection, "kyb_backtest");
        var logins = DatabaseLogins.FromOwner(owner);
        await KybApi.MigrateAsync(owner, logins.AppPassword, CancellationToken.None);
        var master = new MasterKey(new byte[MasterKey.Size]);
        foreach (var size in sizes)
        {
            var tenant = await PastRows.InsertAsync(owner, master, size);
            await MeasureAsync(logins.App, master, tenant, size, rounds, "sealed", PastRows.Candidate);
            await MeasureAsync(logins.App, master, tenant, size, rounds, "open", PastRows.OpenCandidate);
        }
        return 0;
    }

    private static async Task MeasureAsync(string app, MasterKey master, TenantId tenant, int size, int rounds, string name, ResolvedPolicy candidate)
    {
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(app) { MaxAutoPrepare = 50, AutoPrepareMinUsages = 2 }.ConnectionString);
        var past = new PastDecisions(source, new SubjectVault(master, TimeProvider.System));
        var policies = new BacktestPolicies(PolicyPack.Shipped.Catalog, [candidate]);
        if (policies.NeedOpenFactsOnly != (name == "open")) throw new InvalidOperationException("The candidate is not of the kind that it is meant to be.");
        var filter = new PastDecisionFilter(null, null, null, null, Uuid7.Last(DateTimeOffset.MaxValue.AddDays(-1)), null);
        var (rates, copies, cpu, tally) = (new List<double>(), new List<double>(), new List<double>(), new Tally());
        for (var round = 0; round <= rounds; round++)
        {
            tally = new Tally();
            var (begun, spent) = (Stopwatch.GetTimestamp(), Process.GetCurrentProcess().TotalProcessorTime);
            await new PastEvaluation(past, tenant, filter, policies, cores: 1).CountAsync(Guid.Empty, tally, () => true, CancellationToken.None);
            var (elapsed, used) = (Stopwatch.GetElapsedTime(begun), Process.GetCurrentProcess().TotalProcessorTime - spent);
            var copied = await CopyAsync(source, tenant, name == "open");
            if (tally.Considered != size) throw new InvalidOperationException($"{tally.Considered} of {size} were looked at.");
            if (round == 0) continue;   // warms up
            rates.Add(size / elapsed.TotalSeconds);
            cpu.Add(size / used.TotalSeconds);
            copies.Add(size / copied.TotalSeconds);
        }
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{size,9} decisions, {name,-6}: {Median(rates):F0}/s, {Median(cpu):F0} per CPU second of ours; COPY of the same columns {Median(copies):F0}/s, ratio {Median(copies) / Median(rates):F2}; flips {tally.Flips}, erased {tally.Erased}; managed heap {GC.GetTotalMemory(true) / 1048576.0:F0} MB, working set {Process.GetCurrentProcess().WorkingSet64 / 1048576.0:F0} MB, peak {Process.GetCurrentProcess().PeakWorkingSet64 / 1048576.0:F0} MB"));
    }

    private static async Task<TimeSpan> CopyAsync(NpgsqlDataSource source, TenantId tenant, bool open)
    {
        await using var connection = await source.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using (var set = new NpgsqlCommand($"SELECT set_config('kyb.tenant', '{tenant.Value}', true)", connection, transaction)) await set.ExecuteScalarAsync();
        var begun = Stopwatch.GetTimestamp();
        await using var copy = await connection.BeginRawBinaryCopyAsync(
            $"COPY (SELECT d.id, i.country, i.sender_type, d.outcome, d.reasons::text, d.subjects, {(open ? "d.open_evidence" : "d.evidence")} FROM decisions d JOIN inquiries i ON i.tenant_id = d.tenant_id AND i.id = d.inquiry_id WHERE d.tenant_id = '{tenant.Value}') TO STDOUT (FORMAT BINARY)");
        var buffer = new byte[1 << 16];
        while (await copy.ReadAsync(buffer.AsMemory(), CancellationToken.None) > 0)
        {
        }
        return Stopwatch.GetElapsedTime(begun);
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
