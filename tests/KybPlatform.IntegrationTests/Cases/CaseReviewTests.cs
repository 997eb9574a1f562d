using KybPlatform.IntegrationTests.App;
using KybPlatform.IntegrationTests.Inquiries;
using KybPlatform.IntegrationTests.Policies;

namespace KybPlatform.IntegrationTests.Cases;

/// <summary>What a review makes of a case that was there before, and what becomes of a first word when things change after it.</summary>
public sealed class CaseReviewTests(PlatformApp app)
{
    [Fact]
    public async Task A_case_opened_by_hand_before_the_review_is_placed_as_the_review_would_be_and_is_decided_by_two()
    {
        var team = await ReviewTeam.OfAsync((await app.ANewTenantAsync()).Test);
        var easy = await team.QueueAsync("easy", new { position = 9 });
        var queue = await team.QueueAsync("double", new { rule = "case.about == 'inquiry'", four_eyes = true, sla_minutes = 60, priority = 7 });
        var (inquiry, id) = await OpenedBeforeAsync(team, easy);

        var read = (await team.Rea.Client.GetAsync($"/v1/cases/{id}")).ShouldBe(200);
        (read.Text("/queue_id"), read.At("/four_eyes").GetBoolean(), read.At("/priority").GetInt32()).Should().Be((queue, true, 7));
        read.Has("/due_at").Should().BeTrue();
        (await team.Rea.Client.GetAsync($"/v1/cases/{id}/timeline")).ShouldBe(200).At("/data").EnumerateArray().Select(e => e.Text("/type")).Should().Contain("case.moved");
        await Reviews.ClaimAsync(team.Rea.Client, inquiry);
        var approve = new { outcome = "approve", overrides = await Reviews.OverridesAsync(team.Rea.Client, inquiry) };
        (await team.Rea.Client.PostAsync($"/v1/inquiries/{inquiry}/decision", approve)).ShouldBe(202).Text("/status").Should().Be("in_review");
        await Reviews.ClaimAsync(team.Ben.Client, inquiry);
        (await team.Ben.Client.PostAsync($"/v1/inquiries/{inquiry}/decision", approve)).ShouldBe(200).Text("/status").Should().Be("approved");
        var (_, other) = await team.InReviewAsync("Other");
        (await team.Rea.Client.GetAsync($"/v1/cases/{other}/related")).ShouldBe(200).At("/data").EnumerateArray().Select(r => r.Text("/id")).Should().Contain(id, "what it has in common is written at the review, too");
    }

    [Fact]
    public async Task A_queue_that_a_person_chose_stays_and_takes_no_eyes_away()
    {
        var team = await ReviewTeam.OfAsync((await app.ANewTenantAsync()).Test);
        await team.QueueAsync("double", new { rule = "case.about == 'inquiry'", four_eyes = true });
        var chosen = await team.QueueAsync("chosen", new { position = 9 });
        var (inquiry, id) = await team.InReviewAsync();
        (await team.Admin.Client.PostAsync("/v1/cases/bulk", new { case_ids = new[] { id }, queue_id = chosen })).ShouldBe(200);
        await Reviews.ClaimAsync(team.Rea.Client, inquiry);
        (await team.Rea.Client.PostAsync($"/v1/inquiries/{inquiry}/decision", new { outcome = "request_information" })).ShouldBe(200);
        (await team.Tenant.PostAsync($"/v1/inquiries/{inquiry}/submit", wait: 20)).ShouldBe(200).Text("/status").Should().Be("in_review");

        var read = (await team.Rea.Client.GetAsync($"/v1/cases/{id}")).ShouldBe(200);
        (read.Text("/queue_id"), read.At("/four_eyes").GetBoolean()).Should().Be((chosen, true));
    }

    [Fact]
    public async Task Asking_the_applicant_ends_a_first_word_and_so_do_changed_facts()
    {
        var team = await ReviewTeam.OfAsync((await app.ANewTenantAsync()).Test);
        await team.QueueAsync("double", new { rule = "true", four_eyes = true });
        var (inquiry, id) = await team.InReviewAsync("Sanctioned");
        async Task<HttpAnswer> Approve(Person by)
        {
            await Reviews.ClaimAsync(by.Client, inquiry);
            return await by.Client.PostAsync($"/v1/inquiries/{inquiry}/decision", new { outcome = "approve", overrides = await Reviews.OverridesAsync(by.Client, inquiry) });
        }

        (await Approve(team.Rea)).ShouldBe(202);
        await Reviews.ClaimAsync(team.Ben.Client, inquiry);
        (await team.Ben.Client.PostAsync($"/v1/inquiries/{inquiry}/decision", new { outcome = "request_information" })).ShouldBe(200);
        (await team.Ben.Client.GetAsync($"/v1/cases/{id}")).ShouldBe(200).Has("/proposal").Should().BeFalse();
        (await team.Tenant.PostAsync($"/v1/inquiries/{inquiry}/submit", wait: 20)).ShouldBe(200).Text("/status").Should().Be("in_review");
        // Nobody said a word about what is known now.
        (await Approve(team.Ben)).ShouldBe(202);

        // Who confirms sees other facts than who proposed: the word is a first one again.
        var profile = (await team.Tenant.GetAsync($"/v1/inquiries/{inquiry}")).ShouldBe(200).Text("/business_profile_id");
        (await team.Tenant.PatchAsync($"/v1/business-profiles/{profile}", new { website = "https://other.example.com" }, (await team.Tenant.GetAsync($"/v1/business-profiles/{profile}")).ETag)).ShouldBe(200);
        (await Approve(team.Rea)).ShouldBe(202);
        (await team.Ben.Client.GetAsync($"/v1/cases/{id}")).ShouldBe(200).Text("/proposal/by").Should().Be(team.Rea.Id);
        (await Approve(team.Ben)).ShouldBe(200).Text("/status").Should().Be("approved");
        (await team.Rea.Client.GetAsync($"/v1/cases/{id}/timeline")).ShouldBe(200).At("/data").EnumerateArray().Count(e => e.Text("/type") == "case.proposal_dropped").Should().Be(1);
    }

    [Fact]
    public async Task A_word_of_the_callers_own_ends_no_case_whose_inquiry_goes_on_and_a_resolved_case_decides_nothing()
    {
        var team = await ReviewTeam.OfAsync((await app.ANewTenantAsync()).Test);
        var (inquiry, id) = await team.InReviewAsync();
        await Reviews.ClaimAsync(team.Rea.Client, inquiry);
        (await team.Rea.Client.PostAsync($"/v1/inquiries/{inquiry}/decision", new { outcome = "request_information" })).ShouldBe(200);
        (await team.Rea.Client.PostAsync($"/v1/cases/{id}/resolve", new { resolution = "done" })).ShouldBeRefused(409, "decided_by_inquiry");
        (await team.Rea.Client.PostAsync($"/v1/cases/{id}/resolve", new { outcome = "approve" })).ShouldBeRefused(409, "no_inquiry_in_review");

        // Declined and undone with a second case open: the inquiry has one unresolved case at most.
        (await team.Tenant.PostAsync($"/v1/inquiries/{inquiry}/submit", wait: 20)).ShouldBe(200);
        (await team.Rea.Client.PostAsync($"/v1/inquiries/{inquiry}/decision", new { outcome = "decline", reason_codes = new[] { "prohibited_industry" } })).ShouldBe(200);
        var beside = await team.OpenAsync(new { title = "Call them", inquiry_id = inquiry });
        (await team.Rea.Client.PostAsync($"/v1/cases/{id}/undo", new { reason = "Too early." })).ShouldBeRefused(409, "case_exists");
        (await team.Rea.Client.PostAsync($"/v1/cases/{beside}/claim")).ShouldBe(200);
        (await team.Rea.Client.PostAsync($"/v1/cases/{beside}/resolve", new { resolution = "called" })).ShouldBe(200);
        (await team.Rea.Client.PostAsync($"/v1/cases/{id}/undo", new { reason = "Too early." })).ShouldBe(200);
        (await team.Rea.Client.PostAsync($"/v1/cases/{beside}/reopen")).ShouldBeRefused(409, "case_exists");
        // One that is resolved and about the same inquiry is no door to it.
        (await team.Rea.Client.PostAsync($"/v1/cases/{beside}/resolve", new { outcome = "approve" })).ShouldBeRefused(409, "invalid_transition");
        (await team.Rea.Client.PostAsync($"/v1/cases/{beside}/request-information", new { requirements = new[] { new { requirement = "proof_of_business", text = "Newer." } } })).ShouldBeRefused(409, "invalid_transition");
        (await team.Tenant.GetAsync($"/v1/inquiries/{inquiry}")).ShouldBe(200).Text("/status").Should().Be("in_review");
    }

    [Fact]
    public async Task A_case_that_nobody_has_any_more_is_given_to_somebody_else()
    {
        var team = await ReviewTeam.OfAsync((await app.ANewTenantAsync()).Test);
        var cara = await ReviewTeam.PersonAsync(team.Tenant, "Cara Reviewer", "reviewer");
        foreach (var person in new[] { team.Rea, team.Ben }) (await team.Admin.Client.PutAsync($"/v1/case-reviewers/{person.Id}", new { })).ShouldBe(200);
        await team.QueueAsync("least", new { rule = "true", assignment = "least_loaded", four_eyes = true });
        var (_, id) = await team.InReviewAsync();
        Task<HttpAnswer> HeldAsync(Func<string, bool> by) => Eventually.AsksAsync(() => team.Tenant.GetAsync($"/v1/cases/{id}"), a => a.Has("/assignee") && by(a.Text("/assignee")));

        var first = (await HeldAsync(_ => true)).Text("/assignee");
        var (one, two) = first == team.Rea.Id ? (team.Rea, team.Ben) : (team.Ben, team.Rea);
        (await one.Client.PostAsync($"/v1/cases/{id}/release")).ShouldBe(200);
        await HeldAsync(a => a == two.Id);
        (await two.Client.PostAsync($"/v1/cases/{id}/resolve", new { outcome = "decline", reason_codes = new[] { "prohibited_industry" } })).ShouldBe(202);
        await HeldAsync(a => a == one.Id);
        (await team.Admin.Client.PutAsync($"/v1/case-reviewers/{cara.Id}", new { })).ShouldBe(200);
        (await team.Tenant.PatchAsync($"/v1/users/{one.Id}", new { roles = new[] { "auditor" } })).ShouldBe(200);
        await HeldAsync(a => a == cara.Id);
        (await team.Tenant.DeleteAsync($"/v1/users/{cara.Id}")).ShouldBe(204);
        var free = await Eventually.AsksAsync(() => team.Tenant.GetAsync($"/v1/cases/{id}"), a => !a.Has("/assignee"));
        free.Text("/status").Should().Be("open");
    }

    [Fact]
    public async Task What_a_case_took_stays_with_it_through_a_queue_that_measures_nothing_and_only_who_manages_moves_it()
    {
        var team = await ReviewTeam.OfAsync((await app.ANewTenantAsync()).Test);
        var free = await team.QueueAsync("free", new { position = 9 });
        var queue = await team.QueueAsync("measured", new { rule = "true", sla_minutes = 60 });
        var id = await team.OpenAsync();
        await MoveAsync(team, TimeSpan.FromMinutes(40));
        var read = (await team.Rea.Client.GetAsync($"/v1/cases/{id}")).ShouldBe(200);
        (await team.Rea.Client.PatchAsync($"/v1/cases/{id}", new { queue_id = free }, read.ETag)).ShouldBeRefused(403, "missing_scope");
        (await team.Admin.Client.PatchAsync($"/v1/cases/{id}", new { queue_id = free }, read.ETag)).ShouldBe(200).Has("/due_at").Should().BeFalse();
        await MoveAsync(team, TimeSpan.FromMinutes(45));
        var back = (await team.Admin.Client.PostAsync("/v1/cases/bulk", new { case_ids = new[] { id }, queue_id = queue })).ShouldBe(200);
        back.At("/changed").GetInt32().Should().Be(1);
        var again = (await team.Tenant.GetAsync($"/v1/cases/{id}")).ShouldBe(200);
        (again.At("/due_at").GetDateTimeOffset() - again.At("/updated_at").GetDateTimeOffset()).Should().BeCloseTo(TimeSpan.FromMinutes(20), TimeSpan.FromMinutes(1));

        // A target that was missed is told before the case leaves the queue that missed it.
        await MoveAsync(team, TimeSpan.FromMinutes(90));
        (await team.Admin.Client.PostAsync("/v1/cases/bulk", new { case_ids = new[] { id }, queue_id = free })).ShouldBe(200);
        (await team.Tenant.GetAsync($"/v1/cases/{id}")).ShouldBe(200).Has("/breached_at").Should().BeTrue();
        (await team.Rea.Client.PostAsync("/v1/cases", new { title = "For Ben", assignee = team.Ben.Id })).ShouldBeRefused(403, "missing_scope");
        (await team.Rea.Client.PostAsync("/v1/cases", new { title = "For me", assignee = team.Rea.Id })).ShouldBe(201);
    }

    [Fact]
    public async Task Two_persons_decide_where_the_policy_says_so()
    {
        var tenant = (await app.ANewTenantAsync()).Test;
        var authors = await PolicyTeam.OfAsync(tenant);
        await authors.PublishAsync("gb.alphanumeric", "key: gb.alphanumeric\noverlays: gb.alphanumeric\nreview: { four_eyes: true }\ntests:\n  - { name: little is given, facts: { business: { type: private_limited_company } }, expect: { outcome: request_information } }\n");
        var team = await ReviewTeam.OfAsync(tenant);
        var (inquiry, id) = await team.InReviewAsync();

        (await team.Rea.Client.GetAsync($"/v1/cases/{id}")).ShouldBe(200).At("/four_eyes").GetBoolean().Should().BeTrue();
        (await Reviews.ApproveAsync(team.Rea.Client, inquiry)).ShouldBe(202);
        (await Reviews.ApproveAsync(team.Ben.Client, inquiry)).ShouldBe(200).Text("/status").Should().Be("approved");
    }

    /// <summary>An inquiry whose case was opened by hand before it was submitted.</summary>
    private static async Task<(string Inquiry, string Case)> OpenedBeforeAsync(ReviewTeam team, string queue)
    {
        var whole = await Submissions.WholeAsync(team.Tenant, business: Submissions.Business(Submissions.LookedAt));
        whole.Remove("submit");
        var inquiry = (await team.Tenant.PostAsync("/v1/inquiries", whole)).ShouldBe(201).Text("/id");
        var id = await team.OpenAsync(new { title = "Look at it early", inquiry_id = inquiry, queue_id = queue });
        var decided = (await team.Tenant.PostAsync($"/v1/inquiries/{inquiry}/submit", wait: 20)).ShouldBe(200);
        (decided.Text("/status"), decided.Text("/case_id")).Should().Be(("in_review", id));
        return (inquiry, id);
    }

    private static async Task MoveAsync(ReviewTeam team, TimeSpan ahead) =>
        (await team.Tenant.PutAsync("/v1/tenant/clock", new { now = TimeProvider.System.GetUtcNow() + ahead })).ShouldBe(200);
}
