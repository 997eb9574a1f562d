using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;
using KybPlatform.Api.Http;
using KybPlatform.Api.Http.Outbound;
using KybPlatform.Api.Screening.Contracts;

namespace KybPlatform.Api.Screening.Refresh;

/// <summary>What a publisher offers.</summary>
/// <param name="PublishedAt">When the files were last changed, as their servers say; stands in where the format carries no date.</param>
/// <param name="ETag">Null where the publisher gives none, or the issue has several files.</param>
/// <param name="Unchanged">It is what was fetched before: no files came.</param>
internal sealed record FetchedIssue(IReadOnlyList<PackedFile> Files, DateTimeOffset? PublishedAt, string? ETag, bool Unchanged);

/// <summary>
/// Fetches the files of an issue. Only HTTPS outside development; every hop of a redirect is connected to as if it had been configured, so that a
/// publisher's address can lead to no private network. A body that ends before its announced length is no body.
/// </summary>
internal sealed class ListFetch : IDisposable
{
    private const long MostBytes = 1024L * 1024 * 1024;
    private const int MostHops = 5;
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);
    private readonly HttpClient _http;
    private readonly bool _development;

    public ListFetch(GuardedConnections connections, PlatformSettings settings)
    {
        _http = new HttpClient(connections.NewHandler(), disposeHandler: true) { Timeout = Timeout.InfiniteTimeSpan };
        _http.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("KybPlatform", "0.1"));
        _development = settings.Development;
    }

    public void Dispose() => _http.Dispose();

    public async Task<Result<FetchedIssue>> FetchAsync(ListSource source, string? etag, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(Longest);
        var files = new List<PackedFile>();
        DateTimeOffset? published = null;
        string? mark = null;
        try
        {
            foreach (var address in source.Addresses)
            {
                using var answer = await AskAsync(address, source.Addresses.Count == 1 ? etag : null, limit.Token);
                if (answer.StatusCode == HttpStatusCode.NotModified) return new FetchedIssue([], null, etag, Unchanged: true);
                if (answer.StatusCode != HttpStatusCode.OK) return Unreachable(address, $"answered {(int)answer.StatusCode}");
                await using var content = await answer.Content.ReadAsStreamAsync(limit.Token);
                files.Add(await PackedFile.ReadAsync(NameOf(address), content, MostBytes, limit.Token));
                // An issue is as old as its oldest file.
                published = answer.Content.Headers.LastModified is { } at && !(published < at) ? at : published;
                mark = source.Addresses.Count == 1 ? answer.Headers.ETag?.ToString() : null;
            }
            return new FetchedIssue(files, published, mark, Unchanged: false);
        }
        catch (Exception broken) when (PrivateTargetException.IsCauseOf(broken))
        {
            return Unreachable(source.Addresses[0], "leads into a network that is not public");
        }
        catch (InvalidDataException)
        {
            return Unreachable(source.Addresses[0], $"sends more than {MostBytes} bytes");
        }
        catch (Exception broken) when (broken is HttpRequestException or IOException or OperationCanceledException && !ct.IsCancellationRequested)
        {
            return Unreachable(source.Addresses[0], broken is OperationCanceledException ? "did not finish in time" : "could not be read");
        }
    }

    private async Task<HttpResponseMessage> AskAsync(Uri address, string? etag, CancellationToken ct)
    {
        for (var hop = 0; ; hop++)
        {
            if (address.Scheme != Uri.UriSchemeHttps && !(_development && address.Scheme == Uri.UriSchemeHttp)) throw new HttpRequestException("It is not HTTPS.");
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            if (etag is not null && EntityTagHeaderValue.TryParse(etag, out var mark)) request.Headers.IfNoneMatch.Add(mark);
            var answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
            if ((int)answer.StatusCode is not (301 or 302 or 303 or 307 or 308) || answer.Headers.Location is not { } next) return answer;
            answer.Dispose();
            if (hop == MostHops) throw new HttpRequestException("It leads from one address to the next.");
            address = new Uri(address, next);
        }
    }

    private static string NameOf(Uri address) => Uri.UnescapeDataString(address.Segments[^1].Trim('/')) is { Length: > 0 } name ? name : "list";

    // The host and no more: an address may carry a token.
    private static Error Unreachable(Uri address, string why) => ScreeningErrors.SourceUnreachable(address.Host, why);
}
