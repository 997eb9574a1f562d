using KybPlatform.Api;
using KybPlatform.Api.Jobs;
using KybPlatform.IntegrationTests.App;
using KybPlatform.IntegrationTests.Inquiries;
using KybPlatform.IntegrationTests.Postgres;
using Microsoft.Extensions.DependencyInjection;

namespace KybPlatform.IntegrationTests.Jobs;

/// <summary>An idle worker learns of another process's commit by being told: here its own looking around is as good as switched off.</summary>
public sealed class WakeUpTests(TestPostgres postgres)
{
    [Fact]
    public async Task A_worker_that_hardly_ever_looks_decides_what_the_api_process_took_in()
    {
        await using var api = await RunningPlatform.StartAsync(postgres, s => s with { Roles = PlatformRoles.Api });
        await using var worker = await api.BesideAsync(s => s with { Roles = PlatformRoles.Worker, Poll = TimeSpan.FromHours(1) });
        var tenant = await api.ANewTenantAsync();

        for (var i = 0; i < 3; i++) await IsDecidedAsync(tenant, await SubmitAsync(tenant));

        // Both ends lose their connections, as when the database is restarted.
        await api.AskAsync<bool>("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND application_name IN ('kyb listener', 'kyb herald')");
        await IsDecidedAsync(tenant, await SubmitAsync(tenant));
        await Eventually.AsksAsync(() => tenant.GetAsync("/v1/events?types=decision.made&limit=100"), e => e.At("/data").GetArrayLength() == 4);
    }

    [Fact]
    public async Task What_nobody_tells_is_found_by_looking()
    {
        await using var platform = await JobPlatform.StartAsync(postgres);
        var tenant = await platform.Running.ANewTenantAsync();

        await platform.PromiseAsync((tenant.RowId, 3, 0));

        await Eventually.AsksAsync(() => Task.FromResult(platform.Script.Done.Count), done => done == 3);
    }

    [Fact]
    public async Task The_watchdog_sees_what_is_late_and_what_is_dead()
    {
        await using var platform = await RunningPlatform.StartAsync(postgres, s => s with { Roles = PlatformRoles.Api });
        var tenant = await platform.ANewTenantAsync();
        await SubmitAsync(tenant);
        await platform.AskAsync<int>("UPDATE jobs SET due_at = clock_timestamp() - interval '5 minutes' RETURNING 1");
        await platform.AskAsync<int>("INSERT INTO jobs (tenant_id, id, kind, subject, due_at, lease, attempts, dead_at) SELECT tenant_id, gen_random_uuid(), kind, subject, due_at, lease, 12, clock_timestamp() FROM jobs RETURNING 1");

        var state = await platform.Services.GetRequiredService<Watchdog>().LookAsync(TestContext.Current.CancellationToken);

        var kind = state.Kinds.Should().ContainSingle(k => k.Kind == "inquiries.decide").Subject;
        (kind.Due, kind.Dead).Should().Be((1, 1));
        kind.Oldest.Should().BeGreaterThan(TimeSpan.FromMinutes(4));
        state.Outbox.Should().BeGreaterThan(0);
        (await tenant.GetAsync("/v1/jobs?status=late")).ShouldBe(200).At("/data").GetArrayLength().Should().Be(1);
    }

    private static async Task<string> SubmitAsync(ApiClient tenant) =>
        (await tenant.PostAsync("/v1/inquiries", await Submissions.WholeAsync(tenant))).ShouldBe(201).Text("/id");

    private static Task<HttpAnswer> IsDecidedAsync(ApiClient tenant, string inquiry) =>
        Eventually.AsksAsync(() => tenant.GetAsync($"/v1/inquiries/{inquiry}"), a => a.Text("/status") != "processing");
}
