using KybPlatform.Api.Jobs;
using KybPlatform.Api.Persistence;
using KybPlatform.IntegrationTests.App;
using KybPlatform.IntegrationTests.Postgres;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Npgsql;

namespace KybPlatform.IntegrationTests.Jobs;

/// <summary>Work that takes longer than its lease keeps it; work whose lease is lost stops.</summary>
public sealed class LeaseTests(TestPostgres postgres)
{
    [Fact]
    public async Task Work_that_outlasts_its_lease_runs_once_though_another_process_looks_for_work()
    {
        await using var platform = await JobPlatform.StartAsync(postgres);
        await using var other = await platform.BesideAsync();
        foreach (var script in (JobScript[])[platform.Script, other.Script]) script.Does = (_, ct) => Task.Delay(JobQueue.Lease + TimeSpan.FromSeconds(3), ct);
        var tenant = await platform.Running.ANewTenantAsync();

        await platform.PromiseAsync((tenant.RowId, 1, 0));
        await Eventually.AsksAsync(() => Task.FromResult(platform.Script.Done.Count + other.Script.Done.Count), done => done == 1);

        (platform.Script.Started + other.Script.Started).Should().Be(1);
    }

    [Fact]
    public async Task A_lease_is_renewed_while_it_is_held_and_the_run_stops_when_another_holds_it()
    {
        await using var database = await postgres.NewDatabaseAsync();
        await using var source = NpgsqlDataSource.Create(database.AppConnection);
        var job = AHeldJob();
        await RunAsync(source, $"INSERT INTO jobs (tenant_id, id, kind, subject, due_at, lease, attempts) VALUES ('{job.Tenant.Value}', '{job.Id}', '{job.Kind}', '{job.Subject}', clock_timestamp() + interval '1 second', '{job.Lease}', 1)");
        var clock = new FakeTimeProvider();
        using var run = new CancellationTokenSource();
        var keeping = new Leases(source, clock, NullLogger<Leases>.Instance).KeepAsync(job, run);

        await PassAsync(clock, async () => await AskAsync(source, "SELECT due_at > clock_timestamp() + interval '10 seconds' FROM jobs"));
        run.IsCancellationRequested.Should().BeFalse();

        await RunAsync(source, $"UPDATE jobs SET lease = '{NewId()}'");
        await PassAsync(clock, () => Task.FromResult(run.IsCancellationRequested));
        await keeping;
    }

    [Fact]
    public async Task A_job_that_its_own_commit_finished_is_not_taken_for_a_lost_one()
    {
        await using var database = await postgres.NewDatabaseAsync();
        await using var source = NpgsqlDataSource.Create(database.AppConnection);
        var clock = new FakeTimeProvider();
        using var run = new CancellationTokenSource();
        var keeping = new Leases(source, clock, NullLogger<Leases>.Instance)
            .KeepAsync(AHeldJob(), run);

        for (var i = 0; i < 10; i++)
        {
            clock.Advance(JobQueue.Lease / 3);
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
        run.IsCancellationRequested.Should().BeFalse();
        await run.CancelAsync();
        await keeping;
    }

    private static HeldJob AHeldJob() => new(new TenantId(NewId()), NewId(), JobScript.Kind, NewId(), NewId(), 1);

    private static Guid NewId() => Uuid7.New(TimeProvider.System.GetUtcNow());

    // Fake time moves on until it is so: each step is one look of the keeper.
    private static async Task PassAsync(FakeTimeProvider clock, Func<Task<bool>> isSo)
    {
        for (var i = 0; i < 200 && !await isSo(); i++)
        {
            clock.Advance(JobQueue.Lease / 3);
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
        (await isSo()).Should().BeTrue();
    }

    private static async Task RunAsync(NpgsqlDataSource source, string sql)
    {
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    private static async Task<bool> AskAsync(NpgsqlDataSource source, string sql)
    {
        await using var command = source.CreateCommand(sql);
        return await command.ExecuteScalarAsync(TestContext.Current.CancellationToken) is true;
    }
}
