using System.Text;
using KybPlatform.Api;
using KybPlatform.Api.Jobs;
using KybPlatform.Api.Jobs.Broker;
using KybPlatform.IntegrationTests.App;
using KybPlatform.IntegrationTests.Postgres;
using Microsoft.Extensions.DependencyInjection;
using RabbitMQ.Client;

namespace KybPlatform.IntegrationTests.Jobs.Broker;

/// <summary>Jobs carried by a real RabbitMQ: the table stays the truth, whatever the broker repeats, loses or does not answer.</summary>
public sealed class BrokerTests(TestPostgres postgres, BrokerServer broker) : IClassFixture<BrokerServer>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Jobs_go_through_a_quorum_queue_and_two_processes_run_each_once()
    {
        await using var platform = await CarriedAsync();
        await using var beside = await platform.BesideAsync();
        await IsCarriedAsync(beside);
        platform.Script.Does = beside.Script.Does = (_, ct) => Task.Delay(5, ct);
        var tenants = new List<TenantClient>();
        for (var i = 0; i < 4; i++) tenants.Add(await platform.Running.ANewTenantAsync());

        await platform.PromiseAsync([.. tenants.Select(t => (t.RowId, 60, 0))]);

        await AllDoneAsync(240, platform, beside);
        (platform.Script.Done.IsEmpty, beside.Script.Done.IsEmpty).Should().Be((false, false), "both take from the queue");
        platform.Script.Done.Should().OnlyContain(j => j.Attempt == 1, "being carried is no try");
        await using var connection = await new ConnectionFactory { Uri = broker.Address }.CreateConnectionAsync(Ct);
        await using var channel = await connection.CreateChannelAsync(cancellationToken: Ct);
        await channel.QueueDeclareAsync(BrokerLine.Queue, durable: true, exclusive: false, autoDelete: false, new Dictionary<string, object?> { ["x-queue-type"] = "quorum" }, cancellationToken: Ct);
        (await channel.MessageCountAsync(BrokerLine.Queue, Ct)).Should().Be(0);
    }

    [Fact]
    public async Task A_message_that_comes_again_takes_nothing_and_one_that_cannot_be_read_is_told_and_dropped()
    {
        await broker.StartAsync();
        await using var api = await JobPlatform.StartAsync(postgres, s => s with { Roles = PlatformRoles.Api });
        var tenant = await api.Running.ANewTenantAsync();
        await api.PromiseAsync((tenant.RowId, 1, 0));
        var sent = (await api.Running.Services.GetRequiredService<JobClaims>().SendAsync(10, TimeSpan.FromMinutes(5), TimeProvider.System.GetUtcNow(), Ct)).Single(j => j.Kind == JobScript.Kind);
        await using var worker = await api.BesideAsync(s => s with { Roles = PlatformRoles.Worker, Broker = broker.Address });
        var release = new TaskCompletionSource();
        worker.Script.Does = (_, _) => release.Task;

        await PublishAsync(CarriedJob.Write(sent));
        await Eventually.AsksAsync(() => Task.FromResult(worker.Script.Started), started => started == 1);
        await PublishAsync(CarriedJob.Write(sent), CarriedJob.Write(sent with { Id = sent.Lease }), Encoding.UTF8.GetBytes("{"), CarriedJob.Write(sent));
        await Eventually.AsksAsync(() => Task.FromResult(worker.Running.Logs.Errors.Count), errors => errors == 1);
        await IsEmptyAsync();
        release.SetResult();

        await Eventually.AsksAsync(() => Task.FromResult(worker.Script.Done.Count), done => done == 1);
        (await worker.Running.AskAsync<long>("SELECT count(*) FROM jobs WHERE kind = $1", JobScript.Kind)).Should().Equal(0);
        (worker.Script.Started, worker.Script.Done.Single().Attempt).Should().Be((1, 1));
        worker.Running.Logs.Errors.Should().ContainSingle().Which.Should().Contain("cannot be read");
    }

    [Fact]
    public async Task A_message_that_the_broker_lost_is_sent_again_and_counts_as_no_try()
    {
        await broker.StartAsync();
        await using var api = await JobPlatform.StartAsync(postgres, s => s with { Roles = PlatformRoles.Api });
        var tenant = await api.Running.ANewTenantAsync();
        await api.PromiseAsync((tenant.RowId, 1, 0));
        (await api.Running.Services.GetRequiredService<JobClaims>().SendAsync(10, TimeSpan.FromSeconds(1), TimeProvider.System.GetUtcNow(), Ct)).Should().Contain(j => j.Kind == JobScript.Kind);

        await using var worker = await api.BesideAsync(s => s with { Roles = PlatformRoles.Worker, Broker = broker.Address });

        await Eventually.AsksAsync(() => Task.FromResult(worker.Script.Done.Count), done => done == 1);
        worker.Script.Done.Single().Attempt.Should().Be(1);
    }

    [Fact]
    public async Task A_broker_that_is_killed_under_load_loses_nothing_doubles_nothing_and_stops_nothing()
    {
        await using var platform = await CarriedAsync();
        await using var beside = await platform.BesideAsync();
        platform.Script.Does = beside.Script.Does = (_, ct) => Task.Delay(10, ct);
        var tenants = new List<TenantClient>();
        for (var i = 0; i < 4; i++) tenants.Add(await platform.Running.ANewTenantAsync());
        (Guid, int, int)[] load = [.. tenants.Select(t => (t.RowId, 100, 0))];

        await platform.PromiseAsync(load);
        await Eventually.AsksAsync(() => Task.FromResult(platform.Script.Done.Count + beside.Script.Done.Count), done => done > 50);
        await broker.KillAsync();
        // Without a broker they are claimed from the table.
        var before = platform.Script.Done.Count + beside.Script.Done.Count;
        await platform.PromiseAsync(load);
        await Eventually.AsksAsync(() => Task.FromResult(platform.Script.Done.Count + beside.Script.Done.Count), done => done > before + 100);
        await broker.StartAsync();
        await IsCarriedAsync(platform);
        await platform.PromiseAsync(load);

        await AllDoneAsync(1200, platform, beside);
    }

    [Fact]
    public async Task A_backlog_of_one_tenant_waits_in_the_table_and_not_before_the_others()
    {
        await using var platform = await CarriedAsync();
        platform.Script.Does = (_, ct) => Task.Delay(5, ct);
        var (busy, other) = (await platform.Running.ANewTenantAsync(), await platform.Running.ANewTenantAsync());
        await platform.PromiseAsync((busy.RowId, 600, 0));
        await Eventually.AsksAsync(() => Task.FromResult(platform.Script.Done.Count), done => done > 20);

        var ahead = platform.Script.Started;
        await platform.PromiseAsync((other.RowId, 1, 0));

        await Eventually.AsksAsync(() => Task.FromResult(platform.Script.Done.Any(j => j.Tenant.Value == other.RowId)), done => done);
        var waited = platform.Script.Done.ToList().FindIndex(j => j.Tenant.Value == other.RowId) - ahead;
        waited.Should().BeLessThan(3 * BrokerRelay.Window, "one window may be in the queue, one with the workers, and one was on its way when it was promised");
        await AllDoneAsync(601, platform);
    }

    [Fact]
    public async Task A_full_kind_is_given_back_and_comes_again()
    {
        await broker.StartAsync();
        await using var platform = await JobPlatform.StartAsync(postgres, s => s with { Broker = broker.Address }, atOnce: 1);
        await IsCarriedAsync(platform);
        var (running, most) = (0, 0);
        platform.Script.Does = async (_, ct) =>
        {
            most = Math.Max(most, Interlocked.Increment(ref running));
            await Task.Delay(20, ct);
            Interlocked.Decrement(ref running);
        };
        var tenant = await platform.Running.ANewTenantAsync();

        await platform.PromiseAsync((tenant.RowId, 6, 0));

        await AllDoneAsync(6, platform);
        most.Should().Be(1);
    }

    private async Task<JobPlatform> CarriedAsync()
    {
        await broker.StartAsync();
        var platform = await JobPlatform.StartAsync(postgres, s => s with { Broker = broker.Address });
        await IsCarriedAsync(platform);
        return platform;
    }

    private static Task<bool> IsCarriedAsync(JobPlatform platform) =>
        Eventually.AsksAsync(() => Task.FromResult(platform.Running.Services.GetRequiredService<BrokerJobs>().Carried), carried => carried);

    private static async Task AllDoneAsync(int jobs, params JobPlatform[] platforms)
    {
        await Eventually.AsksAsync(() => Task.FromResult(platforms.Sum(p => p.Script.Done.Count)), done => done >= jobs);
        platforms.SelectMany(p => p.Script.Done).Select(j => j.Id).Should().HaveCount(jobs).And.OnlyHaveUniqueItems();
        (await platforms[0].Running.AskAsync<long>("SELECT count(*) FROM jobs WHERE kind = $1", JobScript.Kind)).Should().Equal(0);
    }

    private async Task PublishAsync(params byte[][] bodies)
    {
        // Makes the queue.
        await using var line = await BrokerLine.OpenAsync(broker.Address, Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance, Ct);
        await using var connection = await new ConnectionFactory { Uri = broker.Address }.CreateConnectionAsync(Ct);
        await using var channel = await connection.CreateChannelAsync(new CreateChannelOptions(true, true), Ct);
        foreach (var body in bodies) await channel.BasicPublishAsync("", BrokerLine.Queue, mandatory: true, new BasicProperties { Persistent = true }, body, Ct);
    }

    private async Task IsEmptyAsync()
    {
        await using var connection = await new ConnectionFactory { Uri = broker.Address }.CreateConnectionAsync(Ct);
        await using var channel = await connection.CreateChannelAsync(cancellationToken: Ct);
        await Eventually.AsksAsync(async () => await channel.MessageCountAsync(BrokerLine.Queue, Ct), waiting => waiting == 0);
    }
}
