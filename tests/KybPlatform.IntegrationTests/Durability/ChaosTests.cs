using System.Globalization;
using KybPlatform.IntegrationTests.App;
using KybPlatform.IntegrationTests.Webhooks;

namespace KybPlatform.IntegrationTests.Durability;

/// <summary>
/// Two processes over one database, submissions under way, a receiver of webhooks, and everything that can befall them; then the ledger. <c>KYB_CHAOS_BLOWS</c>
/// sets how many blows fall (default 7), <c>KYB_CHAOS_SEED</c> plays a storm again that was printed before. The rig's control is
/// <see cref="CrashTests.With_durability_switched_off_the_same_rig_reports_losses"/>: there answers are given before what they tell of is safe.
/// </summary>
public sealed class ChaosTests(ITestOutputHelper output)
{
    private const int Servers = 2;
    private static readonly int Blows = Number("KYB_CHAOS_BLOWS") ?? 7;

    [Fact]
    public async Task Whatever_befalls_two_processes_nothing_is_lost_doubled_stuck_or_left_untold()
    {
        var seed = Number("KYB_CHAOS_SEED") ?? Random.Shared.Next();
        output.WriteLine($"KYB_CHAOS_SEED={seed.ToString(CultureInfo.InvariantCulture)} KYB_CHAOS_BLOWS={Blows.ToString(CultureInfo.InvariantCulture)}");
        await using var receiver = await Receiver.StartAsync();
        await using var scene = await FireScene.StartAsync(Servers, receiver.Url);
        var storm = Storm.Of(seed, Blows, Servers);
        await scene.FireAsync(TimeSpan.FromMinutes(3) + (Blows * TimeSpan.FromSeconds(15)), giveUp => BlowAsync(scene, storm, giveUp));

        var found = await LedgerCheck.RunAsync(scene);

        output.WriteLine($"{storm.Count(b => b.Harm is Harm.KillServer or Harm.KillDatabase).ToString(CultureInfo.InvariantCulture)} kills; {found}");
        found.Lost.Concat(found.Faults).Concat(found.ServerErrors).ShouldBeNone();
        found.Acknowledged.Should().BeGreaterThan(20);
        found.Broken.Should().BeGreaterThan(0, "blows that meet no request prove nothing");
        (await UntoldAsync(scene, receiver)).ShouldBeNone("every event of an inquiry is delivered");
        receiver.All.GroupBy(r => r.Position).Should().OnlyContain(g => g.Select(r => r.Id).Distinct().Count() == 1, "what comes twice comes under the same id");
    }

    [Fact]
    public void A_storm_is_its_seed_and_begins_with_one_blow_of_each_kind()
    {
        var storm = Storm.Of(42, 50, Servers);

        storm.Should().Equal(Storm.Of(42, 50, Servers)).And.NotEqual(Storm.Of(43, 50, Servers));
        storm.Take(5).Select(b => b.Harm).Should().BeEquivalentTo(Enum.GetValues<Harm>());
    }

    private async Task BlowAsync(FireScene scene, IReadOnlyList<Blow> storm, CancellationToken giveUp)
    {
        var stalled = new Dictionary<int, Task>();
        foreach (var blow in storm)
        {
            await Task.Delay(blow.After, giveUp);
            // A process that stands still feels nothing more: its neighbour takes the blow.
            var target = stalled.TryGetValue(blow.Server, out var still) && !still.IsCompleted ? (blow.Server + 1) % Servers : blow.Server;
            var free = !stalled.TryGetValue(target, out var other) || other.IsCompleted;
            output.WriteLine($"{blow}{(free ? "" : ", passed over: both stand still")}");
            if (!free && blow.Harm is (Harm.KillServer or Harm.Stall or Harm.StallPastLeases)) continue;
            switch (blow.Harm)
            {
                case Harm.KillServer:
                    await scene.Servers[target].KillAsync();
                    await scene.Servers[target].StartAsync(giveUp);
                    break;
                case Harm.Stall or Harm.StallPastLeases:
                    stalled[target] = scene.Servers[target].StallAsync(blow.Length, giveUp);
                    break;
                case Harm.KillDatabase:
                    await scene.KillDatabaseAsync();
                    break;
                case Harm.CutConnections:
                    await scene.CutConnectionsAsync();
                    break;
            }
        }
        await Task.WhenAll(stalled.Values);
        foreach (var server in scene.Servers) await server.ReadyAsync(giveUp);
    }

    // A delivery that a killed process held waits for the end of its lease; one that met no process at its receiver is tried again.
    private static async Task<List<string>> UntoldAsync(FireScene scene, Receiver receiver)
    {
        await using var owner = Npgsql.NpgsqlDataSource.Create(scene.OwnerConnection);
        var untold = new List<string>();
        for (var i = 0; i < 240; i++)
        {
            var told = receiver.All.Select(r => r.Position).ToHashSet();
            untold.Clear();
            await using var command = owner.CreateCommand("SELECT position, type FROM events WHERE type LIKE 'inquiry.%' ORDER BY position");
            await using var rows = await command.ExecuteReaderAsync();
            while (await rows.ReadAsync())
                if (!told.Contains(rows.GetInt64(0))) untold.Add($"{rows.GetInt64(0).ToString(CultureInfo.InvariantCulture)} {rows.GetString(1)}");
            if (untold.Count == 0) break;
            await Task.Delay(250);
        }
        return untold;
    }

    private static int? Number(string variable) => int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var number) ? number : null;
}
