using System.Globalization;
using KybPlatform.Api.Jobs;
using KybPlatform.Api.Persistence;
using KybPlatform.IntegrationTests.App;
using KybPlatform.IntegrationTests.Cases;
using KybPlatform.IntegrationTests.Documents;
using KybPlatform.IntegrationTests.Inquiries;
using Microsoft.Extensions.DependencyInjection;

namespace KybPlatform.IntegrationTests.Workflows;

/// <summary>Every workflow that ships, in a whole run from its event to its mark; schedules; and how long runs are kept.</summary>
public sealed class ShippedWorkflowTests(PlatformApp app)
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_registration_that_lacks_something_has_a_case_opened()
    {
        var tenant = (await app.ANewTenantAsync()).Test;
        var approved = await Submissions.ApprovedAsync(tenant);
        (await tenant.PatchAsync($"/v1/business-profiles/{approved.Text("/business_profile_id")}", new { legal_name = "Quite Another Company Limited" })).ShouldBe(200);

        var run = await tenant.OnlyRunAsync("kyb.registration_action_required", "completed", "failed");
        run.Text("/status").Should().Be("completed");
        var whole = (await tenant.GetAsync($"/v1/workflow-runs/{run.Text("/id")}")).ShouldBe(200);
        whole.Did().Should().Equal("open_case:done");
        (await tenant.GetAsync($"/v1/cases/{whole.Text("/steps/0/resource")}")).ShouldBe(200).Text("/title").Should().StartWith("Registration reg_").And.EndWith("needs action: GB alphanumeric");
    }

    [Fact]
    public async Task An_applicant_who_was_asked_is_marked_before_time_is_up_and_not_any_more_after_the_answer()
    {
        var team = await ReviewTeam.OfAsync((await app.ANewTenantAsync()).Test);
        var (inquiry, id) = await team.InReviewAsync();
        await Reviews.ClaimAsync(team.Rea.Client, inquiry);
        (await team.Rea.Client.PostAsync($"/v1/cases/{id}/request-information", new { requirements = new[] { new { requirement = "proof_of_business", text = "A newer one, please." } } })).ShouldBe(200);
        var waiting = await team.Tenant.OnlyRunAsync("kyb.information_deadline", "waiting");

        await MoveAsync(team.Tenant, waiting.At("/due_at").GetDateTimeOffset().AddMinutes(1));
        await TaggedAsync(team.Tenant, inquiry, "information_due_soon");
        (await team.Tenant.PatchAsync($"/v1/inquiries/{inquiry}", new { documents = await Submissions.ProofAsync(team.Tenant) })).ShouldBe(200);
        (await team.Tenant.PostAsync($"/v1/inquiries/{inquiry}/submit", wait: 20)).ShouldBe(200);

        var done = await team.Tenant.RunAsync(waiting.Text("/id"), "completed", "failed");
        done.Did().Should().Equal("wait_for_answer:waiting", "wait_for_answer:done", "mark:done", "wait_for_end:waiting", "wait_for_end:done", "unmark:done");
        await TaggedAsync(team.Tenant, inquiry);
    }

    [Fact]
    public async Task A_review_that_takes_long_is_marked_where_the_tenant_switched_it_on()
    {
        var team = await ReviewTeam.OfAsync((await app.ANewTenantAsync()).Test);
        (await team.Tenant.PostAsync("/v1/workflows/kyb.review_takes_long/versions/0/publish")).ShouldBe(200);
        var (inquiry, _) = await team.InReviewAsync();

        var waiting = await team.Tenant.OnlyRunAsync("kyb.review_takes_long", "waiting");
        await MoveAsync(team.Tenant, waiting.At("/due_at").GetDateTimeOffset().AddMinutes(1));
        (await team.Tenant.RunAsync(waiting.Text("/id"), "completed", "failed")).Did().Should().Equal("wait_for_decision:waiting", "wait_for_decision:done", "still_in_review:done", "mark:done");
        await TaggedAsync(team.Tenant, inquiry, "review_takes_long");
    }

    [Fact]
    public async Task A_verification_that_ends_soon_has_a_case_opened_where_the_tenant_switched_it_on()
    {
        var tenant = (await app.ANewTenantAsync()).Test;
        (await tenant.PostAsync("/v1/workflows/kyb.verification_expires/versions/0/publish")).ShouldBe(200);
        var (now, body) = (TimeProvider.System.GetUtcNow(), await Submissions.WholeAsync(tenant, submit: false));
        body["documents"]![0]!["document_id"] = (await tenant.UploadAsync("/v1/documents", SampleFiles.Pdf())).ShouldBe(201).Text("/id");
        body["documents"]![0]!["expires_on"] = now.AddDays(40).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var inquiry = (await tenant.PostAsync("/v1/inquiries", body)).ShouldBe(201).Text("/id");
        (await tenant.PostAsync("/v1/verifications", new { type = "document", subject = "documents/proof_of_business", inquiry_id = inquiry, checks = new[] { "not_expired" } })).ShouldBe(201);

        await MoveAsync(tenant, now.AddDays(36));
        await SweepAsync(tenant);
        var run = await tenant.OnlyRunAsync("kyb.verification_expires", "completed", "failed");
        var whole = (await tenant.GetAsync($"/v1/workflow-runs/{run.Text("/id")}")).ShouldBe(200);
        whole.Did().Should().Equal("open_case:done");
        (await tenant.GetAsync($"/v1/cases/{whole.Text("/steps/0/resource")}")).ShouldBe(200).Text("/title").Should().StartWith("document of documents/proof_of_business is valid until ");
    }

    [Fact]
    public async Task A_schedule_begins_a_run_at_its_time_once_and_ends_with_its_workflow()
    {
        var platform = await app.PlatformAsync();
        var tenant = (await app.ANewTenantAsync()).Test;
        var scheduler = platform.Services.GetRequiredService<Scheduler>();
        await tenant.AFlowAsync("test.nightly", """{ "key": "open", "kind": "create_case", "title": "The nightly look" }""", about: "nothing", trigger: """{ "schedule": { "cron": "0 3 * * *", "zone": "Europe/London" } }""");
        (await platform.AskAsync<string>("SELECT cron || ' ' || zone FROM schedules WHERE tenant_id = $1", tenant.RowId)).Should().Equal("0 3 * * * Europe/London");

        // It is three in the morning, and every worker looks.
        await platform.AskAsync<int>("UPDATE schedules SET next_at = now() - interval '1 second' WHERE tenant_id = $1 RETURNING 1", tenant.RowId);
        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => scheduler.PromiseDueAsync(Ct)));
        var run = await tenant.OnlyRunAsync("test.nightly", "completed", "failed");
        (run.Text("/status"), run.Text("/origin")).Should().Be(("completed", "schedule"));
        (await platform.AskAsync<bool>("SELECT next_at > now() FROM schedules WHERE tenant_id = $1", tenant.RowId)).Should().Equal(true);
        (await tenant.GetAsync("/v1/cases")).ShouldBe(200).At("/data").EnumerateArray().Select(c => c.Text("/title")).Should().Equal("The nightly look");

        (await tenant.PostAsync("/v1/workflows/test.nightly/retire")).ShouldBe(200);
        (await platform.AskAsync<long>("SELECT count(*) FROM schedules WHERE tenant_id = $1", tenant.RowId)).Should().Equal(0);
    }

    [Fact]
    public async Task Runs_that_ended_are_dropped_after_their_time_and_those_under_way_never()
    {
        var platform = await app.PlatformAsync();
        var team = await ReviewTeam.OfAsync((await app.ANewTenantAsync()).Test);
        var tenant = team.Tenant;
        await tenant.AFlowAsync("test.short", """{ "key": "end", "kind": "end" }""", about: "nothing");
        await tenant.AFlowAsync("test.long", """{ "key": "later", "kind": "wait", "for": "1440h" }""", about: "nothing", more: """, "limits": { "days": 90 }""");
        var (ended, waiting) = (await tenant.StartAsync("test.short"), await tenant.StartAsync("test.long"));
        await tenant.RunAsync(ended, "completed");
        await tenant.RunAsync(waiting, "waiting");
        (await team.Admin.Client.GetAsync("/v1/workflows/settings")).ShouldBe(200).At("/keep_runs_days").GetInt32().Should().Be(400);
        (await team.Admin.Client.PutAsync("/v1/workflows/settings", new { second_person = false, keep_runs_days = 3 })).ShouldBe(422);
        var known = (await team.Admin.Client.PutAsync("/v1/workflows/settings", new { second_person = false, keep_runs_days = 30 }, ifMatch: "\"0\"")).ShouldBe(200);
        known.At("/keep_runs_days").GetInt32().Should().Be(30);
        (await team.Admin.Client.PutAsync("/v1/workflows/settings", new { second_person = false, keep_runs_days = 40 }, ifMatch: "\"0\"")).ShouldBeRefused(412, "version_mismatch");
        (await team.Admin.Client.GetAsync("/v1/workflows/settings")).ShouldBe(200).Header("ETag").Should().Be(known.Header("ETag"));

        await MoveAsync(tenant, TimeProvider.System.GetUtcNow().AddDays(29));
        await SweepAsync(tenant);
        (await tenant.GetAsync($"/v1/workflow-runs/{ended}")).ShouldBe(200);
        await MoveAsync(tenant, TimeProvider.System.GetUtcNow().AddDays(31));
        await SweepAsync(tenant);

        (await tenant.GetAsync($"/v1/workflow-runs/{ended}")).ShouldBe(404);
        (await tenant.GetAsync($"/v1/workflow-runs/{waiting}")).ShouldBe(200).Text("/status").Should().Be("waiting");
        (await platform.AskAsync<long>("SELECT count(*) FROM workflow_run_steps s WHERE tenant_id = $1 AND NOT EXISTS (SELECT FROM workflow_runs r WHERE r.tenant_id = s.tenant_id AND r.id = s.run_id)", tenant.RowId)).Should().Equal(0);
    }

    private static async Task MoveAsync(TenantClient tenant, DateTimeOffset to) => (await tenant.PutAsync("/v1/tenant/clock", new { now = to })).ShouldBe(200);

    private async Task SweepAsync(TenantClient tenant) => await (await app.PlatformAsync()).Services.GetRequiredService<Sweeper>().RunOnceAsync(new TenantId(tenant.RowId), Ct);

    private static Task<HttpAnswer> TaggedAsync(TenantClient tenant, string inquiry, params string[] tags) =>
        Eventually.AsksAsync(() => tenant.GetAsync($"/v1/inquiries/{inquiry}"), i => i.At("/tags").EnumerateArray().Select(t => t.GetString()).SequenceEqual(tags));
}
