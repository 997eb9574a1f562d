using System.Diagnostics;
using System.Text.Json;
using KybPlatform.IntegrationTests.Development;
using KybPlatform.Server.Development;

namespace KybPlatform.IntegrationTests.Server;

/// <summary>The first command of the README, with nothing configured: what a newcomer sees, and what is left behind.</summary>
public sealed class DevelopmentStartTests : IDisposable
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Ctrl_C_stops_everything_and_the_next_start_finds_it_again()
    {
        await using var first = await Start("--no-samples").ReadyAsync(Ct);
        var key = await KeyAsync(first);
        var database = DatabaseProcess();
        (await first.EndAsync("INT", Ct)).Should().Be(0, first.Output);
        IsRunning(database).Should().BeFalse();

        await using var second = await Start("--no-samples").ReadyAsync(Ct);

        (await KeyAsync(second)).Should().Be(key, "the demo organization of the first start is still there");
        (await second.EndAsync("TERM", Ct)).Should().Be(0, second.Output);
    }

    [Fact]
    public async Task After_kill_nine_the_next_start_takes_over_the_database_that_is_still_running()
    {
        await using var first = await Start("--no-samples").ReadyAsync(Ct);
        var key = await KeyAsync(first);
        var database = DatabaseProcess();
        await first.KillAsync();
        IsRunning(database).Should().BeTrue("it has a session of its own");

        await using var second = await Start("--no-samples").ReadyAsync(Ct);

        (await second.SaidAsync("found running", Ct)).Should().Contain("PostgreSQL");
        (await KeyAsync(second)).Should().Be(key);
        DatabaseProcess().Should().Be(database);
        await second.EndAsync("TERM", Ct);
        IsRunning(database).Should().BeFalse();
    }

    [Fact]
    public async Task When_both_are_killed_the_next_start_recovers()
    {
        await using var first = await Start("--no-samples").ReadyAsync(Ct);
        var key = await KeyAsync(first);
        var database = DatabaseProcess();
        await first.KillAsync();
        using (var server = Process.GetProcessById(database)) server.Kill();

        await using var second = await Start("--no-samples").ReadyAsync(Ct);

        (await KeyAsync(second)).Should().Be(key);
    }

    [Fact]
    public async Task A_killed_database_is_started_again_under_the_running_server()
    {
        await using var server = await Start("--no-samples").ReadyAsync(Ct);
        await KeyAsync(server);
        var before = DatabaseProcess();
        using (var database = Process.GetProcessById(before)) database.Kill();
        while (DatabaseProcess() == before || DatabaseProcess() == 0) await Task.Delay(100, Ct);

        await server.ReadyAsync(Ct);

        (await CreateOrganizationAsync(server)).Should().Be(201);
    }

    [Fact]
    public async Task A_taken_port_is_one_clear_sentence_and_leaves_no_database_running()
    {
        var port = ServerProcess.FreePort();
        var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, port);
        listener.Start();
        using (listener)
        {
            await using var server = ServerProcess.Start(Environment(), ["--no-samples"], port: port);

            (await server.ExitAsync(Ct)).Should().Be(1);

            server.Output.Should().Contain("is taken by another program").And.NotContain("   at ");
        }
        DatabaseProcess().Should().Be(0);
    }

    [Fact]
    public async Task Secrets_in_the_data_folder_are_for_its_owner_only()
    {
        await using var server = await Start("--no-samples").ReadyAsync(Ct);
        await KeyAsync(server);
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("file modes are of Unix");
            return;
        }

        foreach (var file in (string[])["master.key", "development.json"])
            File.GetUnixFileMode(_folder[file]).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        ((int)File.GetUnixFileMode(_folder["documents"]) & 0b000_111_111).Should().Be(0);
    }

    private ServerProcess Start(params string[] arguments) => ServerProcess.Start(Environment(), arguments);

    private Dictionary<string, string> Environment() => new() { ["KYB_DATA"] = _folder.Path, ["ASPNETCORE_ENVIRONMENT"] = "Development" };

    private async Task<string> KeyAsync(ServerProcess server)
    {
        await server.SaidAsync("Ctrl-C stops", Ct);
        using var state = JsonDocument.Parse(await File.ReadAllTextAsync(_folder["development.json"], Ct));
        return state.RootElement.GetProperty("organization").GetProperty("test_key").GetString()!;
    }

    private async Task<int> CreateOrganizationAsync(ServerProcess server)
    {
        using var state = JsonDocument.Parse(await File.ReadAllTextAsync(_folder["development.json"], Ct));
        using var http = new HttpClient { BaseAddress = server.Address };
        http.DefaultRequestHeaders.Authorization = new("Bearer", state.RootElement.GetProperty("platform_key").GetString());
        using var body = new StringContent("""{"name":"Acme"}""", System.Text.Encoding.UTF8, "application/json");
        using var answer = await http.PostAsync(new Uri("/v1/organizations", UriKind.Relative), body, Ct);
        return (int)answer.StatusCode;
    }

    private int DatabaseProcess()
    {
        var place = new DirectoryInfo(_folder["postgres"]).LinkTarget ?? _folder["postgres"];
        return PostmasterFile.Read(Path.Combine(place, "data"))?.ProcessId ?? 0;
    }

    private static bool IsRunning(int process)
    {
        try
        {
            using var found = Process.GetProcessById(process);
            return !found.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
