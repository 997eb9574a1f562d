using System.Security.Cryptography;
using System.Text;
using Npgsql;

namespace KybPlatform.Server.Development;

/// <summary>A PostgreSQL container of our own where no server is installed but a Docker engine answers.</summary>
internal sealed class DockerPostgres : IAsyncDisposable
{
    private const string Image = "postgres:17-alpine";

    private readonly string _name;
    private readonly string _folder;
    private readonly SharedUse _use;

    private DockerPostgres(string name, string folder, SharedUse use, string connection) =>
        (_name, _folder, _use, OwnerConnection) = (name, folder, use, connection);

    public string OwnerConnection { get; }

    /// <summary>Null where no engine answers.</summary>
    public static async Task<DockerPostgres?> StartAsync(string dataFolder, Action<string> say, CancellationToken ct)
    {
        if (!(await Tool.RunAsync(["docker", "info", "--format", "{{.ServerVersion}}"], ct)).Succeeded) return null;
        var folder = Directory.CreateDirectory(Path.Combine(dataFolder, "docker")).FullName;
        var name = "kyb-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(folder)))[..12];
        using var turn = await SharedUse.TurnAsync(folder, ct);
        var password = await PasswordAsync(folder, ct);
        if (!(await Tool.RunAsync(["docker", "start", name], ct)).Succeeded)
        {
            say($"Starting PostgreSQL in a container ({Image})…");
            await DockerAsync(ct, "run", "-d", "--name", name, "-p", "127.0.0.1::5432", "-v", $"{name}:/var/lib/postgresql/data",
                "-e", "POSTGRES_USER=kyb", "-e", $"POSTGRES_PASSWORD={password}", "-e", "POSTGRES_DB=kyb", Image);
        }
        var port = (await DockerAsync(ct, "port", name, "5432/tcp")).Split('\n')[0].Split(':')[^1].Trim();
        var connection = $"Host=127.0.0.1;Port={port};Username=kyb;Password={password};Database=kyb";
        await AnswerAsync(connection, ct);
        return new DockerPostgres(name, folder, SharedUse.Of(folder), connection);
    }

    public async ValueTask DisposeAsync()
    {
        using var turn = await SharedUse.TurnAsync(_folder, CancellationToken.None);
        if (_use.EndAndWasLast()) await Tool.RunAsync(["docker", "stop", _name], CancellationToken.None);
    }

    private static async Task<string> DockerAsync(CancellationToken ct, params string[] arguments)
    {
        var answer = await Tool.RunAsync(["docker", .. arguments], ct);
        return answer.Succeeded ? answer.Output : throw new SetupException($"docker {arguments[0]} did not work: {answer.Tail}");
    }

    private static async Task AnswerAsync(string connection, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await using var probe = new NpgsqlConnection(connection + ";Pooling=false;Timeout=3");
                await probe.OpenAsync(ct);
                return;
            }
            catch (NpgsqlException) when (attempt < 240)
            {
                await Task.Delay(500, ct);
            }
        }
    }

    private static async Task<string> PasswordAsync(string folder, CancellationToken ct)
    {
        var path = Path.Combine(folder, "password");
        if (!File.Exists(path)) await PrivateFile.WriteAsync(path, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24)), ct);
        return await File.ReadAllTextAsync(path, ct);
    }
}
