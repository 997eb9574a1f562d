using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace KybPlatform.Benchmarks.Publishing;

/// <summary>One answer: when it was asked for and given, by which version, and whether all of it was of that version.</summary>
internal readonly record struct VersionAnswer(long Sent, long Received, int Version, bool IsWhole)
{
    public double Milliseconds => Stopwatch.GetElapsedTime(Sent, Received).TotalMilliseconds;
}

/// <summary>Asks one process again and again to evaluate the same facts, on one connection.</summary>
internal sealed class VersionAsker(string url, string key)
{
    private const string Facts = """{ "facts": { "country": "ZW", "sender_type": "voice", "applicant": "business", "business": { "legal_name": "Northwind Parcel Fiction Ltd", "type": "other" } } }""";

    // A little room between two questions: several askers share the machine with the servers.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(2);

    public List<VersionAnswer> Answers { get; } = [];

    public async Task AskAsync(CancellationToken ct)
    {
        using var http = new HttpClient { BaseAddress = new Uri(url) };
        while (!ct.IsCancellationRequested)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/evaluations") { Content = new StringContent(Facts, Encoding.UTF8, "application/json") };
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
            var sent = Stopwatch.GetTimestamp();
            using var answer = await http.SendAsync(request, CancellationToken.None);
            var body = await answer.Content.ReadAsByteArrayAsync(CancellationToken.None);
            var received = Stopwatch.GetTimestamp();
            if (!answer.IsSuccessStatusCode) throw new InvalidOperationException(Encoding.UTF8.GetString(body));
            Answers.Add(Read(body, sent, received));
            await Task.Delay(Pause, CancellationToken.None);
        }
    }

    private static VersionAnswer Read(byte[] body, long sent, long received)
    {
        using var json = JsonDocument.Parse(body);
        var versions = new HashSet<int>();
        foreach (var requirement in json.RootElement.GetProperty("requirements").EnumerateArray())
        {
            // Before the first publication the pack answers.
            var own = requirement.GetProperty("clause").GetProperty("policy").GetString() == VisibilityRun.Policy;
            versions.Add(own ? requirement.GetProperty("clause").GetProperty("version").GetInt32() : 0);
            versions.Add(own ? int.Parse(requirement.GetProperty("key").GetString()!.Split('_')[1], CultureInfo.InvariantCulture) : 0);
        }
        return new VersionAnswer(sent, received, versions.Max(), versions.Count == 1);
    }
}
