using KybPlatform.IntegrationTests.App;
using System.Globalization;

namespace KybPlatform.IntegrationTests.Durability;

/// <summary>
/// Clients submit, the server process (or the database) is killed with <c>kill -9</c> again and again, and a ledger of what clients
/// were told is compared with what is there. <c>KYB_FIRE_LOOPS</c> sets how often (default 4).
/// </summary>
public sealed class CrashTests(ITestOutputHelper output)
{
    private static readonly int Loops = int.TryParse(Environment.GetEnvironmentVariable("KYB_FIRE_LOOPS"), CultureInfo.InvariantCulture, out var loops) ? loops : 4;

    [Fact]
    public async Task Killing_the_server_loses_and_doubles_nothing()
    {
        await using var scene = await FireScene.StartAsync();
        await scene.FireAsync(Loops, scene.KillServerAsync);
        ShouldHoldAll(await LedgerCheck.RunAsync(scene), atLeast: 20);
    }

    [Fact]
    public async Task Killing_the_database_loses_and_doubles_nothing()
    {
        await using var scene = await FireScene.StartAsync();
        await scene.FireAsync(Loops, scene.KillDatabaseAsync);
        ShouldHoldAll(await LedgerCheck.RunAsync(scene), atLeast: 5);
    }

    [Fact]
    public async Task With_durability_switched_off_the_same_rig_reports_losses()
    {
        // Whether a kill meets what is not written yet is chance: on a machine that others use, a whole round may miss.
        for (var round = 1; ; round++)
        {
            await using var scene = await FireScene.StartAsync("synchronous_commit=off", "wal_writer_delay=10s");
            await scene.FireAsync(Loops, scene.KillDatabaseAsync);
            var found = await LedgerCheck.RunAsync(scene);
            output.WriteLine(found.ToString());
            if (found.Lost.Any()) return;
            round.Should().BeLessThan(5, "a ledger that never fails proves nothing");
        }
    }

    private void ShouldHoldAll(LedgerCheck found, int atLeast)
    {
        output.WriteLine(found.ToString());
        found.Lost.Concat(found.Faults).Concat(found.ServerErrors).ShouldBeNone();
        found.Acknowledged.Should().BeGreaterThan(atLeast);
        found.Approved.Should().BeGreaterThan(0, "approvals leave the most behind");
        found.Broken.Should().BeGreaterThan(0, "blows that meet no request prove nothing");
        found.EventsRead.Should().BeGreaterThan(found.Acknowledged);
    }
}
