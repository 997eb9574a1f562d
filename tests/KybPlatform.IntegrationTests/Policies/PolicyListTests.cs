using System.Text;
using System.Text.Json;
using KybPlatform.Api.Jobs;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Policies.Contracts;
using KybPlatform.IntegrationTests.App;
using KybPlatform.Policies;
using KybPlatform.Policies.Documents;
using Microsoft.Extensions.DependencyInjection;

namespace KybPlatform.IntegrationTests.Policies;

/// <summary>A tenant's own lists: imported whole or not at all, asked by key, never shown, and named by their snapshot wherever they decided something.</summary>
public sealed class PolicyListTests(PlatformApp app)
{
    private static async Task<TenantClient> WithListAsync(PlatformApp app, string kind = "text")
    {
        var tenant = await app.ANewTenantAsync();
        (await tenant.PostAsync("/v1/policy-lists", new { key = "blocked", title = "Blocked", entry_kind = kind })).ShouldBe(201);
        return tenant;
    }

    private static Task<HttpAnswer> ImportAsync(TenantClient tenant, string name, string content, string mode = "replace") =>
        tenant.UploadAsync($"/v1/policy-lists/blocked/entries?mode={mode}", Encoding.UTF8.GetBytes(content), fileName: name);

    private static async Task<bool[]> AskAsync(TenantClient tenant, params string[] values) =>
        [.. (await tenant.PostAsync("/v1/policy-lists/blocked/lookups", new { values })).ShouldBe(200).At("/contained").EnumerateArray().Select(v => v.GetBoolean())];

    [Theory]
    [InlineData("list.csv", "value,note\nAcme Ltd,seen in May\n\"Smith, Jones\",x\n\n")]
    [InlineData("list.jsonl", "\"Acme Ltd\"\n{\"value\": \"Smith, Jones\"}\n")]
    [InlineData("list.json", "[\"Acme Ltd\", {\"value\": \"Smith, Jones\"}]")]
    public async Task Entries_come_in_three_formats_and_are_compared_in_one_form(string name, string content)
    {
        var tenant = await WithListAsync(app);

        var imported = (await ImportAsync(tenant, name, content)).ShouldBe(201);

        imported.At("/entry_count").GetInt32().Should().Be(2);
        (await AskAsync(tenant, "ACME  LTD", "smith, jones", "value", "Other")).Should().Equal(true, true, false, false);
    }

    [Fact]
    public async Task Every_import_is_a_snapshot_of_its_own()
    {
        var tenant = await WithListAsync(app, "domain");
        (await ImportAsync(tenant, "a.csv", "a.example\nb.example")).ShouldBe(201);
        var added = (await ImportAsync(tenant, "b.csv", "https://www.b.example/x\nc.example", "add")).ShouldBe(201);
        var removed = (await ImportAsync(tenant, "c.csv", "a.example\nz.example", "remove")).ShouldBe(201);
        (await AskAsync(tenant, "a.example", "b.example", "c.example")).Should().Equal(false, true, true);
        var replaced = (await ImportAsync(tenant, "d.csv", "a.example\nc.example")).ShouldBe(201);

        (added.At("/added").GetInt32(), removed.At("/removed").GetInt32()).Should().Be((1, 1));
        (replaced.At("/number").GetInt32(), replaced.At("/added").GetInt32(), replaced.At("/removed").GetInt32(), replaced.At("/entry_count").GetInt32()).Should().Be((4, 1, 1, 2));
        (await AskAsync(tenant, "a.example", "b.example", "c.example")).Should().Equal(true, false, true);
        var list = (await tenant.GetAsync("/v1/policy-lists/blocked")).ShouldBe(200);
        list.At("/snapshots").EnumerateArray().Select(s => s.Text("/hash")).Should().OnlyHaveUniqueItems().And.HaveCount(4);
        list.Body.Should().NotContain("example");
    }

    [Fact]
    public async Task A_file_that_is_partly_wrong_changes_nothing()
    {
        var tenant = await WithListAsync(app);
        (await ImportAsync(tenant, "a.csv", "good")).ShouldBe(201);

        (await ImportAsync(tenant, "b.jsonl", "\"fine\"\n{\"name\": \"no value\"}")).ShouldBeRefused(422, "invalid_entry").ShouldBlame("/file/1", "invalid_entry");
        (await ImportAsync(tenant, "b.xlsx", "x")).ShouldBeRefused(415, "unsupported_media_type");
        (await ImportAsync(tenant, "b.csv", "x", "append")).ShouldBeRefused(422, "unknown_value");

        (await AskAsync(tenant, "good", "fine")).Should().Equal(true, false);
    }

    [Fact]
    public async Task Another_tenants_list_is_no_list()
    {
        var tenant = await WithListAsync(app);
        (await ImportAsync(tenant, "a.csv", "Acme")).ShouldBe(201);
        var stranger = await app.ANewTenantAsync();

        (await stranger.GetAsync("/v1/policy-lists/blocked")).ShouldBeRefused(404, "not_found");
        (await stranger.PostAsync("/v1/policy-lists", new { key = "blocked", title = "Mine" })).ShouldBe(201);
        (await AskAsync(stranger, "Acme")).Should().Equal(false);
        (await tenant.PostAsync("/v1/policy-lists", new { key = "blocked", title = "Twice" })).ShouldBeRefused(409, "list_exists");
    }

    [Fact]
    public async Task A_list_decides_applicants_and_replay_needs_no_list()
    {
        var team = await PolicyTeam.OfAsync(await app.ANewTenantAsync());
        (await team.Tenant.PostAsync("/v1/policy-lists", new { key = "blocked", title = "Blocked" })).ShouldBe(201);
        await team.PublishAsync("acme.zw_voice", PolicyTexts.Voice() + "\nrules:\n  - { key: blocked, when: 'list_contains(\"blocked\", business.legal_name)', outcome: decline, reason: restricted }\n");
        (await ImportAsync(team.Tenant, "a.csv", "Acme  Bad\nAnother")).ShouldBe(201);

        var declined = await SubmitAsync(team.Tenant, "ACME BAD");
        declined.Text("/status").Should().Be("declined");
        (await SubmitAsync(team.Tenant, "Acme Good")).Text("/status").Should().Be("approved");
        (await ImportAsync(team.Tenant, "b.csv", "acme bad", "remove")).ShouldBe(201);
        (await SubmitAsync(team.Tenant, "Acme Bad")).Text("/status").Should().Be("approved");

        var decision = declined.Text("/decision/id");
        var call = (await team.Tenant.GetAsync($"/v1/decisions/{decision}/trace")).ShouldBe(200).At("/calls").EnumerateArray().Single(c => c.Text("/function") == "list_contains");
        call.Text("/data_version").Should().StartWith("blocked@1 sha256:");
        (await team.Tenant.PostAsync($"/v1/decisions/{decision}/replay")).ShouldBe(200).Text("/result").Should().Be("identical");
    }

    [Fact]
    public async Task The_check_of_a_version_tells_of_a_list_that_is_not_there()
    {
        var team = await PolicyTeam.OfAsync(await WithListAsync(app));
        var draft = await team.DraftAsync("acme.zw_voice", PolicyTexts.Voice() + "\nrules:\n  - { key: blocked, when: 'business.legal_name == \"\" || list_contains(\"bloked\", business.legal_name)', outcome: decline, reason: restricted }\n");

        var check = (await team.DoAsync(team.Author, "acme.zw_voice", draft, "check")).ShouldBe(200);

        var issue = check.At("/issues").EnumerateArray().Single(i => i.Text("/code") == "unknown_list");
        (issue.Text("/severity"), issue.Text("/pointer"), issue.Text("/suggestion"), issue.At("/line").GetInt32(), issue.At("/offset").GetInt32()).Should().Be(("warning", "/rules/0/when", "blocked", 11, 43));
        check.At("/sound").GetBoolean().Should().BeTrue("the list may come later");
        (await team.Author.PutAsync($"/v1/policies/acme.zw_voice/versions/{draft}", new { yaml = PolicyTexts.Voice() + "\nrules:\n  - { key: blocked, when: 'list_contains(\"blocked\", business.legal_name)', outcome: decline, reason: restricted }\n" }, "*")).ShouldBe(200);
        (await team.DoAsync(team.Author, "acme.zw_voice", draft, "check")).ShouldBe(200).At("/issues").EnumerateArray().Should().NotContain(i => i.Text("/code") == "unknown_list");
    }

    [Fact]
    public async Task A_list_of_those_who_are_allowed_decides_a_dry_run()
    {
        var team = await PolicyTeam.OfAsync(await WithListAsync(app));
        await team.PublishAsync("acme.zw_voice", PolicyTexts.Voice() + "\nrules:\n  - { key: stranger, when: '!list_contains(\"blocked\", business.legal_name)', outcome: review, reason: restricted }\n");
        (await ImportAsync(team.Tenant, "a.csv", "Acme Ltd")).ShouldBe(201);
        async Task<string> OfAsync(string name) => (await team.Tenant.PostAsync("/v1/evaluations", new { facts = new { country = "ZW", sender_type = "voice", applicant = "business", business = new { legal_name = name } } })).ShouldBe(200).Text("/outcome");

        (await OfAsync("ACME  LTD"), await OfAsync("Other Ltd")).Should().Be(("approve", "review"));
        (await ImportAsync(team.Tenant, "b.csv", "acme ltd", "remove")).ShouldBe(201);
        (await OfAsync("Acme Ltd")).Should().Be("review");
    }

    [Fact]
    public async Task An_import_that_is_cut_off_changes_nothing()
    {
        var tenant = await WithListAsync(app);
        (await ImportAsync(tenant, "a.csv", "good")).ShouldBe(201);
        var cut = new ByteArrayContent(Encoding.UTF8.GetBytes("--xx\r\nContent-Disposition: form-data; name=\"file\"; filename=\"b.csv\"\r\n\r\nfine\nalso fine\nand"));
        cut.Headers.TryAddWithoutValidation("Content-Type", "multipart/form-data; boundary=xx");

        (await tenant.SendAsync(HttpMethod.Post, "/v1/policy-lists/blocked/entries", cut)).ShouldBeRefused(400, "malformed_multipart");

        (await AskAsync(tenant, "good", "fine", "and")).Should().Equal(true, false, false);
        (await tenant.GetAsync("/v1/policy-lists/blocked")).ShouldBe(200).At("/snapshot").GetInt32().Should().Be(1);
    }

    [Fact]
    public async Task Many_questions_of_one_list_are_one_question_of_the_database()
    {
        var (platform, tenant) = (await app.PlatformAsync(), await WithListAsync(app));
        (await ImportAsync(tenant, "a.csv", "Name 7")).ShouldBe(201);
        var asks = string.Join(" || ", Enumerable.Range(0, 40).Select(i => $"list_contains(\"blocked\", business.legal_name + \" {i}\")"));
        var policy = Resolved($$"""{ "key": "a", "version": 1, "title": "A", "scope": { "country": "ZW" }, "requirements": [{ "key": "n", "kind": "field", "path": "business.legal_name" }], "rules": [{ "key": "r", "when": {{JsonSerializer.Serialize(asks)}}, "outcome": "decline", "reason": "restricted" }] }""");
        await using var scope = platform.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<TenantScope>().Enter(new TenantId(tenant.RowId));
        var options = new EvaluationOptions(Live: true, Attested: true, Trace: false, new PlainDomainFunctions(), ProviderSet.All, RetryScheduled: false);
        var facts = FactDocument.Parse("""{ "country": "ZW", "now": "2026-11-20T00:00:00Z", "business": { "legal_name": "Name" } }"""u8.ToArray());

        using var asked = new CountedCommands("policy_list");
        var functions = await platform.Services.GetRequiredService<ITenantLists>().AnswersAsync(scope.ServiceProvider.GetRequiredService<PlatformDb>(), policy, facts, options, TestContext.Current.CancellationToken);

        asked.Count.Should().Be(2, "the list, and all values at once");
        policy.Evaluate(facts, options with { Functions = functions }).Outcome.Should().Be(Outcome.Decline);
    }

    [Fact]
    public async Task What_was_taken_off_a_list_leaves_nothing_behind_after_its_time()
    {
        var (platform, tenant) = (await app.PlatformAsync(), (await app.ANewTenantAsync()).Test);
        (await tenant.PostAsync("/v1/policy-lists", new { key = "blocked", title = "Blocked" })).ShouldBe(201);
        (await ImportAsync(tenant, "a.csv", "stays\ngoes")).ShouldBe(201);
        (await ImportAsync(tenant, "b.csv", "goes", "remove")).ShouldBe(201);
        var now = (await tenant.GetAsync("/v1/tenant")).ShouldBe(200).At("/now").GetDateTimeOffset();
        async Task<long> RowsAfterAsync(int days)
        {
            await tenant.PutAsync("/v1/tenant/clock", new { now = now.AddDays(days) }).ShouldBeAsync(200);
            await Task.Delay(TimeSpan.FromSeconds(1.1), TestContext.Current.CancellationToken);
            await platform.Services.GetRequiredService<Sweeper>().RunOnceAsync(new TenantId(tenant.RowId), TestContext.Current.CancellationToken);
            return (await platform.AskAsync<long>("SELECT count(*) FROM policy_list_entries WHERE tenant_id = $1", tenant.RowId)).Single();
        }

        (await RowsAfterAsync(29)).Should().Be(2);
        (await RowsAfterAsync(31)).Should().Be(1);
        (await AskAsync(tenant, "stays", "goes")).Should().Equal(true, false);
        (await ImportAsync(tenant, "c.csv", "goes", "add")).ShouldBe(201).At("/entry_count").GetInt32().Should().Be(2, "it can come back");
    }

    private static ResolvedPolicy Resolved(string json) =>
        ResolvedPolicy.From(PolicyLoader.FromJson(Encoding.UTF8.GetBytes(json)).Document!, new Dictionary<string, PolicyDocument>(), []) ?? throw new FormatException(json);

    private static async Task<HttpAnswer> SubmitAsync(TenantClient tenant, string name) =>
        (await tenant.PostAsync("/v1/inquiries", new { country = "ZW", sender_type = "voice", submit = true, business = new { legal_name = name } }, wait: 20)).ShouldBe(201);
}
