using System.Collections.Concurrent;
using System.Net;
using System.Net.Http;
using System.Security.Authentication;
using KybPlatform.Api.Persistence;
using Polly.CircuitBreaker;

namespace KybPlatform.Api.Http.Outbound;

/// <summary>
/// The one way to call a provider: turns and rates per service and tenant, then retries with jitter that honour <c>Retry-After</c>, a breaker, and a limit of
/// time and bytes on every attempt, body included. Never throws for what the other side does; holds no thread while it waits.
/// </summary>
public sealed class OutboundLine : IDisposable
{
    private readonly HttpClient _http;
    private readonly LineSettings _settings;
    private readonly TimeProvider _clock;
    private readonly ConcurrentDictionary<Uri, LineWay> _ways = new();

    /// <param name="handler">How connections are made; owned by the line.</param>
    public OutboundLine(string name, LineSettings settings, HttpMessageHandler handler, TimeProvider clock)
    {
        (Name, _settings, _clock) = (name, settings, clock);
        _http = new HttpClient(handler, disposeHandler: true) { Timeout = Timeout.InfiniteTimeSpan };
    }

    public string Name { get; }

    /// <param name="service">Which of the provider's services is asked, the real one or its sandbox, each as the operator configured it: the trouble of one is not the other's.</param>
    /// <param name="request">Makes the request anew for every attempt.</param>
    public async Task<LineAnswer> SendAsync(TenantId tenant, Uri service, Func<HttpRequestMessage> request, CancellationToken ct)
    {
        var way = _ways.GetOrAdd(service, _ => new LineWay(_settings, _clock));
        if (way.Paused is { } paused) return Counted(LineAnswer.Failed(LineFailure.Paused, retryAfter: paused));
        using var turn = await way.TakeTurnAsync(tenant, ct);
        if (turn.Refusal is { } refusal) return Counted(LineAnswer.Failed(refusal));
        using var total = new CancellationTokenSource(_settings.TotalTimeout, _clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(ct, total.Token);
        try
        {
            return Counted(await way.GoAsync(async token => await AttemptAsync(request, token), both.Token));
        }
        catch (BrokenCircuitException)
        {
            return Counted(LineAnswer.Failed(LineFailure.Broken));
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return Counted(LineAnswer.Failed(LineFailure.Timeout));
        }
    }

    public void Dispose()
    {
        _http.Dispose();
        foreach (var way in _ways.Values) way.Dispose();
    }

    private async Task<LineAnswer> AttemptAsync(Func<HttpRequestMessage> make, CancellationToken ct)
    {
        using var patience = new CancellationTokenSource(_settings.AttemptTimeout, _clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(ct, patience.Token);
        try
        {
            using var request = make();
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, both.Token);
            return await ReadAsync(response, both.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return LineAnswer.Failed(LineFailure.Timeout);
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException)
        {
            return LineAnswer.Failed(PrivateTargetException.IsCauseOf(fault) ? LineFailure.PrivateTarget : Holds<AuthenticationException>(fault) ? LineFailure.Tls : LineFailure.Unreachable);
        }
    }

    private async Task<LineAnswer> ReadAsync(HttpResponseMessage response, CancellationToken ct)
    {
        var status = (int)response.StatusCode;
        if (response.StatusCode == HttpStatusCode.TooManyRequests) return LineAnswer.Failed(LineFailure.Throttled, status, RetryAfter(response));
        if (status >= 500 || response.StatusCode == HttpStatusCode.RequestTimeout) return LineAnswer.Failed(LineFailure.ServerError, status, RetryAfter(response));
        // A wrong or spent credential is the operator's to mend.
        if (response.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.PaymentRequired) return LineAnswer.Failed(LineFailure.Refused, status);
        if (response.Content.Headers.ContentLength > _settings.MostBytes) return LineAnswer.Failed(LineFailure.TooLarge, status);
        using var body = new MemoryStream();
        var buffer = new byte[16 * 1024];
        await using var stream = await response.Content.ReadAsStreamAsync(ct);
        while (await stream.ReadAsync(buffer, ct) is var read and > 0)
        {
            if (body.Length + read > _settings.MostBytes) return LineAnswer.Failed(LineFailure.TooLarge, status);
            body.Write(buffer, 0, read);
        }
        return new LineAnswer(status, response.Content.Headers.ContentType?.MediaType?.ToLowerInvariant(), body.ToArray()) { Signature = Signed(response) };
    }

    private static Dictionary<string, string> Signed(HttpResponseMessage response) =>
        response.Headers.Where(h => h.Key.StartsWith("webhook-", StringComparison.OrdinalIgnoreCase)).ToDictionary(h => h.Key.ToLowerInvariant(), h => string.Join(' ', h.Value), StringComparer.Ordinal);

    private TimeSpan? RetryAfter(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } when date > _clock.GetUtcNow() => date - _clock.GetUtcNow(),
        _ => null,
    };

    private LineAnswer Counted(LineAnswer answer)
    {
        LineMeter.Count(Name, answer);
        return answer;
    }

    private static bool Holds<T>(Exception? fault) where T : Exception => fault is T || (fault is not null && Holds<T>(fault.InnerException));
}
