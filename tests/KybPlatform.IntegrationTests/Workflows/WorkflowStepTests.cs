using KybPlatform.IntegrationTests.App;
using KybPlatform.IntegrationTests.Cases;
using KybPlatform.IntegrationTests.Inquiries;
using KybPlatform.IntegrationTests.Webhooks;

namespace KybPlatform.IntegrationTests.Workflows;

/// <summary>What steps do in the platform and outside of it.</summary>
public sealed class WorkflowStepTests(PlatformApp app)
{
    [Fact]
    public async Task A_call_is_signed_keeps_its_id_over_all_tries_and_brings_back_what_was_declared()
    {
        await using var receiver = await Receiver.StartAsync();
        var tenant = await app.ANewTenantAsync();
        var inquiry = await OpenAsync(tenant);
        await tenant.AFlowAsync("test.call", $$$"""
            { "key": "call", "kind": "call_http", "url": "{{{receiver.Url}}}/ask", "body": { "about": "{{inquiry.id}}", "limit": "{{input.limit}}" }, "retry": { "attempts": 3, "pause": "1s" } },
            { "key": "mark", "kind": "tag", "add": ["status.{{steps.call.status}}"] }
            """, inputs: """{ "limit": "int" }""");
        (await tenant.RunAsync(await tenant.StartAsync("test.call", inquiry, new { limit = 5 }), "failed")).Text("/failure/code").Should().Be("no_signing_secret");

        var secret = (await tenant.PostAsync("/v1/workflows/settings/rotate-secret")).ShouldBe(200).Text("/signing_secret");
        receiver.Answers = (_, http) =>
        {
            http.Response.StatusCode = receiver.All.Count(r => r.Path == "/ask") < 2 ? 503 : 200;
            return Task.CompletedTask;
        };
        var done = await tenant.RunAsync(await tenant.StartAsync("test.call", inquiry, new { limit = 5 }), "completed", "failed");
        done.Did().Should().Equal("call:retrying", "call:done", "mark:done");
        var calls = receiver.All.Where(r => r.Path == "/ask").ToList();
        calls.Should().HaveCount(2).And.OnlyContain(c => c.IsSignedWith(secret));
        calls.Select(c => c.Id).Distinct().Should().Equal($"{done.Text("/id")}.call");
        (calls[0].Json.Text("/about"), calls[0].Json.At("/limit").GetInt32()).Should().Be((inquiry, 5), "what is nothing but an expression keeps its type");

        await tenant.AFlowAsync("test.declared", $$"""{ "key": "call", "kind": "call_http", "url": "{{receiver.Url}}/ask", "outputs": { "score": "double" } }""");
        (await tenant.RunAsync(await tenant.StartAsync("test.declared", inquiry), "failed", "completed")).Text("/failure/code").Should().Be("unexpected_answer");
    }

    [Fact]
    public async Task A_step_that_reaches_another_system_is_begun_once_however_often_it_was_promised()
    {
        await using var receiver = await Receiver.StartAsync();
        var tenant = await app.ANewTenantAsync();
        (await tenant.PostAsync("/v1/workflows/settings/rotate-secret")).ShouldBe(200);
        var answered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        receiver.Answers = (_, _) => answered.Task;
        await tenant.AFlowAsync("test.once", $$"""{ "key": "call", "kind": "call_http", "url": "{{receiver.Url}}/once" }, { "key": "mark", "kind": "tag", "add": ["called"] }""");
        var run = await tenant.StartAsync("test.once", await OpenAsync(tenant));
        await receiver.HasAsync(1);

        // As an event and a deadline of one moment promise it: two more of the same, while the first is under way.
        var platform = await app.PlatformAsync();
        (await platform.AskAsync<Guid>("""
            INSERT INTO jobs (tenant_id, id, kind, subject, due_at, turn_at, lease, attempts)
            SELECT $1, gen_random_uuid(), kind, subject, clock_timestamp(), clock_timestamp(), '00000000-0000-0000-0000-000000000000', 0 FROM jobs, generate_series(1, 2) WHERE tenant_id = $1 AND kind = 'workflows.advance' RETURNING id
            """, tenant.RowId)).Should().HaveCount(2);
        await Eventually.AsksAsync(() => platform.AskAsync<long>("SELECT count(*) FROM jobs WHERE tenant_id = $1 AND kind = 'workflows.advance' AND attempts = 0 AND due_at > clock_timestamp()", tenant.RowId), c => c.Single() > 0);
        answered.SetResult();

        (await tenant.RunAsync(run, "completed", "failed")).Did().Should().Equal("call:done", "mark:done");
        receiver.All.Should().HaveCount(1);
    }

    [Fact]
    public async Task A_step_whose_answer_has_no_room_is_not_done_and_does_what_it_says_about_errors()
    {
        await using var receiver = await Receiver.StartAsync();
        var tenant = await app.ANewTenantAsync();
        (await tenant.PostAsync("/v1/workflows/settings/rotate-secret")).ShouldBe(200);
        receiver.Answers = (_, http) => Microsoft.AspNetCore.Http.HttpResponseWritingExtensions.WriteAsync(http.Response, $$"""{ "text": "{{new string('x', 60_000)}}" }""");
        string Call(int i) => $$"""{ "key": "call{{i}}", "kind": "call_http", "url": "{{receiver.Url}}/large", "outputs": { "text": "string" }, "on_error": "continue" }""";
        await tenant.AFlowAsync("test.large", string.Join(',', Enumerable.Range(1, 5).Select(Call)) + """, { "key": "mark", "kind": "tag", "add": ["{{steps.call5.error}}"] }""");

        var inquiry = await OpenAsync(tenant);
        var done = await tenant.RunAsync(await tenant.StartAsync("test.large", inquiry), "completed", "failed");

        done.Did().Should().Equal("call1:done", "call2:done", "call3:done", "call4:done", "call5:skipped", "mark:done");
        (await tenant.GetAsync($"/v1/inquiries/{inquiry}")).At("/tags").EnumerateArray().Select(t => t.GetString()).Should().Equal("state_too_large");
    }

    [Fact]
    public async Task A_field_is_set_in_the_workflows_name_and_its_history_says_so()
    {
        var tenant = await app.ANewTenantAsync();
        var inquiry = await OpenAsync(tenant);
        await tenant.AFlowAsync("test.set", """{ "key": "set", "kind": "set_field", "path": "business.industry", "value": "{{business.industry == 'gambling' ? 'retail' : 'gambling'}}" }, { "key": "wrong", "kind": "set_field", "path": "business.type", "value": "no_such_type", "on_error": "continue" }""");
        var done = await tenant.RunAsync(await tenant.StartAsync("test.set", inquiry), "completed", "failed");
        done.Did().Should().Equal("set:done", "wrong:skipped");
        var profile = (await tenant.GetAsync($"/v1/business-profiles/{done.Text("/steps/0/resource")}")).ShouldBe(200);
        profile.Text("/industry").Should().Be("retail");
        profile.Text("/type").Should().Be("private_limited_company");
        (await tenant.GetAsync($"/v1/business-profiles/{done.Text("/steps/0/resource")}/history")).ShouldBe(200).Body.Should().Contain((await tenant.GetAsync("/v1/workflows/test.set")).Text("/actor"));
    }

    [Fact]
    public async Task A_workflow_verifies_opens_cases_gives_them_to_persons_and_begins_others()
    {
        var team = await ReviewTeam.OfAsync(await app.ANewTenantAsync());
        var tenant = team.Tenant;
        var inquiry = await OpenAsync(tenant);
        await tenant.AFlowAsync("test.child", """{ "key": "mark", "kind": "tag", "add": ["{{input.word}}"] }""", inputs: """{ "word": "string" }""");
        await tenant.AFlowAsync("test.parent", $$$"""
            { "key": "number", "kind": "run_verification", "type": "identifier", "subject": "identifiers/GB:CRN", "checks": ["format"] },
            { "key": "open", "kind": "create_case", "title": "Look: {{steps.number.status}}" },
            { "key": "again", "kind": "create_case", "title": "Twice" },
            { "key": "give", "kind": "assign_case", "case": "{{steps.open.case_id}}", "assignee": "{{{team.Rea.Id}}}" },
            { "key": "child", "kind": "start_workflow", "workflow": "test.child", "input": { "word": "child.{{steps.again.existed}}" } },
            { "key": "nobody", "kind": "send_message", "channel": "sms", "to": "+442079460018", "text": "Hello", "on_error": "continue" },
            { "key": "stranger", "kind": "assign_case", "case": "{{steps.open.case_id}}", "assignee": "usr_01k0000000000000000000000a" }
            """);
        var parent = await tenant.RunAsync(await tenant.StartAsync("test.parent", inquiry), "completed", "failed");
        parent.Did().Should().Equal("number:done", "open:done", "again:done", "give:done", "child:done", "nobody:skipped", "stranger:failed");
        parent.Text("/failure/code").Should().Be("unknown_user");
        parent.Text("/steps/5/note").Should().Be("no_provider");
        parent.Text("/steps/2/resource").Should().Be(parent.Text("/steps/1/resource"), "an inquiry has one open case");
        var held = (await team.Admin.Client.GetAsync($"/v1/cases/{parent.Text("/steps/1/resource")}")).ShouldBe(200);
        (held.Text("/title"), held.Text("/assignee"), held.Text("/created_by")[..4]).Should().Be(("Look: passed", team.Rea.Id, "wfl_"));
        var child = await tenant.RunAsync(parent.Text("/steps/4/resource"), "completed", "failed");
        (child.Text("/from_run"), child.At("/depth").GetInt32(), child.Text("/origin")).Should().Be((parent.Text("/id"), 1, "workflow"));
        (await tenant.GetAsync($"/v1/inquiries/{inquiry}")).At("/tags").EnumerateArray().Select(t => t.GetString()).Should().Equal("child.true");
    }

    [Fact]
    public async Task What_a_run_holds_is_sealed_and_goes_with_the_applicant()
    {
        var tenant = (await app.ANewTenantAsync()).Test;
        var inquiry = await OpenAsync(tenant);
        await tenant.AFlowAsync("test.sealed", """{ "key": "rest", "kind": "wait", "for": "1h" }, { "key": "mark", "kind": "tag", "add": ["x"] }""", inputs: """{ "word": "string" }""");
        var run = await tenant.StartAsync("test.sealed", inquiry, new { word = "canary-of-the-applicant" });
        await tenant.RunAsync(run, "waiting");
        var platform = await app.PlatformAsync();
        (await platform.AskAsync<string>("SELECT encode(state, 'escape') FROM workflow_runs WHERE tenant_id = $1", tenant.RowId)).Single().Should().NotContain("canary");

        (await tenant.PostAsync($"/v1/business-profiles/{(await tenant.GetAsync($"/v1/inquiries/{inquiry}")).Text("/business_profile_id")}/redact")).ShouldBe(200);
        (await tenant.PutAsync("/v1/tenant/clock", new { now = (await tenant.GetAsync($"/v1/workflow-runs/{run}")).At("/due_at").GetDateTimeOffset().AddMinutes(1) })).ShouldBe(200);
        var gone = await tenant.RunAsync(run, "canceled", "completed", "failed");
        (gone.Text("/status"), gone.Text("/failure/code")).Should().Be(("canceled", "applicant_erased"));
    }

    [Fact]
    public async Task A_batch_starts_a_run_for_every_inquiry_that_its_filter_finds_and_tells_how_they_stand()
    {
        var tenant = await app.ANewTenantAsync();
        var (first, second) = (await OpenAsync(tenant), await OpenAsync(tenant));
        await OpenAsync(tenant);
        foreach (var id in new[] { first, second }) (await tenant.PatchAsync($"/v1/inquiries/{id}", new { tags = new[] { "wanted" } })).ShouldBe(200);
        await tenant.AFlowAsync("test.batch", """{ "key": "mark", "kind": "tag", "add": ["seen"] }""");
        (await tenant.PostAsync("/v1/workflow-batches", new { workflow = "test.batch", filter = new { status = "opne" } })).ShouldBeRefused(422, "unknown_value").ShouldBlame("/filter/status", "unknown_value");

        var batch = (await tenant.PostAsync("/v1/workflow-batches", new { workflow = "test.batch", filter = new { status = "open", tag = "wanted" } })).ShouldBe(201).Text("/id");
        var done = await Eventually.AsksAsync(() => tenant.GetAsync($"/v1/workflow-batches/{batch}"), b => b.Text("/status") == "completed" && b.At("/runs/completed").GetInt32() == 2);
        done.At("/started").GetInt32().Should().Be(2);
        (await tenant.GetAsync($"/v1/workflow-runs?batch={batch}")).At("/data").EnumerateArray().Select(r => r.Text("/about")).Should().BeEquivalentTo(first, second);
        (await tenant.GetAsync("/v1/inquiries?tag=seen")).At("/data").GetArrayLength().Should().Be(2);
        (await tenant.SendAsync(HttpMethod.Post, $"/v1/workflow-batches/{batch}/cancel", null, ("If-Match", "\"0\""))).ShouldBeRefused(412, "version_mismatch");
        (await tenant.PostAsync($"/v1/workflow-batches/{batch}/cancel")).ShouldBeRefused(409, "invalid_transition");
    }

    internal static async Task<string> OpenAsync(TenantClient tenant) =>
        (await tenant.PostAsync("/v1/inquiries", await Submissions.WholeAsync(tenant, submit: false))).ShouldBe(201).Text("/id");
}
