using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using KybPlatform.IntegrationTests.App;

namespace KybPlatform.IntegrationTests.Jobs.Broker;

/// <summary>A RabbitMQ of the tests' own, started by the first test that asks; what it holds survives a kill, as on a real disk.</summary>
public sealed class BrokerServer : IAsyncDisposable
{
    private const string Program = "/usr/lib/rabbitmq/bin/rabbitmq-server";
    private readonly string _folder = Directory.CreateTempSubdirectory("kyb-broker-").FullName;
    private readonly int _port = FreePort();
    private readonly int _names = FreePort();
    private readonly int _distribution = FreePort();
    private Process? _running;

    public Uri Address => new($"amqp://guest:guest@127.0.0.1:{_port}/");

    /// <summary>Starts it where it is not running; the test is skipped where it is not installed.</summary>
    public async Task StartAsync()
    {
        Assert.SkipUnless(File.Exists(Program), "rabbitmq-server is not installed here, so jobs were not carried by a real broker.");
        if (_running is { HasExited: false }) return;
        var start = new ProcessStartInfo(Program) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = _folder };
        foreach (var (name, value) in Environment()) start.Environment[name] = value;
        _running = Process.Start(start)!;
        _running.OutputDataReceived += (_, _) => { };
        _running.ErrorDataReceived += (_, _) => { };
        _running.BeginOutputReadLine();
        _running.BeginErrorReadLine();
        await Eventually.AsksAsync(AnswersAsync, answers => answers);
    }

    /// <summary>As <c>kill -9</c> does.</summary>
    public async Task KillAsync()
    {
        if (_running is not { HasExited: false } running) return;
        running.Kill(entireProcessTree: true);
        await running.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_running is not null)
        {
            await KillAsync();
            _running.Dispose();
            using var names = Process.Start(new ProcessStartInfo("epmd", ["-port", $"{_names}", "-kill"]) { RedirectStandardOutput = true, RedirectStandardError = true });
            if (names is not null) await names.WaitForExitAsync();
        }
        Directory.Delete(_folder, recursive: true);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private (string Name, string Value)[] Environment() =>
    [
        ("HOME", _folder), ("RABBITMQ_NODENAME", $"kyb{_port}@localhost"), ("RABBITMQ_NODE_IP_ADDRESS", "127.0.0.1"), ("RABBITMQ_NODE_PORT", $"{_port}"),
        ("RABBITMQ_DIST_PORT", $"{_distribution}"), ("ERL_EPMD_PORT", $"{_names}"), ("ERL_EPMD_ADDRESS", "127.0.0.1"), ("RABBITMQ_MNESIA_BASE", Path.Combine(_folder, "data")),
        ("RABBITMQ_LOG_BASE", Path.Combine(_folder, "logs")), ("RABBITMQ_PID_FILE", Path.Combine(_folder, "pid")), ("RABBITMQ_CONFIG_FILE", Path.Combine(_folder, "none")),
        ("RABBITMQ_ENABLED_PLUGINS_FILE", Path.Combine(_folder, "plugins")),
    ];

    // The port opens before the broker lets anybody in.
    private async Task<bool> AnswersAsync()
    {
        try
        {
            await using var connection = await new RabbitMQ.Client.ConnectionFactory { Uri = Address }.CreateConnectionAsync();
            return true;
        }
        catch (RabbitMQ.Client.Exceptions.BrokerUnreachableException)
        {
            return false;
        }
    }
}
