using KybPlatform.Server.Development;
using Testcontainers.PostgreSql;

namespace KybPlatform.IntegrationTests.Postgres;

internal interface ITestServer : IAsyncDisposable
{
    string OwnerConnection { get; }
}

/// <summary>Where the tests' server comes from.</summary>
internal static class TestServers
{
    public static async Task<ITestServer> StartAsync(CancellationToken ct)
    {
        if (Environment.GetEnvironmentVariable("KYB_TEST_POSTGRES") is { Length: > 0 } given) return new GivenServer(given);
        if ((await Tool.RunAsync(["docker", "info", "--format", "{{.ServerVersion}}"], ct)).Succeeded) return await ContainerServer.StartAsync(ct);
        return await EmbeddedServer.StartAsync(ct);
    }

    private sealed record GivenServer(string OwnerConnection) : ITestServer
    {
        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }

    private sealed class ContainerServer(PostgreSqlContainer container) : ITestServer
    {
        public string OwnerConnection => container.GetConnectionString();

        public static async Task<ITestServer> StartAsync(CancellationToken ct)
        {
            var container = new PostgreSqlBuilder("postgres:17-alpine").WithCommand("-c", "max_connections=300", "-c", "fsync=off").Build();
            await container.StartAsync(ct);
            return new ContainerServer(container);
        }

        public ValueTask DisposeAsync() => container.DisposeAsync();
    }
}
