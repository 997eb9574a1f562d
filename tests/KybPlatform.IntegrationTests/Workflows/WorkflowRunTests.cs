using KybPlatform.IntegrationTests.App;
using KybPlatform.IntegrationTests.Cases;
using KybPlatform.IntegrationTests.Inquiries;

namespace KybPlatform.IntegrationTests.Workflows;

/// <summary>What happens after an event, step by step.</summary>
public sealed class WorkflowRunTests(PlatformApp app)
{
    [Fact]
    public async Task An_event_starts_a_run_that_waits_for_the_next_one_and_leaves_its_marks()
    {
        var team = await ReviewTeam.OfAsync(await app.ANewTenantAsync());
        var tenant = team.Tenant;
        await tenant.AFlowAsync("test.watch", """
            { "key": "mark", "kind": "tag", "add": ["looked.{{inquiry.country == 'GB' ? 'gb' : 'elsewhere'}}"] },
            { "key": "decided", "kind": "wait", "event": ["inquiry.approved", "inquiry.declined"], "for": "72h", "on_deadline": [{ "key": "late", "kind": "tag", "add": ["late"] }] },
            { "key": "how", "kind": "condition", "branches": [{ "when": "steps.decided.event.type == 'inquiry.approved'", "steps": [{ "key": "approved", "kind": "tag", "add": ["approved"] }] }] }
            """, trigger: """{ "event": "inquiry.in_review", "when": "inquiry.sender_type == 'alphanumeric' && business.industry == 'gambling'" }""");
        var (inquiry, _) = await team.InReviewAsync();

        var run = await tenant.OnlyRunAsync("test.watch", "waiting");
        (run.Text("/about"), run.Text("/origin"), run.Text("/step")).Should().Be((inquiry, "event", "decided"));
        (await tenant.GetAsync($"/v1/inquiries/{inquiry}")).ShouldBe(200).At("/tags").EnumerateArray().Select(t => t.GetString()).Should().Equal("looked.gb");
        (await tenant.GetAsync("/v1/inquiries?tag=looked.gb")).ShouldBe(200).At("/data").GetArrayLength().Should().Be(1);
        (await tenant.GetAsync("/v1/inquiries?tag=looked")).ShouldBe(200).At("/data").GetArrayLength().Should().Be(0);

        (await Reviews.ApproveAsync(team.Rea.Client, inquiry)).ShouldBe(200);
        var done = await tenant.RunAsync(run.Text("/id"), "completed", "failed");
        done.Did().Should().Equal("mark:done", "decided:waiting", "decided:done", "how:done", "approved:done");
        done.Text("/steps/0/resource").Should().Be(inquiry);
        (await tenant.GetAsync($"/v1/inquiries/{inquiry}")).ShouldBe(200).At("/tags").EnumerateArray().Select(t => t.GetString()).Should().Equal("approved", "looked.gb");

        var told = (await tenant.GetAsync($"/v1/inquiries/{inquiry}/timeline")).ShouldBe(200).At("/data").EnumerateArray().Select(e => (e.Text("/type"), e.Text("/actor"))).ToList();
        var named = told.First(t => t.Item1 == "inquiry.tagged").Item2;
        named.Should().StartWith("wfl_").And.Be((await tenant.GetAsync("/v1/workflows/test.watch")).Text("/actor"), "the workflow is named as who did it");
        told.Select(t => t.Item1).Should().Contain(["workflow_run.started", "workflow_run.waiting", "workflow_run.resumed", "workflow_run.completed"]);
    }

    [Fact]
    public async Task A_deadline_comes_by_the_clock_and_its_branch_is_taken_once()
    {
        var tenant = (await app.ANewTenantAsync()).Test;
        var inquiry = await OpenAsync(tenant);
        await tenant.AFlowAsync("test.late", """{ "key": "answer", "kind": "wait", "event": "inquiry.submitted", "for": "72h", "on_deadline": [{ "key": "open", "kind": "create_case", "title": "Nobody answered {{inquiry.reference_id == null ? 'x' : inquiry.reference_id}}" }] }""");
        var run = await tenant.StartAsync("test.late", inquiry);
        var waiting = await tenant.RunAsync(run, "waiting");

        (await tenant.PutAsync("/v1/tenant/clock", new { now = waiting.At("/due_at").GetDateTimeOffset().AddMinutes(1) })).ShouldBe(200);
        var done = await tenant.RunAsync(run, "completed", "failed");
        done.Did().Should().Equal("answer:waiting", "answer:done", "open:done");
        done.Text("/steps/1/note").Should().Be("deadline");
        (await tenant.GetAsync($"/v1/cases/{done.Text("/steps/2/resource")}")).ShouldBe(200).Text("/inquiry_id").Should().Be(inquiry);
        (await tenant.GetAsync($"/v1/cases?inquiry={inquiry}")).At("/data").GetArrayLength().Should().Be(1);
    }

    [Fact]
    public async Task A_workflow_decides_what_nobody_has_claimed_and_is_held_to_the_rules_of_persons()
    {
        var team = await ReviewTeam.OfAsync(await app.ANewTenantAsync());
        var tenant = team.Tenant;
        await tenant.AFlowAsync("test.decline", """{ "key": "decline", "kind": "decide", "outcome": "decline", "reasons": ["prohibited_industry"], "note": "By rule.", "retryable": false }""");
        await tenant.AFlowAsync("test.approve", """{ "key": "approve", "kind": "decide", "outcome": "approve" }""");
        var (claimed, _) = await team.InReviewAsync();
        await Reviews.ClaimAsync(team.Rea.Client, claimed);

        var refused = await tenant.RunAsync(await tenant.StartAsync("test.decline", claimed), "failed", "completed");
        (refused.Text("/status"), refused.Text("/failure/code"), refused.Text("/failure/step")).Should().Be(("failed", "case_claimed", "decline"));
        (await tenant.GetAsync($"/v1/inquiries/{claimed}")).Text("/status").Should().Be("in_review");

        (await team.Rea.Client.PostAsync($"/v1/cases/{(await tenant.GetAsync($"/v1/inquiries/{claimed}")).Text("/case_id")}/release")).ShouldBe(200);
        (await tenant.RunAsync(await tenant.StartAsync("test.approve", claimed), "failed", "completed")).Text("/failure/code").Should().Be("override_missing", "an approval overrides nothing");

        (await tenant.PostAsync($"/v1/workflow-runs/{refused.Text("/id")}/retry")).ShouldBe(200);
        var done = await tenant.RunAsync(refused.Text("/id"), "completed", "failed");
        done.Did().Should().Equal("decline:failed", "decline:done");
        var inquiry = (await tenant.GetAsync($"/v1/inquiries/{claimed}")).ShouldBe(200);
        (inquiry.Text("/status"), inquiry.At("/retryable").GetBoolean()).Should().Be(("declined", false));
        inquiry.Text("/decision/decided_by").Should().StartWith("wfl_");
        (await tenant.GetAsync($"/v1/cases/{inquiry.Text("/case_id")}")).Text("/status").Should().Be("resolved");
        (await tenant.PostAsync($"/v1/workflow-runs/{refused.Text("/id")}/retry")).ShouldBeRefused(409, "invalid_transition");
    }

    [Fact]
    public async Task A_run_is_pinned_canceled_and_begun_anew_by_the_version_in_force()
    {
        var tenant = (await app.ANewTenantAsync()).Test;
        var inquiry = await OpenAsync(tenant);
        await tenant.AFlowAsync("test.pinned", """{ "key": "rest", "kind": "wait", "for": "1h" }, { "key": "mark", "kind": "tag", "add": ["first"] }""");
        var run = await tenant.StartAsync("test.pinned", inquiry);
        var waiting = await tenant.RunAsync(run, "waiting");
        (await tenant.PostAsync($"/v1/workflow-runs/{run}/rerun")).ShouldBeRefused(409, "invalid_transition");
        await tenant.AFlowAsync("test.pinned", """{ "key": "mark", "kind": "tag", "add": ["second"] }""");

        (await tenant.SendAsync(HttpMethod.Post, $"/v1/workflow-runs/{run}/cancel", null, ("If-Match", "\"0\""))).ShouldBeRefused(412, "version_mismatch");
        (await tenant.PostAsync($"/v1/workflow-runs/{run}/cancel")).ShouldBe(200).Text("/status").Should().Be("canceled");
        (await tenant.PostAsync($"/v1/workflow-runs/{run}/cancel")).ShouldBeRefused(409, "invalid_transition");
        var again = (await tenant.PostAsync($"/v1/workflow-runs/{run}/rerun")).ShouldBe(201);
        (again.At("/version").GetInt32(), again.Text("/from_run"), again.Text("/origin")).Should().Be((2, run, "rerun"));
        (await tenant.RunAsync(again.Text("/id"), "completed")).Text("/hash").Should().NotBe(waiting.Text("/hash"));
        (await tenant.GetAsync($"/v1/inquiries/{inquiry}")).At("/tags").EnumerateArray().Select(t => t.GetString()).Should().Equal("second");
        (await tenant.PostAsync("/v1/workflows/test.pinned/retire")).ShouldBe(200);
        (await tenant.PostAsync("/v1/workflows/test.pinned/runs", new { about = inquiry })).ShouldBeRefused(409, "workflow_retired");
    }

    [Fact]
    public async Task Workflows_that_feed_themselves_are_stopped_and_told_of()
    {
        var tenant = await app.ANewTenantAsync();
        var inquiry = await OpenAsync(tenant);
        await tenant.AFlowAsync("test.echo", """
            { "key": "on", "kind": "condition", "branches": [{ "when": "'ping' in inquiry.tags", "steps": [{ "key": "off", "kind": "tag", "remove": ["ping"] }] }], "otherwise": [{ "key": "ping", "kind": "tag", "add": ["ping"] }] }
            """, trigger: """{ "event": "inquiry.tagged" }""");
        (await tenant.PatchAsync($"/v1/inquiries/{inquiry}", new { tags = new[] { "begin" } })).ShouldBe(200);

        var stopped = await Eventually.AsksAsync(() => tenant.GetAsync("/v1/events?types=workflow.loop_stopped"), e => e.At("/data").GetArrayLength() == 1);
        stopped.Text("/data/0/parent").Should().Be(inquiry);
        var runs = (await tenant.GetAsync("/v1/workflow-runs?workflow=test.echo&limit=100")).ShouldBe(200).At("/data").EnumerateArray().Select(r => r.At("/depth").GetInt32()).ToList();
        runs.Should().Equal([7, 6, 5, 4, 3, 2, 1, 0]);
    }

    private static async Task<string> OpenAsync(TenantClient tenant) =>
        (await tenant.PostAsync("/v1/inquiries", await Submissions.WholeAsync(tenant, submit: false))).ShouldBe(201).Text("/id");
}
