using KybPlatform.IntegrationTests.App;
using KybPlatform.IntegrationTests.Postgres;

namespace KybPlatform.IntegrationTests.Jobs;

/// <summary>A job whose attempts are used up is set aside, told of, shown, and revived by hand.</summary>
public sealed class DeadJobTests(TestPostgres postgres)
{
    private const int LastAttempt = 11;

    [Fact]
    public async Task A_job_that_dies_is_told_shown_and_revived()
    {
        await using var platform = await JobPlatform.StartAsync(postgres);
        var tenant = await platform.Running.ANewTenantAsync();
        platform.Script.Does = (_, _) => throw new TimeoutException("text that may hold anything");
        await platform.PromiseAsync((tenant.RowId, 1, LastAttempt));

        var dead = await ADeadJobAsync(tenant);
        (dead.Text("/data/0/fault"), dead.Text("/data/0/kind")).Should().Be(("timeout", JobScript.Kind));
        dead.Body.Should().NotContain("anything", "what an exception says stays in the log");
        var id = dead.Text("/data/0/id");
        (await tenant.GetAsync($"/v1/jobs/{id}")).ShouldBe(200).Text("/status").Should().Be("dead");
        await Eventually.AsksAsync(() => tenant.GetAsync("/v1/events?types=job.died"), e => e.Json.Find("/data/0/resource")?.GetString() == id);
        platform.Running.Logs.Errors.Should().ContainSingle(l => l.Contains(id, StringComparison.Ordinal));

        platform.Script.Does = (_, _) => Task.CompletedTask;
        (await tenant.PostAsync($"/v1/jobs/{id}/requeue", idempotencyKey: "revive")).ShouldBe(200);
        await Eventually.AsksAsync(() => Task.FromResult(platform.Script.Done.Count), done => done == 1);
        (await tenant.GetAsync($"/v1/jobs/{id}")).ShouldBeRefused(404, "not_found");
        (await tenant.PostAsync($"/v1/jobs/{id}/requeue", idempotencyKey: "revive")).ShouldBe(200);
        (await tenant.GetAsync($"/v1/audit-entries?resource={id}")).ShouldBe(200).At("/data").EnumerateArray().Select(e => e.Text("/action")).Should().Equal("job.requeued", "job.died");
    }

    [Fact]
    public async Task A_tenant_sees_and_revives_its_own_jobs_only_and_the_operator_everybodys()
    {
        await using var platform = await JobPlatform.StartAsync(postgres);
        var (tenant, stranger) = (await platform.Running.ANewTenantAsync(), await platform.Running.ANewTenantAsync());
        platform.Script.Does = (_, _) => throw new InvalidOperationException();
        await platform.PromiseAsync((tenant.RowId, 1, LastAttempt));
        var id = (await ADeadJobAsync(tenant)).Text("/data/0/id");

        (await stranger.GetAsync("/v1/jobs")).ShouldBe(200).At("/data").GetArrayLength().Should().Be(0);
        (await stranger.GetAsync($"/v1/jobs/{id}")).ShouldBeRefused(404, "not_found");
        (await stranger.PostAsync($"/v1/jobs/{id}/requeue")).ShouldBeRefused(404, "not_found");
        (await tenant.GetAsync("/v1/platform/jobs")).ShouldBeRefused(403, "platform_key_required");

        var all = (await platform.Running.Operator.GetAsync("/v1/platform/jobs?status=dead")).ShouldBe(200);
        (all.Text("/data/0/id"), all.Text("/data/0/tenant_id")).Should().Be((id, tenant.Id));
        (await platform.Running.Operator.GetAsync($"/v1/platform/jobs/{id}")).ShouldBe(200).Text("/tenant_id").Should().Be(tenant.Id);
        platform.Script.Does = (_, _) => Task.CompletedTask;
        (await platform.Running.Operator.PostAsync($"/v1/platform/jobs/{id}/requeue")).ShouldBe(200);
        await Eventually.AsksAsync(() => Task.FromResult(platform.Script.Done.Count), done => done == 1);
    }

    [Fact]
    public async Task Only_a_dead_job_is_revived_and_only_known_states_are_asked_for()
    {
        await using var platform = await JobPlatform.StartAsync(postgres);
        var tenant = await platform.Running.ANewTenantAsync();
        var release = new TaskCompletionSource();
        platform.Script.Does = (_, _) => release.Task;
        await platform.PromiseAsync((tenant.RowId, 1, 0));

        var running = await Eventually.AsksAsync(() => tenant.GetAsync("/v1/jobs?status=running"), a => a.At("/data").GetArrayLength() == 1);
        (await tenant.PostAsync($"/v1/jobs/{running.Text("/data/0/id")}/requeue")).ShouldBeRefused(409, "job_not_dead");
        (await tenant.GetAsync("/v1/jobs?status=deat")).ShouldBeRefused(422, "unknown_value");
        release.SetResult();
    }

    [Fact]
    public async Task A_job_that_takes_its_process_down_each_time_is_not_tried_for_ever()
    {
        await using var platform = await JobPlatform.StartAsync(postgres);
        var tenant = await platform.Running.ANewTenantAsync();
        await platform.PromiseAsync((tenant.RowId, 1, LastAttempt + 1));

        (await ADeadJobAsync(tenant)).Text("/data/0/fault").Should().Be("never_ended");
        platform.Script.Started.Should().Be(0);
    }

    private static Task<HttpAnswer> ADeadJobAsync(ApiClient tenant) =>
        Eventually.AsksAsync(() => tenant.GetAsync("/v1/jobs?status=dead"), a => a.At("/data").GetArrayLength() == 1);
}
