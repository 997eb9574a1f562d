using System.Globalization;
using System.Text.Json;
using KybPlatform.IntegrationTests.App;
using KybPlatform.IntegrationTests.Backtests;
using KybPlatform.IntegrationTests.Inquiries;
using KybPlatform.IntegrationTests.Registrations;

namespace KybPlatform.IntegrationTests.Policies;

/// <summary>Another pack comes into force as a policy does: shown, tried, approved by a second person, from an instant on, and taken back the same way.</summary>
public sealed class PackAdoptionTests(VettingPlatform vetting) : IClassFixture<VettingPlatform>
{
    [Fact]
    public async Task What_another_pack_changes_is_shown_policy_by_policy_before_anybody_adopts_it()
    {
        var (platform, team) = (await vetting.PlatformAsync(), await TeamAsync());
        var before = await NamedPacks.ShipAsync(platform);
        var after = await NamedPacks.ShipAsync(platform, d =>
        {
            NamedPacks.AskForTradeName(d);
            d.Remove("de.local");
        });
        await Submissions.ApprovedAsync(team.Tenant, await Submissions.WholeAsync(team.Tenant, "retail"));

        var diff = (await team.Tenant.GetAsync($"/v1/policies/pack/diff?from={before}&to={after}")).ShouldBe(200);
        (diff.At("/added").GetInt32(), diff.At("/removed").GetInt32(), diff.At("/changed").GetInt32(), diff.At("/in_use").GetInt32()).Should().Be((0, 1, 1, 1));
        diff.At("/data").EnumerateArray().Select(p => (p.Text("/key"), p.Text("/change"), p.At("/in_use").GetBoolean())).Should().Equal(("de.local", "removed", false), ("gb.alphanumeric", "changed", true));
        var gb = diff.At("/data").EnumerateArray().Last();
        gb.Text("/effect").Should().Be("stricter");
        gb.At("/summary").EnumerateArray().Select(s => s.GetString()).Should().Contain(s => s!.StartsWith("trade_name: ", StringComparison.Ordinal));
        (await team.Tenant.GetAsync($"/v1/policies/pack/diff?from={before}&to={after}&in_use=true&limit=1")).ShouldBe(200).At("/data").EnumerateArray().Select(p => p.Text("/key")).Should().Equal("gb.alphanumeric");
        var inside = (await team.Tenant.GetAsync($"/v1/policies/pack/diff/gb.alphanumeric?from={before}&to={after}")).ShouldBe(200);
        inside.At("/differences").EnumerateArray().First(d => d.Text("/sentence").StartsWith("trade_name: ", StringComparison.Ordinal)).Text("/from_pointer").Should().StartWith("/requirements/");

        (await team.Tenant.GetAsync($"/v1/policies/pack/diff?from={before}x")).ShouldBeRefused(422, "unknown_pack").ShouldBlame("?from", "unknown_pack");
        (await team.Tenant.GetAsync($"/v1/policies/pack/diff/gb.alphanumerik?from={before}")).ShouldBeRefused(404, "not_found");
        var same = (await team.Tenant.GetAsync("/v1/policies/pack/diff")).ShouldBe(200);
        (same.At("/changed").GetInt32(), same.At("/changelog").GetArrayLength(), same.Text("/from")).Should().Be((0, 0, same.Text("/to")), "the tenant is on what is shipped");
        (await team.Tenant.GetAsync($"/v1/policies/pack/diff?from={before}")).ShouldBe(200).At("/changelog/0/version").GetString().Should().Be(same.Text("/to"), "nothing is told of a pack that the changelog does not know, so all of it lies between");
    }

    [Fact]
    public async Task A_pack_comes_into_force_by_a_publication_with_all_that_a_policy_goes_through()
    {
        var (platform, team) = (await vetting.PlatformAsync(), await TeamAsync());
        var (before, after) = (await NamedPacks.ShipAsync(platform), await NamedPacks.ShipAsync(platform, NamedPacks.AskForTradeName));
        await NamedPacks.AdoptAsync(team, before);
        var registration = (await Submissions.ApprovedAsync(team.Tenant, await Submissions.WholeAsync(team.Tenant, "retail"))).Text("/sender_registration_id");
        var former = (await team.ResolveAsync("GB", "alphanumeric")).ShouldBe(200).Text("/hash");

        var version = await NamedPacks.DraftAsync(team, after);
        (await team.DoAsync(team.Author, "pack", version, "check")).ShouldBe(200).At("/sound").GetBoolean().Should().BeTrue();
        (await team.DoAsync(team.Author, "pack", version, "publish")).ShouldBeRefused(409, "unchecked");
        var impact = (await team.DoAsync(team.Author, "pack", version, "impact")).ShouldBe(200);
        impact.At("/policies").EnumerateArray().Select(p => p.Text("/key")).Should().Equal("gb.alphanumeric");
        (impact.At("/registrations_affected").GetInt32(), impact.Text("/newly_unmet/0/key")).Should().Be((1, "trade_name"));
        (await team.DoAsync(team.Author, "pack", version, "request-approval")).ShouldBe(201);
        (await team.DoAsync(team.Author, "pack", version, "approve")).ShouldBeRefused(403, "own_work");
        (await team.DoAsync(team.Approver, "pack", version, "approve")).ShouldBeRefused(409, "backtest_missing").Body.Should().Contain($"pack@{version}");
        var tried = await TriedPolicies.CompletedAsync(team.Tenant, new { policies = new[] { new { key = "pack", version } } });
        tried.At("/flips").GetInt64().Should().Be(1, "the one that was approved would be asked for more: {0}", tried.Body);
        (await team.DoAsync(team.Approver, "pack", version, "approve")).ShouldBe(200).Text("/backtest/id").Should().Be(tried.Text("/id"));
        var now = await team.NowAsync();
        (await team.DoAsync(team.Author, "pack", version, "publish", new { effective_from = now.AddDays(1) })).ShouldBe(200).Text("/state").Should().Be("scheduled");

        (await team.ResolveAsync("GB", "alphanumeric")).Text("/hash").Should().Be(former);
        var later = now.AddDays(2).ToString("O", CultureInfo.InvariantCulture);
        (await team.ResolveAsync("GB", "alphanumeric", later)).ShouldBe(200).Text("/pack_version").Should().Be(after);
        await team.Tenant.PutAsync("/v1/tenant/clock", new { now = now.AddDays(2) }).ShouldBeAsync(200);
        var pack = (await team.Tenant.GetAsync("/v1/policies/pack")).ShouldBe(200);
        (pack.Text("/version"), pack.At("/pinned").GetBoolean(), pack.At("/adopted").GetInt32()).Should().Be((after, true, version));
        (await team.ResolveAsync("GB", "alphanumeric", now.AddHours(1).ToString("O", CultureInfo.InvariantCulture))).ShouldBe(200).Text("/hash").Should().Be(former);
        var lacking = await Eventually.AsksAsync(() => team.Tenant.GetAsync($"/v1/sender-registrations/{registration}"), r => r.Text("/status") == "action_required");
        lacking.At("/unmet").EnumerateArray().Select(u => u.Text("/key")).Should().Equal("trade_name");

        await team.Author.PostAsync("/v1/policies/pack/rollback", new { version = 1 }).ShouldBeAsync(201);
        (await team.DoAsync(team.Approver, "pack", 1, "approve")).ShouldBe(200);
        (await team.DoAsync(team.Author, "pack", 1, "publish")).ShouldBe(200);
        (await team.ResolveAsync("GB", "alphanumeric")).Text("/hash").Should().Be(former);
        await Eventually.AsksAsync(() => team.Tenant.GetAsync($"/v1/sender-registrations/{registration}"), r => r.Text("/status") == "active");
        (await team.Tenant.GetAsync("/v1/policies/pack/publications")).ShouldBe(200).At("/data").EnumerateArray().Select(p => p.Text("/state")).Should().Equal("active", "superseded", "superseded");
        (await team.Tenant.GetAsync("/v1/policies/export")).ShouldBe(200).At("/files").GetArrayLength().Should().Be(0, "a pack is no document of the tenant's");
    }

    [Fact]
    public async Task What_the_tenant_laid_over_the_pack_is_laid_over_the_other_one_in_the_same_step()
    {
        var (platform, team) = (await vetting.PlatformAsync(), await TeamAsync());
        await NamedPacks.AdoptAsync(team, await NamedPacks.ShipAsync(platform));
        await team.PublishAsync("gb.alphanumeric", PolicyTexts.Gb("website_named", "business.website"));
        var after = await NamedPacks.ShipAsync(platform, NamedPacks.AskForTradeName);

        var version = await NamedPacks.DraftAsync(team, after);
        (await team.DoAsync(team.Author, "pack", version, "check")).ShouldBe(200).Json.Texts("/dependants").Should().Equal("gb.alphanumeric");
        (await team.DoAsync(team.Author, "pack", version, "test")).ShouldBe(200).At("/results").EnumerateArray().Select(r => r.Text("/policy")).Distinct().Should().Equal("gb.alphanumeric");
        await team.ApprovedAsync("pack", version);
        var published = (await team.DoAsync(team.Author, "pack", version, "publish", new { open_inquiries = "migrate" })).ShouldBe(200);

        published.Json.Texts("/set").Should().Equal("pack", "gb.alphanumeric");
        var gb = (await team.ResolveAsync("GB", "alphanumeric")).ShouldBe(200);
        gb.At("/content/requirements").EnumerateArray().Select(r => r.Text("/key")).Should().Contain("trade_name").And.Contain("website_named");
        (gb.Text("/layer"), gb.At("/version").GetInt32()).Should().Be(("tenant", 8), "7 is the pack's own by now");
    }

    [Fact]
    public async Task An_overlay_of_what_the_other_pack_does_not_have_names_both_and_is_mended_in_the_same_step()
    {
        var (platform, team) = (await vetting.PlatformAsync(), await TeamAsync());
        await NamedPacks.AdoptAsync(team, await NamedPacks.ShipAsync(platform));
        await team.PublishAsync("gb.alphanumeric", PolicyTexts.Gb("trade_name", "business.trade_name"));
        var after = await NamedPacks.ShipAsync(platform, d => d.Remove("gb.alphanumeric"));
        var version = await NamedPacks.DraftAsync(team, after);

        var issue = (await team.DoAsync(team.Author, "pack", version, "check")).ShouldBe(200).At("/issues").EnumerateArray().Single(i => i.Text("/severity") == "error");
        (issue.Text("/code"), issue.Text("/pointer")).Should().Be(("unknown_overlaid", "gb.alphanumeric#/overlays"));
        issue.Text("/detail").Should().Contain("gb.alphanumeric").And.Contain(after);
        (await team.DoAsync(team.Author, "pack", version, "request-approval")).ShouldBeRefused(422, "check_failed").ShouldBlame("gb.alphanumeric#/overlays", "unknown_overlaid");

        const string Own = """
            key: gb.alphanumeric
            title: Names as senders, Great Britain
            scope: { country: GB, sender_type: alphanumeric, applicant: business }
            requirements: [{ key: trade_name, kind: field, path: business.trade_name }]
            tests: [{ name: nothing is given, facts: { business: { trade_name: null } }, expect: { outcome: request_information } }]
            """;
        await team.DraftAsync("gb.alphanumeric", Own);
        await team.ApprovedAsync("pack", version);
        (await team.DoAsync(team.Author, "pack", version, "publish")).ShouldBe(200).Json.Texts("/set").Should().Equal("pack", "gb.alphanumeric");
        var gb = (await team.ResolveAsync("GB", "alphanumeric")).ShouldBe(200);
        (gb.Text("/title"), gb.Text("/pack_version")).Should().Be(("Names as senders, Great Britain", after));
    }

    [Fact]
    public async Task A_policy_of_the_tenant_keeps_answering_where_the_other_pack_has_one_of_its_own_and_that_is_said()
    {
        var (platform, team) = (await vetting.PlatformAsync(), await TeamAsync());
        await NamedPacks.AdoptAsync(team, await NamedPacks.ShipAsync(platform));
        await team.PublishAsync("acme.zw_voice", PolicyTexts.Voice());
        var after = await NamedPacks.ShipAsync(platform, d => d["zw.voice"] = (System.Text.Json.Nodes.JsonObject)System.Text.Json.Nodes.JsonNode.Parse(
            """{ "key": "zw.voice", "version": 1, "title": "Voice", "scope": { "country": "ZW", "sender_type": "voice", "applicant": "business" }, "not_offered": true }""")!);

        var version = await NamedPacks.DraftAsync(team, after);
        var issue = (await team.DoAsync(team.Author, "pack", version, "check")).ShouldBe(200).At("/issues").EnumerateArray().Single();
        (issue.Text("/severity"), issue.Text("/code"), issue.Text("/pointer")).Should().Be(("warning", "hides_pack_policy", "acme.zw_voice#/scope"));
        await team.ApprovedAsync("pack", version);
        (await team.DoAsync(team.Author, "pack", version, "publish")).ShouldBe(200);
        (await team.ResolveAsync("ZW", "voice")).ShouldBe(200).Text("/key").Should().Be("acme.zw_voice");
    }

    [Fact]
    public async Task Nothing_slips_in_between_an_adoption_that_is_scheduled_and_what_it_was_approved_with()
    {
        var (platform, team) = (await vetting.PlatformAsync(), await TeamAsync());
        await NamedPacks.AdoptAsync(team, await NamedPacks.ShipAsync(platform));
        var (first, second) = (await NamedPacks.ShipAsync(platform, NamedPacks.AskForTradeName), await NamedPacks.ShipAsync(platform, d => d.Remove("de.local")));
        var soon = (await team.NowAsync()).AddDays(5);
        var scheduled = await NamedPacks.AdoptAsync(team, first, soon);

        var over = await team.DraftAsync("gb.alphanumeric", PolicyTexts.Gb("website_named", "business.website"));
        await team.ApprovedAsync("gb.alphanumeric", over);
        (await team.DoAsync(team.Author, "gb.alphanumeric", over, "publish")).ShouldBeRefused(409, "base_scheduled").Body.Should().Contain(scheduled.Text("/id"));
        var other = await NamedPacks.DraftAsync(team, second);
        await team.ApprovedAsync("pack", other);
        (await team.DoAsync(team.Author, "pack", other, "publish")).ShouldBeRefused(409, "dependant_scheduled");
        (await team.DoAsync(team.Author, "pack", scheduled.At("/version").GetInt32(), "withdraw")).ShouldBe(200);
        (await team.DoAsync(team.Author, "gb.alphanumeric", over, "publish", new { effective_from = soon })).ShouldBe(200);
        (await team.DoAsync(team.Author, "pack", other, "publish")).ShouldBe(200).Text("/state").Should().Be("active", "it says nothing else about what is scheduled");
    }

    [Fact]
    public async Task Staying_and_following_are_for_a_person_to_say_and_never_change_what_is_in_force()
    {
        var (platform, team) = (await vetting.PlatformAsync(), await TeamAsync());
        var (other, shipped) = (await NamedPacks.ShipAsync(platform), (await team.Tenant.GetAsync("/v1/policies/pack")).ShouldBe(200).Text("/shipped"));

        (await team.Tenant.PutAsync("/v1/policies/pack", new { version = shipped })).ShouldBeRefused(403, "person_required");
        (await team.Approver.PutAsync("/v1/policies/pack", new { version = other })).ShouldBeRefused(409, "adoption_required");
        (await team.Approver.PutAsync("/v1/policies/pack", new { version = "2020.1" })).ShouldBeRefused(422, "unknown_pack").ShouldBlame("/version", "unknown_pack");
        (await team.Approver.PutAsync("/v1/policies/pack", new { version = shipped })).ShouldBe(200).At("/pinned").GetBoolean().Should().BeTrue();
        (await team.Approver.PutAsync("/v1/policies/pack", new { version = (string?)null })).ShouldBe(200).At("/pinned").GetBoolean().Should().BeFalse();
        (await team.Author.PostAsync("/v1/policies/pack/versions", new { pack_version = "2020.1" })).ShouldBeRefused(422, "unknown_pack").ShouldBlame("/pack_version", "unknown_pack");
        await NamedPacks.AdoptAsync(team, other);
        (await team.Approver.PutAsync("/v1/policies/pack", new { version = (string?)null })).ShouldBeRefused(409, "adoption_required");
        (await team.Author.PutAsync("/v1/policies/pack/versions/1", new { yaml = "key: pack\ntitle: Mine\nbase: true\n" }, "*")).ShouldBeRefused(422, "reserved_key");
        (await team.DoAsync(team.Author, "pack", 1, "promotion")).ShouldBeRefused(404, "not_found");
    }

    [Fact]
    public async Task Open_inquiries_move_to_the_other_pack_where_its_publication_says_so()
    {
        var (platform, team) = (await vetting.PlatformAsync(), await TeamAsync());
        await NamedPacks.AdoptAsync(team, await NamedPacks.ShipAsync(platform));
        var open = (await team.Tenant.PostAsync("/v1/inquiries", await Submissions.WholeAsync(team.Tenant, "retail", submit: false))).ShouldBe(201).Text("/id");

        await NamedPacks.AdoptAsync(team, await NamedPacks.ShipAsync(platform, NamedPacks.AskForTradeName), openInquiries: "migrate");

        var moved = await Eventually.AsksAsync(() => team.Tenant.GetAsync($"/v1/inquiries/{open}"), i => i.At("/policy/version").GetInt32() == 7);
        moved.Text("/status").Should().Be("open");
        (await team.Tenant.GetAsync($"/v1/inquiries/{open}/requirements")).ShouldBe(200).At("/requirements/currently_due").EnumerateArray().Select(d => d.GetRawText()).Should().Contain(d => d.Contains("trade_name", StringComparison.Ordinal));
    }

    private async Task<PolicyTeam> TeamAsync() => await PolicyTeam.OfAsync(await vetting.ATestTenantAsync());
}
