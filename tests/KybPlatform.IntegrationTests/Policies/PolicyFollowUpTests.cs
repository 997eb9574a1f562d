using KybPlatform.Api.Inquiries.Contracts;
using KybPlatform.Api.Jobs;
using KybPlatform.Api.Persistence;
using KybPlatform.IntegrationTests.App;
using KybPlatform.IntegrationTests.Inquiries;
using KybPlatform.IntegrationTests.Registrations;
using Microsoft.Extensions.DependencyInjection;

namespace KybPlatform.IntegrationTests.Policies;

/// <summary>What a publication leaves behind: permissions that newly lack something, inquiries that move, and what races with it.</summary>
public sealed class PolicyFollowUpTests(VettingPlatform vetting) : IClassFixture<VettingPlatform>
{
    [Fact]
    public async Task What_is_newly_asked_gets_a_deadline_of_its_own_and_what_is_dropped_loses_it()
    {
        var (team, approved) = await ApprovedAsync();
        var registration = approved.Text("/sender_registration_id");
        var draft = await team.DraftAsync("gb.alphanumeric", PolicyTexts.Gb("trade_name", "business.trade_name"));
        var impact = (await team.DoAsync(team.Author, "gb.alphanumeric", draft, "impact")).ShouldBe(200);
        impact.At("/registrations_affected").GetInt32().Should().Be(1);
        impact.At("/newly_unmet").EnumerateArray().Select(u => u.Text("/key")).Should().Equal("trade_name");
        impact.Text("/registrations/0/id").Should().Be(registration);
        await team.ApprovedAsync("gb.alphanumeric", draft);
        (await team.DoAsync(team.Author, "gb.alphanumeric", draft, "publish")).ShouldBe(200);

        var first = await LackingAsync(team, registration, "trade_name");
        first.Text("/status").Should().Be("action_required");
        first.At("/policy/version").GetInt32().Should().Be(ShippedVersion.Gb, "that one approved it");
        var deadline = first.At("/unmet/0/deadline").GetDateTimeOffset();
        deadline.Should().BeCloseTo(await team.NowAsync() + TimeSpan.FromDays(30), TimeSpan.FromHours(1));

        await team.Tenant.PutAsync("/v1/tenant/clock", new { now = (await team.NowAsync()).AddDays(10) }).ShouldBeAsync(200);
        var both = PolicyTexts.Gb("trade_name", "business.trade_name").Replace("registration:", "  - { key: stock_ticker, kind: field, path: business.stock_ticker }\nregistration:", StringComparison.Ordinal);
        await team.PublishAsync("gb.alphanumeric", both);
        var second = await LackingAsync(team, registration, "stock_ticker");
        second.At("/unmet").EnumerateArray().Single(u => u.Text("/key") == "trade_name").At("/deadline").GetDateTimeOffset().Should().Be(deadline, "what is still unmet keeps the earlier one");
        second.At("/unmet").EnumerateArray().Single(u => u.Text("/key") == "stock_ticker").At("/deadline").GetDateTimeOffset().Should().BeAfter(deadline);
        second.At("/deadline").GetDateTimeOffset().Should().Be(deadline);

        await team.PublishAsync("gb.alphanumeric", PolicyTexts.Gb("stock_ticker", "business.stock_ticker"));
        var third = await Eventually.AsksAsync(() => ReadAsync(team, registration), r => r.At("/unmet").EnumerateArray().All(u => u.Text("/key") != "trade_name"));
        var still = third.At("/unmet").EnumerateArray().Single(u => u.Text("/key") == "stock_ticker").At("/deadline").GetDateTimeOffset();
        still.Should().Be(second.At("/unmet").EnumerateArray().Single(u => u.Text("/key") == "stock_ticker").At("/deadline").GetDateTimeOffset());

        await team.Tenant.PutAsync("/v1/tenant/clock", new { now = still.AddSeconds(1) }).ShouldBeAsync(200);
        var check = (await team.Tenant.GetAsync($"/v1/sender-registrations/check?profile={approved.Text("/business_profile_id")}&country=GB&sender_type=alphanumeric")).ShouldBe(200);
        check.At("/allowed").GetBoolean().Should().BeFalse();
    }

    [Fact]
    public async Task One_that_cannot_be_evaluated_holds_up_nobody_and_is_set_aside_with_a_job_of_its_own()
    {
        var (platform, team) = (await vetting.PlatformAsync(), await TeamAsync());
        var approved = new List<HttpAnswer>();
        for (var i = 0; i < 3; i++) approved.Add(await Submissions.ApprovedAsync(team.Tenant, await Submissions.WholeAsync(team.Tenant, "retail", business: Submissions.Business(number: $"0223456{i}"))));
        var broken = PublicId.TryParse<InquiryId>(approved[0].Text("/id"), out var inquiry) ? inquiry.Value : throw new InvalidOperationException();
        (await platform.AskAsync<Guid>("UPDATE inquiries SET sealed = '\\x00010203' WHERE tenant_id = $1 AND id = $2 RETURNING id", team.Tenant.RowId, broken)).Should().HaveCount(1);

        await team.PublishAsync("gb.alphanumeric", PolicyTexts.Gb("trade_name", "business.trade_name"));

        foreach (var other in approved.Skip(1)) (await LackingAsync(team, other.Text("/sender_registration_id"), "trade_name")).Text("/status").Should().Be("action_required");
        var job = await Eventually.AsksAsync(() => team.Tenant.GetAsync("/v1/jobs"), j => j.At("/data").EnumerateArray().Any(d => d.Text("/kind") == "registrations.revet_by_policy" && d.At("/attempts").GetInt32() > 0));
        job.At("/data").EnumerateArray().Count(d => d.Text("/kind") == "policies.follow_up" && d.At("/attempts").GetInt32() > 1).Should().Be(0, "the sweep itself came to its end");
        var silent = (await ReadAsync(team, approved[0].Text("/sender_registration_id")));
        silent.Text("/status").Should().Be("active", "what it was");
        silent.At("/unvetted_since").ValueKind.Should().Be(System.Text.Json.JsonValueKind.String, "and says that nobody could hold it against what is in force");
        (await ReadAsync(team, approved[1].Text("/sender_registration_id"))).At("/unvetted_since").ValueKind.Should().Be(System.Text.Json.JsonValueKind.Null);
        (await team.Tenant.GetAsync($"/v1/audit-entries?resource={approved[0].Text("/sender_registration_id")}&limit=100")).ShouldBe(200).At("/data").EnumerateArray().Count(e => e.Text("/action") == "sender_registration.unevaluable").Should().Be(1);
        await team.Tenant.PutAsync("/v1/tenant/clock", new { now = (await team.NowAsync()).AddHours(2) }).ShouldBeAsync(200);
        var concern = (await team.Tenant.GetAsync("/v1/status")).ShouldBe(200).At("/concerns").EnumerateArray().Single(c => c.Text("/kind") == "registrations_unvetted");
        concern.At("/count").GetInt64().Should().Be(1);
        // Nobody waits for it here: it would be tried again for hours.
        await platform.AskAsync<Guid>("DELETE FROM jobs WHERE tenant_id = $1 AND kind = 'registrations.revet_by_policy' RETURNING id", team.Tenant.RowId);
    }

    [Fact]
    public async Task Whoever_dies_midway_loses_nothing()
    {
        var team = await TeamAsync();
        var registrations = new List<string>();
        for (var i = 0; i < 3; i++) registrations.Add((await Submissions.ApprovedAsync(team.Tenant, await Submissions.WholeAsync(team.Tenant, "retail", business: Submissions.Business(number: $"0123456{i}")))).Text("/sender_registration_id"));
        var draft = await team.DraftAsync("gb.alphanumeric", PolicyTexts.Gb("trade_name", "business.trade_name"));
        await team.ApprovedAsync("gb.alphanumeric", draft);
        var platform = await vetting.PlatformAsync();
        // The work stops in the middle: the first permission cannot be written, as if the process died there.
        await platform.AskAsync<string>("CREATE FUNCTION halted() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''halted''; END'; CREATE TRIGGER halted BEFORE UPDATE OF vetted_hash ON sender_registrations FOR EACH ROW WHEN (NEW.id = '" + RowOf(registrations[1]) + "') EXECUTE FUNCTION halted()");
        try
        {
            (await team.DoAsync(team.Author, "gb.alphanumeric", draft, "publish")).ShouldBe(200);
            await LackingAsync(team, registrations[0], "trade_name");
            (await ReadAsync(team, registrations[1])).Text("/status").Should().Be("active");
        }
        finally
        {
            await platform.AskAsync<string>("DROP TRIGGER halted ON sender_registrations; DROP FUNCTION halted()");
        }

        foreach (var registration in registrations) (await LackingAsync(team, registration, "trade_name")).Text("/status").Should().Be("action_required");
        var events = (await team.Tenant.GetAsync($"/v1/audit-entries?resource={registrations[0]}&limit=100")).At("/data").EnumerateArray().Select(e => e.Text("/action"));
        events.Count(e => e == "sender_registration.action_required").Should().Be(1, "what was done is not done again");
    }

    [Fact]
    public async Task An_approval_by_a_version_that_is_not_in_force_any_more_is_held_against_the_one_that_is_in_the_same_commit()
    {
        var team = await TeamAsync();
        var begun = (await team.Tenant.PostAsync("/v1/inquiries", await Submissions.WholeAsync(team.Tenant, "retail", submit: false))).ShouldBe(201);
        await team.PublishAsync("gb.alphanumeric", PolicyTexts.Gb("trade_name", "business.trade_name"));

        var decided = (await team.Tenant.PostAsync($"/v1/inquiries/{begun.Text("/id")}/submit", wait: 20)).ShouldBe(200);

        decided.Text("/status").Should().Be("approved", "it keeps the version that it began with: {0}", decided.Body);
        decided.At("/policy/version").GetInt32().Should().Be(ShippedVersion.Gb);
        var registration = await ReadAsync(team, decided.Text("/sender_registration_id"));
        registration.Text("/status").Should().Be("action_required");
        registration.At("/unmet").EnumerateArray().Select(u => u.Text("/key")).Should().Contain("trade_name");
    }

    [Fact]
    public async Task Open_inquiries_keep_their_version_or_move_as_the_publication_says()
    {
        var team = await TeamAsync();
        var open = (await team.Tenant.PostAsync("/v1/inquiries", await Submissions.WholeAsync(team.Tenant, "retail", submit: false))).ShouldBe(201).Text("/id");
        var waiting = (await team.Tenant.PostAsync("/v1/inquiries", await Submissions.WholeAsync(team.Tenant), wait: 20)).ShouldBe(201);
        waiting.Text("/status").Should().Be("in_review", "the answer was {0}", waiting.Body);

        await team.PublishAsync("gb.alphanumeric", PolicyTexts.Gb("trade_name", "business.trade_name"));
        (await team.Tenant.GetAsync($"/v1/inquiries/{open}")).At("/policy/version").GetInt32().Should().Be(ShippedVersion.Gb);
        await team.PublishAsync("gb.alphanumeric", PolicyTexts.Gb("trade_name", "business.trade_name", grace: 31), openInquiries: "migrate");

        (await Eventually.AsksAsync(() => team.Tenant.GetAsync($"/v1/inquiries/{open}"), i => i.At("/policy/version").GetInt32() == ShippedVersion.Gb + 2)).Text("/status").Should().Be("open");
        var decided = await Eventually.AsksAsync(() => team.Tenant.GetAsync($"/v1/inquiries/{waiting.Text("/id")}"), i => i.Text("/status") == "needs_information");
        decided.At("/policy/version").GetInt32().Should().Be(ShippedVersion.Gb + 2);
        decided.At("/requirements/currently_due").EnumerateArray().Select(d => d.Text("/requirement")).Should().Contain("trade_name");
    }

    [Fact]
    public async Task The_job_finds_what_is_left_by_itself_however_often_it_runs()
    {
        var (team, approved) = await ApprovedAsync();
        await team.PublishAsync("gb.alphanumeric", PolicyTexts.Gb("trade_name", "business.trade_name"));
        await LackingAsync(team, approved.Text("/sender_registration_id"), "trade_name");
        var before = (await ReadAsync(team, approved.Text("/sender_registration_id"))).Body;

        var platform = await vetting.PlatformAsync();
        await using (var scope = platform.Services.CreateAsyncScope())
        {
            scope.ServiceProvider.GetRequiredService<TenantScope>().Enter(new TenantId(team.Tenant.RowId));
            var db = scope.ServiceProvider.GetRequiredService<PlatformDb>();
            db.Enqueue(PolicyFollowUps.Job, team.Tenant.RowId, DateTimeOffset.UnixEpoch.AddYears(56));
            await db.CommitAsync(TestContext.Current.CancellationToken);
        }
        await Eventually.AsksAsync(async () => (await platform.AskAsync<long>("SELECT count(*) FROM jobs WHERE tenant_id = $1", team.Tenant.RowId))[0], n => n == 0);

        (await ReadAsync(team, approved.Text("/sender_registration_id"))).Body.Should().Be(before);
    }

    private async Task<PolicyTeam> TeamAsync() => await PolicyTeam.OfAsync(await vetting.ATestTenantAsync());

    private async Task<(PolicyTeam Team, HttpAnswer Approved)> ApprovedAsync()
    {
        var team = await TeamAsync();
        var approved = (await team.Tenant.PostAsync("/v1/inquiries", await Submissions.WholeAsync(team.Tenant, "retail"), wait: 20)).ShouldBe(201);
        approved.Text("/status").Should().Be("approved", "the answer was {0}", approved.Body);
        return (team, approved);
    }

    private static async Task<HttpAnswer> ReadAsync(PolicyTeam team, string registration) => (await team.Tenant.GetAsync($"/v1/sender-registrations/{registration}")).ShouldBe(200);

    private static Task<HttpAnswer> LackingAsync(PolicyTeam team, string registration, string key) =>
        Eventually.AsksAsync(() => ReadAsync(team, registration), r => r.At("/unmet").EnumerateArray().Any(u => u.Text("/key") == key));

    private static Guid RowOf(string registration) =>
        PublicId.TryParse<Api.Registrations.Contracts.SenderRegistrationId>(registration, out var id) ? id.Value : throw new InvalidOperationException(registration);
}
