using KybPlatform.Api;
using KybPlatform.Api.Jobs;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Webhooks.Dispatch;
using KybPlatform.IntegrationTests.App;
using KybPlatform.IntegrationTests.Postgres;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace KybPlatform.IntegrationTests.Webhooks;

/// <summary>Receivers that hang leave hands, connections and hurry to the others.</summary>
public sealed class WebhookFairnessTests(TestPostgres postgres)
{
    [Fact]
    public async Task After_a_restart_lanes_that_failed_before_hold_a_quarter_of_the_hands_and_healthy_ones_go_on()
    {
        var limits = new WebhookLimits { Hands = 8, Timeout = TimeSpan.FromMinutes(5) };
        await using var receiver = await Receiver.StartAsync();
        await using var platform = await StartAsync(limits, s => s with { Roles = PlatformRoles.Api });
        var tenant = await platform.ANewTenantAsync();
        var released = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        receiver.Answers = (received, _) => received.Path == "/hangs" ? released.Task : Task.CompletedTask;
        for (var i = 0; i < 10; i++) await tenant.AnEndpointAsync($"{receiver.Url}/hangs", ["user.*"]);
        await platform.AskAsync<int>("UPDATE webhook_lanes SET failures = 1 + (abs(hashtext(endpoint_id::text)) % 9), failing_since = now() RETURNING 1");
        await tenant.AnEndpointAsync($"{receiver.Url}/lives", ["user.*"]);
        await tenant.HappensAsync(3);
        await platform.AskAsync<int>("UPDATE webhook_lanes SET due_at = now() - interval '1 hour' WHERE failures > 0 RETURNING 1");

        await using var worker = await platform.BesideAsync(s => s with { Roles = PlatformRoles.Worker }, services => services.Replace(ServiceDescriptor.Singleton(limits)));
        await receiver.HasAsync(3, r => r.Path == "/lives");
        await receiver.HasAsync(1, r => r.Path == "/hangs");
        await Task.Delay(500, TestContext.Current.CancellationToken);
        var lanes = (await platform.AskAsync<long>("SELECT count(*) FROM webhook_lanes WHERE failures > 0 AND leased_until > now()")).Single();
        released.SetResult();

        lanes.Should().BeLessThanOrEqualTo(2, "six of eight hands are for those who answer");
        await Eventually.AsksAsync(async () => receiver.All.Where(r => r.Path == "/hangs").Select(r => r.Id).Distinct().Count(), n => n == 3);
    }

    [Fact]
    public async Task A_tenant_whose_endpoint_hangs_takes_no_connection_from_another_at_the_same_host()
    {
        var limits = new WebhookLimits { Timeout = TimeSpan.FromMinutes(5), FirstWidth = 2, MostWidth = 2 };
        await using var receiver = await Receiver.StartAsync();
        await using var platform = await StartAsync(limits, s => s with { Roles = PlatformRoles.Api });
        var (hanging, other) = (await platform.ANewTenantAsync(), await platform.ANewTenantAsync());
        var released = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        receiver.Answers = (received, _) => received.Path == "/hangs" ? released.Task : Task.CompletedTask;
        await hanging.AnEndpointAsync($"{receiver.Url}/hangs", ["user.*"]);
        await other.AnEndpointAsync($"{receiver.Url}/lives", ["user.*"]);
        await hanging.HappensAsync(4);
        // A worker that saw the first event alone would send it alone, and nothing else until it has ended.
        await using var worker = await platform.BesideAsync(s => s with { Roles = PlatformRoles.Worker }, services => services.Replace(ServiceDescriptor.Singleton(limits)));
        await receiver.HasAsync(2, r => r.Path == "/hangs");

        await other.HappensAsync(3);

        await receiver.HasAsync(3, r => r.Path == "/lives");
        receiver.All.Count(r => r.Path == "/hangs").Should().Be(2);
        released.SetResult();
    }

    [Fact]
    public async Task Who_asks_for_a_delivery_while_a_failing_lane_is_held_need_not_wait_for_its_pause()
    {
        await using var platform = await StartAsync(new WebhookLimits());
        await using var receiver = await Receiver.StartAsync();
        var tenant = await platform.ANewTenantAsync();
        var released = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        receiver.Answers = async (received, http) =>
        {
            if (received.Type != "user.created") return;
            await released.Task;
            http.Response.StatusCode = 500;
        };
        var (id, _) = await tenant.AnEndpointAsync($"{receiver.Url}/x", ["user.*"]);
        await platform.AskAsync<int>("UPDATE webhook_lanes SET failures = 11, failing_since = now() RETURNING 1");
        await tenant.HappensAsync();
        await receiver.HasAsync(1);

        (await tenant.PostAsync($"/v1/webhook-endpoints/{id}/test")).Status.Should().Be(202);
        released.SetResult();

        // The lane's own pause would be five minutes by now.
        await receiver.HasAsync(1, r => r.Type != "user.created");
    }

    [Fact]
    public async Task Old_deliveries_are_dropped_also_behind_many_that_somebody_asked_for_again()
    {
        await using var platform = await StartAsync(new WebhookLimits(), s => s with { Roles = PlatformRoles.Api });
        await using var receiver = await Receiver.StartAsync();
        var tenant = await platform.ANewTenantAsync();
        var (endpoint, _) = await tenant.AnEndpointAsync(receiver.Url, ["user.*"]);
        await PlantAsync(platform, tenant, endpoint, OldRows.Bite + 10, "now()", "pending", 0);
        await PlantAsync(platform, tenant, endpoint, 1, "now() - interval '40 days'", "delivered", 1);

        await using (var scope = platform.Services.CreateAsyncScope())
        {
            scope.ServiceProvider.GetRequiredService<TenantScope>().Enter(new TenantId(tenant.RowId));
            var work = new TenantWork(scope.ServiceProvider.GetRequiredService<PlatformDb>(), new TenantId(tenant.RowId), Live: true, TimeProvider.System.GetUtcNow());
            await scope.ServiceProvider.GetServices<ITenantSweep>().OfType<DropOldDeliveries>().Single().RunAsync(work, TestContext.Current.CancellationToken);
        }

        (await platform.AskAsync<string>("SELECT status || ' ' || count(*) FROM webhook_deliveries GROUP BY status ORDER BY 1")).Should().Equal($"pending {OldRows.Bite + 10}");
    }

    [Fact]
    public async Task Dropping_old_deliveries_looks_at_no_young_ones()
    {
        await using var platform = await StartAsync(new WebhookLimits(), s => s with { Roles = PlatformRoles.Api });
        await using var receiver = await Receiver.StartAsync();
        var tenant = await platform.ANewTenantAsync();
        var (endpoint, _) = await tenant.AnEndpointAsync(receiver.Url, ["user.*"]);
        await PlantAsync(platform, tenant, endpoint, 1, "now() - interval '40 days'", "delivered", 1);
        var before = TimeProvider.System.GetUtcNow().AddDays(-30);
        await platform.AskAsync<int>("""
            INSERT INTO webhook_deliveries (tenant_id, id, endpoint_id, event_id, position, type, trigger, status, attempts, created_at)
            SELECT tenant_id, (overlay(gen_random_uuid()::text PLACING $1 FROM 1 FOR 19))::uuid, endpoint_id, event_id, position, type, trigger, status, attempts, now()
            FROM webhook_deliveries, generate_series(1, 2000) RETURNING 1
            """, Uuid7.New(TimeProvider.System.GetUtcNow()).ToString()[..19]);

        var plan = string.Join('\n', await platform.AskAsync<string>($"EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF, SUMMARY OFF) {DropOldDeliveries.Drop}", tenant.RowId, before, OldRows.Bite, Uuid7.Last(before)));

        plan.Should().NotContain("Rows Removed by Filter: 2", "the primary key bounds what is looked at").And.Contain("(id <= ");
        (await platform.AskAsync<string>("SELECT status || ' ' || count(*) FROM webhook_deliveries GROUP BY status ORDER BY 1")).Should().Equal("delivered 2000");
    }

    // Their ids are from long ago, and the first range lies before the second.
    private static Task<List<int>> PlantAsync(RunningPlatform platform, TenantClient tenant, string endpoint, int count, string created, string status, int range)
    {
        if (!PublicId.TryParse<KybPlatform.Api.Webhooks.WebhookEndpointId>(endpoint, out var id)) throw new ArgumentException("Names no endpoint.", nameof(endpoint));
        return platform.AskAsync<int>($"""
            INSERT INTO webhook_deliveries (tenant_id, id, endpoint_id, event_id, position, type, trigger, status, attempts, created_at)
            SELECT $1, ('01800000-0000-7000-8000-{range:d4}' || lpad(i::text, 8, '0'))::uuid, $2, gen_random_uuid(), i, 'user.created', 'redelivery', '{status}', 0, {created}
            FROM generate_series(1, {count}) AS i RETURNING 1
            """, tenant.RowId, id.Value);
    }

    private Task<RunningPlatform> StartAsync(WebhookLimits limits, Func<PlatformSettings, PlatformSettings>? settings = null) =>
        RunningPlatform.StartAsync(postgres, settings, services => services.Replace(ServiceDescriptor.Singleton(limits)));
}
