using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using KybPlatform.IntegrationTests.App;
using KybPlatform.IntegrationTests.Development;
using KybPlatform.IntegrationTests.Inquiries;
using KybPlatform.IntegrationTests.Postgres;
using KybPlatform.Server.Development;
using KybPlatform.Server.Hosting;
using Npgsql;

namespace KybPlatform.IntegrationTests.Server;

/// <summary>The pieces of <c>docker compose up</c> without an engine: the published program, configured by environment alone.</summary>
public sealed class ProductionStartTests(TestPostgres postgres) : IDisposable
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_published_server_migrates_then_serves_and_works_as_separate_processes()
    {
        await using var database = await postgres.NewEmptyDatabaseAsync(Ct);
        var published = await PublishAsync();
        var environment = Environment(database);

        await using var migrate = ServerProcess.Start(
            new Dictionary<string, string>(environment) { ["ConnectionStrings__KybOwner"] = database.OwnerConnection }, ["--role", "migrate"], published);
        (await migrate.ExitAsync(Ct)).Should().Be(0, migrate.Output);

        await using var api = await ServerProcess.Start(environment, ["--role", "api"], published).ReadyAsync(Ct);
        await using var worker = await ServerProcess.Start(environment, ["--role", "worker"], published).ReadyAsync(Ct);
        (await OrganizationStatusAsync(api)).Should().Be(201);
        (await DecidedStatusAsync(api)).Should().NotBe("processing", "the worker decides what the api process took in");
        (await HealthExitAsync(published, api.Address)).Should().Be(0);

        (await worker.EndAsync("TERM", Ct)).Should().Be(0, worker.Output);
        (await api.EndAsync("TERM", Ct)).Should().Be(0, api.Output);
        (await HealthExitAsync(published, api.Address)).Should().Be(1);
        api.Output.Split('\n').Should().OnlyContain(line => line.Length == 0 || line.StartsWith('{'), "production logs are one JSON object a line");
    }

    [Fact]
    public async Task One_owners_connection_string_is_enough()
    {
        await using var database = await postgres.NewEmptyDatabaseAsync(Ct);
        var environment = Environment(database);
        environment["ConnectionStrings__Kyb"] = database.OwnerConnection;

        await using var server = await ServerProcess.Start(environment, []).ReadyAsync(Ct);

        (await OrganizationStatusAsync(server)).Should().Be(201);
        await using var source = NpgsqlDataSource.Create(database.OwnerConnection);
        await using var who = source.CreateCommand("SELECT string_agg(DISTINCT usename, ',') FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'kyb'");
        (await who.ExecuteScalarAsync(Ct)).Should().Be("kyb_app", "requests are never served as the owner");
    }

    [Theory]
    [InlineData("ConnectionStrings__Kyb", "ConnectionStrings__Kyb is not set")]
    [InlineData("KYB_PLATFORM_KEY", "KYB_PLATFORM_KEY is not set")]
    public async Task What_is_missing_is_named_in_one_sentence(string variable, string sentence)
    {
        await using var database = await postgres.NewDatabaseAsync(Ct);
        var environment = Environment(database);
        environment.Remove(variable);

        await using var server = ServerProcess.Start(environment, ["--role", "api"]);

        (await server.ExitAsync(Ct)).Should().Be(1);
        server.Output.Should().Contain(sentence).And.NotContain("   at ");
    }

    [Fact]
    public async Task A_wrong_master_key_is_refused_before_anything_is_read()
    {
        await using var database = await postgres.NewDatabaseAsync(Ct);
        var environment = Environment(database);
        environment["KYB_MASTER_KEY"] = "too short";

        await using var server = ServerProcess.Start(environment, ["--role", "api"]);

        (await server.ExitAsync(Ct)).Should().Be(1);
        server.Output.Should().Contain("not the base64 of 32 bytes");
    }

    [Fact]
    public async Task Another_master_key_than_the_first_is_refused()
    {
        await using var database = await postgres.NewDatabaseAsync();
        var environment = Environment(database);
        await using (await ServerProcess.Start(environment, ["--role", "api"]).ReadyAsync(Ct)) { }
        environment["KYB_MASTER_KEY"] = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

        await using var server = ServerProcess.Start(environment, ["--role", "worker"]);

        (await server.ExitAsync(Ct)).Should().Be(1);
        server.Output.Should().Contain("not the one that this database was first used with").And.NotContain("   at ");
    }

    // The same command as in the image, on what was built beside the tests.
    private async Task<string> PublishAsync()
    {
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        var target = _folder["published"];
        var published = await Tool.RunAsync(
            ["dotnet", "publish", Path.Combine(DataFolder.SourceTree()!, "src", "KybPlatform.Server"), "--no-build", "-c", configuration, "-o", target], Ct);
        published.Succeeded.Should().BeTrue(published.Tail);
        return target;
    }

    private Dictionary<string, string> Environment(TestDatabase database) => new()
    {
        ["ASPNETCORE_ENVIRONMENT"] = "Production",
        ["KYB_DATA"] = _folder["data"],
        ["KYB_MASTER_KEY"] = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)),
        ["KYB_PLATFORM_KEY"] = "platform-key-of-this-test",
        ["ConnectionStrings__Kyb"] = database.AppConnection,
    };

    private static async Task<int> OrganizationStatusAsync(ServerProcess api)
    {
        using var http = new HttpClient { BaseAddress = api.Address };
        http.DefaultRequestHeaders.Authorization = new("Bearer", "platform-key-of-this-test");
        using var body = new StringContent("""{"name":"Acme"}""", System.Text.Encoding.UTF8, "application/json");
        using var answer = await http.PostAsync(new Uri("/v1/organizations", UriKind.Relative), body, Ct);
        return (int)answer.StatusCode;
    }

    private static async Task<string> DecidedStatusAsync(ServerProcess api)
    {
        using var http = new HttpClient { BaseAddress = api.Address };
        http.DefaultRequestHeaders.Authorization = new("Bearer", "platform-key-of-this-test");
        using var name = new StringContent("""{"name":"Acme"}""", System.Text.Encoding.UTF8, "application/json");
        using var made = JsonDocument.Parse(await (await http.PostAsync(new Uri("/v1/organizations", UriKind.Relative), name, Ct)).Content.ReadAsStringAsync(Ct));
        http.DefaultRequestHeaders.Authorization = new("Bearer", made.RootElement.Text("/tenants/test/api_key"));
        var submission = new JsonObject { ["country"] = "GB", ["sender_type"] = "alphanumeric", ["submit"] = true, ["use_case"] = Submissions.UseCase(), ["business"] = Submissions.Business() };
        using var body = new StringContent(submission.ToJsonString(), System.Text.Encoding.UTF8, "application/json");
        using var inquiry = JsonDocument.Parse(await (await http.PostAsync(new Uri("/v1/inquiries", UriKind.Relative), body, Ct)).Content.ReadAsStringAsync(Ct));
        return await Eventually.AsksAsync(async () =>
        {
            using var now = JsonDocument.Parse(await http.GetStringAsync(new Uri($"/v1/inquiries/{inquiry.RootElement.Text("/id")}", UriKind.Relative), Ct));
            return now.RootElement.Text("/status");
        }, status => status != "processing");
    }

    private static async Task<int> HealthExitAsync(string published, Uri address) =>
        (await Tool.RunAsync(["dotnet", Path.Combine(published, "KybPlatform.Server.dll"), "--check-health", "--urls", address.ToString()], Ct)).ExitCode;
}
