using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace KybPlatform.Benchmarks.Webhooks;

/// <summary>A receiver that says 200 and nothing else; beside it one that takes connections and never says anything, and a port where nobody listens.</summary>
internal sealed class HookReceiver : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly TcpListener _silent = new(IPAddress.Loopback, 0);
    private readonly ConcurrentDictionary<string, long> _arrived = new(StringComparer.Ordinal);
    private long _count;

    private HookReceiver(WebApplication app)
    {
        _app = app;
        _silent.Start(1024);
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        Dead = $"http://127.0.0.1:{((IPEndPoint)taken.LocalEndpoint).Port}/";
    }

    public Uri Living => new(_app.Urls.Single());

    public string Dead { get; }

    public string Hanging => $"http://127.0.0.1:{((IPEndPoint)_silent.LocalEndpoint).Port}/";

    public long Count => Interlocked.Read(ref _count);

    /// <summary>Whether arrivals are noted; costs something, and is off while throughput is measured.</summary>
    public bool Notes { get; set; }

    public static async Task<HookReceiver> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var receiver = new HookReceiver(app);
        app.Run(receiver.TakeAsync);
        await app.StartAsync();
        return receiver;
    }

    /// <summary>When the event came first; null where it has not.</summary>
    public long? ArrivalOf(string id) => _arrived.TryGetValue(id, out var at) ? at : null;

    public async ValueTask DisposeAsync()
    {
        _silent.Dispose();
        await _app.DisposeAsync();
    }

    private Task TakeAsync(HttpContext http)
    {
        Interlocked.Increment(ref _count);
        if (Notes) _arrived.TryAdd(http.Request.Headers["webhook-id"].ToString(), Stopwatch.GetTimestamp());
        return Task.CompletedTask;
    }
}
