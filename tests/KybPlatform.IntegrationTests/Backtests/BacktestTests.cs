using KybPlatform.IntegrationTests.App;
using KybPlatform.IntegrationTests.Policies;
using KybPlatform.IntegrationTests.Registrations;
using static KybPlatform.IntegrationTests.Backtests.TriedPolicies;

namespace KybPlatform.IntegrationTests.Backtests;

public sealed class BacktestTests(VettingPlatform vetting) : IClassFixture<VettingPlatform>
{
    [Fact]
    public async Task What_is_in_force_changes_nothing_and_the_report_is_the_same_each_time()
    {
        var tenant = await vetting.ATestTenantAsync();
        await DecidedAsync(tenant);

        var first = await CompletedAsync(tenant, Versions(ShippedVersion.Gb));
        var second = await CompletedAsync(tenant, Versions(ShippedVersion.Gb));

        Matrix(first.At("/report")).Should().BeEquivalentTo("approve -> approve 1", "review -> review 1", "decline -> decline 1");
        first.At("/flips").GetInt64().Should().Be(0);
        first.Text("/report_hash").Should().StartWith("sha256:").And.Be(second.Text("/report_hash"));
        first.At("/report").GetRawText().Should().Be(second.At("/report").GetRawText());
    }

    [Fact]
    public async Task What_nobody_was_asked_for_would_be_asked_and_what_does_not_hold_would_fail()
    {
        var tenant = await vetting.ATestTenantAsync();
        var decided = await DecidedAsync(tenant);
        await DraftAsync(await vetting.PlatformAsync(), tenant, AsksMore);
        await DraftAsync(await vetting.PlatformAsync(), tenant, Declines);
        var approval = decided[0].Text("/decision/id");

        var asks = await CompletedAsync(tenant, Versions(ShippedVersion.Gb + 1));
        Matrix(asks.At("/report")).Should().BeEquivalentTo("approve -> request_information 1", "review -> request_information 1", "decline -> decline 1");
        Causes(asks.At("/report")).Should().Equal("would_be_asked requirement employees GB alphanumeric 2");
        asks.At("/report/causes/0/examples").EnumerateArray().Select(e => e.GetString()).Should().BeEquivalentTo(approval, decided[1].Text("/decision/id"));

        var declines = await CompletedAsync(tenant, Versions(ShippedVersion.Gb + 2));
        Causes(declines.At("/report")).Should().Equal("would_fail rule no_retail GB alphanumeric 1");
        declines.At("/report/flips/0").Text("/kind").Should().Be("would_fail");
        declines.At("/report/causes/0").Text("/examples/0").Should().Be(approval);
        (await tenant.GetAsync($"/v1/decisions/{approval}")).ShouldBe(200).Text("/outcome").Should().Be("approve", "trying changes nothing");
    }

    [Fact]
    public async Task A_person_is_a_second_column_and_whoever_was_erased_is_counted()
    {
        var tenant = await vetting.ATestTenantAsync();
        var decided = await DecidedAsync(tenant);
        await Inquiries.Reviews.ApproveAsync(tenant, decided[1].Text("/id"), "Known.").ShouldBeAsync(200);
        await tenant.PostAsync($"/v1/business-profiles/{decided[0].Text("/business_profile_id")}/redact").ShouldBeAsync(200);

        var report = (await CompletedAsync(tenant, Versions(ShippedVersion.Gb))).At("/report");

        (report.At("/totals/considered").GetInt64(), report.At("/totals/erased").GetInt64(), report.At("/totals/evaluated").GetInt64()).Should().Be((3, 1, 2));
        report.At("/matrix").EnumerateArray().Single(c => c.Text("/from") == "review").Text("/by_person").Should().Be("approve");
        (await (await vetting.PlatformAsync()).AskAsync<long>(
            "SELECT count(open_evidence) FROM decisions WHERE tenant_id = $1 GROUP BY profile_id ORDER BY 1", tenant.RowId)).Should().Equal(0L, 1L, 2L);
    }

    [Fact]
    public async Task Filters_and_samples_leave_out_the_others()
    {
        var tenant = await vetting.ATestTenantAsync();
        await DecidedAsync(tenant);
        var policies = new[] { new { key = "gb.alphanumeric", version = ShippedVersion.Gb } };

        (await CompletedAsync(tenant, new { policies, country = "DE" })).At("/done").GetInt64().Should().Be(0);
        (await CompletedAsync(tenant, new { policies, to = "2020-01-01T00:00:00Z" })).At("/done").GetInt64().Should().Be(0);
        var one = await CompletedAsync(tenant, new { policies, country = "GB", sender_type = "alphanumeric", from = "2020-01-01T00:00:00Z", sample = 1 });
        (one.At("/total").GetInt64(), one.At("/done").GetInt64()).Should().Be((1, 1));
        (await CompletedAsync(tenant, new { policies, country = "GB", sender_type = "alphanumeric", from = "2020-01-01T00:00:00Z", sample = 1 })).Text("/report_hash").Should().Be(one.Text("/report_hash"), "the same lot is drawn");
        (await CompletedAsync(tenant, new { policies, sample = 1000 })).At("/done").GetInt64().Should().Be(3);
        (await tenant.GetAsync("/v1/backtests?limit=2")).ShouldBe(200).At("/data").GetArrayLength().Should().Be(2);
    }

    [Fact]
    public async Task What_cannot_be_tried_or_stopped_is_refused()
    {
        var tenant = await vetting.ATestTenantAsync();

        (await tenant.PostAsync("/v1/backtests", new { policies = new[] { new { key = "gb.alphanumeric", version = ShippedVersion.Gb }, new { key = "base.business", version = 1 } } }))
            .ShouldBeRefused(422, "no_candidate").ShouldBlame("/policies/1", "no_candidate");
        (await tenant.PostAsync("/v1/backtests", new { policies = Array.Empty<object>() })).ShouldBeRefused(422, "required");
        (await tenant.PostAsync("/v1/backtests", new { policies = new[] { new { key = "gb.alphanumeric", version = ShippedVersion.Gb } }, from = "2026-02-01T00:00:00Z", to = "2026-01-01T00:00:00Z" })).ShouldBeRefused(422, "out_of_range");
        var over = await CompletedAsync(tenant, Versions(ShippedVersion.Gb));
        (await tenant.PostAsync($"/v1/backtests/{over.Text("/id")}/cancel")).ShouldBeRefused(409, "backtest_over");
        (await tenant.GetAsync("/v1/shadow-evaluations")).ShouldBe(200).At("/data").GetArrayLength().Should().Be(0, "lists tell the two apart");
        (await tenant.GetAsync($"/v1/shadow-evaluations/{over.Text("/id")}")).ShouldBeRefused(404, "not_found");
        (await tenant.GetAsync($"/v1/shadow-evaluations/{over.Text("/id").Replace("bkt_", "shd_", StringComparison.Ordinal)}")).ShouldBeRefused(404, "not_found");
        (await tenant.GetAsync("/v1/backtests/bkt_00000000000000000000000000")).ShouldBeRefused(404, "not_found");
        (await tenant.GetAsync("/v1/backtests?state=gone")).ShouldBeRefused(422, "unknown_value");
    }

    [Fact]
    public async Task Receipts_of_before_evidence_was_kept_apart_are_read_all_the_same()
    {
        var tenant = await vetting.ATestTenantAsync();
        var decided = await DecidedAsync(tenant);
        var platform = await vetting.PlatformAsync();
        await WholeReceipts.RestoreAsync(platform, tenant);

        Matrix((await CompletedAsync(tenant, Versions(ShippedVersion.Gb))).At("/report")).Should().BeEquivalentTo("approve -> approve 1", "review -> review 1", "decline -> decline 1");
        foreach (var answer in decided)
            (await tenant.PostAsync($"/v1/decisions/{answer.Text("/decision/id")}/replay")).ShouldBe(200).Text("/result").Should().Be("identical");
    }
}
