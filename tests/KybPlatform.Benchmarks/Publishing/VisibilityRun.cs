using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using KybPlatform.Api.Persistence;
using KybPlatform.Benchmarks.Load;
using KybPlatform.Server.Development;

namespace KybPlatform.Benchmarks.Publishing;

/// <summary>
/// Several server processes on one database are asked without a pause while one of them publishes version after version: how soon every process answers
/// by the new one, whether any answer mixes two or goes back, and what the first answers by it take.
/// </summary>
internal static class VisibilityRun
{
    public const string Policy = "acme.zw_voice";

    public static async Task<int> RunAsync(string[] args)
    {
        var rounds = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 30;
        var processes = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 3;
        var folder = Directory.CreateTempSubdirectory("kyb-visibility-").FullName;
        var given = Environment.GetEnvironmentVariable("KYB_TEST_POSTGRES");
        await using var embedded = given is null ? await DevelopmentDatabase.StartAsync(Directory.CreateTempSubdirectory("kyb-visibility-db-").FullName, Console.WriteLine, CancellationToken.None) : null;
        var database = await ServerProcess.NewDatabaseAsync(given ?? embedded!.OwnerConnection, "kyb_visibility");
        var servers = new List<ServerProcess>();
        try
        {
            for (var i = 0; i < processes; i++) servers.Add((await ServerProcess.StartAsync(database, LoadRun.PlatformKey, folder, 5490 + i)).Server);
            await MeasureAsync(servers, rounds);
        }
        finally
        {
            foreach (var server in servers) await server.DisposeAsync();
        }
        return 0;
    }

    private static async Task MeasureAsync(List<ServerProcess> servers, int rounds)
    {
        using var http = new HttpLoad(servers[0].Url, "");
        var (_, key) = await LoadRun.TenantAsync(http);
        var authors = new PolicyAuthors(http, await KeyAsync(http, key, "policy_author", "policy_approver"), await KeyAsync(http, key, "policy_approver"));
        using var made = JsonDocument.Parse(await http.SendAsync(HttpMethod.Post, "/v1/api-keys", """{"name":"Asks","scopes":["policies:read"],"rate_limit":100000}""", key));
        var asking = made.RootElement.GetProperty("secret").GetString()!;
        await authors.PublishAsync(Policy, await authors.ApprovedAsync(Policy, Document));
        using var stop = new CancellationTokenSource();
        var askers = servers.Select(s => new VersionAsker(s.Url, asking)).ToList();
        var asked = askers.Select(a => Task.Run(() => a.AskAsync(stop.Token))).ToList();
        await Task.Delay(TimeSpan.FromSeconds(5));

        var told = new List<(int Version, long Begun, long Ended)>();
        for (var round = 0; round < rounds; round++)
        {
            var version = await authors.ApprovedAsync(Policy, Document);
            await Task.Delay(400);
            var begun = Stopwatch.GetTimestamp();
            await authors.PublishAsync(Policy, version);
            told.Add((version, begun, Stopwatch.GetTimestamp()));
            await Task.Delay(1_000);
        }
        await stop.CancelAsync();
        await Task.WhenAll(asked);
        VisibilityReport.Print(askers.ConvertAll(a => a.Answers), told);
    }

    private static async Task<string> KeyAsync(HttpLoad http, string key, params string[] roles)
    {
        using var user = JsonDocument.Parse(await http.SendAsync(HttpMethod.Post, "/v1/users", JsonSerializer.Serialize(new { name = "Author", email = $"{Uuid7.New(TimeProvider.System.GetUtcNow()):N}@example.com", roles }), key));
        using var made = JsonDocument.Parse(await http.SendAsync(HttpMethod.Post, "/v1/api-keys", JsonSerializer.Serialize(new { name = "theirs", user_id = user.RootElement.GetProperty("id").GetString() }), key));
        return made.RootElement.GetProperty("secret").GetString()!;
    }

    /// <summary>Every entry bears the number of its version, so that an answer that mixes two shows it.</summary>
    private static string Document(int version) => JsonSerializer.Serialize(new
    {
        document = new
        {
            key = Policy,
            title = "Voice",
            scope = new { country = "ZW", sender_type = "voice", applicant = "business" },
            requirements = Enumerable.Range(0, 20).Select(i => new { key = string.Create(CultureInfo.InvariantCulture, $"r{i}_{version}"), kind = "field", path = "business.legal_name", min_length = 1 + i, when = "business.type != \"trust\"" })
                .Cast<object>().Append(new { key = string.Create(CultureInfo.InvariantCulture, $"type_{version}"), kind = "field", path = "business.type" }),
            tests = new[] { new { name = "nothing", facts = new { business = new { legal_name = (string?)null, type = "other" } }, expect = new { outcome = "request_information" } } },
        },
    });
}

/// <summary>An author and somebody else who approves.</summary>
internal sealed class PolicyAuthors(HttpLoad http, string author, string approver)
{
    private int _next = 1;

    /// <summary>Drafts the next version and brings it up to its approval; its number.</summary>
    public async Task<int> ApprovedAsync(string policy, Func<int, string> document)
    {
        var version = _next++;
        await http.SendAsync(HttpMethod.Post, $"/v1/policies/{policy}/versions", document(version), author);
        await http.SendAsync(HttpMethod.Post, Path(policy, version, "request-approval"), null, author);
        await http.SendAsync(HttpMethod.Post, Path(policy, version, "approve"), null, approver);
        return version;
    }

    public Task<string> PublishAsync(string policy, int version) => http.SendAsync(HttpMethod.Post, Path(policy, version, "publish"), null, author);

    private static string Path(string policy, int version, string what) => string.Create(CultureInfo.InvariantCulture, $"/v1/policies/{policy}/versions/{version}/{what}");
}
