using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace KybPlatform.IntegrationTests.Registers;

/// <summary>A companies register that holds every question until it is released, and then knows every number under one name.</summary>
internal sealed class HangingRegister(WebApplication app) : IAsyncDisposable
{
    private readonly TaskCompletionSource _gate = new();
    private int _holding;

    public Uri Url => new(app.Urls.Single());

    public int Holding => Volatile.Read(ref _holding);

    public static async Task<HangingRegister> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var register = new HangingRegister(app);
        app.Run(register.HoldAsync);
        await app.StartAsync();
        return register;
    }

    public async Task Reached(int count)
    {
        for (var i = 0; i < 400 && Holding < count; i++) await Task.Delay(25, TestContext.Current.CancellationToken);
    }

    public void Release() => _gate.TrySetResult();

    public async ValueTask DisposeAsync()
    {
        Release();
        await app.DisposeAsync();
    }

    private async Task HoldAsync(HttpContext http)
    {
        Interlocked.Increment(ref _holding);
        await _gate.Task.WaitAsync(http.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Interlocked.Decrement(ref _holding);
        http.Response.ContentType = "application/json";
        await http.Response.WriteAsync($$"""{ "company_number": "{{http.Request.Path.Value!.Split('/')[^1]}}", "company_name": "HARBOURLIGHT FICTION TRADING LIMITED", "company_status": "active" }""");
    }
}
