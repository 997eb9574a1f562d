using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;

namespace KybPlatform.Benchmarks.Load;

/// <summary>What a closed loop of clients measured.</summary>
internal sealed record LoadResult(double PerSecond, double P50, double P99, int Failed)
{
    public override string ToString() => FormattableString.Invariant($"{PerSecond,8:F0}/s  p50 {P50,6:F2} ms  p99 {P99,7:F2} ms{(Failed > 0 ? $"  FAILED {Failed}" : "")}");
}

/// <summary>Closed-loop clients on kept connections: each sends its next request when the answer to the last is read.</summary>
internal sealed class HttpLoad(string url, string key) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { MaxConnectionsPerServer = 256, PooledConnectionLifetime = TimeSpan.FromMinutes(10) })
    {
        BaseAddress = new Uri(url),
    };

    public async Task<LoadResult> RunAsync(int clients, TimeSpan duration, Func<int, HttpRequestMessage> make, int expected)
    {
        var latencies = new List<double>[clients];
        var failed = 0;
        var counter = 0;
        var started = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, clients).Select(async client =>
        {
            var mine = latencies[client] = new List<double>(4096);
            while (Stopwatch.GetElapsedTime(started) < duration)
            {
                using var request = make(Interlocked.Increment(ref counter));
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
                var begin = Stopwatch.GetTimestamp();
                using var answer = await _http.SendAsync(request);
                var body = await answer.Content.ReadAsByteArrayAsync();
                mine.Add(Stopwatch.GetElapsedTime(begin).TotalMilliseconds);
                if ((int)answer.StatusCode == expected) continue;
                if (Interlocked.Increment(ref failed) <= 3) Console.WriteLine($"  not {expected}: {(int)answer.StatusCode} {Encoding.UTF8.GetString(body)}");
            }
        }));
        var took = Stopwatch.GetElapsedTime(started).TotalSeconds;
        var all = latencies.SelectMany(l => l).Order().ToList();
        return new LoadResult(all.Count / took, all[all.Count / 2], all[(int)(all.Count * 0.99)], failed);
    }

    public async Task<string> SendAsync(HttpMethod method, string path, string? json, string bearer, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", bearer);
        foreach (var (name, value) in headers) request.Headers.Add(name, value);
        if (json is not null) request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        using var answer = await _http.SendAsync(request);
        var body = await answer.Content.ReadAsStringAsync();
        return answer.IsSuccessStatusCode ? body : throw new InvalidOperationException($"{method} {path}: {(int)answer.StatusCode} {body}");
    }

    /// <summary>Uploads a small PDF and returns its id.</summary>
    public async Task<string> UploadAsync(string bearer)
    {
        using var file = new ByteArrayContent("%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"u8.ToArray());
        file.Headers.ContentType = new MediaTypeHeaderValue("application/pdf");
        using var form = new MultipartFormDataContent { { file, "file", "proof.pdf" } };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/documents") { Content = form };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", bearer);
        using var answer = await _http.SendAsync(request);
        using var json = System.Text.Json.JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        return json.RootElement.GetProperty("id").GetString()!;
    }

    public void Dispose() => _http.Dispose();
}
