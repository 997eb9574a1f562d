using KybPlatform.Api.Jobs;
using KybPlatform.Api.Persistence;
using KybPlatform.IntegrationTests.App;
using KybPlatform.IntegrationTests.Cases;
using KybPlatform.IntegrationTests.Inquiries;
using Microsoft.Extensions.DependencyInjection;

namespace KybPlatform.IntegrationTests.Insights;

public sealed class InsightTests(PlatformApp app)
{
    private const long Hour = 3_600_000;

    [Fact]
    public async Task Figures_are_those_of_what_was_decided_with_and_without_the_applicants_time()
    {
        var team = await ReviewTeam.OfAsync((await app.ANewTenantAsync()).Test);
        await team.QueueAsync("all", new { rule = "true", sla_minutes = 60 });
        var tenant = team.Tenant;
        (await tenant.PostAsync("/v1/inquiries", await Submissions.WholeAsync(tenant, Submissions.Declined), wait: 20)).ShouldBe(201).Text("/status").Should().Be("declined");
        (await tenant.PostAsync("/v1/inquiries", await Submissions.WholeAsync(tenant, submit: false))).ShouldBe(201);
        var (inquiry, _) = await team.InReviewAsync();
        await Reviews.ClaimAsync(team.Rea.Client, inquiry);

        // An hour of ours, three of the applicant's, another hour of ours.
        await MoveAsync(tenant, 1);
        (await team.Rea.Client.PostAsync($"/v1/inquiries/{inquiry}/decision", new { outcome = "request_information" })).ShouldBe(200);
        await MoveAsync(tenant, 4);
        (await tenant.PostAsync($"/v1/inquiries/{inquiry}/submit", wait: 20)).ShouldBe(200).Text("/status").Should().Be("in_review");
        await MoveAsync(tenant, 5);
        (await Reviews.ApproveAsync(team.Rea.Client, inquiry)).ShouldBe(200);

        var all = (await tenant.GetAsync("/v1/insights/decisions")).ShouldBe(200);
        var total = all.At("/total");
        (Count(total, "decisions"), Count(total, "ended"), Count(total, "approved"), Count(total, "declined"), Count(total, "in_review"), Count(total, "information_requested")).Should().Be((5, 2, 1, 1, 2, 1));
        (Count(total, "by_person"), Count(total, "straight_through"), total.At("/straight_through_rate").GetDouble()).Should().Be((2, 1, 0.5));
        total.At("/wall_ms/p95").GetInt64().Should().BeInRange((5 * Hour) - (5 * Hour / 128), 6 * Hour);
        total.At("/own_ms/p95").GetInt64().Should().BeInRange((2 * Hour) - (2 * Hour / 128), 3 * Hour);
        total.At("/wall_ms/p50").GetInt64().Should().BeLessThan(Hour, "the lower half was declined at once");
        all.At("/cells").EnumerateArray().Select(c => (c.Text("/country"), c.Text("/sender_type"), Count(c, "ended"))).Should().Equal(("GB", "alphanumeric", 2));
        all.At("/reasons").EnumerateArray().Should().Contain(r => r.Text("/reason_code") == "prohibited_industry" && r.Text("/outcome") == "decline" && Count(r, "decisions") == 1);
        (await tenant.GetAsync("/v1/insights/decisions?country=FR")).ShouldBe(200).At("/total/decisions").GetInt64().Should().Be(0);
        (await tenant.GetAsync("/v1/insights/decisions?from=2020-01-01T00:00:00Z&to=2020-02-01T00:00:00Z")).ShouldBe(200).At("/total/decisions").GetInt64().Should().Be(0);
        (await tenant.GetAsync("/v1/insights/decisions?to=0001-01-10T00:00:00Z")).ShouldBeRefused(422, "out_of_range");
        (await tenant.GetAsync("/v1/insights/decisions?from=0001-01-10T00:00:00Z")).ShouldBeRefused(422, "out_of_range");
        foreach (var figures in (string[])["decisions", "policies", "reasons", "sla", "funnel"])
            foreach (var to in (string[])["9999-12-31T12:00:00Z", "9999-12-01T00:00:00Z", "9000-01-01T00:00:00.001Z"])
                (await tenant.GetAsync($"/v1/insights/{figures}?to={to}")).ShouldBeRefused(422, "out_of_range").Text("/errors/0/pointer").Should().Be("?to");
        (await tenant.GetAsync("/v1/insights/decisions?to=9000-01-01T00:00:00Z")).ShouldBe(200);
        (await tenant.GetAsync("/v1/insights/decisions?from=yesterday")).ShouldBeRefused(422, "invalid_value");
        (await tenant.GetAsync("/v1/insights/decisions?from=2026-02-01T00:00:00Z&to=2026-01-01T00:00:00Z")).ShouldBeRefused(422, "out_of_range");

        var funnel = (await tenant.GetAsync("/v1/insights/funnel?sender_type=alphanumeric")).ShouldBe(200).At("/total");
        (Count(funnel, "created"), Count(funnel, "submitted"), Count(funnel, "approved"), Count(funnel, "declined"), Count(funnel, "open")).Should().Be((3, 2, 1, 1, 1));
        var sla = (await tenant.GetAsync("/v1/insights/sla")).ShouldBe(200).At("/total");
        (Count(sla, "resolved"), Count(sla, "measured"), Count(sla, "met"), Count(sla, "breached"), Count(sla, "open_breached")).Should().Be((1, 1, 0, 1, 0));
        await team.InReviewAsync("Late");
        await MoveAsync(tenant, 8);
        await Eventually.AsksAsync(() => SweptAsync(tenant, "/v1/insights/sla?from=2020-01-01T00:00:00Z&to=2021-01-01T00:00:00Z&country=GB"), a => Count(a.At("/total"), "open_breached") == 1 && Count(a.At("/cells/0"), "open_breached") == 1);
        (await tenant.GetAsync("/v1/insights/providers")).ShouldBe(200).At("/providers").EnumerateArray().Should().Contain(p => p.Text("/type") == "sanctions_screening" && Count(p, "asked") > 0);
    }

    [Fact]
    public async Task Whoever_asks_for_a_table_gets_one()
    {
        var team = await ReviewTeam.OfAsync((await app.ANewTenantAsync()).Test);
        await team.InReviewAsync();
        foreach (var (path, header) in new[] { ("decisions", "country,sender_type,decisions,"), ("backlog", "country,sender_type,status,age,cases"), ("sla", "country,sender_type,resolved,"), ("funnel", "country,sender_type,created,"), ("providers", "provider,type,asked,") })
        {
            var table = (await team.Tenant.SendAsync(HttpMethod.Get, $"/v1/insights/{path}", null, ("Accept", "text/csv"))).ShouldBe(200);
            table.Content.ContentType?.MediaType.Should().Be("text/csv");
            table.Body.Should().StartWith(header).And.EndWith("\r\n");
        }
        var backlog = (await team.Tenant.SendAsync(HttpMethod.Get, "/v1/insights/backlog?country=GB", null, ("Accept", "text/csv"))).ShouldBe(200);
        backlog.Body.Should().Contain("GB,alphanumeric,open,under_1h,1\r\n");
    }

    /// <summary>What time alone makes due is done within a minute; here at once.</summary>
    private async Task<HttpAnswer> SweptAsync(TenantClient tenant, string path)
    {
        await (await app.PlatformAsync()).Services.GetRequiredService<Sweeper>().RunOnceAsync(new TenantId(tenant.RowId), TestContext.Current.CancellationToken);
        return await tenant.GetAsync(path);
    }

    private static async Task MoveAsync(TenantClient tenant, int hours) =>
        (await tenant.PutAsync("/v1/tenant/clock", new { now = TimeProvider.System.GetUtcNow().AddHours(hours) })).ShouldBe(200);

    private static long Count(System.Text.Json.JsonElement of, string name) => of.At("/" + name).GetInt64();
}
