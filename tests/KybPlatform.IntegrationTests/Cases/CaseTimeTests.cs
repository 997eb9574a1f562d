using KybPlatform.Api.Cases;
using KybPlatform.Api.Inquiries;
using KybPlatform.Api.Jobs;
using KybPlatform.Api.Persistence;
using KybPlatform.IntegrationTests.App;
using KybPlatform.IntegrationTests.Inquiries;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace KybPlatform.IntegrationTests.Cases;

/// <summary>What reviewers ask, what they take back, and what time does; in test tenants, whose clocks can be moved.</summary>
public sealed class CaseTimeTests(PlatformApp app)
{
    [Fact]
    public async Task Asking_reopens_exactly_what_is_ticked_until_it_is_answered()
    {
        var team = await ReviewTeam.OfAsync((await app.ANewTenantAsync()).Test);
        var (inquiry, id) = await team.InReviewAsync();
        var ask = new { requirements = new[] { new { requirement = "proof_of_business", text = "Please send a certificate of this year." } } };
        Task<HttpAnswer> Ask(object body) => team.Rea.Client.PostAsync($"/v1/cases/{id}/request-information", body);

        (await Ask(ask)).ShouldBeRefused(409, "case_not_claimed");
        await Reviews.ClaimAsync(team.Rea.Client, inquiry);
        (await Ask(new { requirements = new[] { new { requirement = "prof_of_business", text = "?" } } })).ShouldBeRefused(422, "unknown_requirement");
        (await Ask(new { ask.requirements, deadline = "2020-01-01T00:00:00Z" })).ShouldBeRefused(422, "out_of_range");
        var waiting = (await Ask(ask)).ShouldBe(200);
        (waiting.Text("/status"), waiting.Has("/waiting_until")).Should().Be(("waiting", true));

        var asked = (await team.Tenant.GetAsync($"/v1/inquiries/{inquiry}")).ShouldBe(200);
        asked.Text("/status").Should().Be("needs_information");
        asked.At("/requirements/currently_due").EnumerateArray().Select(d => (d.Text("/requirement"), d.Text("/reason_code"), d.Text("/awaiting"))).Should().Equal(("proof_of_business", "information_requested", "applicant"));
        var told = (await team.Tenant.GetAsync($"/v1/inquiries/{inquiry}/requirements")).ShouldBe(200);
        (told.Text("/requested/0/text"), told.At("/requested/0/answered").GetBoolean()).Should().Be(("Please send a certificate of this year.", false));

        // Everything else is closed; submitting without an answer leaves it where it is.
        var proof = await Submissions.ProofAsync(team.Tenant);
        var other = proof.DeepClone();
        other[0]!["requirement"] = "another_document";
        (await team.Tenant.PatchAsync($"/v1/inquiries/{inquiry}", new { documents = other })).ShouldBeRefused(409, "requirement_not_asked").ShouldBlame("/documents/0/requirement", "requirement_not_asked");
        (await team.Tenant.PatchAsync($"/v1/inquiries/{inquiry}", new { use_case = new { description = "Something else entirely" } })).ShouldBeRefused(409, "requirement_not_asked");
        var still = (await team.Tenant.PostAsync($"/v1/inquiries/{inquiry}/submit", wait: 20)).ShouldBe(200);
        (still.Text("/status"), still.Text("/decision/reasons/0/code")).Should().Be(("needs_information", "information_requested"));
        (await team.Rea.Client.GetAsync($"/v1/cases/{id}")).ShouldBe(200).Text("/status").Should().Be("waiting");

        (await team.Tenant.PatchAsync($"/v1/inquiries/{inquiry}", new { documents = proof })).ShouldBe(200);
        (await team.Tenant.GetAsync($"/v1/inquiries/{inquiry}/requirements")).ShouldBe(200).At("/requested/0/answered").GetBoolean().Should().BeTrue();
        (await team.Tenant.PostAsync($"/v1/inquiries/{inquiry}/submit", wait: 20)).ShouldBe(200).Text("/status").Should().Be("in_review");
        (await team.Rea.Client.GetAsync($"/v1/cases/{id}")).ShouldBe(200).Text("/status").Should().Be("in_progress");
        (await team.Tenant.GetAsync($"/v1/inquiries/{inquiry}/requirements")).ShouldBe(200).At("/requested").GetArrayLength().Should().Be(0, "it is asked no more");
    }

    [Fact]
    public async Task The_inquirys_own_door_asks_about_exactly_what_is_ticked_too()
    {
        var team = await ReviewTeam.OfAsync((await app.ANewTenantAsync()).Test);
        var (inquiry, id) = await team.InReviewAsync();
        await Reviews.ClaimAsync(team.Rea.Client, inquiry);
        var requirements = new[] { new { requirement = "proof_of_business", text = "Please send a certificate of this year." } };
        Task<HttpAnswer> Say(object body) => team.Rea.Client.PostAsync($"/v1/inquiries/{inquiry}/decision", body);

        (await Say(new { outcome = "decline", reason_codes = new[] { "prohibited_industry" }, requirements })).ShouldBe(422).ShouldBlame("/requirements", "invalid_value");
        (await Say(new { outcome = "request_information", deadline = "2026-12-24T00:00:00Z" })).ShouldBe(422).ShouldBlame("/deadline", "invalid_value");
        (await Say(new { outcome = "request_information", requirements = new[] { new { requirement = "prof_of_business", text = "?" } } })).ShouldBeRefused(422, "unknown_requirement").ShouldBlame("/requirements/0/requirement", "unknown_requirement");
        (await Say(new { outcome = "request_information", requirements })).ShouldBe(200).Text("/status").Should().Be("needs_information");

        var told = (await team.Tenant.GetAsync($"/v1/inquiries/{inquiry}/requirements")).ShouldBe(200);
        (told.Text("/requested/0/requirement"), told.Text("/requested/0/text"), told.At("/requested").GetArrayLength()).Should().Be(("proof_of_business", requirements[0].text, 1));
        (await team.Tenant.PatchAsync($"/v1/inquiries/{inquiry}", new { use_case = new { description = "Something else entirely" } })).ShouldBeRefused(409, "requirement_not_asked");
        (await team.Rea.Client.GetAsync($"/v1/cases/{id}")).ShouldBe(200).Text("/status").Should().Be("waiting");
    }

    [Fact]
    public async Task What_nobody_answers_in_time_goes_back_to_the_reviewer_and_late_cases_are_escalated_and_told_once()
    {
        var team = await ReviewTeam.OfAsync((await app.ANewTenantAsync()).Test);
        var late = await team.QueueAsync("late", new { priority = 50 });
        await team.QueueAsync("all", new { rule = "true", sla_minutes = 60, escalate_minutes = 30, escalate_to = late });
        var (inquiry, id) = await team.InReviewAsync();
        await Reviews.ClaimAsync(team.Rea.Client, inquiry);
        (await team.Rea.Client.PostAsync($"/v1/cases/{id}/request-information", new { requirements = new[] { new { requirement = "proof_of_business", text = "Newer, please." } } })).ShouldBe(200);

        await MoveAsync(team, TimeSpan.FromDays(15));
        await SweepAsync(team);
        (await team.Tenant.GetAsync($"/v1/cases/{id}")).ShouldBe(200).Text("/status").Should().Be("in_progress");
        var back = await Eventually.AsksAsync(() => team.Tenant.GetAsync($"/v1/inquiries/{inquiry}"), a => a.Text("/status") == "in_review");
        back.At("/decision/reasons").EnumerateArray().Select(r => r.Text("/code")).Should().Contain("information_overdue");
        var resumed = (await team.Tenant.GetAsync($"/v1/cases/{id}")).ShouldBe(200);
        resumed.Has("/breached_at").Should().BeFalse("two weeks of waiting for the applicant are not ours");
        resumed.At("/waited_seconds").GetInt32().Should().BeGreaterThan(14 * 24 * 3600);

        await MoveAsync(team, TimeSpan.FromDays(15) + TimeSpan.FromMinutes(45));
        await SweepAsync(team);
        var escalated = (await team.Tenant.GetAsync($"/v1/cases/{id}")).ShouldBe(200);
        (escalated.Has("/escalated_at"), escalated.Has("/breached_at"), escalated.Text("/queue_id"), escalated.At("/priority").GetInt32()).Should().Be((true, false, late, 50));
        await MoveAsync(team, TimeSpan.FromDays(16));
        await SweepAsync(team);
        await SweepAsync(team);
        (await team.Tenant.GetAsync($"/v1/cases/{id}")).ShouldBe(200).Has("/breached_at").Should().BeTrue();
        var types = (await team.Rea.Client.GetAsync($"/v1/cases/{id}/timeline")).ShouldBe(200).At("/data").EnumerateArray().Select(e => e.Text("/type")).ToList();
        types.Should().ContainInOrder("case.opened", "case.claimed", "case.information_requested", "case.information_overdue", "case.escalated", "case.sla_breached");
        types.Count(t => t == "case.sla_breached").Should().Be(1);
        (await team.Tenant.GetAsync("/v1/insights/backlog")).ShouldBe(200).At("/unresolved").GetInt64().Should().Be(1);
    }

    [Fact]
    public async Task What_nobody_could_be_given_is_given_as_soon_as_somebody_is_there_or_has_room_again()
    {
        var team = await ReviewTeam.OfAsync((await app.ANewTenantAsync()).Test);
        await team.QueueAsync("all", new { rule = "true", assignment = "least_loaded", by_skills = true });
        Task<HttpAnswer> Set(Person person, object content) => team.Admin.Client.PutAsync($"/v1/case-reviewers/{person.Id}", content);
        Task<HttpAnswer> Given(string id, string? to) => Eventually.AsksAsync(() => team.Tenant.GetAsync($"/v1/cases/{id}"), c => to is null ? !c.Has("/assignee") : c.Has("/assignee") && c.Text("/assignee") == to);
        (await Set(team.Rea, new { most_cases = 1, countries = new[] { "GB" } })).ShouldBe(200);
        (await Set(team.Ben, new { available = false })).ShouldBe(200);
        var first = await team.OpenAsync(new { title = "First", country = "GB" });
        await Given(first, team.Rea.Id);
        // Nobody knows France, and it would stand before the other one.
        var foreign = await team.OpenAsync(new { title = "Foreign", country = "FR", priority = 10 });
        var second = await team.OpenAsync(new { title = "Second", country = "GB" });
        await SweepAsync<OfferCases>(team);
        await Given(second, null);

        (await team.Rea.Client.PostAsync($"/v1/cases/{first}/resolve", new { resolution = "done" })).ShouldBe(200);
        await SweepAsync<OfferCases>(team);
        (await Given(second, team.Rea.Id)).Text("/status").Should().Be("in_progress");
        (await team.Tenant.GetAsync($"/v1/cases/{foreign}")).ShouldBe(200).Text("/status").Should().Be("open");

        (await Set(team.Ben, new { away_until = TimeProvider.System.GetUtcNow().AddHours(1) })).ShouldBe(200);
        await SweepAsync<OfferCases>(team);
        await MoveAsync(team, TimeSpan.FromHours(2));
        await SweepAsync<OfferCases>(team);
        await Given(foreign, team.Ben.Id);
    }

    [Fact]
    public async Task An_inquiry_that_was_asked_on_its_last_day_goes_back_to_the_reviewer_instead_of_expiring()
    {
        var team = await ReviewTeam.OfAsync((await app.ANewTenantAsync()).Test);
        var (inquiry, id) = await team.InReviewAsync();
        await Reviews.ClaimAsync(team.Rea.Client, inquiry);
        var expires = (await team.Tenant.GetAsync($"/v1/inquiries/{inquiry}")).ShouldBe(200).At("/expires_at").GetDateTimeOffset();
        object Ask(DateTimeOffset until) => new { requirements = new[] { new { requirement = "proof_of_business", text = "Newer, please." } }, deadline = until };
        await MoveAsync(team, TimeSpan.FromDays(89));

        (await team.Rea.Client.PostAsync($"/v1/cases/{id}/request-information", Ask(expires + TimeSpan.FromDays(30)))).ShouldBeRefused(422, "out_of_range");
        (await team.Rea.Client.PostAsync($"/v1/cases/{id}/request-information", Ask(expires + TimeSpan.FromDays(9)))).ShouldBe(200);
        (await team.Tenant.GetAsync($"/v1/inquiries/{inquiry}")).ShouldBe(200).At("/expires_at").GetDateTimeOffset().Should().Be(expires + TimeSpan.FromDays(9));
        await MoveAsync(team, TimeSpan.FromDays(120));
        await SweepAsync<ExpireInquiries>(team);
        await SweepAsync(team);

        var back = await Eventually.AsksAsync(() => team.Tenant.GetAsync($"/v1/inquiries/{inquiry}"), a => a.Text("/status") is "in_review" or "expired");
        back.Text("/status").Should().Be("in_review");
        (await team.Tenant.GetAsync($"/v1/cases/{id}")).ShouldBe(200).Text("/status").Should().Be("in_progress");
    }

    [Fact]
    public async Task A_fresh_decision_can_be_taken_back_and_the_permission_with_it()
    {
        var team = await ReviewTeam.OfAsync((await app.ANewTenantAsync()).Test);
        var (inquiry, id) = await team.InReviewAsync();
        var approved = (await Reviews.ApproveAsync(team.Rea.Client, inquiry)).ShouldBe(200);
        var registration = approved.Text("/sender_registration_id");
        Task<HttpAnswer> Undo(ApiClient by) => by.PostAsync($"/v1/cases/{id}/undo", new { reason = "The wrong case was open." });

        (await Undo(team.Ben.Client)).ShouldBeRefused(403, "not_yours_to_undo");
        (await Undo(team.Rea.Client)).ShouldBe(200).Text("/status").Should().Be("in_progress");
        (await team.Tenant.GetAsync($"/v1/inquiries/{inquiry}")).ShouldBe(200).Text("/status").Should().Be("in_review");
        var revoked = (await team.Tenant.GetAsync($"/v1/sender-registrations/{registration}")).ShouldBe(200);
        revoked.Text("/status").Should().Be("revoked");
        (await Undo(team.Rea.Client)).ShouldBeRefused(409, "undo_over");

        (await Reviews.ApproveAsync(team.Rea.Client, inquiry)).ShouldBe(200).Text("/sender_registration_id").Should().Be(registration);
        (await team.Tenant.GetAsync($"/v1/sender-registrations/{registration}")).ShouldBe(200).Text("/status").Should().Be("active");
        await MoveAsync(team, TimeSpan.FromMinutes(16));
        (await Undo(team.Rea.Client)).ShouldBeRefused(409, "undo_over");
        (await team.Rea.Client.GetAsync($"/v1/cases/{id}/notes")).ShouldBe(200).Text("/data/0/text").Should().Be("The wrong case was open.");
    }

    [Fact]
    public async Task Cases_of_the_same_people_papers_and_places_find_each_other_until_whom_they_tell_of_is_erased()
    {
        var team = await ReviewTeam.OfAsync((await app.ANewTenantAsync()).Test);
        var (first, a) = await team.InReviewAsync();
        var (_, b) = await team.InReviewAsync("Other");
        var document = (await team.Tenant.UploadAsync("/v1/documents", "%PDF-1.7\n%%EOF\n"u8.ToArray())).ShouldBe(201).Text("/id");

        var related = (await team.Rea.Client.GetAsync($"/v1/cases/{b}/related")).ShouldBe(200);
        related.At("/data").GetArrayLength().Should().Be(1);
        related.Text("/data/0/id").Should().Be(a);
        related.At("/data/0").Texts("/same").Should().Contain(["address", "email", "phone", "identifier", "document"]).And.NotContain(["owner", "profile"]);
        (await team.Rea.Client.PostAsync($"/v1/cases/{a}/attachments", new { document_id = document })).ShouldBe(201);
        (await team.Rea.Client.PostAsync($"/v1/cases/{a}/attachments", new { document_id = document })).ShouldBe(201);
        (await team.Rea.Client.GetAsync($"/v1/cases/{a}/attachments")).ShouldBe(200).At("/data").EnumerateArray().Select(d => d.Text("/document_id")).Should().Equal(document);
        (await team.Rea.Client.PostAsync($"/v1/cases/{a}/attachments", new { document_id = "doc_01jd3k6mz0e1b9w4r7t2y5x8c3" })).ShouldBeRefused(422, "unknown_document");

        var profile = (await team.Tenant.GetAsync($"/v1/inquiries/{first}")).ShouldBe(200).Text("/business_profile_id");
        (await team.Tenant.PostAsync($"/v1/business-profiles/{profile}/redact")).ShouldBe(200);
        (await team.Rea.Client.GetAsync($"/v1/cases/{b}/related")).ShouldBe(200).At("/data").GetArrayLength().Should().Be(0);
    }

    [Fact]
    public async Task A_case_that_somebody_works_on_holds_up_no_other_that_is_late()
    {
        var team = await ReviewTeam.OfAsync((await app.ANewTenantAsync()).Test);
        await team.QueueAsync("all", new { rule = "true", sla_minutes = 60 });
        var ids = new List<string>();
        for (var i = 0; i < 120; i++) ids.Add(await team.OpenAsync());
        await MoveAsync(team, TimeSpan.FromHours(2));
        var platform = await app.PlatformAsync();
        Task<List<long>> LateAsync() => platform.AskAsync<long>("SELECT count(*) FROM cases WHERE tenant_id = $1 AND breached_at IS NOT NULL", team.Tenant.RowId);
        await using (var owner = NpgsqlDataSource.Create(platform.Database.OwnerConnection))
        await using (var held = await owner.OpenConnectionAsync(TestContext.Current.CancellationToken))
        await using (var transaction = await held.BeginTransactionAsync(TestContext.Current.CancellationToken))
        {
            await using var hold = new NpgsqlCommand("SELECT 1 FROM cases WHERE tenant_id = $1 ORDER BY due_at LIMIT 1 FOR UPDATE", held, transaction);
            hold.Parameters.Add(new NpgsqlParameter { Value = team.Tenant.RowId });
            await hold.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
            await SweepAsync(team);
            (await LateAsync()).Should().Equal(119);
        }
        await SweepAsync(team);
        (await LateAsync()).Should().Equal(120);
    }

    [Fact]
    public async Task What_is_written_on_a_case_of_no_profile_is_erased_with_proof()
    {
        var team = await ReviewTeam.OfAsync((await app.ANewTenantAsync()).Test);
        var (_, ofProfile) = await team.InReviewAsync();
        var id = await team.OpenAsync();
        (await team.Rea.Client.PostAsync($"/v1/cases/{id}/notes", new { text = "Ada Sample was called." })).ShouldBe(201);
        (await team.Tenant.PostAsync($"/v1/cases/{ofProfile}/redact")).ShouldBeRefused(409, "case_of_profile");
        (await team.Tenant.PostAsync($"/v1/cases/{id}/redact")).ShouldBeRefused(409, "invalid_transition");
        (await team.Rea.Client.PostAsync($"/v1/cases/{id}/claim")).ShouldBe(200);
        (await team.Rea.Client.PostAsync($"/v1/cases/{id}/resolve", new { resolution = "called" })).ShouldBe(200);

        (await team.Rea.Client.PostAsync($"/v1/cases/{id}/redact")).ShouldBeRefused(403, "missing_scope");
        (await team.Tenant.PostAsync($"/v1/cases/{id}/redact")).ShouldBe(200).Has("/title").Should().BeFalse();
        (await team.Tenant.PostAsync($"/v1/cases/{id}/redact")).ShouldBe(200);
        (await team.Tenant.GetAsync($"/v1/cases/{id}/notes")).ShouldBe(200).Has("/data/0/text").Should().BeFalse();
        var pages = (await team.Tenant.GetAsync($"/v1/cases/{id}/timeline?limit=3")).ShouldBe(200);
        var rest = (await team.Tenant.GetAsync($"/v1/cases/{id}/timeline?after={pages.Text("/next_cursor")}")).ShouldBe(200);
        pages.At("/data").EnumerateArray().Concat(rest.At("/data").EnumerateArray()).Select(e => e.Text("/type")).Should().Equal("case.opened", "case.note_added", "case.claimed", "case.resolved", "case.redacted");
    }

    private static async Task MoveAsync(ReviewTeam team, TimeSpan ahead) =>
        (await team.Tenant.PutAsync("/v1/tenant/clock", new { now = TimeProvider.System.GetUtcNow() + ahead })).ShouldBe(200);

    /// <summary>What a worker does once a minute, for this tenant.</summary>
    private Task SweepAsync(ReviewTeam team) => SweepAsync<CaseClocks>(team);

    private async Task SweepAsync<T>(ReviewTeam team) where T : ITenantSweep
    {
        await using var scope = (await app.PlatformAsync()).Services.CreateAsyncScope();
        var (tenant, now) = (new TenantId(team.Tenant.RowId), (await team.Tenant.GetAsync("/v1/tenant")).ShouldBe(200).At("/now").GetDateTimeOffset());
        scope.ServiceProvider.GetRequiredService<TenantScope>().Enter(tenant);
        var work = new TenantWork(scope.ServiceProvider.GetRequiredService<PlatformDb>(), tenant, false, now);
        await scope.ServiceProvider.GetServices<ITenantSweep>().OfType<T>().Single().RunAsync(work, TestContext.Current.CancellationToken);
    }
}
