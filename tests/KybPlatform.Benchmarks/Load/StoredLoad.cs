using System.Diagnostics;
using System.Globalization;
using System.Text;
using Npgsql;

namespace KybPlatform.Benchmarks.Load;

/// <summary>Whether what is stored slows what comes: a tenant with 100,000 decided inquiries against an empty one, in turns on one server.</summary>
internal static class StoredLoad
{
    private const int Stored = 100_000;
    private const int Clients = 8;

    public static async Task RunAsync(ServerProcess server, HttpLoad http, NpgsqlDataSource source, NpgsqlConnectionStringBuilder app, int rounds, int seconds)
    {
        var (full, fullKey) = await LoadRun.TenantAsync(http);
        await http.SendAsync(HttpMethod.Post, "/v1/inquiries", LoadRun.Submission(0, submit: true, await http.UploadAsync(fullKey)), fullKey, ("Prefer", "wait=10"), ("Idempotency-Key", "sample"));
        await Task.Delay(500);
        var (script, _) = await RowScript.OfTenantAsync(source, full);
        await PgBench.RepeatAsync(app, script, Clients, Stored / Clients);
        await using (var analyze = source.CreateCommand("ANALYZE"))
        {
            analyze.CommandTimeout = 300;
            await analyze.ExecuteNonQueryAsync();
        }

        var (_, emptyKey) = await LoadRun.TenantAsync(http);
        var ratios = new List<double>();
        var work = new List<double>();
        for (var round = 0; round < rounds; round++)
        {
            work.Add(LoadRun.FixedWork());
            var empty = await SubmitAsync(server, http, emptyKey, seconds);
            var stored = await SubmitAsync(server, http, fullKey, seconds);
            ratios.Add(stored.PerSecond / empty.PerSecond);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"stored {round + 1}: empty tenant {empty} | {Stored} inquiries {stored} | ratio {ratios[^1]:F3}"));
        }
        LoadRun.Report($"a tenant with {Stored} inquiries against an empty one", ratios, work);
    }

    private static async Task<LoadResult> SubmitAsync(ServerProcess server, HttpLoad http, string key, int seconds)
    {
        var document = await http.UploadAsync(key);
        using var load = new HttpLoad(server.Url, key);
        HttpRequestMessage Make(int n)
        {
            var unique = Stopwatch.GetTimestamp().ToString(CultureInfo.InvariantCulture);
            var request = new HttpRequestMessage(HttpMethod.Post, "/v1/inquiries") { Content = new StringContent(LoadRun.Submission(n, submit: true, document), Encoding.UTF8, "application/json") };
            request.Headers.Add("Idempotency-Key", $"stored-{n.ToString(CultureInfo.InvariantCulture)}-{unique}");
            request.Headers.Add("Prefer", "wait=10");
            return request;
        }

        return await load.RunAsync(16, TimeSpan.FromSeconds(seconds), Make, 201);
    }
}
