using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace KybPlatform.IntegrationTests.Durability;

/// <summary>The real server as a process that is killed without warning and started again at the same address.</summary>
internal sealed class ServerUnderFire(string connection, string dataFolder) : IAsyncDisposable
{
    public const string PlatformKey = "platform-key-under-fire";
    private const int LastLines = 40;
    private readonly int _port = FreePort();
    private readonly ConcurrentQueue<string> _said = new();
    private readonly ConcurrentQueue<string> _last = new();
    private Process? _process;
    private int _ofError;

    public Uri Address => new($"http://127.0.0.1:{_port.ToString(CultureInfo.InvariantCulture)}");

    /// <summary>What it logged as its own errors, the first lines of each trace included.</summary>
    public IReadOnlyCollection<string> Errors => _said;

    public async Task StartAsync(CancellationToken ct)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            ArgumentList = { Path.Combine(AppContext.BaseDirectory, "KybPlatform.Server.dll"), "--urls", Address.ToString().TrimEnd('/'), "--no-samples" },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["ConnectionStrings__Kyb"] = connection;
        start.Environment["KYB_DATA"] = dataFolder;
        start.Environment["KYB_PLATFORM_KEY"] = PlatformKey;
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Development";
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, line) => Keep(line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        await ReadyAsync(ct);
    }

    /// <summary>Returns when the server answers that it and its database are there.</summary>
    public async Task ReadyAsync(CancellationToken ct)
    {
        using var http = new HttpClient { BaseAddress = Address, Timeout = TimeSpan.FromSeconds(2) };
        while (true)
        {
            if (_process is { HasExited: true }) throw new InvalidOperationException($"The server ended by itself with {_process.ExitCode.ToString(CultureInfo.InvariantCulture)}. It said last:\n{string.Join('\n', _last)}");
            try
            {
                if ((await http.GetAsync("/health/ready", ct)).IsSuccessStatusCode) return;
            }
            catch (Exception notYet) when (notYet is HttpRequestException or TaskCanceledException && !ct.IsCancellationRequested)
            {
                // Not listening, or its database is still coming back.
            }
            await Task.Delay(25, ct);
        }
    }

    /// <summary><c>kill -9</c>: no drain, no goodbye.</summary>
    public async Task KillAsync()
    {
        if (_process is null) return;
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _process = null;
    }

    /// <summary>As a machine that stalls: nothing runs, no connection is closed, and afterwards it goes on as if no time had passed.</summary>
    public async Task StallAsync(TimeSpan time, CancellationToken ct)
    {
        var id = _process!.Id.ToString(CultureInfo.InvariantCulture);
        await SignalAsync("-STOP", id);
        try
        {
            await Task.Delay(time, ct);
        }
        finally
        {
            await SignalAsync("-CONT", id);
        }
    }

    public async ValueTask DisposeAsync() => await KillAsync();

    private void Keep(string? line)
    {
        if (line is null) return;
        _last.Enqueue(line);
        if (_last.Count > LastLines) _last.TryDequeue(out _);
        if (line.Length > 12 && line[9..12] is "ERR") _ofError = 25;
        else if (line.Length > 12 && line[2] == ':' && line[5] == ':') _ofError = 0;
        if (_ofError-- > 0 && _said.Count < 200) _said.Enqueue(line);
    }

    private static async Task SignalAsync(string signal, string process)
    {
        using var kill = Process.Start("kill", [signal, process]);
        await kill.WaitForExitAsync();
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
