using KybPlatform.IntegrationTests.App;
using KybPlatform.IntegrationTests.Postgres;

namespace KybPlatform.IntegrationTests.Workflows;

/// <summary>What runs hear, and what becomes of events and batches that something stands in the way of.</summary>
public sealed class WorkflowWaitTests(PlatformApp app, TestPostgres postgres)
{
    [Fact]
    public async Task What_happened_since_the_run_began_is_heard_whatever_steps_came_in_between_and_ends_one_wait()
    {
        var tenant = (await app.ANewTenantAsync()).Test;
        var inquiry = await WorkflowStepTests.OpenAsync(tenant);
        Task<HttpAnswer> Update(string note) => tenant.PatchAsync($"/v1/inquiries/{inquiry}", new { metadata = new { note } });
        (await Update("before the run")).ShouldBe(200);
        await tenant.AFlowAsync("test.heard", """
            { "key": "rest", "kind": "wait", "for": "1h" }, { "key": "mark", "kind": "tag", "add": ["rested"] },
            { "key": "changed", "kind": "wait", "event": "inquiry.updated", "for": "24h" }, { "key": "again", "kind": "wait", "event": "inquiry.updated", "for": "24h" }
            """);
        var run = await tenant.StartAsync("test.heard", inquiry);
        var resting = await tenant.RunAsync(run, "waiting");
        (await Update("while it rests")).ShouldBe(200);

        (await tenant.PutAsync("/v1/tenant/clock", new { now = resting.At("/due_at").GetDateTimeOffset().AddMinutes(1) })).ShouldBe(200);

        var waiting = await Eventually.AsksAsync(() => tenant.GetAsync($"/v1/workflow-runs/{run}"), r => r.Text("/step") is "again" or "changed" && r.Text("/status") == "waiting" && r.At("/steps").GetArrayLength() > 4);
        waiting.Did().Should().Equal("rest:waiting", "rest:done", "mark:done", "changed:waiting", "changed:done", "again:waiting");
        (await Update("once more")).ShouldBe(200);
        (await tenant.RunAsync(run, "completed", "failed")).Did()[^1].Should().Be("again:done");
    }

    [Fact]
    public async Task An_event_that_cannot_be_weighed_is_passed_over_and_told_of_and_those_behind_it_go_on()
    {
        await using var platform = await RunningPlatform.StartAsync(postgres);
        var tenant = await platform.ANewTenantAsync();
        await tenant.AFlowAsync("test.gone", """{ "key": "mark", "kind": "tag", "add": ["gone"] }""", trigger: """{ "event": "inquiry.withdrawn", "when": "business.legal_name != ''" }""");
        var (broken, sound) = (await WorkflowStepTests.OpenAsync(tenant), await WorkflowStepTests.OpenAsync(tenant));
        // What nobody can open any more.
        await platform.AskAsync<int>("UPDATE inquiries SET sealed = decode('00', 'hex') WHERE tenant_id = $1 AND id = (SELECT id FROM inquiries WHERE tenant_id = $1 ORDER BY id LIMIT 1) RETURNING 1", tenant.RowId);

        (await tenant.PostAsync($"/v1/inquiries/{broken}/withdraw")).ShouldBe(200);
        (await tenant.PostAsync($"/v1/inquiries/{sound}/withdraw")).ShouldBe(200);

        var run = await tenant.OnlyRunAsync("test.gone", "completed", "failed");
        run.At("/about").GetString().Should().Be(sound);
        var passed = (await tenant.GetAsync("/v1/events?types=workflow.event_passed_over")).ShouldBe(200);
        passed.At("/data").EnumerateArray().Select(e => e.GetProperty("parent").GetString()).Should().Equal(broken);
        (await platform.AskAsync<long>("SELECT count(*) FROM jobs WHERE tenant_id = $1 AND dead_at IS NOT NULL", tenant.RowId)).Should().Equal(0);
    }

    [Fact]
    public async Task A_batch_that_lost_its_promise_is_promised_again()
    {
        await using var platform = await RunningPlatform.StartAsync(postgres);
        var tenant = await platform.ANewTenantAsync();
        var inquiry = await WorkflowStepTests.OpenAsync(tenant.Test);
        await tenant.Test.AFlowAsync("test.batch", """{ "key": "mark", "kind": "tag", "add": ["seen"] }""");
        var batch = (await tenant.Test.PostAsync("/v1/workflow-batches", new { workflow = "test.batch", filter = new { status = "open" } })).ShouldBe(201).Text("/id");
        await Eventually.AsksAsync(() => tenant.Test.GetAsync($"/v1/workflow-batches/{batch}"), b => b.Text("/status") == "completed");
        await platform.AskAsync<int>("UPDATE workflow_batches SET status = 'running', ended_at = NULL, updated_at = updated_at - interval '6 minutes' WHERE tenant_id = $1 RETURNING 1", tenant.Test.RowId);

        // What is due is promised once a minute, and when a test tenant's clock is set.
        (await tenant.Test.PutAsync("/v1/tenant/clock", new { now = TimeProvider.System.GetUtcNow().AddMinutes(1) })).ShouldBe(200);

        await Eventually.AsksAsync(() => tenant.Test.GetAsync($"/v1/workflow-batches/{batch}"), b => b.Text("/status") == "completed");
        (await tenant.Test.GetAsync($"/v1/workflow-runs?batch={batch}")).ShouldBe(200).At("/data").EnumerateArray().Select(r => r.GetProperty("about").GetString()).Should().Equal(inquiry);
    }
}
