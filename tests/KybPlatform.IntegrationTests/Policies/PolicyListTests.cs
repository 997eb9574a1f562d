using System.Text;
using KybPlatform.IntegrationTests.App;

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

    private static async Task<HttpAnswer> SubmitAsync(TenantClient tenant, string name) =>
        (await tenant.PostAsync("/v1/inquiries", new { country = "ZW", sender_type = "voice", submit = true, business = new { legal_name = name } }, wait: 20)).ShouldBe(201);
}
