using System.Collections.Concurrent;
using KybPlatform.Api;
using KybPlatform.Api.Jobs;
using KybPlatform.IntegrationTests.App;
using KybPlatform.IntegrationTests.Postgres;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace KybPlatform.IntegrationTests.Jobs;

/// <summary>What the jobs of a test do, and which of them came to an end, in order.</summary>
internal sealed class JobScript
{
    public const string Kind = "tests.scripted";

    private int _started;

    /// <summary>Runs inside the job; throwing fails it.</summary>
    public Func<HeldJob, CancellationToken, Task> Does { get; set; } = (_, _) => Task.CompletedTask;

    public ConcurrentQueue<HeldJob> Done { get; } = new();

    public int Started => _started;

    public async Task RunAsync(HeldJob job, CancellationToken ct)
    {
        Interlocked.Increment(ref _started);
        await Does(job, ct);
    }
}

internal sealed class ScriptedJob(JobScript script) : IJobHandler
{
    public async Task RunAsync(HeldJob job, TenantWork work, CancellationToken ct)
    {
        await script.RunAsync(job, ct);
        work.Db.Finish(job);
        await work.Db.CommitAsync(ct);
        script.Done.Enqueue(job);
    }
}

/// <summary>A platform of its own whose jobs do what the test says.</summary>
internal sealed class JobPlatform(RunningPlatform running, JobScript script) : IAsyncDisposable
{
    public RunningPlatform Running => running;
    public JobScript Script => script;

    /// <param name="atOnce">How many of the scripted jobs a process may run at once.</param>
    public static async Task<JobPlatform> StartAsync(TestPostgres postgres, Func<PlatformSettings, PlatformSettings>? settings = null, int? atOnce = null)
    {
        var script = new JobScript();
        return new JobPlatform(await RunningPlatform.StartAsync(postgres, settings, s => Scripted(s, script, atOnce)), script);
    }

    /// <summary>A second process on the same database, with a script of its own.</summary>
    public async Task<JobPlatform> BesideAsync(Func<PlatformSettings, PlatformSettings>? settings = null)
    {
        var other = new JobScript();
        return new JobPlatform(await running.BesideAsync(settings, s => Scripted(s, other, null)), other);
    }

    /// <summary>Promises jobs behind the API's back: no signal tells of them. All of one call become visible at once.</summary>
    public async Task PromiseAsync(params (Guid Tenant, int Jobs, int Attempts)[] work)
    {
        await using var connection = new NpgsqlConnection(running.Database.OwnerConnection);
        await connection.OpenAsync();
        await using var batch = new NpgsqlBatch(connection);
        foreach (var (tenant, jobs, attempts) in work)
        {
            var insert = new NpgsqlBatchCommand("""
                INSERT INTO jobs (tenant_id, id, kind, subject, due_at, lease, attempts)
                SELECT $1, gen_random_uuid(), $2, gen_random_uuid(), clock_timestamp(), '00000000-0000-0000-0000-000000000000', $3 FROM generate_series(1, $4)
                """);
            foreach (var value in (object[])[tenant, JobScript.Kind, attempts, jobs]) insert.Parameters.Add(new NpgsqlParameter { Value = value });
            batch.BatchCommands.Add(insert);
        }
        await batch.ExecuteNonQueryAsync();
    }

    public ValueTask DisposeAsync() => running.DisposeAsync();

    private static void Scripted(IServiceCollection services, JobScript script, int? atOnce) => services.AddSingleton(script).AddJob<ScriptedJob>(JobScript.Kind, atOnce: atOnce);
}
