namespace KybPlatform.Server.Hosting;

/// <summary>What a container's health check runs: images carry no curl.</summary>
internal static class HealthCheck
{
    public static async Task<int> RunAsync(string url, CancellationToken ct)
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
        try
        {
            using var answer = await http.GetAsync(new Uri(ListenUrls.Reachable(url), "/health/ready"), ct);
            return answer.IsSuccessStatusCode ? 0 : 1;
        }
        catch (Exception away) when (away is HttpRequestException or TaskCanceledException)
        {
            return 1;
        }
    }
}
