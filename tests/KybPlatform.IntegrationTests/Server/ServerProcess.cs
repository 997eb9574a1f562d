using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using KybPlatform.Server.Development;
using KybPlatform.Server.Hosting;

namespace KybPlatform.IntegrationTests.Server;

/// <summary>The real server as a process of its own: what a person starts, and what a machine kills.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly ConcurrentQueue<string> _lines = new();

    private ServerProcess(Process process, Uri address) => (_process, Address) = (process, address);

    public Uri Address { get; }

    /// <summary>Everything it has written so far.</summary>
    public string Output => string.Join('\n', _lines);

    public int ProcessId => _process.Id;

    /// <summary>The server as it was built beside the tests.</summary>
    public static string BuiltFolder
    {
        get
        {
            var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
            return Path.Combine(DataFolder.SourceTree()!, "src", "KybPlatform.Server", "bin", configuration, "net10.0");
        }
    }

    /// <param name="environment">Its whole configuration: variables of the platform in our own environment are not passed on.</param>
    public static ServerProcess Start(IReadOnlyDictionary<string, string> environment, IEnumerable<string> arguments, string? folder = null, int? port = null)
    {
        var listen = port ?? FreePort();
        var address = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{listen}"));
        var start = new ProcessStartInfo("dotnet", [Path.Combine(folder ?? BuiltFolder, "KybPlatform.Server.dll"), "--urls", address.ToString().TrimEnd('/'), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in ServerEnvironment.Names) start.Environment.Remove(name);
        foreach (var (name, value) in environment) start.Environment[name] = value;
        var server = new ServerProcess(new Process { StartInfo = start }, address);
        server._process.OutputDataReceived += server.Keep;
        server._process.ErrorDataReceived += server.Keep;
        server._process.Start();
        server._process.BeginOutputReadLine();
        server._process.BeginErrorReadLine();
        return server;
    }

    public async Task<ServerProcess> ReadyAsync(CancellationToken ct)
    {
        using var http = new HttpClient { BaseAddress = Address, Timeout = TimeSpan.FromSeconds(5) };
        for (var attempt = 0; attempt < 600 && !_process.HasExited; attempt++)
        {
            try
            {
                using var answer = await http.GetAsync(new Uri("/health/ready", UriKind.Relative), ct);
                if (answer.IsSuccessStatusCode) return this;
            }
            catch (Exception notYet) when (notYet is HttpRequestException or TaskCanceledException && !ct.IsCancellationRequested)
            {
                // Tried again.
            }
            await Task.Delay(100, ct);
        }
        throw new InvalidOperationException($"The server did not become ready:\n{Output}");
    }

    /// <summary>Waits until a line with this text was written.</summary>
    public async Task<string> SaidAsync(string text, CancellationToken ct)
    {
        for (var attempt = 0; attempt < 1200; attempt++)
        {
            if (_lines.FirstOrDefault(l => l.Contains(text, StringComparison.Ordinal)) is { } line) return line;
            if (_process.HasExited) break;
            await Task.Delay(100, ct);
        }
        throw new InvalidOperationException($"The server did not say \"{text}\":\n{Output}");
    }

    /// <summary>Kill without a word: <c>kill -9</c>.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <param name="signal">INT as Ctrl-C does, TERM as a supervisor does.</param>
    public async Task<int> EndAsync(string signal, CancellationToken ct)
    {
        await Tool.RunAsync(["kill", "-" + signal, ProcessId.ToString(CultureInfo.InvariantCulture)], ct);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(TimeSpan.FromMinutes(2));
        try
        {
            return await ExitAsync(patience.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            // Kills it, so that the test ends.
            _process.Kill();
            throw new TimeoutException($"The server did not end on SIG{signal}. A shell that runs the tests in the background has its children ignore SIGINT.");
        }
    }

    public async Task<int> ExitAsync(CancellationToken ct)
    {
        await _process.WaitForExitAsync(ct);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) await EndAsync("TERM", CancellationToken.None);
        _process.Dispose();
    }

    internal static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    private void Keep(object sender, DataReceivedEventArgs line)
    {
        if (line.Data is not null) _lines.Enqueue(line.Data);
    }
}
