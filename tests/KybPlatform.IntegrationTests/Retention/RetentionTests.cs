using KybPlatform.Api.Jobs;
using KybPlatform.IntegrationTests.App;
using KybPlatform.IntegrationTests.Postgres;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace KybPlatform.IntegrationTests.Retention;

/// <summary>What is past its time is really gone, what is not stays, and nobody misses anything unknowingly.</summary>
public sealed class RetentionTests(TestPostgres postgres)
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Events_older_than_ninety_days_are_dropped_and_a_cursor_before_them_is_refused()
    {
        await using var platform = await RunningPlatform.StartAsync(postgres);
        var tenant = await platform.ANewTenantAsync();
        foreach (var client in (ApiClient[])[tenant, tenant.Test])
            for (var i = 0; i < 6; i++) (await client.PostAsync("/v1/users", new { name = "Ada", email = $"ada{i}@example.com", roles = new[] { "auditor" } })).ShouldBe(201);
        var first = (await Eventually.AsksAsync(() => tenant.GetAsync("/v1/events?limit=1"), e => e.At("/data").GetArrayLength() == 1 && e.At("/has_more").GetBoolean())).Text("/next_cursor");
        await PlacedAsync(platform);
        await platform.AskAsync<int>("UPDATE events SET occurred_at = occurred_at - interval '91 days' WHERE position <= 4 RETURNING 1");

        await SweepAsync(platform);

        (await platform.AskAsync<long>("SELECT position FROM events WHERE tenant_id = $1 ORDER BY position", tenant.RowId)).Should().StartWith(5);
        (await platform.AskAsync<long>("SELECT min(position) FROM events WHERE tenant_id = $1", tenant.Test.RowId)).Should().Equal([1], "a test tenant's clock moves: its events keep");
        (await tenant.GetAsync($"/v1/events?after={first}")).ShouldBeRefused(422, "cursor_expired");
        var rest = (await tenant.GetAsync("/v1/events")).ShouldBe(200);
        rest.At("/data/0/position").GetInt64().Should().Be(5);
        (await tenant.GetAsync($"/v1/events?after={rest.Text("/next_cursor")}")).ShouldBe(200).At("/data").GetArrayLength().Should().Be(0);

        (await tenant.PostAsync("/v1/users", new { name = "Ada", email = "last@example.com", roles = new[] { "auditor" } })).ShouldBe(201);
        await Eventually.AsksAsync(() => tenant.GetAsync($"/v1/events?after={rest.Text("/next_cursor")}"), e => e.At("/data").GetArrayLength() > 0);
    }

    [Fact]
    public async Task The_database_itself_keeps_events_that_are_not_old()
    {
        await using var platform = await RunningPlatform.StartAsync(postgres);
        var tenant = await platform.ANewTenantAsync();
        (await tenant.PostAsync("/v1/users", new { name = "Ada", email = "ada@example.com", roles = new[] { "auditor" } })).ShouldBe(201);
        await PlacedAsync(platform);
        await using var source = NpgsqlDataSource.Create(platform.Database.AppConnection);
        await using var batch = source.CreateBatch();
        batch.BatchCommands.Add(new NpgsqlBatchCommand($"SELECT set_config('kyb.tenant', '{tenant.RowId}', true)"));
        var drop = new NpgsqlBatchCommand("DELETE FROM events");
        batch.BatchCommands.Add(drop);
        await batch.ExecuteNonQueryAsync(Ct);

        drop.RecordsAffected.Should().Be(0);
    }

    [Fact]
    public async Task Kept_answers_go_after_two_days_however_many_there_are()
    {
        var clock = new MovedClock();
        await using var platform = await RunningPlatform.StartAsync(postgres, clock);
        var tenant = await platform.ANewTenantAsync();
        (await tenant.PostAsync("/v1/users", new { name = "Ada", email = "ada@example.com", roles = new[] { "auditor" } }, "kept")).ShouldBe(201);
        await platform.AskAsync<int>("""
            INSERT INTO idempotency_keys (tenant_id, key, fingerprint, created_at, status, protection, subjects)
            SELECT $1, 'old-' || n, '\x00', now() - interval '3 days', 201, 'plain', '{}' FROM generate_series(1, 11000) n RETURNING 1
            """, tenant.RowId);

        await SweepAsync(platform);
        (await KeysAsync(platform, tenant)).Should().Equal("kept");

        clock.Move(TimeSpan.FromHours(49));
        await SweepAsync(platform);
        (await KeysAsync(platform, tenant)).Should().BeEmpty();
        (await tenant.PostAsync("/v1/users", new { name = "Ada", email = "other@example.com", roles = new[] { "auditor" } }, "kept")).ShouldBe(201);
    }

    [Fact]
    public async Task A_dead_job_goes_after_ninety_days()
    {
        var clock = new MovedClock();
        await using var platform = await RunningPlatform.StartAsync(postgres, clock);
        var tenant = await platform.ANewTenantAsync();
        await platform.AskAsync<int>("""
            INSERT INTO jobs (tenant_id, id, kind, subject, due_at, lease, attempts, dead_at)
            SELECT $1, gen_random_uuid(), 'inquiries.decide', gen_random_uuid(), now(), gen_random_uuid(), 12, now() RETURNING 1
            """, tenant.RowId);

        await SweepAsync(platform);
        (await tenant.GetAsync("/v1/jobs?status=dead")).ShouldBe(200).At("/data").GetArrayLength().Should().Be(1);
        clock.Move(TimeSpan.FromDays(91));
        await SweepAsync(platform);
        (await platform.AskAsync<long>("SELECT count(*) FROM jobs WHERE dead_at IS NOT NULL")).Should().Equal(0);
    }

    private static Task SweepAsync(RunningPlatform platform) => platform.Services.GetRequiredService<Sweeper>().RunOnceAsync(Ct);

    private static Task<long> PlacedAsync(RunningPlatform platform) =>
        Eventually.AsksAsync(async () => (await platform.AskAsync<long>("SELECT count(*) FROM outbox")).Single(), waiting => waiting == 0);

    private static Task<List<string>> KeysAsync(RunningPlatform platform, TenantClient tenant) =>
        platform.AskAsync<string>("SELECT key FROM idempotency_keys WHERE tenant_id = $1", tenant.RowId);
}
