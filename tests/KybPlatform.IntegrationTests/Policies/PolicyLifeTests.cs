using System.Globalization;
using KybPlatform.IntegrationTests.App;

namespace KybPlatform.IntegrationTests.Policies;

/// <summary>From the first draft to what is in force, and everything that stands in the way on purpose.</summary>
public sealed class PolicyLifeTests(PlatformApp app)
{
    [Fact]
    public async Task A_policy_lives_from_its_draft_to_its_publication_and_answers_for_its_cell()
    {
        var team = await TeamAsync();
        (await team.ResolveAsync("ZW", "voice")).ShouldBe(200).Text("/layer").Should().Be("pack");

        var draft = (await team.Author.PostAsync("/v1/policies", new { yaml = PolicyTexts.Voice(), summary = "Opens voice" })).ShouldBe(201);
        draft.Text("/state").Should().Be("draft");
        var check = (await team.DoAsync(team.Author, "acme.zw_voice", 1, "check")).ShouldBe(200);
        check.At("/sound").GetBoolean().Should().BeTrue("the answer was {0}", check.Body);
        (await team.DoAsync(team.Author, "acme.zw_voice", 1, "test")).ShouldBe(200).At("/passed").GetBoolean().Should().BeTrue();
        await team.ApprovedAsync("acme.zw_voice", 1);
        (await team.ResolveAsync("ZW", "voice")).ShouldBe(200).Text("/layer").Should().Be("pack");
        var published = (await team.DoAsync(team.Author, "acme.zw_voice", 1, "publish")).ShouldBe(200);
        published.Text("/state").Should().Be("active");

        var resolved = (await team.ResolveAsync("ZW", "voice")).ShouldBe(200);
        resolved.Text("/key").Should().Be("acme.zw_voice");
        resolved.Text("/layer").Should().Be("tenant");
        resolved.Text("/hash").Should().Be(check.Text("/hash")).And.Be(published.Text("/hash"));
        (await team.Tenant.GetAsync("/v1/policies/acme.zw_voice/publications")).ShouldBe(200).At("/data/0/approved_by").GetString().Should().StartWith("usr_");
        (await team.Tenant.GetAsync("/v1/policies/coverage")).ShouldBe(200).At("/cells").EnumerateArray()
            .Single(c => c.Text("/country") == "ZW" && c.Text("/sender_type") == "voice" && c.Text("/applicant") == "business").Text("/policy").Should().Be("acme.zw_voice");
    }

    [Fact]
    public async Task Nothing_is_published_that_was_not_checked_tested_and_approved_by_another_person()
    {
        var team = await TeamAsync();
        var version = await team.DraftAsync("gb.alphanumeric", PolicyTexts.Gb("trade_register_extract", "business.trade_name"));
        version.Should().Be(ShippedVersion.Gb + 1, "the pack's own number is the one before");

        (await team.DoAsync(team.Author, "gb.alphanumeric", version, "publish")).ShouldBeRefused(409, "unchecked");
        (await team.DoAsync(team.Approver, "gb.alphanumeric", version, "approve")).ShouldBeRefused(409, "not_in_review");
        (await team.DoAsync(team.Author, "gb.alphanumeric", version, "request-approval")).ShouldBe(201).Text("/state").Should().Be("in_review");
        (await team.DoAsync(team.Author, "gb.alphanumeric", version, "request-approval")).ShouldBeRefused(409, "already_in_review");
        (await team.DoAsync(team.Author, "gb.alphanumeric", version, "publish")).ShouldBeRefused(409, "not_approved");
        (await team.DoAsync(team.Author, "gb.alphanumeric", version, "approve")).ShouldBeRefused(403, "own_work");
        (await team.DoAsync(team.AuthorAgain, "gb.alphanumeric", version, "approve")).ShouldBeRefused(403, "own_work");
        (await team.DoAsync(team.Tenant, "gb.alphanumeric", version, "approve")).ShouldBeRefused(403, "person_required");
        (await team.DoAsync(team.Approver, "gb.alphanumeric", version, "approve")).ShouldBe(200);
        (await team.DoAsync(team.Approver, "gb.alphanumeric", version, "approve")).ShouldBeRefused(409, "already_approved");
        var past = (await team.NowAsync()).AddHours(-1);
        (await team.DoAsync(team.Author, "gb.alphanumeric", version, "publish", new { effective_from = past })).ShouldBeRefused(422, "effective_in_past").ShouldBlame("/effective_from", "effective_in_past");
        (await team.Author.SendAsync(HttpMethod.Post, $"/v1/policies/gb.alphanumeric/versions/{version}/publish", null, ("If-Match", "\"99\""))).ShouldBeRefused(412, "version_mismatch");
        (await team.ResolveAsync("GB", "alphanumeric")).ShouldBe(200).Text("/layer").Should().Be("pack");

        (await team.DoAsync(team.Author, "gb.alphanumeric", version, "publish")).ShouldBe(200);
        (await team.DoAsync(team.Author, "gb.alphanumeric", version, "publish")).ShouldBeRefused(409, "not_in_review");
        (await team.Author.PutAsync($"/v1/policies/gb.alphanumeric/versions/{version}", new { yaml = PolicyTexts.Gb("a", "business.website") }, "*")).ShouldBeRefused(409, "version_frozen");
        (await team.DoAsync(team.Author, "gb.alphanumeric", version, "withdraw")).ShouldBeRefused(409, "not_withdrawable");
    }

    [Fact]
    public async Task What_is_wrong_is_told_with_its_place_and_keeps_the_approval_away()
    {
        var team = await TeamAsync();
        var misspelt = await team.DraftAsync("gb.alphanumeric", PolicyTexts.Gb("trade_name", "business.trade_nam"));
        var check = (await team.DoAsync(team.Author, "gb.alphanumeric", misspelt, "check")).ShouldBe(200);
        var issue = check.At("/issues").EnumerateArray().Single(i => i.Text("/code") == "unknown_path");
        issue.Text("/pointer").Should().Be("/requirements/0");
        issue.At("/line").GetInt32().Should().Be(4);
        issue.Text("/suggestion").Should().Be("business.trade_name");
        (await team.DoAsync(team.Author, "gb.alphanumeric", misspelt, "request-approval")).ShouldBeRefused(422, "check_failed").ShouldBlame("/requirements/0", "unknown_path");

        var untested = await team.DraftAsync("gb.alphanumeric", "key: gb.alphanumeric\noverlays: gb.alphanumeric\n");
        (await team.DoAsync(team.Author, "gb.alphanumeric", untested, "request-approval")).ShouldBeRefused(422, "no_tests");
        var failing = await team.DraftAsync("gb.alphanumeric", PolicyTexts.Gb("trade_name", "business.trade_name").Replace("outcome: request_information", "outcome: approve", StringComparison.Ordinal));
        (await team.DoAsync(team.Author, "gb.alphanumeric", failing, "test")).ShouldBe(200).At("/passed").GetBoolean().Should().BeFalse();
        (await team.DoAsync(team.Author, "gb.alphanumeric", failing, "request-approval")).ShouldBeRefused(422, "tests_failed");

        var lost = await team.DraftAsync("gb.alphanumerik", "key: gb.alphanumerik\noverlays: gb.alphanumerik\n");
        var unknown = (await team.DoAsync(team.Author, "gb.alphanumerik", lost, "check")).ShouldBe(200).At("/issues").EnumerateArray().Single(i => i.Text("/code") == "unknown_overlaid");
        unknown.Text("/detail").Should().Contain("gb.alphanumerik").And.Contain("pack");
        unknown.Text("/suggestion").Should().Be("gb.alphanumeric");

        (await team.Author.PostAsync("/v1/policies", new { yaml = "key: acme.x\ntitel: X\n" })).ShouldBeRefused(422, "policy_unreadable").ShouldBlame("/yaml/titel", "unknown_key");
        (await team.Author.PostAsync("/v1/policies/acme.y/versions", new { yaml = PolicyTexts.Voice() })).ShouldBeRefused(422, "key_differs");
        (await team.Author.PostAsync("/v1/policies", new { yaml = PolicyTexts.Voice("export") })).ShouldBeRefused(422, "reserved_key");
    }

    [Fact]
    public async Task Circles_clashing_bases_and_two_policies_for_one_cell_are_refused()
    {
        var team = await TeamAsync();
        await team.PublishAsync("acme.first", "key: acme.first\ntitle: First\nbase: true\nrequirements:\n  - { key: website, kind: field, path: business.website }\n");
        await team.PublishAsync("acme.second", "key: acme.second\ntitle: Second\nbase: true\nrequirements:\n  - { key: website, kind: field, path: business.trade_name }\n");
        var both = await team.DraftAsync("acme.zw_voice", PolicyTexts.Voice() + "\nextends: [acme.first, acme.second]\n");
        (await team.DoAsync(team.Author, "acme.zw_voice", both, "request-approval")).ShouldBeRefused(422, "check_failed").ShouldBlame("/extends", "conflicting_overlays");

        var circle = await team.DraftAsync("acme.first", "key: acme.first\ntitle: First\nbase: true\nextends: [acme.first]\n");
        (await team.DoAsync(team.Author, "acme.first", circle, "request-approval")).ShouldBeRefused(422, "check_failed").ShouldBlame("/extends", "extends_itself");

        await team.PublishAsync("acme.zw_voice", PolicyTexts.Voice());
        var rival = await team.DraftAsync("acme.zw_voice_again", PolicyTexts.Voice("acme.zw_voice_again"));
        (await team.DoAsync(team.Author, "acme.zw_voice_again", rival, "request-approval")).ShouldBeRefused(422, "check_failed").ShouldBlame("/scope", "ambiguous_scope");
    }

    [Fact]
    public async Task A_clash_with_what_is_only_scheduled_is_seen_too()
    {
        var team = await TeamAsync();
        var later = (await team.NowAsync()).AddDays(10);
        var first = await team.DraftAsync("acme.zw_voice", PolicyTexts.Voice());
        var rival = await team.DraftAsync("acme.zw_voice_again", PolicyTexts.Voice("acme.zw_voice_again"));
        await team.ApprovedAsync("acme.zw_voice", first, later);
        await team.ApprovedAsync("acme.zw_voice_again", rival);
        (await team.DoAsync(team.Author, "acme.zw_voice", first, "publish", new { effective_from = later })).ShouldBe(200).Text("/state").Should().Be("scheduled");

        (await team.DoAsync(team.Author, "acme.zw_voice_again", rival, "publish")).ShouldBeRefused(422, "check_failed");

        (await team.DoAsync(team.Author, "acme.zw_voice", first, "withdraw")).ShouldBe(200).Text("/state").Should().Be("withdrawn");
        (await team.DoAsync(team.Author, "acme.zw_voice_again", rival, "publish")).ShouldBe(200);
    }

    [Fact]
    public async Task Versions_take_effect_by_time_alone_and_any_date_can_be_asked_for()
    {
        var team = await TeamAsync();
        var before = (await team.ResolveAsync("GB", "alphanumeric")).ShouldBe(200).Text("/hash");
        var now = await team.NowAsync();
        var next = (await team.PublishAsync("gb.alphanumeric", PolicyTexts.Gb("trade_name", "business.trade_name"), now.AddDays(20))).Text("/hash");
        (await team.ResolveAsync("GB", "alphanumeric")).Text("/hash").Should().Be(before);
        (await team.ResolveAsync("GB", "alphanumeric", now.AddDays(21).ToString("O", CultureInfo.InvariantCulture))).ShouldBe(200).Text("/hash").Should().Be(next);

        await team.Tenant.PutAsync("/v1/tenant/clock", new { now = now.AddDays(22) }).ShouldBeAsync(200);
        (await team.ResolveAsync("GB", "alphanumeric")).Text("/hash").Should().Be(next);
        (await team.Tenant.GetAsync("/v1/policies/gb.alphanumeric/publications")).At("/data/0/state").GetString().Should().Be("active");
        (await team.ResolveAsync("GB", "alphanumeric", now.AddDays(1).ToString("O", CultureInfo.InvariantCulture))).ShouldBe(200).Text("/hash").Should().Be(before);
        var third = (await team.PublishAsync("gb.alphanumeric", PolicyTexts.Gb("website", "business.website"))).Text("/hash");
        (await team.ResolveAsync("GB", "alphanumeric")).Text("/hash").Should().Be(third);

        (await team.Author.PostAsync("/v1/policies/gb.alphanumeric/rollback", new { version = ShippedVersion.Gb + 1 })).ShouldBe(201);
        (await team.DoAsync(team.Approver, "gb.alphanumeric", ShippedVersion.Gb + 1, "approve")).ShouldBe(200);
        (await team.DoAsync(team.Author, "gb.alphanumeric", ShippedVersion.Gb + 1, "publish")).ShouldBe(200).Text("/hash").Should().Be(next, "it is the former content, byte for byte");
        (await team.ResolveAsync("GB", "alphanumeric")).Text("/hash").Should().Be(next);
        (await team.Tenant.GetAsync("/v1/policies/gb.alphanumeric/publications")).At("/data").EnumerateArray().Select(p => p.Text("/state")).Should().Equal("active", "superseded", "superseded");
        (await team.Tenant.GetAsync($"/v1/policies/gb.alphanumeric/diff?from={ShippedVersion.Gb}&to={ShippedVersion.Gb + 1}")).ShouldBe(200).At("/differences").GetArrayLength().Should().BePositive();
    }

    [Fact]
    public async Task Two_authors_at_once_lose_nothing_of_each_other()
    {
        var team = await TeamAsync();
        var drafts = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => team.Author.PostAsync("/v1/policies/gb.alphanumeric/versions", new { yaml = PolicyTexts.Gb("a", "business.website") })));
        drafts.Select(d => d.Status).Should().OnlyContain(s => s == 201 || s == 409);
        var numbers = drafts.Where(d => d.Status == 201).Select(d => d.At("/version").GetInt32()).ToList();
        numbers.Should().OnlyHaveUniqueItems().And.NotBeEmpty();

        var path = $"/v1/policies/gb.alphanumeric/versions/{numbers[0]}";
        var read = (await team.Author.GetAsync(path)).ShouldBe(200).ETag!;
        (await team.Author.PutAsync(path, new { yaml = PolicyTexts.Gb("b", "business.website") })).ShouldBeRefused(428, "if_match_required");
        (await team.Author.PutAsync(path, new { yaml = PolicyTexts.Gb("b", "business.website") }, read)).ShouldBe(200);
        (await team.Tenant.PutAsync(path, new { yaml = PolicyTexts.Gb("c", "business.website") }, read)).ShouldBeRefused(412, "version_mismatch");

        var requests = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => team.DoAsync(team.Author, "gb.alphanumeric", numbers[0], "request-approval")));
        requests.Count(r => r.Status == 201).Should().Be(1, "the others were refused: {0}", string.Join(", ", requests.Select(r => r.Code)));
        (await team.DoAsync(team.Approver, "gb.alphanumeric", numbers[0], "approve")).ShouldBe(200);
        var outcomes = await Task.WhenAll(team.DoAsync(team.Author, "gb.alphanumeric", numbers[0], "publish"), team.DoAsync(team.Tenant, "gb.alphanumeric", numbers[0], "publish"), team.DoAsync(team.Approver, "gb.alphanumeric", numbers[0], "withdraw"));
        outcomes.Count(o => o.Status == 200).Should().Be(1, "one of them was first: {0}", string.Join(", ", outcomes.Select(o => o.Code)));
    }

    private async Task<PolicyTeam> TeamAsync() => await PolicyTeam.OfAsync((await app.ANewTenantAsync()).Test);
}
