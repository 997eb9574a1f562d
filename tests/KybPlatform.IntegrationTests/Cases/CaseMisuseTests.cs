using KybPlatform.IntegrationTests.App;
using KybPlatform.IntegrationTests.Inquiries;
using Npgsql;

namespace KybPlatform.IntegrationTests.Cases;

public sealed class CaseMisuseTests(PlatformApp app)
{
    [Fact]
    public async Task Nobody_decides_what_somebody_else_has_claimed_or_leaves_a_state_by_a_door_that_it_does_not_have()
    {
        var team = await ReviewTeam.OfAsync((await app.ANewTenantAsync()).Test);
        var (inquiry, id) = await team.InReviewAsync();
        var decline = new { outcome = "decline", reason_codes = new[] { "prohibited_industry" } };

        (await team.Rea.Client.PostAsync($"/v1/inquiries/{inquiry}/decision", decline)).ShouldBeRefused(409, "case_not_claimed");
        var before = (await team.Rea.Client.GetAsync($"/v1/cases/{id}")).ShouldBe(200);
        await Reviews.ClaimAsync(team.Rea.Client, inquiry);
        (await team.Rea.Client.PostAsync($"/v1/cases/{id}/claim")).ShouldBe(200);
        (await team.Ben.Client.PostAsync($"/v1/cases/{id}/claim")).ShouldBeRefused(409, "case_claimed");
        (await team.Ben.Client.PostAsync($"/v1/cases/{id}/release")).ShouldBeRefused(409, "case_claimed");
        (await team.Ben.Client.PostAsync($"/v1/inquiries/{inquiry}/decision", decline)).ShouldBeRefused(409, "case_claimed");
        (await team.Ben.Client.PostAsync($"/v1/cases/{id}/resolve", decline)).ShouldBeRefused(409, "case_claimed");
        (await team.Ben.Client.PostAsync($"/v1/cases/{id}/assign", new { assignee = team.Ben.Id })).ShouldBeRefused(403, "missing_scope");
        (await team.Rea.Client.SendAsync(HttpMethod.Post, $"/v1/cases/{id}/release", null, ("If-Match", before.ETag))).ShouldBeRefused(412, "version_mismatch");
        (await team.Rea.Client.PostAsync($"/v1/cases/{id}/resolve", new { resolution = "done" })).ShouldBeRefused(409, "decided_by_inquiry");
        (await team.Rea.Client.PostAsync($"/v1/cases/{id}/resolve", new { outcome = "approve", resolution = "done" })).ShouldBeRefused(422, "required");
        (await team.Rea.Client.PostAsync($"/v1/cases/{id}/notes", new { text = "x", mentions = new[] { "usr_01jd3k6mz0e1b9w4r7t2y5x8c3" } })).ShouldBeRefused(422, "unknown_user").ShouldBlame("/mentions/0", "unknown_user");
        (await team.Admin.Client.PostAsync("/v1/cases/bulk", new { case_ids = new[] { id, "cas_01jd3k6mz0e1b9w4r7t2y5x8c3" }, assignee = team.Ben.Id })).ShouldBeRefused(422, "unknown_case").ShouldBlame("/case_ids/1", "unknown_case");
        (await team.Rea.Client.GetAsync($"/v1/cases/{id}")).ShouldBe(200).Text("/assignee").Should().Be(team.Rea.Id, "a refused bulk changes nothing");

        (await team.Admin.Client.PostAsync("/v1/cases/bulk", new { case_ids = new[] { id }, assignee = team.Ben.Id })).ShouldBe(200).At("/changed").GetInt32().Should().Be(1);
        (await team.Ben.Client.PostAsync($"/v1/inquiries/{inquiry}/decision", decline)).ShouldBe(200).Text("/status").Should().Be("declined");
        foreach (var door in new[] { "claim", "release" }) (await team.Ben.Client.PostAsync($"/v1/cases/{id}/{door}")).ShouldBeRefused(409, "invalid_transition");
        (await team.Admin.Client.PostAsync($"/v1/cases/{id}/assign", new { assignee = team.Rea.Id })).ShouldBeRefused(409, "invalid_transition");
        (await team.Ben.Client.PostAsync($"/v1/cases/{id}/resolve", new { resolution = "again" })).ShouldBeRefused(409, "invalid_transition");
        (await team.Ben.Client.PostAsync($"/v1/cases/{id}/reopen")).ShouldBeRefused(409, "decided_by_inquiry");
        (await team.Admin.Client.PostAsync("/v1/case-queues", new { key = "a", title = "A", rule = "case.contry == 'GB'" })).ShouldBeRefused(422, "invalid_rule");
        (await team.Admin.Client.PostAsync("/v1/case-queues", new { key = "a", title = "A", rule = "case.country" })).ShouldBeRefused(422, "invalid_rule");
    }

    [Fact]
    public async Task Nobody_decides_or_moves_an_inquiry_by_what_it_was_before()
    {
        var team = await ReviewTeam.OfAsync((await app.ANewTenantAsync()).Test);
        var (inquiry, _) = await team.InReviewAsync();
        await Reviews.ClaimAsync(team.Rea.Client, inquiry);
        // As it was when it was made, before anything was submitted.
        const string read = "\"1\"";
        var decline = new { outcome = "decline", reason_codes = new[] { "prohibited_industry" } };
        Task<HttpAnswer> Post(string door, object? body) => team.Admin.Client.SendAsync(HttpMethod.Post, $"/v1/inquiries/{inquiry}/{door}", body, ("If-Match", read));

        (await team.Rea.Client.SendAsync(HttpMethod.Post, $"/v1/inquiries/{inquiry}/decision", decline, ("If-Match", read))).ShouldBeRefused(412, "version_mismatch");
        foreach (var (door, body) in ((string, object?)[])[("submit", null), ("withdraw", null), ("reopen", new { reason = "Again." })]) (await Post(door, body)).ShouldBeRefused(412, "version_mismatch");
        var now = (await team.Rea.Client.GetAsync($"/v1/inquiries/{inquiry}")).ShouldBe(200);
        now.Text("/status").Should().Be("in_review");
        now.ETag.Should().NotBe(read);
        (await team.Rea.Client.SendAsync(HttpMethod.Post, $"/v1/inquiries/{inquiry}/decision", decline, ("If-Match", now.ETag))).ShouldBe(200).Text("/status").Should().Be("declined");
    }

    [Fact]
    public async Task An_approval_by_hand_names_every_requirement_that_did_not_pass()
    {
        var team = await ReviewTeam.OfAsync((await app.ANewTenantAsync()).Test);
        var (inquiry, _) = await team.InReviewAsync("Sanctioned");
        await Reviews.ClaimAsync(team.Rea.Client, inquiry);
        var open = await Reviews.OverridesAsync(team.Rea.Client, inquiry, "Seen in the register.");
        open.Should().NotBeEmpty("the sample leaves something that did not pass");
        Task<HttpAnswer> Approve(object[] overrides) => team.Rea.Client.PostAsync($"/v1/inquiries/{inquiry}/decision", new { outcome = "approve", overrides });

        (await Approve([])).ShouldBeRefused(422, "override_missing");
        (await Approve([.. open.Skip(1)])).ShouldBeRefused(422, "override_missing");
        (await Approve([.. open, new { requirement = "legal_name", reason = "It passed." }])).ShouldBeRefused(422, "override_unknown");
        (await team.Tenant.GetAsync($"/v1/inquiries/{inquiry}")).ShouldBe(200).Text("/status").Should().Be("in_review");
        var approved = (await Approve(open)).ShouldBe(200);
        (await team.Tenant.GetAsync($"/v1/decisions/{approved.Text("/decision/id")}")).ShouldBe(200).At("/overrides").EnumerateObject().Select(o => o.Value.GetString()).Should().AllBe("Seen in the register.").And.HaveCount(open.Length);
    }

    [Fact]
    public async Task Two_persons_decide_where_four_eyes_are_asked_for_and_the_database_holds_it_too()
    {
        var team = await ReviewTeam.OfAsync((await app.ANewTenantAsync()).Test);
        await team.QueueAsync("double", new { rule = "true", four_eyes = true });
        var (inquiry, id) = await team.InReviewAsync("Sanctioned");
        var approve = new { outcome = "approve", overrides = await Reviews.OverridesAsync(team.Rea.Client, inquiry) };
        var reaAgain = await ReviewTeam.KeyOfAsync(team.Tenant, team.Rea.Id);

        await Reviews.ClaimAsync(team.Tenant, inquiry);
        (await team.Tenant.PostAsync($"/v1/inquiries/{inquiry}/decision", approve)).ShouldBeRefused(403, "person_required");
        (await team.Tenant.PostAsync($"/v1/cases/{id}/release")).ShouldBe(200);
        await Reviews.ClaimAsync(team.Rea.Client, inquiry);
        (await team.Rea.Client.PostAsync($"/v1/inquiries/{inquiry}/decision", new { outcome = "approve" })).ShouldBeRefused(422, "override_missing");
        (await team.Rea.Client.PostAsync($"/v1/inquiries/{inquiry}/decision", approve)).ShouldBe(202).Text("/status").Should().Be("in_review");
        var proposed = (await team.Ben.Client.GetAsync($"/v1/cases/{id}")).ShouldBe(200);
        (proposed.Text("/status"), proposed.Text("/proposal/by"), proposed.Text("/proposal/outcome")).Should().Be(("open", team.Rea.Id, "approve"));

        (await reaAgain.PostAsync($"/v1/cases/{id}/claim")).ShouldBeRefused(403, "same_person");
        (await reaAgain.PostAsync("/v1/cases/claim-next", new { })).ShouldBeRefused(404, "not_found");
        (await team.Admin.Client.PostAsync($"/v1/cases/{id}/assign", new { assignee = team.Rea.Id })).ShouldBeRefused(403, "same_person");
        await using (var owner = NpgsqlDataSource.Create((await app.PlatformAsync()).Database.OwnerConnection))
        {
            await using var cheat = owner.CreateCommand("UPDATE cases SET decided_by = proposed_by, resolution = proposed, status = 'resolved' WHERE tenant_id = $1 AND proposed_by IS NOT NULL");
            cheat.Parameters.Add(new NpgsqlParameter { Value = team.Tenant.RowId });
            (await cheat.Invoking(c => c.ExecuteNonQueryAsync()).Should().ThrowAsync<PostgresException>()).Which.ConstraintName.Should().Be("ck_cases_four_eyes");
        }

        (await team.Ben.Client.PostAsync("/v1/cases/claim-next", new { })).ShouldBe(200).Text("/id").Should().Be(id);
        var approved = (await team.Ben.Client.PostAsync($"/v1/inquiries/{inquiry}/decision", new { outcome = "approve" })).ShouldBe(200);
        (approved.Text("/status"), approved.Text("/decision/decided_by")).Should().Be(("approved", team.Ben.Id));
    }

    [Fact]
    public async Task Nobody_alone_approves_whom_somebody_found_on_a_list()
    {
        var team = await ReviewTeam.OfAsync((await app.ANewTenantAsync()).Test);
        var (inquiry, id) = await team.InReviewAsync("Sanctioned");
        var match = (await team.Tenant.GetAsync("/v1/screening/matches")).ShouldBe(200).Text("/data/0/id");
        (await team.Ben.Client.PostAsync($"/v1/screening/matches/{match}/disposition", new { disposition = "true_match", note = "The same passport." })).ShouldBe(202);
        await Reviews.ClaimAsync(team.Rea.Client, inquiry);
        Task<HttpAnswer> Approve(Person by, object[] overrides) => by.Client.PostAsync($"/v1/inquiries/{inquiry}/decision", new { outcome = "approve", overrides });

        (await Approve(team.Rea, await Reviews.OverridesAsync(team.Rea.Client, inquiry))).ShouldBe(202).Text("/status").Should().Be("in_review");
        var proposed = (await team.Rea.Client.GetAsync($"/v1/cases/{id}")).ShouldBe(200);
        (proposed.At("/four_eyes").GetBoolean(), proposed.Text("/proposal/by")).Should().Be((true, team.Rea.Id));
        (await team.Rea.Client.PostAsync($"/v1/cases/{id}/claim")).ShouldBeRefused(403, "same_person");
        await Reviews.ClaimAsync(team.Ben.Client, inquiry);
        (await team.Ben.Client.PostAsync($"/v1/inquiries/{inquiry}/decision", new { outcome = "decline", reason_codes = new[] { "sanctions_match" } })).ShouldBe(202);
    }

    [Fact]
    public async Task A_patch_that_takes_away_what_cannot_be_taken_away_is_refused_and_not_passed_over()
    {
        var team = await ReviewTeam.OfAsync((await app.ANewTenantAsync()).Test);
        var opened = (await team.Tenant.PostAsync("/v1/cases", new { title = "Ask the carrier" })).ShouldBe(201);
        foreach (var member in (string[])["title", "priority", "queue_id"])
            (await team.Admin.Client.PatchAsync($"/v1/cases/{opened.Text("/id")}", new Dictionary<string, object?> { [member] = null }, opened.ETag)).ShouldBeRefused(422, "required").ShouldBlame($"/{member}", "required");
    }

    [Fact]
    public async Task Fifty_who_ask_for_the_next_case_at_once_get_fifty_cases()
    {
        var team = await ReviewTeam.OfAsync((await app.ANewTenantAsync()).Test);
        for (var i = 0; i < 45; i++) await team.OpenAsync(new { title = "Work", priority = i });
        var clients = new List<ApiClient>();
        for (var i = 0; i < 5; i++) clients.Add((await ReviewTeam.PersonAsync(team.Tenant, $"Reviewer {i}", "reviewer")).Client);

        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => clients[i % 5].PostAsync("/v1/cases/claim-next", new { })));

        var got = answers.Where(a => a.Status == 200).ToList();
        got.Select(a => a.Text("/id")).Should().OnlyHaveUniqueItems().And.HaveCount(45);
        answers.Where(a => a.Status != 200).Should().OnlyContain(a => a.Status == 404);
        var held = await (await app.PlatformAsync()).AskAsync<long>("SELECT count(*) FROM audit_entries WHERE tenant_id = $1 AND action = 'case.claimed'", team.Tenant.RowId);
        held.Should().Equal(45L);
    }
}
