using System.Text.Json;
using KybPlatform.IntegrationTests.App;
using KybPlatform.IntegrationTests.Policies;
using KybPlatform.IntegrationTests.Registrations;
using static KybPlatform.IntegrationTests.Backtests.TriedPolicies;

namespace KybPlatform.IntegrationTests.Backtests;

/// <summary>Who approves a policy has seen what it would have done to the tenant's own past, or says why not.</summary>
public sealed class BacktestGateTests(VettingPlatform vetting) : IClassFixture<VettingPlatform>
{
    private const string Key = "gb.alphanumeric";

    [Fact]
    public async Task A_version_that_would_answer_for_past_decisions_is_approved_once_it_was_tried_on_them()
    {
        var team = await PolicyTeam.OfAsync(await vetting.ATestTenantAsync());
        await DecidedAsync(team.Tenant);
        var version = await team.DraftAsync(Key, PolicyTexts.Gb("employees", "business.employees"));
        (await team.DoAsync(team.Author, Key, version, "request-approval")).ShouldBe(201).At("/backtest").ValueKind.Should().Be(JsonValueKind.Null);

        var refused = (await team.DoAsync(team.Approver, Key, version, "approve")).ShouldBeRefused(409, "backtest_missing");
        refused.Body.Should().Contain($"{Key}@{version}");
        (await CompletedAsync(team.Tenant, new { policies = new[] { new { key = Key, version } }, country = "DE" })).At("/done").GetInt64().Should().Be(0);
        (await team.DoAsync(team.Approver, Key, version, "approve")).ShouldBeRefused(409, "backtest_missing");
        var tried = await CompletedAsync(team.Tenant, Versions(version));

        var approved = (await team.DoAsync(team.Approver, Key, version, "approve")).ShouldBe(200);
        (approved.Text("/backtest/id"), approved.At("/backtest/decisions").GetInt64(), approved.At("/backtest/flips").GetInt64()).Should().Be((tried.Text("/id"), 3, 2));
        (await team.DoAsync(team.Author, Key, version, "publish")).ShouldBe(200).Text("/backtest/report_hash").Should().Be(tried.Text("/report_hash"));
        (await team.Tenant.GetAsync($"/v1/policies/{Key}/publications")).ShouldBe(200).Text("/data/0/backtest/id").Should().Be(tried.Text("/id"));
    }

    [Fact]
    public async Task Whoever_approves_without_says_why_and_that_is_kept()
    {
        var team = await PolicyTeam.OfAsync(await vetting.ATestTenantAsync());
        await DecidedAsync(team.Tenant);
        var version = await team.DraftAsync(Key, PolicyTexts.Gb("employees", "business.employees"));
        (await team.DoAsync(team.Author, Key, version, "request-approval")).ShouldBe(201);

        (await team.DoAsync(team.Approver, Key, version, "approve", new { without_backtest = new { } })).ShouldBeRefused(422, "required").ShouldBlame("/without_backtest/reason", "required");
        var approved = (await team.DoAsync(team.Approver, Key, version, "approve", new { without_backtest = new { reason = "The order takes effect today." } })).ShouldBe(200);

        approved.Text("/without_backtest").Should().Be("The order takes effect today.");
        (await team.Tenant.GetAsync("/v1/audit-entries")).ShouldBe(200).At("/data").EnumerateArray().Single(e => e.Text("/action") == "policy.approved").Text("/details/without_backtest").Should().Be("The order takes effect today.");
        (await team.DoAsync(team.Author, Key, version, "publish")).ShouldBe(200);
        // Where there is nothing to try it on, nothing is let pass.
        var voice = await team.DraftAsync("acme.zw_voice", PolicyTexts.Voice());
        (await team.DoAsync(team.Author, "acme.zw_voice", voice, "request-approval")).ShouldBe(201);
        (await team.DoAsync(team.Approver, "acme.zw_voice", voice, "approve", new { without_backtest = new { reason = "Nobody was there yet." } })).ShouldBe(200).At("/without_backtest").ValueKind.Should().Be(JsonValueKind.Null);
    }

    [Fact]
    public async Task Of_a_base_every_policy_that_would_answer_for_past_decisions_is_tried()
    {
        var team = await PolicyTeam.OfAsync(await vetting.ATestTenantAsync());
        await DecidedAsync(team.Tenant);
        var version = await team.DraftAsync("base.alphanumeric", "key: base.alphanumeric\noverlays: base.alphanumeric\nbase: true\nrequirements:\n  - { key: employees, kind: field, path: business.employees }\n");
        (await team.DoAsync(team.Author, "base.alphanumeric", version, "request-approval", new { despite_pack_examples = new { reason = "It is meant so." } })).ShouldBe(201).Json.Texts("/set").Should().Contain(Key).And.HaveCountGreaterThan(1);

        var detail = (await team.DoAsync(team.Approver, "base.alphanumeric", version, "approve")).ShouldBeRefused(409, "backtest_missing").Text("/detail");

        detail.Should().Contain($"{Key}@{ShippedVersion.Gb + 1}").And.NotContain("ie.alphanumeric");
        await CompletedAsync(team.Tenant, Versions(ShippedVersion.Gb + 1));
        (await team.DoAsync(team.Approver, "base.alphanumeric", version, "approve")).ShouldBe(200);
    }

    [Fact]
    public async Task A_tenant_can_ask_for_it_always_and_going_back_still_needs_none()
    {
        var team = await PolicyTeam.OfAsync(await vetting.ATestTenantAsync());
        var admin = (await team.Tenant.PostAsync("/v1/users", new { name = "Ina Admin", email = "ina.admin@example.com", roles = new[] { "admin" } })).ShouldBe(201).Text("/id");
        var hers = team.Tenant.With((await team.Tenant.PostAsync("/v1/api-keys", new { name = "hers", user_id = admin })).ShouldBe(201).Text("/secret"));
        await team.PublishAsync("acme.zw_voice", PolicyTexts.Voice());
        (await team.Tenant.GetAsync("/v1/policies/settings")).ShouldBe(200).Text("/backtests").Should().Be("expected");

        (await team.Tenant.PutAsync("/v1/policies/settings", new { backtests = "required" })).ShouldBeRefused(403, "person_required");
        (await team.Approver.PutAsync("/v1/policies/settings", new { backtests = "required" })).ShouldBeRefused(403, "missing_scope");
        (await hers.PutAsync("/v1/policies/settings", new { backtests = "required" })).ShouldBe(200).Text("/changed_by").Should().Be(admin);

        var second = await team.DraftAsync("acme.zw_voice", PolicyTexts.Voice(path: "business.trade_name"));
        (await team.DoAsync(team.Author, "acme.zw_voice", second, "request-approval")).ShouldBe(201);
        (await team.DoAsync(team.Approver, "acme.zw_voice", second, "approve", new { without_backtest = new { reason = "In a hurry." } })).ShouldBeRefused(409, "backtest_missing");
        await CompletedAsync(team.Tenant, new { policies = new[] { new { key = "acme.zw_voice", version = second } } });
        (await team.DoAsync(team.Approver, "acme.zw_voice", second, "approve")).ShouldBe(200);
        (await team.DoAsync(team.Author, "acme.zw_voice", second, "publish")).ShouldBe(200);
        (await team.Author.PostAsync("/v1/policies/acme.zw_voice/rollback", new { version = 1 })).ShouldBe(201);
        (await team.DoAsync(team.Approver, "acme.zw_voice", 1, "approve")).ShouldBe(200);
    }
}
