using System.Diagnostics;
using System.Globalization;
using KybPlatform.IntegrationTests.Postgres;
using KybPlatform.Server.Development;
using Npgsql;

namespace KybPlatform.IntegrationTests.Development;

/// <summary>The development database through its life: first start, second start, and what is left when somebody is killed.</summary>
public sealed class EmbeddedPostgresTests : IDisposable
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_second_start_finds_what_the_first_one_stored()
    {
        await using (var first = await StartAsync()) await AskAsync(first, "CREATE TABLE kept AS SELECT 42 AS answer");

        await using var second = await StartAsync();

        second.Adopted.Should().BeFalse();
        (await AskAsync(second, "SELECT answer FROM kept")).Should().Be(42);
    }

    [Fact]
    public async Task A_stopped_server_leaves_no_process_and_no_socket()
    {
        int process;
        string socket;
        await using (var server = await StartAsync())
        {
            process = server.ProcessId;
            socket = new NpgsqlConnectionStringBuilder(server.Connection("postgres")).Host!;
            IsRunning(process).Should().BeTrue();
        }

        IsRunning(process).Should().BeFalse();
        Directory.Exists(socket).Should().BeFalse();
        File.Exists(PostmasterFile.PathIn(Path.Combine(_folder["postgres"], "data"))).Should().BeFalse();
    }

    [Fact]
    public async Task The_last_of_several_users_stops_it()
    {
        var first = await StartAsync();
        var second = await StartAsync();
        second.Adopted.Should().BeTrue();
        var process = second.ProcessId;

        await first.DisposeAsync();
        (await AskAsync(second, "SELECT 1")).Should().Be(1);

        await second.DisposeAsync();
        IsRunning(process).Should().BeFalse();
    }

    [Fact]
    public async Task A_killed_server_comes_back_at_the_same_address_with_its_committed_rows()
    {
        await using var server = await StartAsync();
        await AskAsync(server, "CREATE TABLE kept AS SELECT 7 AS answer");
        var before = server.ProcessId;

        Kill(before);

        (await EventuallyAsync(() => AskAsync(server, "SELECT answer FROM kept"))).Should().Be(7);
        server.ProcessId.Should().NotBe(before);
    }

    [Fact]
    public async Task A_stray_pid_file_with_the_number_of_another_program_does_not_block_the_start()
    {
        await using (await StartAsync()) { }
        using var other = Process.Start(new ProcessStartInfo("sleep", ["60"]))!;
        var data = Path.Combine(_folder["postgres"], "data");
        await File.WriteAllTextAsync(
            PostmasterFile.PathIn(data), string.Create(CultureInfo.InvariantCulture, $"{other.Id}\n{data}\n1700000000\n5432\n/tmp/kyb-none\n\n  5432001         7\nready   \n"), Ct);

        await using (var server = await StartAsync()) (await AskAsync(server, "SELECT 1")).Should().Be(1);

        other.HasExited.Should().BeFalse("another program's process is not ours to stop");
        other.Kill();
    }

    [Fact]
    public async Task A_first_start_that_died_half_way_is_done_again()
    {
        Directory.CreateDirectory(_folder["postgres"]);
        await using (await StartAsync()) { }
        Directory.Move(_folder["postgres"] + "/data", _folder["postgres"] + "/data.new");

        await using var server = await StartAsync();

        (await AskAsync(server, "SELECT 1")).Should().Be(1);
        Directory.Exists(_folder["postgres"] + "/data.new").Should().BeFalse();
    }

    [Fact]
    public async Task It_listens_on_no_port_keeps_fsync_and_stores_any_script()
    {
        await using var server = await StartAsync();

        (await AskAsync(server, "SHOW listen_addresses")).Should().Be("");
        (await AskAsync(server, "SHOW fsync")).Should().Be("on");
        (await AskAsync(server, "SELECT lower('ÄÖÜ Ж')")).Should().Be("äöü ж");
    }

    [Fact]
    public async Task Data_of_another_version_is_named_and_left_alone()
    {
        await using (await StartAsync()) { }
        var mark = Path.Combine(_folder["postgres"], "data", "PG_VERSION");
        await File.WriteAllTextAsync(mark, "14\n", Ct);

        var start = StartAsync;

        (await start.Should().ThrowAsync<SetupException>()).WithMessage("*belongs to PostgreSQL 14*");
    }

    private async Task<EmbeddedPostgres> StartAsync()
    {
        var account = await PostgresAccount.ChooseAsync(Ct);
        var servers = await EmbeddedServer.ServersAsync(account, Ct);
        var place = await PostgresPlace.PrepareAsync(_folder.Path, account, _ => { }, Ct);
        return await EmbeddedPostgres.StartAsync(servers, place, account, Ct);
    }

    private static async Task<object?> AskAsync(EmbeddedPostgres server, string sql)
    {
        await using var connection = new NpgsqlConnection(server.Connection("postgres") + ";Pooling=false");
        await connection.OpenAsync(Ct);
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(Ct);
    }

    private static async Task<object?> EventuallyAsync(Func<Task<object?>> ask)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await ask();
            }
            catch (NpgsqlException) when (attempt < 100)
            {
                await Task.Delay(200, Ct);
            }
        }
    }

    private static void Kill(int process)
    {
        using var found = Process.GetProcessById(process);
        found.Kill();
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
