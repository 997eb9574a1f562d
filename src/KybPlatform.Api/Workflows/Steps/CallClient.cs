using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Authentication;
using KybPlatform.Api.Http.Outbound;

namespace KybPlatform.Api.Workflows.Steps;

/// <summary>What a call brought back.</summary>
/// <param name="Fault">A code; null where an answer was read whole.</param>
internal sealed record CallAnswer(int Status, string? Fault, byte[] Body, bool MayRetry = false);

/// <summary>Posts one signed body to an address that a tenant gave: never into private networks, without redirects, with a limit on what is read.</summary>
internal sealed class CallClient : IDisposable
{
    /// <summary>Bytes of an answer that are read at most.</summary>
    public const int MostBytes = 64 * 1024;

    private static readonly MediaTypeHeaderValue Json = new("application/json");
    private readonly HttpMessageInvoker _http;
    private readonly TimeProvider _clock;

    public CallClient(GuardedConnections connections, TimeProvider clock)
    {
        var handler = connections.NewHandler();
        // A trace of ours is nobody else's business.
        (handler.MaxResponseDrainSize, handler.ActivityHeadersPropagator) = (0, null);
        (_http, _clock) = (new HttpMessageInvoker(handler), clock);
    }

    public void Dispose() => _http.Dispose();

    /// <param name="id">The same for every try of the same step.</param>
    public async Task<CallAnswer> PostAsync(Uri url, string id, byte[] body, IReadOnlyList<byte[]> secrets, CancellationToken ct)
    {
        try
        {
            using var request = Request(url, id, body, secrets);
            using var answer = await _http.SendAsync(request, ct);
            return await ReadAsync(answer, ct);
        }
        catch (Exception failed) when (failed is HttpRequestException or IOException or SocketException)
        {
            return PrivateTargetException.IsCauseOf(failed) ? new CallAnswer(0, "private_target", [])
                : new CallAnswer(0, failed is HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } ? "unknown_host" : failed.InnerException is AuthenticationException ? "tls" : "connection", [], MayRetry: true);
        }
    }

    private HttpRequestMessage Request(Uri url, string id, byte[] body, IReadOnlyList<byte[]> secrets)
    {
        var timestamp = _clock.GetUtcNow().ToUnixTimeSeconds();
        var content = new ByteArrayContent(body);
        content.Headers.ContentType = Json;
        var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = content };
        request.Headers.TryAddWithoutValidation("webhook-id", id);
        request.Headers.TryAddWithoutValidation("webhook-timestamp", timestamp.ToString(CultureInfo.InvariantCulture));
        request.Headers.TryAddWithoutValidation("webhook-signature", WebhookSignature.Of(secrets, id, timestamp, body));
        request.Headers.TryAddWithoutValidation("Idempotency-Key", id);
        request.Headers.TryAddWithoutValidation("User-Agent", "KybPlatform-Workflows");
        return request;
    }

    private static async Task<CallAnswer> ReadAsync(HttpResponseMessage answer, CancellationToken ct)
    {
        var status = (int)answer.StatusCode;
        if (status is >= 300 and < 400) return new CallAnswer(status, "redirect", []);
        if (status >= 400) return new CallAnswer(status, "http_status", [], MayRetry: status >= 500 || status is 408 or 425 or 429);
        using var body = new MemoryStream();
        var buffer = new byte[16 * 1024];
        await using var stream = await answer.Content.ReadAsStreamAsync(ct);
        while (await stream.ReadAsync(buffer, ct) is var read and > 0)
        {
            if (body.Length + read > MostBytes) return new CallAnswer(status, "answer_too_large", []);
            body.Write(buffer, 0, read);
        }
        return new CallAnswer(status, null, body.ToArray());
    }
}
