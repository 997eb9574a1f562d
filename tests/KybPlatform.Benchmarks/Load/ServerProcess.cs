using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace KybPlatform.Benchmarks.Load;

/// <summary>The real server as its own process, on a database made for the run.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private readonly Process _process;

    private ServerProcess(Process process, string url) => (_process, Url) = (process, url);

    public string Url { get; }

    /// <summary>Resident memory now, in MB.</summary>
    public double ResidentMb
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64 / 1048576.0;
        }
    }

    public TimeSpan Cpu
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>As in development: all roles, the owner's connection.</summary>
    public static Task<(ServerProcess Server, TimeSpan Ready)> StartAsync(string owner, string platformKey, string dataFolder, int port) => StartAsync(
        new Dictionary<string, string>
        {
            ["ConnectionStrings__Kyb"] = owner,
            ["KYB_PLATFORM_KEY"] = platformKey,
            ["KYB_DATA"] = dataFolder,
            ["ASPNETCORE_ENVIRONMENT"] = "Development",
        },
        ["--no-samples"], port);

    public static async Task<(ServerProcess Server, TimeSpan Ready)> StartAsync(IReadOnlyDictionary<string, string> environment, IReadOnlyList<string> arguments, int port)
    {
        var url = $"http://127.0.0.1:{port.ToString(CultureInfo.InvariantCulture)}";
        var program = Path.Combine(Environment.GetEnvironmentVariable("KYB_LOAD_SERVER") ?? AppContext.BaseDirectory, "KybPlatform.Server.dll");
        var start = new ProcessStartInfo("dotnet", [program, "--urls", url, .. arguments]) { RedirectStandardOutput = true };
        foreach (var (name, value) in environment) start.Environment[name] = value;
        var begun = Stopwatch.GetTimestamp();
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        using var http = new HttpClient();
        while (true)
        {
            if (process.HasExited) throw new InvalidOperationException("The server ended before it was ready.");
            try
            {
                if ((await http.GetAsync($"{url}/health/ready")).IsSuccessStatusCode) break;
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }
            await Task.Delay(10);
        }
        return (new ServerProcess(process, url), Stopwatch.GetElapsedTime(begun));
    }

    public async ValueTask DisposeAsync()
    {
        using var end = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    /// <summary>A new, empty database beside the given one; the owner's connection to it.</summary>
    public static async Task<string> NewDatabaseAsync(string owner, string name)
    {
        await using var source = NpgsqlDataSource.Create(owner);
        await using (var drop = source.CreateCommand($"DROP DATABASE IF EXISTS {name} WITH (FORCE)")) await drop.ExecuteNonQueryAsync();
        await using (var create = source.CreateCommand($"CREATE DATABASE {name}")) await create.ExecuteNonQueryAsync();
        return new NpgsqlConnectionStringBuilder(owner) { Database = name }.ConnectionString;
    }
}
