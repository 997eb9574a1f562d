using System.Text.Json.Nodes;
using KybPlatform.IntegrationTests.App;

namespace KybPlatform.IntegrationTests.Inquiries;

public sealed class InquiryFlowTests(PlatformApp app)
{
    [Fact]
    public async Task One_call_with_too_little_is_decided_and_says_what_is_due()
    {
        var tenant = (await app.ANewTenantAsync()).Test;
        var body = await Submissions.WholeAsync(tenant, "retail");
        body.Remove("documents");

        var made = (await tenant.PostAsync("/v1/inquiries", body, wait: 20)).ShouldBe(201);

        made.Text("/status").Should().Be("needs_information");
        made.Header("Preference-Applied").Should().StartWith("wait");
        made.Text("/decision/decided_by").Should().Be("automation");
        made.Text("/policy/key").Should().Be("gb.alphanumeric");
        made.At("/requirements/currently_due").EnumerateArray().Select(d => d.Text("/requirement")).Should().Contain("proof_of_business");
        made.Headers.Location!.ToString().Should().Be($"/v1/inquiries/{made.Text("/id")}");
    }

    [Fact]
    public async Task Without_waiting_the_answer_is_processing_and_the_decision_follows_by_itself()
    {
        var tenant = (await app.ANewTenantAsync()).Test;

        var made = (await tenant.PostAsync("/v1/inquiries", await Submissions.WholeAsync(tenant))).ShouldBe(201);

        made.Text("/status").Should().Be("processing");
        made.Header("Preference-Applied").Should().BeNull();
        (await DecidedAsync(tenant, made.Text("/id"))).Text("/status").Should().Be("in_review");
    }

    [Fact]
    public async Task Step_by_step_what_is_due_shrinks_until_it_can_be_decided()
    {
        var tenant = (await app.ANewTenantAsync()).Test;
        var body = await Submissions.WholeAsync(tenant, submit: false);
        body.Remove("documents");
        body["use_case"] = new JsonObject { ["purpose"] = "transactional" };

        var made = (await tenant.PostAsync("/v1/inquiries", body)).ShouldBe(201);
        var id = made.Text("/id");
        made.Text("/status").Should().Be("open");
        var before = await DueAsync(tenant, id);
        before.Should().Contain(["proof_of_business", "sample_messages"]);

        (await tenant.PatchAsync($"/v1/inquiries/{id}", new JsonObject { ["use_case"] = Submissions.UseCase() }, ifMatch: made.ETag)).ShouldBe(200);
        (await DueAsync(tenant, id)).Should().Contain("proof_of_business").And.NotContain("sample_messages");
        (await tenant.PatchAsync($"/v1/inquiries/{id}", new { metadata = new { a = "b" } }, ifMatch: made.ETag)).ShouldBeRefused(412, "version_mismatch");
        (await tenant.PatchAsync($"/v1/inquiries/{id}", new JsonObject { ["documents"] = await Submissions.ProofAsync(tenant) })).ShouldBe(200);
        (await DueAsync(tenant, id)).Should().NotContain("proof_of_business");

        (await tenant.PostAsync($"/v1/inquiries/{id}/submit", wait: 20)).ShouldBe(200).Text("/status").Should().Be("in_review");
    }

    [Fact]
    public async Task What_needed_information_is_decided_again_after_it_was_given()
    {
        var tenant = (await app.ANewTenantAsync()).Test;
        var body = await Submissions.WholeAsync(tenant);
        body.Remove("documents");
        var id = (await tenant.PostAsync("/v1/inquiries", body, wait: 20)).ShouldBe(201).Text("/id");

        (await tenant.PatchAsync($"/v1/inquiries/{id}", new JsonObject { ["documents"] = await Submissions.ProofAsync(tenant) })).ShouldBe(200);
        var again = (await tenant.PostAsync($"/v1/inquiries/{id}/submit", wait: 20)).ShouldBe(200);

        again.Text("/status").Should().Be("in_review");
        var timeline = (await tenant.GetAsync($"/v1/inquiries/{id}/timeline")).ShouldBe(200).At("/data").EnumerateArray().Select(e => e.Text("/type")).ToList();
        timeline.Where(t => t.StartsWith("inquiry.", StringComparison.Ordinal)).Should()
            .Equal("inquiry.created", "inquiry.submitted", "inquiry.needs_information", "inquiry.updated", "inquiry.submitted", "inquiry.in_review");
        timeline.Count(t => t == "decision.made").Should().Be(2);
    }

    [Fact]
    public async Task A_reviewers_approval_makes_the_registration_and_names_the_person_who_decided()
    {
        var tenant = (await app.ANewTenantAsync()).Test;
        var user = (await tenant.PostAsync("/v1/users", new { name = "Rea", email = "rea@example.org", roles = new[] { "reviewer" } })).ShouldBe(201).Text("/id");
        var reviewer = tenant.With((await tenant.PostAsync("/v1/api-keys", new { name = "rea", user_id = user })).ShouldBe(201).Text("/secret"));
        var id = (await tenant.PostAsync("/v1/inquiries", await Submissions.WholeAsync(tenant), wait: 20)).ShouldBe(201).Text("/id");

        (await reviewer.PostAsync($"/v1/inquiries/{id}/decision", new { outcome = "approve", note = "Licence seen." })).ShouldBeRefused(409, "case_not_claimed");
        var approved = (await Reviews.ApproveAsync(reviewer, id, "Licence seen.")).ShouldBe(200);

        approved.Text("/status").Should().Be("approved");
        approved.Text("/decision/decided_by").Should().Be(user);
        (await tenant.GetAsync($"/v1/decisions/{approved.Text("/decision/id")}")).ShouldBe(200).Text("/note").Should().Be("Licence seen.");
        var registration = (await tenant.GetAsync($"/v1/sender-registrations/{approved.Text("/sender_registration_id")}")).ShouldBe(200);
        registration.Text("/status").Should().Be("active");
        registration.At("").Texts("/senders").Should().Equal("Example");
        registration.Text("/inquiry_id").Should().Be(id);
    }

    [Fact]
    public async Task A_prohibited_business_is_declined_and_can_be_reopened_by_who_may()
    {
        var tenant = (await app.ANewTenantAsync()).Test;

        var declined = (await tenant.PostAsync("/v1/inquiries", await Submissions.WholeAsync(tenant, Submissions.Declined), wait: 20)).ShouldBe(201);
        var id = declined.Text("/id");

        declined.Text("/status").Should().Be("declined");
        declined.At("/retryable").GetBoolean().Should().BeFalse();
        declined.At("/decision/reasons").EnumerateArray().Select(r => r.Text("/code")).Should().Contain("prohibited_industry");
        (await tenant.PostAsync($"/v1/inquiries/{id}/reopen", new { reason = "Wrong industry was chosen." })).ShouldBe(200).Text("/status").Should().Be("needs_information");
    }

    [Fact]
    public async Task A_reopened_inquiry_has_its_whole_time_again_and_tells_why_it_was_reopened()
    {
        var tenant = (await app.ANewTenantAsync()).Test;
        var id = (await tenant.PostAsync("/v1/inquiries", await Submissions.WholeAsync(tenant, Submissions.Declined), wait: 20)).ShouldBe(201).Text("/id");
        (await tenant.PutAsync("/v1/tenant/clock", new { now = TimeProvider.System.GetUtcNow().AddDays(120) })).ShouldBe(200);

        (await tenant.PostAsync($"/v1/inquiries/{id}/reopen", new { reason = "The licence of Jo Example was seen." })).ShouldBe(200);

        (await tenant.PatchAsync($"/v1/inquiries/{id}", new { reference_id = "again" })).ShouldBe(200).Text("/status").Should().Be("needs_information");
        var timeline = (await tenant.GetAsync($"/v1/inquiries/{id}/timeline")).ShouldBe(200).At("/data").EnumerateArray().ToList();
        timeline.Single(e => e.Text("/type") == "inquiry.reopened").Text("/reason").Should().Be("The licence of Jo Example was seen.");
        (await tenant.GetAsync($"/v1/audit-entries?resource={id}")).ShouldBe(200).Body.Should().NotContain("Jo Example");
        (await tenant.PostAsync($"/v1/inquiries/{id}/submit", wait: 20)).ShouldBe(200);
    }

    [Fact]
    public async Task A_patch_removes_what_is_null_sets_labels_one_by_one_and_takes_no_other_shape()
    {
        var tenant = (await app.ANewTenantAsync()).Test;
        var body = await Submissions.WholeAsync(tenant, submit: false);
        (body["reference_id"], body["metadata"]) = ("cust-1", new JsonObject { ["a"] = "1", ["b"] = "2" });
        var id = (await tenant.PostAsync("/v1/inquiries", body)).ShouldBe(201).Text("/id");

        foreach (var shape in (string[])["\"text\"", "[]", "7", "true"])
            (await tenant.PatchAsync($"/v1/inquiries/{id}", $$"""{ "use_case": {{shape}} }""")).ShouldBeRefused(422, "invalid_type").ShouldBlame("/use_case", "invalid_type");
        foreach (var kept in (string[])["use_case", "documents", "attestations"])
            (await tenant.PatchAsync($"/v1/inquiries/{id}", $$"""{ "{{kept}}": null }""")).ShouldBeRefused(422, "required").ShouldBlame($"/{kept}", "required");

        var changed = (await tenant.PatchAsync($"/v1/inquiries/{id}", """{ "reference_id": null, "metadata": { "a": null, "c": "3" } }""")).ShouldBe(200);
        changed.At("/metadata").GetRawText().Should().Be("""{"b":"2","c":"3"}""");
        changed.Has("/reference_id").Should().BeFalse();
        (await tenant.PatchAsync($"/v1/inquiries/{id}", """{ "metadata": null }""")).ShouldBe(200).Has("/metadata").Should().BeFalse();
    }

    [Fact]
    public async Task No_state_is_left_by_a_door_that_it_does_not_have()
    {
        var tenant = (await app.ANewTenantAsync()).Test;
        var open = (await tenant.PostAsync("/v1/inquiries", await Submissions.WholeAsync(tenant, submit: false))).ShouldBe(201).Text("/id");
        (await tenant.PostAsync($"/v1/inquiries/{open}/decision", new { outcome = "approve" })).ShouldBeRefused(409, "invalid_transition");
        (await tenant.PostAsync($"/v1/inquiries/{open}/reopen", new { reason = "why not" })).ShouldBeRefused(409, "invalid_transition");
        (await tenant.PostAsync($"/v1/inquiries/{open}/withdraw")).ShouldBe(200).Text("/status").Should().Be("withdrawn");
        (await tenant.PostAsync($"/v1/inquiries/{open}/submit")).ShouldBeRefused(409, "invalid_transition");
        (await tenant.PatchAsync($"/v1/inquiries/{open}", new { reference_id = "x" })).ShouldBeRefused(409, "invalid_transition");

        var review = (await tenant.PostAsync("/v1/inquiries", await Submissions.WholeAsync(tenant), wait: 20)).ShouldBe(201).Text("/id");
        (await tenant.PostAsync($"/v1/inquiries/{review}/withdraw")).ShouldBeRefused(409, "invalid_transition");
        (await tenant.PostAsync($"/v1/inquiries/{review}/decision", new { outcome = "decline" })).ShouldBeRefused(422, "required");
        (await tenant.PostAsync($"/v1/inquiries/{review}/decision", new { outcome = "decline", reason_codes = new[] { "no_such_code" } })).ShouldBeRefused(422, "unknown_reason_code");
        await Reviews.ClaimAsync(tenant, review);
        (await tenant.PostAsync($"/v1/inquiries/{review}/decision", new { outcome = "decline", reason_codes = new[] { "prohibited_industry" } })).ShouldBe(200).Text("/status").Should().Be("declined");
    }

    [Fact]
    public async Task A_decision_explains_itself_and_gives_the_same_bytes_when_it_is_made_again()
    {
        var tenant = (await app.ANewTenantAsync()).Test;
        var decision = (await tenant.PostAsync("/v1/inquiries", await Submissions.WholeAsync(tenant), wait: 20)).ShouldBe(201).Text("/decision/id");

        var trace = (await tenant.GetAsync($"/v1/decisions/{decision}/trace")).ShouldBe(200);
        trace.Text("/facts/business/legal_name").Should().Be(Submissions.Name);
        trace.At("/evaluation/requirements").EnumerateArray().Should().NotBeEmpty();
        var replay = (await tenant.PostAsync($"/v1/decisions/{decision}/replay")).ShouldBe(200);
        replay.Text("/result").Should().Be("identical", "the answer was {0}", replay.Body);
    }

    [Fact]
    public async Task A_test_tenants_clock_is_the_now_of_its_decisions_and_ends_what_nobody_finished()
    {
        var tenant = (await app.ANewTenantAsync()).Test;
        var then = DateTimeOffset.Parse("2031-03-04T05:06:07Z", System.Globalization.CultureInfo.InvariantCulture);
        (await tenant.PutAsync("/v1/tenant/clock", new { now = then })).ShouldBe(200);

        var decided = (await tenant.PostAsync("/v1/inquiries", await Submissions.WholeAsync(tenant), wait: 20)).ShouldBe(201);
        (await tenant.GetAsync($"/v1/decisions/{decided.Text("/decision/id")}/trace")).ShouldBe(200).Text("/facts/now").Should().StartWith("2031-03-04T05:");
        decided.Text("/created_at").Should().StartWith("2031-03-04T05:");

        var open = (await tenant.PostAsync("/v1/inquiries", await Submissions.WholeAsync(tenant, submit: false))).ShouldBe(201).Text("/id");
        (await tenant.PutAsync("/v1/tenant/clock", new { now = then.AddDays(91) })).ShouldBe(200);
        (await tenant.PostAsync($"/v1/inquiries/{open}/submit")).ShouldBeRefused(409, "inquiry_expired");
    }

    [Fact]
    public async Task Who_claims_a_known_number_gets_a_profile_of_their_own_and_no_approval_by_automation()
    {
        var tenant = (await app.ANewTenantAsync()).Test;
        var first = await Submissions.ApprovedAsync(tenant);
        var second = (await tenant.PostAsync("/v1/inquiries", await Submissions.WholeAsync(tenant, "retail"), wait: 20)).ShouldBe(201);

        second.Text("/business_profile_id").Should().NotBe(first.Text("/business_profile_id"));
        second.Text("/status").Should().Be("in_review");
    }

    [Fact]
    public async Task The_callers_own_reference_finds_the_profile_again_and_a_shared_one_finds_nobody()
    {
        var tenant = (await app.ANewTenantAsync()).Test;
        async Task<string> SubmitAsync(string? reference, string city)
        {
            var business = Submissions.Business();
            if (reference is not null) business["reference_id"] = reference;
            business["registered_address"]!["city"] = city;
            return (await tenant.PostAsync("/v1/inquiries", await Submissions.WholeAsync(tenant, submit: false, business: business))).ShouldBe(201).Text("/business_profile_id");
        }

        var first = await SubmitAsync("own-1", "London");
        (await SubmitAsync("own-1", "Leeds")).Should().Be(first);
        (await SubmitAsync(null, "London")).Should().NotBe(first);

        var profile = (await tenant.GetAsync($"/v1/business-profiles/{first}")).ShouldBe(200);
        profile.Text("/registered_address/city").Should().Be("Leeds");
        profile.At("/people").GetArrayLength().Should().Be(1, "the same person is not added twice");
        (await tenant.PostAsync("/v1/business-profiles", new { reference_id = "own-1", legal_name = "Another Sample" })).ShouldBe(201);
        (await SubmitAsync("own-1", "York")).Should().NotBe(first, "the reference names two profiles now");
    }

    private static async Task<HttpAnswer> DecidedAsync(ApiClient tenant, string id) =>
        await Eventually.AsksAsync(async () => (await tenant.GetAsync($"/v1/inquiries/{id}")).ShouldBe(200), a => a.Text("/status") != "processing");

    private static async Task<List<string>> DueAsync(ApiClient tenant, string id) =>
        [.. (await tenant.GetAsync($"/v1/inquiries/{id}/requirements")).ShouldBe(200).At("/requirements/currently_due").EnumerateArray().Select(d => d.Text("/requirement"))];
}
