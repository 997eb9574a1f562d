using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using KybPlatform.IntegrationTests.Postgres;
using KybPlatform.Server.Development;
using Npgsql;

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
        await using var scene = await Scene.StartAsync();
        await scene.FireAsync(Loops, async () =>
        {
            await scene.Server.KillAsync();
            await scene.Server.StartAsync(TestContext.Current.CancellationToken);
        });
        var found = await scene.CompareAsync();
        output.WriteLine(found.ToString());
        found.Lost.Should().BeEmpty();
        found.Doubled.Should().BeEmpty();
        found.Undecided.Should().BeEmpty();
        found.EventFaults.Should().BeEmpty();
        scene.Ledger.Wrong.Should().BeEmpty();
        found.Acknowledged.Should().BeGreaterThan(20);
    }

    [Fact]
    public async Task Killing_the_database_loses_and_doubles_nothing()
    {
        await using var scene = await Scene.StartAsync();
        await scene.FireAsync(Loops, scene.KillDatabaseAsync);
        var found = await scene.CompareAsync();
        output.WriteLine(found.ToString());
        found.Lost.Should().BeEmpty();
        found.Doubled.Should().BeEmpty();
        found.Undecided.Should().BeEmpty();
        found.EventFaults.Should().BeEmpty();
        scene.Ledger.Wrong.Should().BeEmpty();
        found.Acknowledged.Should().BeGreaterThan(5);
    }

    [Fact]
    public async Task With_durability_switched_off_the_same_rig_reports_losses()
    {
        await using var scene = await Scene.StartAsync("synchronous_commit=off", "wal_writer_delay=10s");
        await scene.FireAsync(Loops, scene.KillDatabaseAsync);
        var found = await scene.CompareAsync();
        output.WriteLine(found.ToString());
        (found.Lost.Count + found.EventFaults.Count).Should().BeGreaterThan(0, "a ledger that never fails proves nothing");
    }

    private sealed record Found(int Acknowledged, int Unknown, List<string> Lost, List<string> Doubled, List<string> Undecided, List<string> EventFaults)
    {
        public override string ToString() => string.Create(CultureInfo.InvariantCulture,
            $"acknowledged {Acknowledged}, unanswered and retried {Unknown}, lost {Lost.Count}, doubled {Doubled.Count}, undecided {Undecided.Count}, event faults {EventFaults.Count}");
    }

    private sealed class Scene : IAsyncDisposable
    {
        private readonly EmbeddedPostgres _postgres;
        private readonly string _folder;
        private readonly string _place;

        private Scene(EmbeddedPostgres postgres, string folder, string place, ServerUnderFire server, Ledger ledger) =>
            (_postgres, _folder, _place, Server, Ledger) = (postgres, folder, place, server, ledger);

        public ServerUnderFire Server { get; }
        public Ledger Ledger { get; }

        public static async Task<Scene> StartAsync(params string[] settings)
        {
            var ct = TestContext.Current.CancellationToken;
            var account = await PostgresAccount.ChooseAsync(ct);
            var folder = Directory.CreateTempSubdirectory("kyb-fire-").FullName;
            var place = await PostgresPlace.PrepareAsync(folder, account, _ => { }, ct);
            var postgres = await EmbeddedPostgres.StartAsync(await EmbeddedServer.ServersAsync(account, ct), place, account, ct, settings);
            await postgres.EnsureDatabaseAsync("kyb", ct);
            var server = new ServerUnderFire(postgres.Connection("kyb"), Directory.CreateDirectory(Path.Combine(folder, "server")).FullName);
            await server.StartAsync(ct);
            var key = await KeyAsync(server.Address);
            // The tenant itself is on disk before the fire begins, whatever durability is set to.
            await using var owner = NpgsqlDataSource.Create(postgres.Connection("kyb"));
            await using (var checkpoint = owner.CreateCommand("CHECKPOINT")) await checkpoint.ExecuteNonQueryAsync(ct);
            return new Scene(postgres, folder, place, server, new Ledger(server.Address, key));
        }

        public async Task FireAsync(int times, Func<Task> kill)
        {
            using var stop = new CancellationTokenSource();
            using var giveUp = new CancellationTokenSource(TimeSpan.FromMinutes(4));
            var clients = Ledger.SubmitAsync(6, stop.Token, giveUp.Token);
            for (var i = 0; i < times; i++)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(900 + (i * 137 % 700)), giveUp.Token);
                await kill();
            }
            await Task.Delay(500, giveUp.Token);
            await stop.CancelAsync();
            await clients;
        }

        /// <summary>All processes of the server at once, as when the machine's power goes; it is started again by whoever watches it.</summary>
        public async Task KillDatabaseAsync()
        {
            var postmaster = _postgres.ProcessId;
            using (var kill = Process.Start("pkill", ["-9", "-P", postmaster.ToString(CultureInfo.InvariantCulture)])) await kill.WaitForExitAsync();
            using (var kill = Process.Start("kill", ["-9", postmaster.ToString(CultureInfo.InvariantCulture)])) await kill.WaitForExitAsync();
            // The next blow falls on a system that works again: otherwise nothing is acknowledged that could be lost.
            await Task.Delay(500);
            await Server.ReadyAsync(TestContext.Current.CancellationToken);
        }

        public async Task<Found> CompareAsync()
        {
            await using var owner = NpgsqlDataSource.Create(_postgres.Connection("kyb"));
            var undecided = await SettledAsync(owner);
            var (lost, doubled) = (new List<string>(), new List<string>());
            var there = new Dictionary<string, List<string>>();
            await foreach (var row in RowsAsync(owner, "SELECT reference_id, id::text FROM inquiries"))
                (there.TryGetValue(row[0], out var ids) ? ids : there[row[0]] = []).Add(row[1]);
            foreach (var (reference, id) in Ledger.Acknowledged)
            {
                if (!there.TryGetValue(reference, out var ids)) lost.Add(reference);
                else if (ids.Count > 1) doubled.Add($"{reference}: {ids.Count.ToString(CultureInfo.InvariantCulture)}");
                else if (!Api.Persistence.PublicId.TryParse<Api.Inquiries.Contracts.InquiryId>(id, out var told) || told.Value != Guid.Parse(ids[0])) lost.Add($"{reference} has another id");
            }
            return new Found(Ledger.Acknowledged.Count, Ledger.Unknown, lost, doubled, undecided, await EventFaultsAsync(owner));
        }

        // Leases of killed processes run out, then every promise is kept.
        private static async Task<List<string>> SettledAsync(NpgsqlDataSource owner)
        {
            for (var i = 0; i < 240; i++)
            {
                var open = new List<string>();
                await foreach (var row in RowsAsync(owner, "SELECT id::text FROM inquiries WHERE status = 'processing' UNION ALL SELECT event_id::text FROM outbox UNION ALL SELECT id::text FROM jobs")) open.Add(row[0]);
                if (open.Count == 0) return open;
                await Task.Delay(250);
            }
            var left = new List<string>();
            await foreach (var row in RowsAsync(owner, "SELECT id::text FROM inquiries WHERE status = 'processing'")) left.Add(row[0]);
            return left;
        }

        private static async Task<List<string>> EventFaultsAsync(NpgsqlDataSource owner)
        {
            var faults = new List<string>();
            foreach (var (what, sql) in new[]
            {
                ("a gap or a double position", "SELECT tenant_id::text FROM events GROUP BY tenant_id HAVING count(*) <> max(position) OR min(position) <> 1"),
                ("an event twice", "SELECT event_id::text FROM events GROUP BY event_id HAVING count(*) > 1"),
                ("an inquiry without exactly one decision", "SELECT i.id::text FROM inquiries i LEFT JOIN decisions d ON d.inquiry_id = i.id GROUP BY i.id HAVING count(d.id) <> 1"),
                ("a change without its event", "SELECT a.id::text FROM audit_entries a LEFT JOIN events e ON e.event_id = a.id WHERE e.event_id IS NULL"),
                ("an event without its audit entry", "SELECT e.event_id::text FROM events e LEFT JOIN audit_entries a ON e.event_id = a.id WHERE a.id IS NULL"),
            })
            {
                await foreach (var row in RowsAsync(owner, sql)) faults.Add($"{what}: {row[0]}");
            }
            return faults;
        }

        private static async IAsyncEnumerable<string[]> RowsAsync(NpgsqlDataSource owner, string sql)
        {
            await using var command = owner.CreateCommand(sql);
            await using var rows = await command.ExecuteReaderAsync();
            while (await rows.ReadAsync()) yield return [.. Enumerable.Range(0, rows.FieldCount).Select(i => rows.IsDBNull(i) ? "" : rows.GetString(i))];
        }

        private static async Task<string> KeyAsync(Uri address)
        {
            using var http = new HttpClient { BaseAddress = address };
            http.DefaultRequestHeaders.Add("Authorization", $"Bearer {ServerUnderFire.PlatformKey}");
            using var content = new StringContent("""{"name":"Under fire"}""", Encoding.UTF8, "application/json");
            using var json = JsonDocument.Parse(await (await http.PostAsync("/v1/organizations", content)).Content.ReadAsStringAsync());
            return json.RootElement.GetProperty("tenants").GetProperty("test").GetProperty("api_key").GetString()!;
        }

        public async ValueTask DisposeAsync()
        {
            Ledger.Dispose();
            await Server.DisposeAsync();
            NpgsqlConnection.ClearAllPools();
            await _postgres.DisposeAsync();
            Directory.Delete(_folder, recursive: true);
            if (Directory.Exists(_place)) Directory.Delete(_place, recursive: true);
        }
    }
}
