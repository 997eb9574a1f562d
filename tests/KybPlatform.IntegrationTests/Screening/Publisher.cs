using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace KybPlatform.IntegrationTests.Screening;

/// <summary>Stands for the servers of lists' publishers: real HTTP, and the ways in which they fail.</summary>
internal sealed class Publisher : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, Offer> _offers = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, int> _asked = new(StringComparer.Ordinal);

    private Publisher(WebApplication app) => _app = app;

    /// <param name="Broken">The connection ends before the announced length.</param>
    internal sealed record Offer(byte[] Content, string? ETag = null, DateTimeOffset? Modified = null, int Status = 200, string? Location = null, bool Broken = false, string? Type = null);

    public static async Task<Publisher> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var publisher = new Publisher(app);
        app.Run(publisher.AnswerAsync);
        await app.StartAsync();
        return publisher;
    }

    public Uri At(string path) => new(new Uri(_app.Urls.Single()), path);

    public Offer this[string path]
    {
        set => _offers[path] = value;
    }

    /// <summary>How often the path was asked for.</summary>
    public int Asked(string path) => _asked.GetValueOrDefault(path);

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext http)
    {
        var path = http.Request.Path.Value!;
        _asked.AddOrUpdate(path, 1, (_, n) => n + 1);
        if (!_offers.TryGetValue(path, out var offer))
        {
            http.Response.StatusCode = 404;
            return;
        }
        http.Response.StatusCode = offer.Status;
        if (offer.Location is not null) http.Response.Headers.Location = offer.Location;
        if (offer.ETag is not null) http.Response.Headers.ETag = offer.ETag;
        if (offer.Modified is { } at) http.Response.Headers.LastModified = at.ToString("R", CultureInfo.InvariantCulture);
        if (offer.ETag is not null && http.Request.Headers.IfNoneMatch == offer.ETag)
        {
            http.Response.StatusCode = 304;
            return;
        }
        if (offer.Type is not null) http.Response.ContentType = offer.Type;
        http.Response.ContentLength = offer.Content.Length + (offer.Broken ? 100 : 0);
        await http.Response.Body.WriteAsync(offer.Content);
        if (offer.Broken) http.Abort();
    }
}
