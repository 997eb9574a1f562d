using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using KybPlatform.Api.Persistence;
using KybPlatform.Server.Hosting;
using Npgsql;

namespace KybPlatform.Benchmarks.Load;

/// <summary>
/// The product over HTTP, everything on, against pgbench writing the same rows, interleaved on one database: only the ratios of
/// pairs measured in the same minute are reported as results.
/// </summary>
internal static class LoadRun
{
    internal const string PlatformKey = "load-platform-key";

    // Compiled code reaches its last tier only after some tens of thousands of calls: what is measured is the server of every day, not its first minute.
    private static readonly int WarmSeconds = int.Parse(Environment.GetEnvironmentVariable("KYB_LOAD_WARM") ?? "15", CultureInfo.InvariantCulture);

    public static async Task<int> RunAsync(string[] args)
    {
        var owner = Environment.GetEnvironmentVariable("KYB_TEST_POSTGRES")
            ?? throw new InvalidOperationException("Set KYB_TEST_POSTGRES to an owner's connection: the run makes and drops its own database there.");
        var rounds = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 5;
        var seconds = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 4;
        var database = await ServerProcess.NewDatabaseAsync(owner, "kyb_load");
        var folder = Directory.CreateTempSubdirectory("kyb-load-").FullName;
        var (first, cold) = await ServerProcess.StartAsync(database, PlatformKey, folder, 5480);
        string known;
        using (var setup = new HttpLoad(first.Url, "")) (_, known) = await TenantAsync(setup);
        await first.DisposeAsync();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"first start with migration to ready: {cold.TotalSeconds:F2} s"));
        bool Wanted(string part) => args.Length < 3 || args[2] == part;
        if (Wanted("start")) await StartRun.RunAsync(database, folder, known, starts: 7);

        var begun = Stopwatch.GetTimestamp();
        var (server, ready) = await ServerProcess.StartAsync(database, PlatformKey, folder, 5480);
        await using var running = server;
        using var http = new HttpLoad(server.Url, "");
        var (_, key) = await TenantAsync(http);
        await http.SendAsync(HttpMethod.Post, "/v1/inquiries", Submission(0, submit: true, null), key, ("Prefer", "wait=10"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"start in development, as the owner, to ready {ready.TotalSeconds:F2} s, to the first committed submission, its organization made before it, {Stopwatch.GetElapsedTime(begun).TotalSeconds:F2} s; RSS {server.ResidentMb:F0} MB"));

        await using var source = NpgsqlDataSource.Create(database);
        var app = new NpgsqlConnectionStringBuilder((await DatabasePlan.MakeAsync(database, null, ServerRole.Api, true, CancellationToken.None)).App);
        if (Wanted("create")) await CompareAsync("create (a)", server, http, source, app, rounds, seconds, submit: false);
        if (Wanted("lifecycle")) await CompareAsync("lifecycle (b)", server, http, source, app, rounds, seconds, submit: true);
        if (Wanted("check")) await CheckAsync(server, http, app, rounds, seconds);
        if (Wanted("stored")) await StoredLoad.RunAsync(server, http, source, app, rounds, seconds);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"RSS after load {server.ResidentMb:F0} MB"));
        return 0;
    }

    private static async Task CompareAsync(string name, ServerProcess server, HttpLoad http, NpgsqlDataSource source, NpgsqlConnectionStringBuilder app, int rounds, int seconds, bool submit)
    {
        var (sampleTenant, sampleKey) = await TenantAsync(http);
        var headers = submit ? new[] { ("Prefer", "wait=10"), ("Idempotency-Key", "sample") } : [("Idempotency-Key", "sample")];
        await http.SendAsync(HttpMethod.Post, "/v1/inquiries", Submission(0, submit, await http.UploadAsync(sampleKey)), sampleKey, headers);
        await Task.Delay(500);
        var (script, rows) = await RowScript.OfTenantAsync(source, sampleTenant);
        var (_, key) = await TenantAsync(http);
        var document = await http.UploadAsync(key);
        using var load = new HttpLoad(server.Url, key);
        HttpRequestMessage Make(int n)
        {
            var request = new HttpRequestMessage(HttpMethod.Post, "/v1/inquiries") { Content = new StringContent(Submission(n, submit, document), Encoding.UTF8, "application/json") };
            request.Headers.Add("Idempotency-Key", $"{name}-{n.ToString(CultureInfo.InvariantCulture)}-{Stopwatch.GetTimestamp().ToString(CultureInfo.InvariantCulture)}");
            if (submit) request.Headers.Add("Prefer", "wait=10");
            return request;
        }

        await load.RunAsync(16, TimeSpan.FromSeconds(WarmSeconds), Make, 201);
        var ratios = new List<double>();
        var work = new List<double>();
        for (var round = 0; round < rounds; round++)
        {
            work.Add(FixedWork());
            var bench = await PgBench.RunAsync(app, script, 8, seconds);
            var xids = await TransactionsAsync(source);
            var cpu = server.Cpu;
            var ours = await load.RunAsync(16, TimeSpan.FromSeconds(seconds), Make, 201);
            var writes = (await TransactionsAsync(source) - xids) / (ours.PerSecond * seconds);
            var busy = (server.Cpu - cpu).TotalMilliseconds / (ours.PerSecond * seconds);
            ratios.Add(ours.PerSecond / bench);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{name} {round + 1}: pgbench ({rows} rows) {bench,7:F0}/s | ours {ours} | ratio {ours.PerSecond / bench:F3} | {writes:F2} write transactions, {busy:F2} ms server CPU each"));
        }
        Report(name, ratios, work);
    }

    private static async Task CheckAsync(ServerProcess server, HttpLoad http, NpgsqlConnectionStringBuilder app, int rounds, int seconds)
    {
        var (tenant, key) = await TenantAsync(http);
        var answer = await http.SendAsync(HttpMethod.Post, "/v1/inquiries", Submission(0, submit: true, await http.UploadAsync(key)), key, ("Prefer", "wait=10"));
        using var json = JsonDocument.Parse(answer);
        var profile = json.RootElement.GetProperty("business_profile_id").GetString()!;
        if (!PublicId.TryParse<KybPlatform.Api.Profiles.Contracts.BusinessProfileId>(profile, out var id)) throw new InvalidOperationException(profile);
        var script = $"\\startpipeline\nBEGIN;\nSELECT set_config('kyb.tenant', '{tenant}', true);\nSELECT id, status, senders, deadline, valid_until FROM sender_registrations WHERE tenant_id = '{tenant}' AND profile_id = '{id.Value}' AND country = 'GB' AND sender_type = 'alphanumeric';\nCOMMIT;\n\\endpipeline\n";
        using var load = new HttpLoad(server.Url, await FastKeyAsync(http, key));
        HttpRequestMessage Make(int n) => new(HttpMethod.Get, $"/v1/sender-registrations/check?profile={profile}&country=GB&sender_type=alphanumeric&sender=ACME");
        await load.RunAsync(16, TimeSpan.FromSeconds(2), Make, 200);
        var ratios = new List<double>();
        var work = new List<double>();
        for (var round = 0; round < rounds; round++)
        {
            work.Add(FixedWork());
            var bench = await PgBench.RunAsync(app, script, 8, seconds);
            var ours = await load.RunAsync(16, TimeSpan.FromSeconds(seconds), Make, 200);
            ratios.Add(ours.PerSecond / bench);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"check (d) {round + 1}: pgbench {bench,7:F0}/s | ours {ours} | ratio {ours.PerSecond / bench:F3}"));
        }
        Report("check (d)", ratios, work);
    }

    // The rate of an ordinary key would stop what is measured here.
    private static async Task<string> FastKeyAsync(HttpLoad http, string key)
    {
        using var made = JsonDocument.Parse(await http.SendAsync(HttpMethod.Post, "/v1/api-keys", """{"name":"Load","scopes":["registrations:read"],"rate_limit":100000}""", key));
        return made.RootElement.GetProperty("secret").GetString()!;
    }

    internal static void Report(string name, List<double> ratios, List<double> work)
    {
        ratios.Sort();
        work.Sort();
        var steady = work[(int)(work.Count * 0.9)] / work[0];
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"== {name}: median ratio {ratios[ratios.Count / 2]:F3} ({ratios[0]:F3}-{ratios[^1]:F3}); fixed CPU work p90/min {steady:F2}{(steady > 1.10 ? " UNSTEADY: reject" : "")}"));
    }

    internal static double FixedWork()
    {
        var block = new byte[1 << 20];
        var begin = Stopwatch.GetTimestamp();
        for (var i = 0; i < 80; i++) SHA256.HashData(block);
        return Stopwatch.GetElapsedTime(begin).TotalMilliseconds;
    }

    // Every writing transaction takes one number; asking takes one too.
    private static async Task<long> TransactionsAsync(NpgsqlDataSource source)
    {
        await using var ask = source.CreateCommand("SELECT txid_current()");
        return (long)(await ask.ExecuteScalarAsync())!;
    }

    internal static async Task<(Guid Tenant, string Key)> TenantAsync(HttpLoad http)
    {
        using var made = JsonDocument.Parse(await http.SendAsync(HttpMethod.Post, "/v1/organizations", """{"name":"Load run"}""", PlatformKey));
        var tenant = made.RootElement.GetProperty("tenants").GetProperty("test");
        if (!PublicId.TryParse<TenantId>(tenant.GetProperty("id").GetString(), out var id)) throw new InvalidOperationException("Not a tenant's id.");
        return (id.Value, tenant.GetProperty("api_key").GetString()!);
    }

    internal static string Submission(int n, bool submit, string? document) => $$"""
        { "country": "GB", "sender_type": "alphanumeric", "reference_id": "load-{{n.ToString(CultureInfo.InvariantCulture)}}", "submit": {{(submit ? "true" : "false")}},
          "use_case": { "purpose": "transactional", "description": "Order updates to customers who bought in the shop and asked to be told by text message.",
            "sample_messages": ["Northwind: your order 4711 is on its way."], "sender_ids": ["ACME"] },
          "business": { "legal_name": "Load Sample {{n.ToString(CultureInfo.InvariantCulture)}} Ltd", "type": "private_limited_company", "industry": "retail", "incorporated_on": "2009-05-01",
            "email": "hello@example.com", "website": "https://example.com", "identifiers": [{ "scheme": "GB:CRN", "value": "{{(n % 89999999 + 10000000).ToString(CultureInfo.InvariantCulture)}}" }],
            "registered_address": { "line1": "1 High Street", "city": "London", "postal_code": "E1 1AA", "country": "GB" },
            "people": [{ "roles": ["authorized_representative", "owner"], "ownership_percent": 100, "given_name": "Ann", "family_name": "Example", "date_of_birth": "1980-02-03",
              "nationality": "GB", "email": "ann@example.com", "phone": "+442079460018", "job_title": "Director" }] }{{(document is null ? "" : $$""", "documents": [{ "requirement": "proof_of_business", "document_id": "{{document}}", "type": "certificate_of_incorporation", "fields": { "business_name": "Load Sample {{n.ToString(CultureInfo.InvariantCulture)}} Ltd" } }]""")}} }
        """;
}
