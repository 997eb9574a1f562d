using KybPlatform.IntegrationTests.App;
using KybPlatform.IntegrationTests.Inquiries;

namespace KybPlatform.IntegrationTests.Cases;

public sealed class CaseLifeTests(PlatformApp app)
{
    [Fact]
    public async Task An_inquiry_in_review_has_one_open_case_that_ends_with_the_decision_and_tells_its_whole_story()
    {
        var team = await ReviewTeam.OfAsync((await app.ANewTenantAsync()).Test);
        var queue = await team.QueueAsync("gambling", new { rule = "'gambling' in case.reasons || 'restricted_industry' in case.reasons", sla_minutes = 60, position = 1, priority = 5 });
        await team.QueueAsync("everything", new { rule = "true", position = 2 });
        var (inquiry, id) = await team.InReviewAsync();

        var open = (await team.Rea.Client.GetAsync($"/v1/cases/{id}")).ShouldBe(200);
        (open.Text("/status"), open.Text("/inquiry_id"), open.Text("/queue_id"), open.At("/priority").GetInt32()).Should().Be(("open", inquiry, queue, 5));
        (open.At("/due_at").GetDateTimeOffset() - open.At("/created_at").GetDateTimeOffset()).Should().Be(TimeSpan.FromHours(1));
        (await team.Tenant.PostAsync("/v1/cases", new { title = "Another", inquiry_id = inquiry })).ShouldBeRefused(409, "case_exists");
        (await team.Rea.Client.GetAsync($"/v1/cases?status=open&queue={queue}&country=GB&sender_type=alphanumeric&assignee=none&inquiry={inquiry}")).ShouldBe(200).Text("/data/0/id").Should().Be(id);
        (await team.Rea.Client.GetAsync("/v1/cases?queue=none")).ShouldBe(200).At("/data").GetArrayLength().Should().Be(0);

        var claimed = (await team.Rea.Client.PostAsync("/v1/cases/claim-next", new { queue_id = queue })).ShouldBe(200);
        (claimed.Text("/id"), claimed.Text("/status"), claimed.Text("/assignee")).Should().Be((id, "in_progress", team.Rea.Id));
        (await team.Ben.Client.PostAsync("/v1/cases/claim-next", new { })).ShouldBeRefused(404, "not_found");
        (await team.Rea.Client.GetAsync("/v1/cases?assignee=me")).ShouldBe(200).Text("/data/0/id").Should().Be(id);
        var note = (await team.Rea.Client.PostAsync($"/v1/cases/{id}/notes", new { text = "The licence is in the register.", mentions = new[] { team.Ben.Id } })).ShouldBe(201);

        var resolved = (await team.Rea.Client.PostAsync($"/v1/cases/{id}/resolve", new { outcome = "approve", note = "Licence seen.", overrides = await Reviews.OverridesAsync(team.Rea.Client, inquiry) })).ShouldBe(200);
        (resolved.Text("/status"), resolved.Text("/resolution"), resolved.Text("/decided_by")).Should().Be(("resolved", "approve", team.Rea.Id));
        var decided = (await team.Tenant.GetAsync($"/v1/inquiries/{inquiry}")).ShouldBe(200);
        (decided.Text("/status"), decided.Text("/decision/id")).Should().Be(("approved", resolved.Text("/decision_id")));
        (await team.Ben.Client.GetAsync($"/v1/cases/{id}/notes")).ShouldBe(200).At("/data/0").Text("/text").Should().Be("The licence is in the register.");
        (await team.Tenant.GetAsync($"/v1/inquiries/{inquiry}/timeline")).ShouldBe(200).At("/data").EnumerateArray().Select(e => e.Text("/type"))
            .Should().ContainInOrder("case.opened", "inquiry.in_review").And.ContainInOrder("case.claimed", "case.note_added", "decision.made", "case.resolved", "inquiry.approved");
        var told = (await team.Tenant.GetAsync($"/v1/audit-entries?resource={id}")).ShouldBe(200).At("/data").EnumerateArray().ToList();
        told.Select(e => e.Text("/action")).Should().BeEquivalentTo("case.opened", "case.claimed", "case.note_added", "case.mentioned", "case.resolved");
        told.Single(e => e.Text("/action") == "case.claimed").Text("/details/after").Should().Be(team.Rea.Id);
        (await team.Tenant.GetAsync($"/v1/audit-entries?resource={team.Ben.Id}")).ShouldBe(200).At("/data").EnumerateArray().Select(e => e.Text("/action")).Should().Contain("case.mentioned");
        note.Text("/by").Should().Be(team.Rea.Id);
    }

    [Fact]
    public async Task A_reviewer_who_asks_the_applicant_stops_the_clock_and_goes_on_where_it_stood()
    {
        var team = await ReviewTeam.OfAsync((await app.ANewTenantAsync()).Test);
        var (inquiry, id) = await team.InReviewAsync();
        await Reviews.ClaimAsync(team.Rea.Client, inquiry);
        (await team.Rea.Client.PostAsync($"/v1/inquiries/{inquiry}/decision", new { outcome = "request_information" })).ShouldBe(200).Text("/status").Should().Be("needs_information");

        var waiting = (await team.Rea.Client.GetAsync($"/v1/cases/{id}")).ShouldBe(200);
        (waiting.Text("/status"), waiting.Has("/due_at"), waiting.Has("/waiting_until")).Should().Be(("waiting", false, true));
        (await team.Tenant.PostAsync($"/v1/inquiries/{inquiry}/submit", wait: 20)).ShouldBe(200).Text("/status").Should().Be("in_review");
        var again = (await team.Rea.Client.GetAsync($"/v1/cases/{id}")).ShouldBe(200);
        (again.Text("/status"), again.Text("/assignee"), again.Has("/due_at")).Should().Be(("in_progress", team.Rea.Id, true));

        (await team.Rea.Client.PostAsync($"/v1/inquiries/{inquiry}/decision", new { outcome = "request_information" })).ShouldBe(200);
        (await team.Tenant.PostAsync($"/v1/inquiries/{inquiry}/withdraw")).ShouldBe(200);
        (await team.Rea.Client.GetAsync($"/v1/cases/{id}")).ShouldBe(200).Text("/resolution").Should().Be("withdrawn");
    }

    [Fact]
    public async Task A_template_says_what_has_to_be_filled_ticked_and_said()
    {
        var team = await ReviewTeam.OfAsync((await app.ANewTenantAsync()).Test);
        var template = (await team.Admin.Client.PostAsync("/v1/case-templates", new
        {
            key = "gambling",
            title = "Gambling",
            rule = "case.sender_type == 'alphanumeric'",
            fields = new[] { new { key = "licence", label = "Licence", type = "text", required = true } },
            checklist = new[] { new { key = "seen", label = "Seen", required = true } },
            reasons = new[] { new { outcome = "decline", allowed = new[] { "prohibited_industry" }, required = true } },
        })).ShouldBe(201).Text("/id");
        var (inquiry, id) = await team.InReviewAsync();
        await Reviews.ClaimAsync(team.Rea.Client, inquiry);
        async Task<HttpAnswer> Decline(string reason) => await team.Rea.Client.PostAsync($"/v1/cases/{id}/resolve", new { outcome = "decline", reason_codes = new[] { reason } });

        (await Decline("prohibited_industry")).ShouldBeRefused(409, "checklist_open");
        var read = (await team.Rea.Client.GetAsync($"/v1/cases/{id}")).ShouldBe(200);
        read.Text("/template_id").Should().Be(template);
        (await team.Rea.Client.PatchAsync($"/v1/cases/{id}", new { priority = 3 })).ShouldBeRefused(428, "if_match_required");
        (await team.Rea.Client.PatchAsync($"/v1/cases/{id}", new { checklist = new { unseen = true } }, read.ETag)).ShouldBeRefused(422, "unknown_case_field");
        (await team.Rea.Client.PatchAsync($"/v1/cases/{id}", new { fields = new { licence = 7 } }, read.ETag)).ShouldBeRefused(422, "invalid_type");
        var ticked = (await team.Rea.Client.PatchAsync($"/v1/cases/{id}", new { checklist = new { seen = true } }, read.ETag)).ShouldBe(200);
        (await team.Rea.Client.PatchAsync($"/v1/cases/{id}", new { fields = new { licence = "L-1" } }, read.ETag)).ShouldBeRefused(412, "version_mismatch");
        (await Decline("prohibited_industry")).ShouldBeRefused(409, "case_fields_missing");
        var filled = (await team.Rea.Client.PatchAsync($"/v1/cases/{id}", new { fields = new { licence = "L-1" }, priority = 3 }, ticked.ETag)).ShouldBe(200);
        (await Decline("cannabis")).ShouldBeRefused(422, "reason_not_allowed");
        (await Decline("prohibited_industry")).ShouldBe(200);

        filled.Text("/fields/licence").Should().Be("L-1");
        (filled.Text("/checklist/0/item"), filled.Text("/checklist/0/by")).Should().Be(("seen", team.Rea.Id));
        (await team.Admin.Client.DeleteAsync($"/v1/case-templates/{template}")).ShouldBeRefused(409, "in_use");
    }

    [Fact]
    public async Task Queues_give_cases_by_turns_by_load_and_by_what_reviewers_know()
    {
        var team = await ReviewTeam.OfAsync((await app.ANewTenantAsync()).Test);
        foreach (var person in new[] { team.Rea, team.Ben })
            (await team.Admin.Client.PutAsync($"/v1/case-reviewers/{person.Id}", new { countries = new[] { person == team.Rea ? "GB" : "FR" } })).ShouldBe(200);
        (await team.Admin.Client.PutAsync("/v1/case-reviewers/usr_01jd3k6mz0e1b9w4r7t2y5x8c3", new { })).ShouldBeRefused(404, "not_found");
        await team.QueueAsync("skills", new { rule = "case.about == 'work' && case.country == 'FR'", assignment = "least_loaded", by_skills = true, position = 1 });
        await team.QueueAsync("turns", new { rule = "case.about == 'work'", assignment = "round_robin", position = 2 });

        var french = await team.OpenAsync(new { title = "French", country = "FR" });
        (await AssigneeAsync(team, french)).Should().Be(team.Ben.Id);
        var turns = new List<string>();
        for (var i = 0; i < 4; i++) turns.Add(await team.OpenAsync(new { title = "Any", country = "GB" }));
        var given = new List<string>();
        foreach (var turn in turns) given.Add(await AssigneeAsync(team, turn));
        given.Should().BeEquivalentTo([team.Rea.Id, team.Rea.Id, team.Ben.Id, team.Ben.Id]);
        (await team.Admin.Client.PutAsync($"/v1/case-reviewers/{team.Ben.Id}", new { countries = new[] { "FR" }, available = false })).ShouldBe(200);
        var nobody = await team.OpenAsync(new { title = "French again", country = "FR" });
        (await team.Rea.Client.PostAsync("/v1/cases/claim-next", new { })).ShouldBeRefused(404, "not_found");
        (await team.Ben.Client.PostAsync("/v1/cases/claim-next", new { })).ShouldBe(200).Text("/id").Should().Be(nobody);
    }

    private static async Task<string> AssigneeAsync(ReviewTeam team, string id)
    {
        var read = await Eventually.AsksAsync(async () => await team.Tenant.GetAsync($"/v1/cases/{id}"), a => a.Has("/assignee"));
        return read.Text("/assignee");
    }
}
