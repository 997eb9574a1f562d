using KybPlatform.IntegrationTests.App;
using KybPlatform.IntegrationTests.Development;
using KybPlatform.IntegrationTests.Inquiries;
using KybPlatform.IntegrationTests.Postgres;
using KybPlatform.Server.Development;
using Npgsql;

namespace KybPlatform.IntegrationTests.Server;

/// <summary>The backup and restore of docs/operations.md, as written there: database, documents and master key make the platform whole again.</summary>
public sealed class BackupTests(TestPostgres postgres) : IDisposable
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_dump_with_its_documents_and_its_master_key_is_the_whole_platform()
    {
        var programs = await ProgramsAsync();
        Assert.SkipWhen(programs is null, "pg_dump is not installed here");
        await using var platform = await RunningPlatform.StartAsync(postgres);
        var tenant = await platform.ANewTenantAsync();
        var approved = await Submissions.ApprovedAsync(tenant.Test);
        var document = (await tenant.Test.UploadAsync("/v1/documents", "%PDF-1.7 kept\n"u8.ToArray())).ShouldBe(201).Text("/id");
        await Eventually.AsksAsync(async () => (await platform.AskAsync<long>("SELECT count(*) FROM outbox")).Single(), waiting => waiting == 0);
        var before = await ReadAsync(tenant.Test, approved, document);

        await RunAsync(programs!.Value.Dump, platform.Database, "--format=custom", "--file", _folder["kyb.dump"]);
        await using var restored = await postgres.NewEmptyDatabaseAsync(Ct);
        await RunAsync(programs.Value.Restore, restored, "--no-owner", "--no-privileges", "--exit-on-error", "--dbname", restored.Name, _folder["kyb.dump"]);
        // Rights are not in the restored copy: the migration makes them, whatever cluster it is.
        await Api.KybApi.MigrateAsync(restored.OwnerConnection, null, Ct);

        await using var again = await platform.BesideAsync(s => s with { AppConnection = restored.AppConnection });
        var same = again.Nobody.With(tenant.Test.Key);
        (await ReadAsync(same, approved, document)).Should().Equal(before);
        (await Submissions.ApprovedAsync(same)).Text("/status").Should().Be("approved", "and it goes on");
    }

    // The applicant's people are sealed, the document lies in the folder, the permission and the log in the database.
    private static async Task<List<string>> ReadAsync(ApiClient tenant, HttpAnswer inquiry, string document) =>
    [
        (await tenant.GetAsync($"/v1/business-profiles/{inquiry.Text("/business_profile_id")}")).ShouldBe(200).Body,
        (await tenant.GetAsync($"/v1/inquiries/{inquiry.Text("/id")}")).ShouldBe(200).Body,
        (await tenant.GetAsync($"/v1/sender-registrations/check?profile={inquiry.Text("/business_profile_id")}&country=GB&sender_type=alphanumeric&sender=Example")).ShouldBe(200).Body,
        (await tenant.GetAsync($"/v1/documents/{document}/content")).ShouldBe(200).Body,
        (await tenant.GetAsync("/v1/events?limit=100")).ShouldBe(200).Body,
    ];

    private static async Task<(string Dump, string Restore)?> ProgramsAsync()
    {
        var servers = await EmbeddedServer.ServersAsync(await PostgresAccount.ChooseAsync(Ct), Ct);
        return servers.Where(s => File.Exists(s.Path("pg_dump")) && File.Exists(s.Path("pg_restore"))).Select(s => ((string, string)?)(s.Path("pg_dump"), s.Path("pg_restore"))).FirstOrDefault();
    }

    private static async Task RunAsync(string program, TestDatabase database, params string[] arguments)
    {
        var owner = new NpgsqlConnectionStringBuilder(database.OwnerConnection);
        string[] command =
        [
            "env", $"PGPASSWORD={owner.Password}", program, "--host", owner.Host!, "--port", owner.Port.ToString(System.Globalization.CultureInfo.InvariantCulture), "--username", owner.Username!,
            .. program.EndsWith("pg_dump", StringComparison.Ordinal) ? (string[])[.. arguments, database.Name] : arguments,
        ];
        var done = await Tool.RunAsync(command, Ct);
        done.Succeeded.Should().BeTrue(done.Tail);
    }
}
