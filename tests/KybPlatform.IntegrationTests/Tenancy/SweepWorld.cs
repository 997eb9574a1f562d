using System.Text.Json;
using System.Text.RegularExpressions;
using KybPlatform.Api.Jobs;
using KybPlatform.Api.Persistence;
using KybPlatform.IntegrationTests.App;
using KybPlatform.IntegrationTests.Http;
using KybPlatform.IntegrationTests.Inquiries;
using KybPlatform.IntegrationTests.Policies;
using KybPlatform.IntegrationTests.Screening;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace KybPlatform.IntegrationTests.Tenancy;

/// <summary>A tenant that owns one of everything, and what strangers could know of it: its ids, its cursors, its own words.</summary>
internal sealed partial class SweepWorld
{
    private readonly Dictionary<string, string> _ids = new(StringComparer.Ordinal);

    private SweepWorld(RunningPlatform platform, TenantClient owner) => (Platform, Owner) = (platform, owner);

    public RunningPlatform Platform { get; }

    public TenantClient Owner { get; }

    /// <summary>An id of the owner's by its prefix; null where nothing of that kind was made.</summary>
    public string? IdOf(string prefix) => _ids.GetValueOrDefault(prefix);

    /// <summary>An id of the kind that was never given to anything.</summary>
    public static string FreshId(string prefix) => PublicId.Write(prefix, Uuid7.New(DateTimeOffset.UnixEpoch.AddYears(56)));

    public static async Task<SweepWorld> MakeAsync(RunningPlatform platform, IReadOnlyList<Operation> operations)
    {
        var world = new SweepWorld(platform, await platform.ANewTenantAsync());
        await world.FillAsync(operations);
        await world.SettleAsync();
        await world.CollectAsync();
        return world;
    }

    /// <summary>Every row of the owner's, table by table, but for when a key was last used; whatever a stranger does must leave it as it is.</summary>
    public async Task<string> FingerprintAsync()
    {
        await SettleAsync();
        var prints = new List<string>();
        await using var owner = NpgsqlDataSource.Create(Platform.Database.OwnerConnection);
        foreach (var table in await ColumnAsync(owner, "SELECT relname FROM pg_class WHERE relrowsecurity AND relnamespace = 'public'::regnamespace ORDER BY 1"))
            prints.AddRange(await ColumnAsync(owner, $"SELECT '{table} ' || count(*) || ' ' || coalesce(md5(string_agg((to_jsonb(t) - 'last_used_at')::text, ',' ORDER BY (to_jsonb(t) - 'last_used_at')::text)), '') FROM {table} t WHERE tenant_id = '{TenantGuid}'"));
        return string.Join('\n', prints);
    }

    public async Task<string> LastWrittenAsync() =>
        string.Join("; ", await Platform.AskAsync<string>("SELECT at || ' ' || actor || ' ' || action || ' ' || resource FROM audit_entries WHERE tenant_id = $1 ORDER BY at DESC LIMIT 5", TenantGuid));

    private Guid TenantGuid => PublicId.TryParse<TenantId>(Owner.Id, out var id) ? id.Value : throw new InvalidOperationException(Owner.Id);

    // The examples of the document are the seed: a new route that makes things makes one here, too.
    private async Task FillAsync(IReadOnlyList<Operation> operations)
    {
        (await Owner.UploadAsync("/v1/documents", "%PDF-1.7\n%%EOF\n"u8.ToArray(), type: "business_registration", idempotencyKey: "sweep-document")).ShouldBe(201);
        foreach (var operation in operations.Where(o => o.Method == "POST" && !o.NeedsPlatformKey && !o.Path.Contains('{', StringComparison.Ordinal)))
        {
            if (operation.Request("application/json")?.Find("/example") is not { } example) continue;
            // Which version is in force moves on with the pack, and no example with it.
            await Owner.PostAsync(operation.Path, ShippedPolicy().Replace(example.GetRawText(), $"${{1}}{ShippedVersion.Gb}"), idempotencyKey: $"sweep{operation.Path}");
        }
        (await Owner.PostAsync("/v1/users", new { name = "Ada Example", email = "ada@example.com", roles = new[] { "admin" } })).ShouldBe(201);
        foreach (var user in (await Owner.GetAsync("/v1/users")).ShouldBe(200).At("/data").EnumerateArray())
            await Owner.PostAsync("/v1/api-keys", new { name = "theirs", user_id = user.Text("/id"), scopes = new[] { "inquiries:read" } });
        (await Owner.PostAsync("/v1/individual-profiles", new { given_name = "Ada", family_name = "Example", identifiers = new[] { new { scheme = "GB:UTR", value = "1234567895" } } })).ShouldBe(201);
        var lists = operations.Single(o => o.Name == "POST /v1/policy-lists").Request("application/json")!.Value.Text("/example/key");
        foreach (var (entry, mode) in ((string, string)[])[("one.example\ntwo.example", "replace"), ("two.example", "remove")])
            (await Owner.UploadAsync($"/v1/policy-lists/{lists}/entries?mode={mode}", System.Text.Encoding.UTF8.GetBytes(entry), fileName: "entries.csv", idempotencyKey: $"sweep-entries-{mode}")).ShouldBe(201);
        await MatchAsync(operations.Single(o => o.Name == "POST /v1/inquiries"));
        await ApproveAsync();
        await WorkflowAsync();
        (await Owner.PostAsync("/v1/legal-holds", new { business_profile_id = _ids["biz"], reason = "A proceeding" })).ShouldBe(201);
        await KillAsync();
        // The dead job is told of by the next look; what follows is then as it stays.
        await Platform.Services.GetRequiredService<Sweeper>().RunOnceAsync(new TenantId(TenantGuid), TestContext.Current.CancellationToken);
        // An import that nobody sends content for: it is looked into by nobody.
        _ids["dsi"] = (await Platform.Operator.PostAsync("/v1/register-datasets/gb/imports", new { format = "companies_house", publisher = "A register", complete = true })).ShouldBe(201).Text("/id");
        // A list that comes leaves a sweep in every tenant.
        (await Platform.Operator.ImportAsync("us_bis_dpl", [("dpl.txt", OfficialFiles.SmallDeniedPersons())], TimeProvider.System.GetUtcNow())).ShouldBe(201);
        // Both kinds of trial are rows of one table: whichever comes first there is not the one that the path means.
        _ids["bkt"] = (await Owner.GetAsync("/v1/backtests")).ShouldBe(200).Text("/data/0/id");
        // Of all queues one that a case is in.
        _ids["que"] = (await Owner.GetAsync("/v1/cases")).ShouldBe(200).At("/data").EnumerateArray().First(c => c.Find("/queue_id")?.GetString() is not null).Text("/queue_id");
        // What follows the owner's decisions by itself would change rows while strangers are watched.
        foreach (var endpoint in (await Owner.GetAsync("/v1/webhook-endpoints")).ShouldBe(200).At("/data").EnumerateArray())
        {
            (await Owner.PostAsync($"/v1/webhook-endpoints/{endpoint.Text("/id")}/test")).ShouldBe(202);
            (await Owner.PostAsync($"/v1/webhook-endpoints/{endpoint.Text("/id")}/disable")).ShouldBe(200);
        }
        foreach (var shadow in (await Owner.GetAsync("/v1/shadow-evaluations")).ShouldBe(200).At("/data").EnumerateArray())
            (await Owner.PostAsync($"/v1/shadow-evaluations/{shadow.Text("/id")}/stop")).ShouldBe(200);
    }

    /// <summary>Runs that wait for days, one by a call and others by a batch.</summary>
    private async Task WorkflowAsync()
    {
        const string key = "kyb.review_takes_long";
        (await Owner.PostAsync($"/v1/workflows/{key}/versions/0/publish")).ShouldBe(200);
        (await Owner.PostAsync($"/v1/workflows/{key}/runs", new { about = _ids["inq"] })).ShouldBe(201);
        (await Owner.PostAsync("/v1/workflow-batches", new { workflow = key, filter = new { status = "approved" } })).ShouldBe(201);
    }

    /// <summary>A job that nobody could finish.</summary>
    private async Task KillAsync()
    {
        var job = (await Platform.AskAsync<Guid>(
            "INSERT INTO jobs (tenant_id, id, kind, subject, due_at, lease, attempts, dead_at) VALUES ($1, gen_random_uuid(), 'inquiries.decide', gen_random_uuid(), clock_timestamp(), gen_random_uuid(), 12, clock_timestamp()) RETURNING id", TenantGuid)).Single();
        _ids["job"] = PublicId.Write("job", job);
    }

    /// <summary>An applicant who bears a name of the sample list.</summary>
    private async Task MatchAsync(Operation creating)
    {
        var body = System.Text.Json.Nodes.JsonNode.Parse(creating.Request("application/json")!.Value.At("/example").GetRawText())!;
        (body["business"]!["legal_name"], body["reference_id"]) = ("AEROCARIBBEAN AIRLINES", "cust-4713");
        var inquiry = (await Owner.PostAsync("/v1/inquiries", body.ToJsonString(), wait: 20)).ShouldBe(201);
        _ids["biz"] = inquiry.Text("/business_profile_id");
    }

    /// <summary>An inquiry of an industry that a person looks at: approved, it leaves a decision and a registration.</summary>
    private async Task ApproveAsync()
    {
        var body = await Submissions.WholeAsync(Owner);
        body["reference_id"] = "cust-4712";
        var approved = await Submissions.ApprovedAsync(Owner, body);
        approved.Text("/status").Should().Be("approved");
        (_ids["biz"], _ids["inq"]) = (approved.Text("/business_profile_id"), approved.Text("/id"));
        // Its new name is on the sample list: screened again, the profile has a match, too.
        (await Owner.PatchAsync($"/v1/business-profiles/{_ids["biz"]}", new { legal_name = "AEROCARIBBEAN AIRLINES" })).ShouldBe(200);
    }

    private async Task SettleAsync()
    {
        await using var owner = NpgsqlDataSource.Create(Platform.Database.OwnerConnection);
        for (var i = 0; i < 300; i++)
        {
            var waiting = await ColumnAsync(owner, $"SELECT (SELECT count(*) FROM outbox WHERE tenant_id = '{TenantGuid}') + (SELECT count(*) FROM jobs WHERE tenant_id = '{TenantGuid}' AND dead_at IS NULL AND due_at < clock_timestamp() + interval '20 seconds') || ''");
            if (waiting[0] == "0") return;
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
        throw new TimeoutException("The owner's work does not come to rest.");
    }

    /// <summary>Takes an id of each kind from the rows themselves, whatever the API shows of them.</summary>
    private async Task CollectAsync()
    {
        await using var owner = NpgsqlDataSource.Create(Platform.Database.OwnerConnection);
        using var db = new PlatformDb(PlatformDbOptions.ForMigrations(new NpgsqlConnection("Host=nowhere")), new TenantScope());
        foreach (var entity in db.Model.GetEntityTypes().Where(e => e.ClrType.IsAssignableTo(typeof(ITenantOwned))))
        {
            foreach (var property in entity.GetProperties().Where(p => p.ClrType.IsValueType && p.ClrType.GetInterfaces().Any(i => i.Name == "IPublicId`1")))
            {
                var column = (string?)property["Relational:ColumnName"] ?? property.Name;
                var rows = await ColumnAsync(owner, $"SELECT {column}::text FROM {(string)entity["Relational:TableName"]!} WHERE tenant_id = '{TenantGuid}' AND {column} IS NOT NULL LIMIT 1");
                var prefix = (string)property.ClrType.GetProperty("Prefix")!.GetValue(null)!;
                if (rows.Count > 0) _ids.TryAdd(prefix, PublicId.Write(prefix, Guid.Parse(rows[0])));
            }
        }
        _ids["org"] = Owner.OrganizationId;
        foreach (Match found in Ids().Matches((await Owner.GetAsync("/v1/events?limit=100")).Body + (await Owner.GetAsync("/v1/audit-entries?limit=100")).Body))
            _ids.TryAdd(found.Groups[1].Value, found.Value);
    }

    private static async Task<IReadOnlyList<string>> ColumnAsync(NpgsqlDataSource source, string sql)
    {
        var values = new List<string>();
        await using var command = source.CreateCommand(sql);
        await using var rows = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        while (await rows.ReadAsync(TestContext.Current.CancellationToken)) values.Add(rows.GetString(0));
        return values;
    }

    [GeneratedRegex("([a-z]{3})_[0-7][0-9a-hjkmnp-tv-z]{25}")]
    internal static partial Regex Ids();

    [GeneratedRegex("""("key":\s*"gb\.alphanumeric",\s*"version":\s*)\d+""")]
    private static partial Regex ShippedPolicy();
}
