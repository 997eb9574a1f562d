using KybPlatform.IntegrationTests.Postgres;
using KybPlatform.Server.Development;

namespace KybPlatform.IntegrationTests.Development;

/// <summary>Started by root, the database must live where an ordinary account can get to.</summary>
public sealed class PostgresPlaceTests : IDisposable
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_data_folder_below_a_closed_parent_gets_its_database_elsewhere_and_says_so()
    {
        if (OperatingSystem.IsWindows() || !Environment.IsPrivilegedProcess)
        {
            Assert.Skip("only root is kept out of its own folders' children");
            return;
        }
        var account = await PostgresAccount.ChooseAsync(Ct);
        var closed = Directory.CreateDirectory(_folder["closed"], UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute).FullName;
        var data = Directory.CreateDirectory(Path.Combine(closed, "data")).FullName;
        var said = new List<string>();

        var place = await PostgresPlace.PrepareAsync(data, account, said.Add, Ct);
        try
        {
            said.Should().ContainSingle().Which.Should().Contain($"who may not enter {_folder.Path}").And.Contain(place);
            (await PostgresPlace.PrepareAsync(data, account, said.Add, Ct)).Should().Be(place, "the next start follows the link");
            File.GetUnixFileMode(closed).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, "parents are not ours to open");
            var servers = await EmbeddedServer.ServersAsync(account, Ct);
            await using var server = await EmbeddedPostgres.StartAsync(servers, place, account, Ct);
            server.ProcessId.Should().BePositive();
        }
        finally
        {
            Directory.Delete(place, recursive: true);
        }
    }

    [Fact]
    public async Task A_data_folder_that_only_its_owner_could_enter_is_opened_for_passing_through_only()
    {
        if (OperatingSystem.IsWindows() || !Environment.IsPrivilegedProcess)
        {
            Assert.Skip("nobody else needs to pass through");
            return;
        }
        var account = await PostgresAccount.ChooseAsync(Ct);

        var place = await PostgresPlace.PrepareAsync(_folder.Path, account, _ => { }, Ct);

        place.Should().Be(_folder["postgres"]);
        File.GetUnixFileMode(_folder.Path).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.OtherExecute);
        File.GetUnixFileMode(place).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
