using System.Globalization;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using KybPlatform.Api.Http.Outbound;

namespace KybPlatform.Api.Webhooks.Dispatch;

/// <summary>How one attempt ended.</summary>
/// <param name="Fault">A code; null where it was delivered.</param>
internal sealed record Attempt(bool Delivered, int? Status, string? Fault, string? Excerpt, int Milliseconds, TimeSpan? RetryAfter = null)
{
    /// <summary>The receiver says that it is gone for good.</summary>
    public bool Gone => Status == 410;
}

/// <summary>Posts one signed body. No redirects, no cookies, no proxy; so much time, and so much of an answer, and no more.</summary>
internal sealed partial class DeliveryClient : IDisposable
{
    private const int MostRead = 4096;
    private const int MostKept = 500;
    private static readonly MediaTypeHeaderValue Json = new("application/json");
    private readonly HttpMessageInvoker _http;
    private readonly WebhookLimits _limits;
    private readonly TimeProvider _clock;

    public DeliveryClient(GuardedConnections connections, WebhookLimits limits, TimeProvider clock)
    {
        var handler = connections.NewHandler();
        // How many connections an endpoint has is its lane's width. A limit of the host's would be shared by all tenants that are received there: who hangs would hold up the others.
        (handler.MaxConnectionsPerServer, handler.MaxResponseDrainSize, handler.PooledConnectionIdleTimeout) = (int.MaxValue, 0, TimeSpan.FromSeconds(30));
        // A trace of ours is nobody else's business.
        handler.ActivityHeadersPropagator = null;
        (_http, _limits, _clock) = (new HttpMessageInvoker(handler), limits, clock);
    }

    public void Dispose() => _http.Dispose();

    /// <param name="keepsExcerpt">False where the answer may tell what must not be kept.</param>
    public async Task<Attempt> SendAsync(Uri url, string id, byte[] body, IReadOnlyList<byte[]> secrets, bool keepsExcerpt, CancellationToken ct)
    {
        var begun = _clock.GetTimestamp();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(_limits.Timeout);
        try
        {
            using var request = Request(url, id, body, secrets);
            using var answer = await _http.SendAsync(request, limit.Token);
            var status = (int)answer.StatusCode;
            var excerpt = await ExcerptAsync(answer, limit.Token);
            var fault = status is >= 200 and < 300 ? null : status is >= 300 and < 400 ? "redirect" : "status";
            return new Attempt(fault is null, status, fault, keepsExcerpt ? excerpt : null, Took(), RetryAfter(answer));
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return new Attempt(false, null, "timeout", null, Took());
        }
        catch (Exception failed) when (failed is HttpRequestException or IOException or SocketException or InvalidOperationException)
        {
            return new Attempt(false, null, FaultOf(failed), null, Took());
        }

        int Took() => (int)_clock.GetElapsedTime(begun).TotalMilliseconds;
    }

    // Seconds or an HTTP date (RFC 9110, section 10.2.3).
    private TimeSpan? RetryAfter(HttpResponseMessage answer) => answer.Headers.RetryAfter is not { } after ? null : after.Delta ?? (after.Date - _clock.GetUtcNow());

    private HttpRequestMessage Request(Uri url, string id, byte[] body, IReadOnlyList<byte[]> secrets)
    {
        var timestamp = _clock.GetUtcNow().ToUnixTimeSeconds();
        var content = new ByteArrayContent(body);
        content.Headers.ContentType = Json;
        var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = content };
        request.Headers.TryAddWithoutValidation("webhook-id", id);
        request.Headers.TryAddWithoutValidation("webhook-timestamp", timestamp.ToString(CultureInfo.InvariantCulture));
        request.Headers.TryAddWithoutValidation("webhook-signature", WebhookSignature.Of(secrets, id, timestamp, body));
        request.Headers.TryAddWithoutValidation("User-Agent", "KybPlatform-Webhooks");
        return request;
    }

    // What goes on behind it is dropped with the connection.
    private static async Task<string?> ExcerptAsync(HttpResponseMessage answer, CancellationToken ct)
    {
        if (answer.Content.Headers.ContentLength == 0) return null;
        var buffer = new byte[MostRead];
        var length = 0;
        await using var stream = await answer.Content.ReadAsStreamAsync(ct);
        while (length < buffer.Length && await stream.ReadAsync(buffer.AsMemory(length), ct) is > 0 and var read) length += read;
        return length == 0 ? null : Masked(Encoding.UTF8.GetString(buffer, 0, length));
    }

    /// <summary>No control characters, no e-mail addresses, no long numbers.</summary>
    internal static string Masked(string text)
    {
        var plain = Unwritten().Replace(text.Length > MostKept ? text[..MostKept] : text, " ");
        return Numbers().Replace(Emails().Replace(plain, "[masked]"), "[masked]").Replace('\uFFFD', ' ').Trim();
    }

    private static string FaultOf(Exception failed) =>
        PrivateTargetException.IsCauseOf(failed) ? "private_target"
        : failed is HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } || failed.InnerException is SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain } ? "unknown_host"
        : failed is HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } ? "tls"
        : "connection";

    [GeneratedRegex(@"[\p{C}\uD800-\uDFFF]+")]
    private static partial Regex Unwritten();

    [GeneratedRegex(@"[^\s@<>""',;:]+@[^\s@<>""',;:]+")]
    private static partial Regex Emails();

    [GeneratedRegex(@"\d[\d\s().\-]{4,}\d")]
    private static partial Regex Numbers();
}
