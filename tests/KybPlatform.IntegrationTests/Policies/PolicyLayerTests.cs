using KybPlatform.Api;
using KybPlatform.IntegrationTests.App;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace KybPlatform.IntegrationTests.Policies;

/// <summary>Bases with all that stands on them, attestation, exchange between tenants, other processes, and strangers.</summary>
public sealed class PolicyLayerTests(PlatformApp app)
{
    [Fact]
    public async Task A_base_goes_into_force_with_all_that_stands_on_it_by_one_approval()
    {
        var team = await TeamAsync();
        const string Base = "key: acme.ground\ntitle: Ground\nbase: true\nrequirements:\n  - { key: website, kind: field, path: business.website }\n";
        await team.PublishAsync("acme.ground", Base);
        await team.PublishAsync("acme.zw_voice", PolicyTexts.Voice() + "\nextends: [acme.ground]\n");
        var before = (await team.ResolveAsync("ZW", "voice")).Text("/hash");

        var draft = await team.DraftAsync("acme.ground", Base + "  - { key: trade_name, kind: field, path: business.trade_name }\n");
        var check = (await team.DoAsync(team.Author, "acme.ground", draft, "check")).ShouldBe(200);
        check.Json.Texts("/dependants").Should().Equal("acme.zw_voice");
        await team.ApprovedAsync("acme.ground", draft);
        (await team.DoAsync(team.Author, "acme.zw_voice", 2, "publish")).ShouldBeRefused(409, "part_of_set");
        var published = (await team.DoAsync(team.Author, "acme.ground", draft, "publish")).ShouldBe(200);

        published.Json.Texts("/set").Should().Equal("acme.ground", "acme.zw_voice");
        var after = (await team.ResolveAsync("ZW", "voice")).ShouldBe(200);
        after.At("/version").GetInt32().Should().Be(2);
        after.Text("/hash").Should().NotBe(before);
        after.At("/content/requirements").EnumerateArray().Select(r => r.Text("/key")).Should().Equal("website", "trade_name", "legal_name");
    }

    [Fact]
    public async Task A_base_of_the_pack_that_is_overlaid_changes_the_packs_policies_for_this_tenant_alone()
    {
        var (team, other) = (await TeamAsync(), await TeamAsync());
        var others = (await other.ResolveAsync("GB", "alphanumeric")).Text("/hash");
        var published = await team.PublishAsync("base.alphanumeric", "key: base.alphanumeric\noverlays: base.alphanumeric\nbase: true\nrequirements:\n  - { key: trade_name, kind: field, path: business.trade_name }\n", despitePackExamples: true);

        published.Json.Texts("/set").Should().Contain("gb.alphanumeric").And.NotContain("de.local");
        var gb = (await team.ResolveAsync("GB", "alphanumeric")).ShouldBe(200);
        gb.Text("/layer").Should().Be("tenant");
        gb.At("/content/requirements").EnumerateArray().Select(r => r.Text("/key")).Should().Contain("trade_name");
        (await other.ResolveAsync("GB", "alphanumeric")).Text("/hash").Should().Be(others);
    }

    [Fact]
    public async Task Examples_of_the_packs_policies_on_a_changed_base_are_run_and_keep_it_out_unless_it_is_meant()
    {
        var team = await TeamAsync();
        const string Key = "base.alphanumeric";
        const string Asks = "key: base.alphanumeric\noverlays: base.alphanumeric\nbase: true\nrequirements:\n  - { key: trade_name, kind: field, path: business.trade_name }\n";
        var version = await team.DraftAsync(Key, Asks);
        var tried = (await team.DoAsync(team.Author, Key, version, "test")).ShouldBe(200);
        tried.At("/passed").GetBoolean().Should().BeFalse();
        tried.At("/results").EnumerateArray().Should().Contain(r => r.Text("/policy") == "gb.alphanumeric" && r.Text("/layer") == "pack" && r.At("/passed").GetBoolean());
        var broken = tried.At("/results").EnumerateArray().First(r => r.Text("/policy") == "gb.alphanumeric" && !r.At("/passed").GetBoolean()).Text("/name");

        var refused = (await team.DoAsync(team.Author, Key, version, "request-approval")).ShouldBeRefused(422, "tests_failed").ShouldBlame("gb.alphanumeric#/tests", "pack_example_failed");
        refused.Body.Should().Contain($"gb.alphanumeric: {broken}: ");
        (await team.DoAsync(team.Author, Key, version, "request-approval", new { despite_pack_examples = new { } })).ShouldBeRefused(422, "required").ShouldBlame("/despite_pack_examples/reason", "required");
        var asked = (await team.DoAsync(team.Author, Key, version, "request-approval", new { despite_pack_examples = new { reason = "The regulator wants it." } })).ShouldBe(201);
        asked.Text("/despite_pack_examples").Should().Be("The regulator wants it.");
        var entry = (await team.Tenant.GetAsync("/v1/audit-entries?limit=100")).ShouldBe(200).At("/data").EnumerateArray().Single(e => e.Text("/action") == "policy.pack_examples_passed_over");
        entry.At("/details/examples").GetInt32().Should().BeGreaterThan(1);
        (await team.DoAsync(team.Approver, Key, version, "approve")).ShouldBe(200).Text("/despite_pack_examples").Should().Be("The regulator wants it.");
        (await team.DoAsync(team.Author, Key, version, "publish")).ShouldBe(200);

        var back = await team.DraftAsync(Key, "key: base.alphanumeric\noverlays: base.alphanumeric\nbase: true\n");
        (await team.DoAsync(team.Author, Key, back, "test")).ShouldBe(200).At("/passed").GetBoolean().Should().BeTrue("what the tenant has over them by now says nothing itself, so that the pack's examples are its own");
        (await team.DoAsync(team.Author, Key, back, "request-approval")).ShouldBe(201).At("/despite_pack_examples").ValueKind.Should().Be(System.Text.Json.JsonValueKind.Null);
    }

    [Fact]
    public async Task Examples_of_the_tenants_own_are_never_passed_over()
    {
        var team = await TeamAsync();
        const string Key = "base.alphanumeric";
        await team.PublishAsync("gb.alphanumeric", PolicyTexts.Gb("employees", "business.employees"));
        var version = await team.DraftAsync(Key, "key: base.alphanumeric\noverlays: base.alphanumeric\nbase: true\nrules:\n  - { key: nobody, when: 'business.type != \"trust\"', outcome: decline, reason: restricted }\n");

        (await team.DoAsync(team.Author, Key, version, "request-approval", new { despite_pack_examples = new { reason = "It is meant so." } }))
            .ShouldBeRefused(422, "tests_failed").ShouldBlame("gb.alphanumeric#/tests", "tests_failed");
    }

    [Fact]
    public async Task A_draft_that_a_later_version_overtook_does_not_come_back_with_its_base()
    {
        var team = await TeamAsync();
        const string Base = "key: acme.ground\ntitle: Ground\nbase: true\nrequirements:\n  - { key: website, kind: field, path: business.website }\n";
        string Voice(string title) => PolicyTexts.Voice().Replace("Voice, Zimbabwe", title, StringComparison.Ordinal) + "\nextends: [acme.ground]\n";
        await team.PublishAsync("acme.ground", Base);
        await team.PublishAsync("acme.zw_voice", Voice("First"));
        await team.DraftAsync("acme.zw_voice", Voice("Left behind"));
        await team.PublishAsync("acme.zw_voice", Voice("Third"));

        await team.PublishAsync("acme.ground", Base + "  - { key: trade_name, kind: field, path: business.trade_name }\n");

        var answers = (await team.ResolveAsync("ZW", "voice")).ShouldBe(200);
        (answers.Text("/content/title"), answers.At("/version").GetInt32()).Should().Be(("Third", 4));
        answers.At("/content/requirements").EnumerateArray().Select(r => r.Text("/key")).Should().Contain("trade_name");
    }

    [Theory]
    [InlineData("requirements: [{ key: trade_name, remove: true }, { key: legal_name, kind: field, path: business.legal_name }]", "expect: { outcome: request_information }", "check_failed")]
    [InlineData("requirements: [{ key: legal_name, kind: field, path: business.legal_name }]", "expect: { outcome: request_information, requirements: { trade_name: missing } }", "tests_failed")]
    public async Task A_base_goes_back_only_where_what_stands_on_it_by_now_holds_on_it(string requirements, string expectation, string refusal)
    {
        var team = await TeamAsync();
        const string Base = "key: acme.ground\ntitle: Ground\nbase: true\nrequirements:\n  - { key: website, kind: field, path: business.website }\n";
        await team.PublishAsync("acme.ground", Base);
        await team.PublishAsync("acme.ground", Base + "  - { key: trade_name, kind: field, path: business.trade_name }\n");
        await team.PublishAsync("acme.zw_voice", $"key: acme.zw_voice\ntitle: Voice\nextends: [acme.ground]\nscope: {{ country: ZW, sender_type: voice }}\n{requirements}\ntests: [{{ name: nothing is given, facts: {{ business: {{ legal_name: null }} }}, {expectation} }}]\n");
        var inForce = (await team.ResolveAsync("ZW", "voice")).Text("/hash");

        (await team.Author.PostAsync("/v1/policies/acme.ground/rollback", new { version = 1 })).ShouldBeRefused(422, refusal);

        (await team.ResolveAsync("ZW", "voice")).Text("/hash").Should().Be(inForce);
    }

    [Fact]
    public async Task What_is_less_than_documented_approves_once_a_person_vouched_for_it()
    {
        var team = await PolicyTeam.OfAsync(await app.ANewTenantAsync());
        var weak = PolicyTexts.Voice().Replace("scope:", "certainty: inferred\nscope:", StringComparison.Ordinal);
        var hash = (await team.PublishAsync("acme.zw_voice", weak)).Text("/hash");
        var facts = new { country = "ZW", sender_type = "voice", applicant = "business", business = new { legal_name = "Acme" } };
        (await team.Tenant.PostAsync("/v1/evaluations", new { facts })).ShouldBe(200).Text("/outcome").Should().Be("review");

        (await team.Tenant.PostAsync("/v1/policies/acme.zw_voice/attest", new { hash })).ShouldBeRefused(403, "person_required");
        (await team.Approver.PostAsync("/v1/policies/acme.zw_voice/attest", new { hash = "sha256:0" })).ShouldBeRefused(409, "not_in_force");
        (await team.Approver.PostAsync("/v1/policies/acme.zw_voice/attest", new { hash })).ShouldBe(201);
        (await team.Tenant.PostAsync("/v1/evaluations", new { facts })).ShouldBe(200).Text("/outcome").Should().Be("approve");
        (await team.ResolveAsync("ZW", "voice")).At("/attested").GetBoolean().Should().BeTrue();

        (await team.Approver.DeleteAsync("/v1/policies/acme.zw_voice/attestation")).ShouldBe(204);
        (await team.Tenant.PostAsync("/v1/evaluations", new { facts })).ShouldBe(200).Text("/outcome").Should().Be("review");
    }

    [Fact]
    public async Task A_folder_comes_out_as_it_went_in_and_says_what_is_new()
    {
        var (team, other) = (await TeamAsync(), await TeamAsync());
        await team.PublishAsync("gb.alphanumeric", PolicyTexts.Gb("trade_name", "business.trade_name"));
        (await team.Author.PostAsync("/v1/policies", """{ "document": { "key": "acme.zw_mobile", "title": "Mobile", "scope": { "country": "ZW", "sender_type": "mobile" }, "not_offered": true } }""")).ShouldBe(201);

        var folder = (await team.Tenant.GetAsync("/v1/policies/export")).ShouldBe(200);
        folder.At("/files").EnumerateArray().Select(f => f.Text("/path")).Should().Equal("acme/zw_mobile.yaml", "gb/alphanumeric.yaml");
        folder.At("/files").EnumerateArray().Last().Text("/text").Should().Be(PolicyTexts.Gb("trade_name", "business.trade_name"));
        var files = $$"""{ "files": {{folder.At("/files").GetRawText()}} }""";
        (await team.Author.PostAsync("/v1/policies/import", files)).ShouldBe(201).At("/files").EnumerateArray().Select(f => f.Text("/result")).Should().Equal("unchanged", "unchanged");
        (await other.Author.PostAsync("/v1/policies/import", files)).ShouldBe(201).At("/files").EnumerateArray().Select(f => f.Text("/result")).Should().Equal("created", "created");
        (await other.Author.PostAsync("/v1/policies/import", new { files = new[] { new { path = "a.yaml", text = PolicyTexts.Voice("acme.a") }, new { path = "b.yaml", text = "key: [" } } })).ShouldBeRefused(422, "policy_unreadable");
        (await other.Author.GetAsync("/v1/policies/acme.a/versions")).ShouldBeRefused(404, "not_found");
    }

    [Fact]
    public async Task A_version_goes_from_test_to_live_with_its_hash_proven_and_is_approved_there_anew()
    {
        var tenant = await app.ANewTenantAsync();
        var (live, test) = (await PolicyTeam.OfAsync(tenant), await PolicyTeam.OfAsync(tenant.Test));
        var hash = (await test.PublishAsync("gb.alphanumeric", PolicyTexts.Gb("trade_name", "business.trade_name"))).Text("/hash");
        var ticket = (await test.DoAsync(test.Author, "gb.alphanumeric", ShippedVersion.Gb + 1, "promotion")).ShouldBe(200);

        (await live.Author.PostAsync("/v1/policies/promote", ticket.Body.Replace("trade_name", "trade_nama", StringComparison.Ordinal))).ShouldBeRefused(422, "seal_broken");
        (await (await TeamAsync()).Author.PostAsync("/v1/policies/promote", ticket.Body)).ShouldBeRefused(422, "seal_broken");
        var promoted = (await live.Author.PostAsync("/v1/policies/promote", ticket.Body)).ShouldBe(201);
        promoted.Text("/hash").Should().Be(hash);
        promoted.Text("/origin").Should().Be("promoted");
        (await live.Author.PutAsync($"/v1/policies/gb.alphanumeric/versions/{ShippedVersion.Gb + 1}", new { yaml = PolicyTexts.Gb("a", "business.website") }, "*")).ShouldBeRefused(409, "version_frozen");
        (await live.DoAsync(live.Author, "gb.alphanumeric", ShippedVersion.Gb + 1, "publish")).ShouldBeRefused(409, "not_in_review");
        await live.ApprovedAsync("gb.alphanumeric", ShippedVersion.Gb + 1);
        (await live.DoAsync(live.Author, "gb.alphanumeric", ShippedVersion.Gb + 1, "publish")).ShouldBe(200).Text("/hash").Should().Be(hash);
    }

    [Fact]
    public async Task Another_process_answers_by_what_was_published_here()
    {
        var platform = await app.PlatformAsync();
        var team = await TeamAsync();
        var data = Directory.CreateTempSubdirectory("kyb-second-").FullName;
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.AddKybPlatform(platform.Settings with { DataFolder = data, Roles = PlatformRoles.Api });
        await using var second = builder.Build();
        second.MapKybPlatform();
        await second.StartAsync(TestContext.Current.CancellationToken);
        using var http = new HttpClient { BaseAddress = new Uri(second.Urls.Single()) };
        var there = new ApiClient(http, team.Tenant.Key);
        (await there.GetAsync("/v1/policies/resolve?country=ZW&sender_type=voice")).ShouldBe(200).Text("/layer").Should().Be("pack");

        var hash = (await team.PublishAsync("acme.zw_voice", PolicyTexts.Voice())).Text("/hash");

        var answer = await Eventually.AsksAsync(() => there.GetAsync("/v1/policies/resolve?country=ZW&sender_type=voice"), a => a.Text("/layer") == "tenant");
        answer.Text("/hash").Should().Be(hash);
        await second.StopAsync(TestContext.Current.CancellationToken);
        Directory.Delete(data, recursive: true);
    }

    [Fact]
    public async Task A_strangers_key_reads_nothing_of_it()
    {
        var (team, stranger) = (await TeamAsync(), await TeamAsync());
        await team.PublishAsync("acme.zw_voice", PolicyTexts.Voice());
        foreach (var path in (string[])["", "/versions", "/versions/1", "/publications", "/diff?from=1&to=1"])
        {
            var (theirs, none) = (await stranger.Tenant.GetAsync($"/v1/policies/acme.zw_voice{path}"), await stranger.Tenant.GetAsync($"/v1/policies/acme.zw_voicf{path}"));
            (theirs.Status, theirs.Code).Should().Be((none.Status, none.Code), path);
        }
        foreach (var what in (string[])["check", "test", "impact", "request-approval", "approve", "publish", "withdraw", "promotion"])
            (await stranger.DoAsync(what == "approve" ? stranger.Approver : stranger.Author, "acme.zw_voice", 1, what)).ShouldBeRefused(404, "not_found");
        (await stranger.ResolveAsync("ZW", "voice")).ShouldBe(200).Text("/layer").Should().Be("pack");
        (await stranger.Tenant.GetAsync("/v1/policies/export")).ShouldBe(200).At("/files").GetArrayLength().Should().Be(0);
        (await stranger.DraftAsync("acme.zw_voice", PolicyTexts.Voice())).Should().Be(1, "its number tells nothing of others");
    }

    private async Task<PolicyTeam> TeamAsync() => await PolicyTeam.OfAsync((await app.ANewTenantAsync()).Test);
}
