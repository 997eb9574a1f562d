using System.Net;
using System.Net.Http;
using System.Security.Authentication;
using KybPlatform.Api.Http.Outbound;

namespace KybPlatform.Api.Verifications.Providers;

/// <summary>How looking at a page ended.</summary>
internal enum PageOutcome { Read, NoSuchHost, Unreachable, Timeout, BadCertificate, PrivateTarget, TooManyRedirects, ForeignRedirect, NotAPage, Refused, ServerError, Busy }

/// <summary>A page as it was found.</summary>
/// <param name="Hops">The addresses that were asked, in order.</param>
internal sealed record WebPage(PageOutcome Outcome, Uri Address, int Status, string Html, IReadOnlyList<string> Hops, bool Secure);

/// <summary>Opens a page that an applicant named.</summary>
internal interface IWebPages
{
    Task<WebPage> OpenAsync(Uri address, CancellationToken ct);
}

/// <summary>
/// Opens pages through connections that reach the public Internet only. Redirects are followed one by one, each a new look-up and a new check; to other ports and
/// schemes they are not followed. A page is cut where it is long: what makes a business recognisable stands early.
/// </summary>
internal sealed class GuardedWebPages(GuardedConnections connections, TimeProvider clock) : IWebPages, IDisposable
{
    private const int MostHops = 5;
    private const int MostBytes = 512 * 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(8);
    private readonly HttpClient _http = new(connections.NewHandler()) { Timeout = Timeout.InfiniteTimeSpan };
    private readonly Bulkhead _turns = new(atOnce: 3, ofEach: 1, TimeSpan.FromSeconds(2), clock);

    public async Task<WebPage> OpenAsync(Uri address, CancellationToken ct)
    {
        using var turn = await _turns.TakeAsync(address.Host, ct);
        if (turn is null) return Of(PageOutcome.Busy, address, []);
        using var patience = new CancellationTokenSource(Patience, clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(ct, patience.Token);
        var (at, hops) = (address, new List<string>());
        try
        {
            while (true)
            {
                hops.Add(at.GetLeftPart(UriPartial.Path));
                using var request = new HttpRequestMessage(HttpMethod.Get, at);
                request.Headers.Accept.ParseAdd("text/html,application/xhtml+xml;q=0.9,*/*;q=0.1");
                request.Headers.UserAgent.ParseAdd("KybPlatform");
                using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, both.Token);
                if (Next(at, response) is not { } next) return await ReadAsync(at, response, hops, both.Token);
                if (!IsAllowed(next, address)) return Of(PageOutcome.ForeignRedirect, next, hops);
                if (hops.Count > MostHops) return Of(PageOutcome.TooManyRedirects, next, hops);
                at = next;
            }
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return Of(PageOutcome.Timeout, at, hops);
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException)
        {
            return Of(Outcome(fault), at, hops);
        }
    }

    public void Dispose()
    {
        _http.Dispose();
        _turns.Dispose();
    }

    private static Uri? Next(Uri at, HttpResponseMessage response) =>
        response.StatusCode is HttpStatusCode.MovedPermanently or HttpStatusCode.Found or HttpStatusCode.SeeOther or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect
        && response.Headers.Location is { } location ? new Uri(at, location) : null;

    // Where the address is on an unusual port by itself, that one is allowed too.
    private static bool IsAllowed(Uri next, Uri first) => next.Scheme is "https" or "http" && next.UserInfo.Length == 0 && (next.IsDefaultPort || next.Port == first.Port);

    private static async Task<WebPage> ReadAsync(Uri at, HttpResponseMessage response, List<string> hops, CancellationToken ct)
    {
        var status = (int)response.StatusCode;
        if (status >= 500) return Of(PageOutcome.ServerError, at, hops, status);
        if (status >= 400) return Of(PageOutcome.Refused, at, hops, status);
        if (response.Content.Headers.ContentType?.MediaType is not ("text/html" or "application/xhtml+xml" or null)) return Of(PageOutcome.NotAPage, at, hops, status);
        await using var stream = await response.Content.ReadAsStreamAsync(ct);
        var buffer = new byte[MostBytes];
        var read = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, ct);
        return new WebPage(PageOutcome.Read, at, status, WebCharset.Decode(buffer.AsSpan(0, read), response.Content.Headers.ContentType?.CharSet), hops, at.Scheme == "https");
    }

    private static PageOutcome Outcome(Exception fault) =>
        PrivateTargetException.IsCauseOf(fault) ? PageOutcome.PrivateTarget
        : Holds<AuthenticationException>(fault) is not null ? PageOutcome.BadCertificate
        : Holds<System.Net.Sockets.SocketException>(fault) is { SocketErrorCode: System.Net.Sockets.SocketError.HostNotFound } ? PageOutcome.NoSuchHost
        : PageOutcome.Unreachable;

    private static T? Holds<T>(Exception? fault) where T : Exception => fault as T ?? (fault is null ? null : Holds<T>(fault.InnerException));

    private static WebPage Of(PageOutcome outcome, Uri at, List<string> hops, int status = 0) => new(outcome, at, status, "", hops, at.Scheme == "https");
}
