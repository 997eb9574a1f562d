using System.Net.Http.Headers;
using System.Text.Json;

namespace KybPlatform.IntegrationTests.Durability;

/// <summary>A consumer of the event log, reading on by cursor while everything around it dies. What it was shown must stay what the log says.</summary>
internal sealed class LogReader(IReadOnlyList<Uri> servers, string key) : IDisposable
{
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(5) };
    private int _turn;
    private string? _cursor;

    /// <summary>Event ids by position, in the order in which they were shown.</summary>
    public List<(long Position, string Id)> Seen { get; } = [];

    /// <summary>Reads until told to stop; an answer that does not come is asked for again from the same cursor.</summary>
    public async Task FollowAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            if (!await ReadPageAsync()) await Task.Delay(50, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Reads what is left.</summary>
    public async Task FinishAsync()
    {
        while (await ReadPageAsync())
        {
        }
    }

    /// <summary>What a consumer must never see: a position left out, shown twice or shown out of order.</summary>
    public IEnumerable<string> Faults() =>
        Seen.Select((e, i) => (e.Position, Expected: i + 1L)).Where(e => e.Position != e.Expected).Take(5).Select(e => $"the reader was shown position {e.Position} as number {e.Expected}");

    public void Dispose() => _http.Dispose();

    private async Task<bool> ReadPageAsync()
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(servers[_turn++ % servers.Count], "/v1/events?limit=100" + (_cursor is null ? "" : "&after=" + _cursor)));
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
            using var answer = await _http.SendAsync(request);
            if (!answer.IsSuccessStatusCode) return false;
            using var page = JsonDocument.Parse(await answer.Content.ReadAsStreamAsync());
            var shown = page.RootElement.GetProperty("data").EnumerateArray().Select(e => (e.GetProperty("position").GetInt64(), e.GetProperty("id").GetString()!)).ToList();
            Seen.AddRange(shown);
            _cursor = page.RootElement.GetProperty("next_cursor").GetString();
            return shown.Count > 0;
        }
        catch (Exception broken) when (broken is HttpRequestException or TaskCanceledException or IOException or JsonException)
        {
            return false;
        }
    }
}
