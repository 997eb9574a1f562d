using KybPlatform.Api.Jobs;
using KybPlatform.Api.Persistence;
using KybPlatform.IntegrationTests.App;
using KybPlatform.IntegrationTests.Policies;
using KybPlatform.IntegrationTests.Registrations;
using Microsoft.Extensions.DependencyInjection;
using static KybPlatform.IntegrationTests.Backtests.TriedPolicies;

namespace KybPlatform.IntegrationTests.Backtests;

public sealed class ShadowTests(VettingPlatform vetting) : IClassFixture<VettingPlatform>
{
    [Fact]
    public async Task A_shadow_sees_what_is_decided_from_its_start_on_and_changes_none_of_it()
    {
        var (platform, tenant) = (await vetting.PlatformAsync(), await vetting.ATestTenantAsync());
        await DecidedAsync(tenant);
        await DraftAsync(platform, tenant, AsksMore);
        var shadow = (await tenant.PostAsync("/v1/shadow-evaluations", Versions(ShippedVersion.Gb + 1))).ShouldBe(201).Text("/id");
        (await tenant.GetAsync($"/v1/shadow-evaluations/{shadow}")).ShouldBe(200).At("/report/totals/considered").GetInt64().Should().Be(0);

        await tenant.PutAsync("/v1/tenant/clock", new { now = TimeProvider.System.GetUtcNow().AddHours(1) }).ShouldBeAsync(200);
        await DecidedAsync(tenant, round: 1);
        await tenant.PutAsync("/v1/tenant/clock", new { now = TimeProvider.System.GetUtcNow().AddHours(2) }).ShouldBeAsync(200);
        await platform.Services.GetRequiredService<Sweeper>().RunOnceAsync(new TenantId(tenant.RowId), TestContext.Current.CancellationToken);

        var report = (await tenant.GetAsync($"/v1/shadow-evaluations/{shadow}")).ShouldBe(200).At("/report");
        report.At("/totals/considered").GetInt64().Should().Be(3, "what was decided before its start is none of its business");
        Causes(report).Should().Equal("would_be_asked requirement employees GB alphanumeric 2");
    }

    [Fact]
    public async Task A_stopped_shadow_stays_stopped()
    {
        var (platform, tenant) = (await vetting.PlatformAsync(), await vetting.ATestTenantAsync());
        var shadow = (await tenant.PostAsync("/v1/shadow-evaluations", Versions(ShippedVersion.Gb))).ShouldBe(201).Text("/id");

        shadow.Should().StartWith("shd_");
        foreach (var name in (string[])[shadow, shadow.Replace("shd_", "bkt_", StringComparison.Ordinal)])
        {
            (await tenant.GetAsync($"/v1/backtests/{name}")).ShouldBeRefused(404, "not_found");
            (await tenant.PostAsync($"/v1/backtests/{name}/cancel")).ShouldBeRefused(404, "not_found");
        }
        (await tenant.PostAsync($"/v1/shadow-evaluations/{shadow}/stop")).ShouldBe(200).Text("/state").Should().Be("canceled");
        (await tenant.PostAsync($"/v1/shadow-evaluations/{shadow}/stop")).ShouldBeRefused(409, "backtest_over");
        await DecidedAsync(tenant);
        await tenant.PutAsync("/v1/tenant/clock", new { now = TimeProvider.System.GetUtcNow().AddHours(1) }).ShouldBeAsync(200);
        await platform.Services.GetRequiredService<Sweeper>().RunOnceAsync(new TenantId(tenant.RowId), TestContext.Current.CancellationToken);

        (await tenant.GetAsync($"/v1/shadow-evaluations/{shadow}")).ShouldBe(200).At("/done").GetInt64().Should().Be(0);
        (await tenant.GetAsync("/v1/shadow-evaluations?state=canceled")).ShouldBe(200).At("/data").GetArrayLength().Should().Be(1);
    }
}
