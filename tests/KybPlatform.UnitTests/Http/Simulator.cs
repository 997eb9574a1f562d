using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using KybPlatform.Api.Http.Outbound;
using KybPlatform.Api.Persistence;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace KybPlatform.UnitTests.Http;

/// <summary>A provider on a free port of this machine that answers as it is told, failures included.</summary>
internal sealed class Simulator : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<string> _asked = new();
    private readonly List<OutboundLine> _lines = [];

    private Simulator(WebApplication app) => _app = app;

    public Uri Url => new(_app.Urls.Single());

    /// <summary>What was asked, in order: <c>GET /company/1</c>.</summary>
    public IReadOnlyCollection<string> Asked => _asked;

    /// <summary>The headers of the last request.</summary>
    public IReadOnlyDictionary<string, string> Last { get; private set; } = new Dictionary<string, string>();

    public string LastBody { get; private set; } = "";

    public static async Task<Simulator> StartAsync(Func<HttpContext, Task> answer, bool selfSigned = false)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(k => k.Listen(System.Net.IPAddress.Loopback, 0, l => { if (selfSigned) l.UseHttps(Certificate()); }));
        var app = builder.Build();
        var simulator = new Simulator(app);
        app.Run(async http =>
        {
            simulator._asked.Enqueue($"{http.Request.Method} {http.Request.Path}");
            simulator.Last = http.Request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase);
            using var body = new MemoryStream();
            await http.Request.Body.CopyToAsync(body);
            simulator.LastBody = System.Text.Encoding.UTF8.GetString(body.ToArray());
            await answer(http);
        });
        await app.StartAsync();
        return simulator;
    }

    /// <summary>Answers these bodies by path; 404 for every other.</summary>
    public static Task<Simulator> OfAsync(params (string Path, string Json)[] answers) => StartAsync(http =>
        answers.FirstOrDefault(a => http.Request.Path == a.Path).Json is { } json ? JsonAsync(http, json) : Status(http, 404));

    public static Task JsonAsync(HttpContext http, string json, string type = "application/json")
    {
        http.Response.ContentType = type;
        return http.Response.WriteAsync(json);
    }

    public static Task Status(HttpContext http, int status)
    {
        http.Response.StatusCode = status;
        return Task.CompletedTask;
    }

    public OutboundLine Line(LineSettings? settings = null, TimeProvider? clock = null)
    {
        var line = new OutboundLine("simulated", settings ?? Quick, new GuardedConnections(new SystemHostAddresses(), allowsPrivate: true).NewHandler(), clock ?? TimeProvider.System);
        _lines.Add(line);
        return line;
    }

    public ProviderSettings Settings(string kind) => new(kind, kind, Url, Key: "key-of-the-tests", UserAgent: "Tests tests@example.com");

    public static LineSettings Quick { get; } = new() { FirstPause = TimeSpan.FromMilliseconds(1), AttemptTimeout = TimeSpan.FromSeconds(5) };

    public static TenantId Tenant { get; } = new(new Guid("01900000-0000-7000-8000-000000000002"));

    public async ValueTask DisposeAsync()
    {
        _lines.ForEach(l => l.Dispose());
        await _app.StopAsync(new CancellationToken(canceled: true));
        await _app.DisposeAsync();
    }

    private static X509Certificate2 Certificate()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=nobody.example", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var made = request.CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(1));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pfx), null);
    }
}
