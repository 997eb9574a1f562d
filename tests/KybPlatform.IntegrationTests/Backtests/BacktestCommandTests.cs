using System.Text.Json.Nodes;
using KybPlatform.IntegrationTests.App;
using KybPlatform.IntegrationTests.Policies;
using KybPlatform.IntegrationTests.Registrations;
using KybPlatform.Server.Commands;
using static KybPlatform.IntegrationTests.Backtests.TriedPolicies;

namespace KybPlatform.IntegrationTests.Backtests;

/// <summary>The command against a running platform.</summary>
public sealed class BacktestCommandTests(VettingPlatform vetting) : IClassFixture<VettingPlatform>
{
    [Fact]
    public async Task It_waits_for_the_report_and_fails_where_more_would_change_than_may()
    {
        var (platform, tenant) = (await vetting.PlatformAsync(), await vetting.ATestTenantAsync());
        await DecidedAsync(tenant);
        await DraftAsync(platform, tenant, AsksMore);

        var (code, said) = await RunAsync(tenant, platform, $"gb.alphanumeric@{ShippedVersion.Gb + 1}", "--country", "GB");
        code.Should().Be(0);
        said.Should().Contain("3 decisions evaluated, 2 would change, 0 erased").And.Contain("would_be_asked GB alphanumeric: 2 by requirement employees");

        (await RunAsync(tenant, platform, $"gb.alphanumeric@{ShippedVersion.Gb + 1}", "--most-flips", "1")).Code.Should().Be(1);
        (await RunAsync(tenant, platform, $"gb.alphanumeric@{ShippedVersion.Gb + 1}", "--most-flips", "2")).Code.Should().Be(0);
        var (_, json) = await RunAsync(tenant, platform, $"gb.alphanumeric@{ShippedVersion.Gb + 1}", "--format", "json");
        JsonNode.Parse(json)!["report"]!["totals"]!["flips"]!.GetValue<int>().Should().Be(2);
    }

    [Fact]
    public async Task A_refusal_of_the_platform_is_told_with_its_code()
    {
        var (platform, tenant) = (await vetting.PlatformAsync(), await vetting.ATestTenantAsync());
        using var complained = new StringWriter();

        var code = await KybCommand.RunAsync(
            ["policies", "backtest", "gb.alphanumeric@77", "--url", platform.Address.ToString(), "--api-key", tenant.Key], TextWriter.Null, complained, TestContext.Current.CancellationToken);

        (code, complained.ToString().Contains("no_candidate", StringComparison.Ordinal)).Should().Be((2, true), complained.ToString());
    }

    private static async Task<(int Code, string Said)> RunAsync(TenantClient tenant, RunningPlatform platform, params string[] arguments)
    {
        using var said = new StringWriter { NewLine = "\n" };
        var code = await KybCommand.RunAsync(
            ["policies", "backtest", .. arguments, "--url", platform.Address.ToString(), "--api-key", tenant.Key], said, TextWriter.Null, TestContext.Current.CancellationToken);
        return (code, said.ToString());
    }
}
