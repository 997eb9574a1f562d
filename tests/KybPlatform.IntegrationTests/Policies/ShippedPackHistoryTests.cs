using KybPlatform.IntegrationTests.App;
using KybPlatform.IntegrationTests.Postgres;
using KybPlatform.Policies;

namespace KybPlatform.IntegrationTests.Policies;

/// <summary>Tenants that follow what is shipped have another pack with another build: what they had before is still told by instant.</summary>
public sealed class ShippedPackHistoryTests
{
    [Fact]
    public async Task As_of_an_instant_before_the_upgrade_the_former_pack_answers_for_whoever_followed()
    {
        await using var installed = await RunningPlatform.StartAsync(await TestContext.Current.GetFixture<TestPostgres>() ?? throw new InvalidOperationException("There is no server."));
        var former = await NamedPacks.ShipAsync(installed, NamedPacks.AskForTradeName);
        // As if another build had run here until five days ago.
        await installed.AskAsync<long>("UPDATE policy_pack_shipments SET version = $1, at = now() - interval '10 days' RETURNING id", former);
        await installed.AskAsync<long>("INSERT INTO policy_pack_shipments (id, version, at) VALUES (2, $1, now() - interval '5 days') RETURNING id", PolicyPack.Shipped.Version);
        await using var upgraded = await installed.BesideAsync();
        var team = await PolicyTeam.OfAsync((await upgraded.ANewTenantAsync()).Test);
        var now = await team.NowAsync();

        (await AtAsync(team, now.AddDays(-7))).Should().Be((former, 7));
        (await AtAsync(team, now.AddDays(-20))).Should().Be((former, 7), "nothing was shipped before it");
        (await AtAsync(team, now.AddDays(-4))).Should().Be((PolicyPack.Shipped.Version, ShippedVersion.Gb));
        (await AtAsync(team, null)).Should().Be((PolicyPack.Shipped.Version, ShippedVersion.Gb));
        (await team.Tenant.GetAsync($"/v1/policies/coverage?as_of={Uri.EscapeDataString(now.AddDays(-7).ToString("O"))}")).ShouldBe(200).Text("/pack_version").Should().Be(former);

        // Something of its own changes nothing of that, and neither does staying on the pack from today on.
        await team.PublishAsync("acme.zw_voice", PolicyTexts.Voice());
        (await team.Approver.PutAsync("/v1/policies/pack", new { version = PolicyPack.Shipped.Version })).ShouldBe(200);
        (await AtAsync(team, now.AddDays(-7))).Should().Be((former, 7));
        (await AtAsync(team, null)).Should().Be((PolicyPack.Shipped.Version, ShippedVersion.Gb));

        // A sandbox that lives before the upgrade lives by what runs here.
        (await team.Tenant.PutAsync("/v1/tenant/clock", new { now = now.AddDays(-300) })).ShouldBe(200);
        (await AtAsync(team, null)).Should().Be((PolicyPack.Shipped.Version, ShippedVersion.Gb));
    }

    [Fact]
    public async Task Each_build_with_another_pack_than_the_one_before_is_kept_once_however_many_processes_start()
    {
        await using var installed = await RunningPlatform.StartAsync(await TestContext.Current.GetFixture<TestPostgres>() ?? throw new InvalidOperationException("There is no server."));
        await using (await installed.BesideAsync()) (await VersionsAsync(installed)).Should().Equal(PolicyPack.Shipped.Version);

        // Another build came; then this one again.
        await installed.AskAsync<long>("INSERT INTO policy_pack_shipments (id, version, at) VALUES (2, '9999.1', now()) RETURNING id");
        await using var back = await installed.BesideAsync();

        (await VersionsAsync(installed)).Should().Equal(PolicyPack.Shipped.Version, "9999.1", PolicyPack.Shipped.Version);
    }

    private static async Task<(string Pack, int Version)> AtAsync(PolicyTeam team, DateTimeOffset? at)
    {
        var found = (await team.ResolveAsync("GB", "alphanumeric", at?.ToString("O"))).ShouldBe(200);
        return (found.Text("/pack_version"), found.At("/version").GetInt32());
    }

    private static Task<List<string>> VersionsAsync(RunningPlatform platform) => platform.AskAsync<string>("SELECT version FROM policy_pack_shipments ORDER BY id");
}
