using KybPlatform.IntegrationTests.App;
using KybPlatform.IntegrationTests.Development;
using KybPlatform.IntegrationTests.Durability;
using KybPlatform.IntegrationTests.Postgres;
using Npgsql;

namespace KybPlatform.IntegrationTests.Webhooks;

/// <summary>The real server, killed with deliveries under way: every event arrives, under one id, and is recorded.</summary>
public sealed class WebhookCrashTests(TestPostgres postgres)
{
    private const int Events = 40;
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_server_that_is_killed_while_it_sends_loses_nothing()
    {
        await using var database = await postgres.NewDatabaseAsync();
        using var folder = new TempFolder();
        await using var receiver = await Receiver.StartAsync();
        await using var server = new ServerUnderFire(database.OwnerConnection, folder["data"]);
        await server.StartAsync(Ct);
        using var http = new HttpClient { BaseAddress = server.Address };
        var made = (await new ApiClient(http, ServerUnderFire.PlatformKey).PostAsync("/v1/organizations", new { name = "Acme" })).ShouldBe(201);
        var tenant = new ApiClient(http, made.Text("/tenants/live/api_key"));
        var (endpoint, _) = await tenant.AnEndpointAsync(receiver.Url, ["user.*"]);

        for (var kill = 1; kill <= 2; kill++)
        {
            // Some are taken, the others wait for an answer that never comes.
            var answered = 0;
            var never = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            receiver.Answers = (_, _) => Interlocked.Increment(ref answered) % 3 == 0 ? never.Task : Task.CompletedTask;
            var before = receiver.All.Count;
            await tenant.HappensAsync(Events / 2);
            await receiver.HasAsync(before + 4);
            await server.KillAsync();
            never.SetResult();
            receiver.Answers = (_, _) => Task.CompletedTask;
            await LeaseIsOverAsync(database.OwnerConnection);
            await server.StartAsync(Ct);
        }

        await Eventually.AsksAsync(() => Task.FromResult(receiver.All.Select(r => r.Position).Distinct().Count()), positions => positions == Events);
        receiver.All.GroupBy(r => r.Position).Should().OnlyContain(g => g.Select(r => r.Id).Distinct().Count() == 1, "what comes twice comes under the same id");
        await Eventually.AsksAsync(() => tenant.GetAsync($"/v1/webhook-deliveries?endpoint={endpoint}&status=delivered&limit=100"), d => d.At("/data").EnumerateArray().Select(r => r.Text("/event_id")).Distinct().Count() == Events);
        await Eventually.AsksAsync(() => tenant.GetAsync($"/v1/webhook-endpoints/{endpoint}"), e => e.At("/progress/behind").GetInt64() == 0);
    }

    // What else would take as long as the lease.
    private static async Task LeaseIsOverAsync(string owner)
    {
        await using var source = NpgsqlDataSource.Create(owner);
        await using var command = source.CreateCommand("UPDATE webhook_lanes SET leased_until = least(leased_until, clock_timestamp()); UPDATE webhook_deliveries SET next_attempt_at = clock_timestamp() WHERE status = 'pending'; UPDATE webhook_lanes SET due_at = clock_timestamp()");
        await command.ExecuteNonQueryAsync(Ct);
    }
}
