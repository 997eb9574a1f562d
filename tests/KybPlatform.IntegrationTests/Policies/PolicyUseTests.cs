using KybPlatform.Api.Persistence;
using KybPlatform.Api.Registrations.Contracts;
using KybPlatform.IntegrationTests.App;
using KybPlatform.IntegrationTests.Inquiries;
using KybPlatform.IntegrationTests.Registrations;

namespace KybPlatform.IntegrationTests.Policies;

/// <summary>Policies for one use of a cell: nobody gets past them by not saying what the use is, and nobody is moved to another version by saying more of it.</summary>
public sealed class PolicyUseTests(VettingPlatform vetting) : IClassFixture<VettingPlatform>
{
    private static readonly string Promotional = PolicyTexts.Voice("acme.zw_voice_promotional", "trade_name", "business.trade_name")
        .Replace("applicant: business }", "applicant: business, purpose: promotional }", StringComparison.Ordinal);

    [Fact]
    public async Task A_purpose_that_is_not_said_is_asked_for_where_another_policy_might_answer()
    {
        var team = await TeamAsync();
        await team.PublishAsync("acme.zw_voice", PolicyTexts.Voice());
        var facts = new { country = "ZW", sender_type = "voice", business = new { legal_name = "Acme Messaging Ltd" } };
        (await team.Tenant.PostAsync("/v1/evaluations", new { facts })).ShouldBe(200).Text("/outcome").Should().Be("approve", "there is one policy, whatever the purpose is");
        await team.PublishAsync("acme.zw_voice_promotional", Promotional);

        (await team.Tenant.PostAsync("/v1/evaluations", new { facts })).ShouldBe(200).Text("/outcome").Should().Be("request_information");
        var asked = (await team.Tenant.PostAsync("/v1/inquiries", new { facts.country, facts.sender_type, facts.business, submit = true }, wait: 20)).ShouldBe(201);
        asked.Text("/status").Should().Be("needs_information");
        asked.Text("/policy/key").Should().Be("acme.zw_voice");
        asked.At("/requirements/currently_due").EnumerateArray().Select(d => d.Text("/path")).Should().Equal("use_case.purpose");
        (await team.Tenant.PostAsync($"/v1/decisions/{asked.Text("/decision/id")}/replay", null)).ShouldBe(200).Text("/result").Should().Be("identical");

        var said = (await team.Tenant.PatchAsync($"/v1/inquiries/{asked.Text("/id")}", new { use_case = new { purpose = "promotional" } })).ShouldBe(200);
        said.Text("/policy/key").Should().Be("acme.zw_voice_promotional");
        var decided = (await team.Tenant.PostAsync($"/v1/inquiries/{asked.Text("/id")}/submit", null, wait: 20)).ShouldBe(200);
        decided.At("/requirements/currently_due").EnumerateArray().Select(d => d.Text("/path")).Should().Equal("business.trade_name");

        var other = (await team.Tenant.PostAsync("/v1/inquiries", new { facts.country, facts.sender_type, facts.business, use_case = new { purpose = "transactional" }, submit = true }, wait: 20)).ShouldBe(201);
        other.Text("/status").Should().Be("approved", "{0}", other.Body);
    }

    [Fact]
    public async Task A_permission_without_a_purpose_is_asked_for_it_when_a_policy_for_one_appears_as_was_told_beforehand()
    {
        var team = await TeamAsync();
        await team.PublishAsync("acme.zw_voice", PolicyTexts.Voice());
        var business = new { legal_name = "Acme Messaging Ltd" };
        var approved = (await team.Tenant.PostAsync("/v1/inquiries", new { country = "ZW", sender_type = "voice", business, submit = true }, wait: 20)).ShouldBe(201);
        approved.Text("/status").Should().Be("approved", "{0}", approved.Body);
        var registration = approved.Text("/sender_registration_id");
        var draft = await team.DraftAsync("acme.zw_voice_promotional", Promotional);

        var impact = (await team.DoAsync(team.Author, "acme.zw_voice_promotional", draft, "impact")).ShouldBe(200);
        impact.At("/registrations_affected").GetInt32().Should().Be(1);
        impact.At("/newly_unmet").EnumerateArray().Select(u => (u.Text("/kind"), u.Text("/key"), u.Text("/reason"))).Should().Equal(("policy", "acme.zw_voice", "field_missing"));
        var started = (await team.Tenant.PostAsync("/v1/backtests", new { policies = new[] { new { key = "acme.zw_voice_promotional", version = draft } } })).ShouldBe(201);
        var report = await Eventually.AsksAsync(() => team.Tenant.GetAsync($"/v1/backtests/{started.Text("/id")}"), b => b.Text("/state") == "completed");
        report.At("/report/totals/evaluated").GetInt32().Should().Be(1);
        report.At("/report/causes").EnumerateArray().Select(c => (c.Text("/kind"), c.Text("/source"), c.Text("/reason_code"))).Should().Equal(("would_be_asked", "policy", "field_missing"));

        await team.ApprovedAsync("acme.zw_voice_promotional", draft);
        (await team.DoAsync(team.Author, "acme.zw_voice_promotional", draft, "publish")).ShouldBe(200);
        var asked = await Eventually.AsksAsync(() => team.Tenant.GetAsync($"/v1/sender-registrations/{registration}"), r => r.Text("/status") == "action_required");
        asked.At("/unmet").EnumerateArray().Select(u => (u.Text("/kind"), u.Text("/key"))).Should().Equal(("policy", "acme.zw_voice"));

        // Whoever says what the use is has the permission anew, and is asked no more.
        var submission = new { country = "ZW", sender_type = "voice", business_profile_id = approved.Text("/business_profile_id"), use_case = new { purpose = "transactional" }, submit = true };
        var said = (await team.Tenant.PostAsync("/v1/inquiries", submission, wait: 20)).ShouldBe(201);
        (said.Text("/status"), said.Text("/sender_registration_id")).Should().Be(("approved", registration), "{0}", said.Body);
        (await team.Tenant.GetAsync($"/v1/sender-registrations/{registration}")).ShouldBe(200).Text("/status").Should().Be("active");
        (await VettedByAsync(registration)).Should().Be(said.Text("/policy/hash"));
    }

    [Fact]
    public async Task A_permission_of_somebody_who_was_erased_is_looked_at_once_by_what_is_in_force()
    {
        var team = await TeamAsync();
        await team.PublishAsync("acme.zw_voice", PolicyTexts.Voice());
        var approved = (await team.Tenant.PostAsync("/v1/inquiries", new { country = "ZW", sender_type = "voice", business = new { legal_name = "Acme Messaging Ltd" }, submit = true }, wait: 20)).ShouldBe(201);
        var registration = approved.Text("/sender_registration_id");

        (await team.Tenant.PostAsync($"/v1/business-profiles/{approved.Text("/business_profile_id")}/redact")).ShouldBe(200);

        await Eventually.AsksAsync(() => team.Tenant.GetAsync($"/v1/sender-registrations/{registration}"), r => r.Text("/status") == "restricted");
        (await VettedByAsync(registration)).Should().Be(approved.Text("/policy/hash"), "nothing is left to look at");
    }

    private async Task<string> VettedByAsync(string registration) => (await (await vetting.PlatformAsync()).AskAsync<string>(
        "SELECT vetted_hash FROM sender_registrations WHERE id = $1", PublicId.TryParse<SenderRegistrationId>(registration, out var id) ? id.Value : throw new InvalidOperationException(registration))).Single();

    [Fact]
    public async Task An_inquiry_keeps_the_version_it_began_with_whatever_else_of_its_use_is_changed()
    {
        var team = await TeamAsync();
        var begun = (await team.Tenant.PostAsync("/v1/inquiries", await Submissions.WholeAsync(team.Tenant, "retail", submit: false))).ShouldBe(201);
        await team.PublishAsync("gb.alphanumeric", PolicyTexts.Gb("trade_name", "business.trade_name"));

        var changed = (await team.Tenant.PatchAsync($"/v1/inquiries/{begun.Text("/id")}", new { use_case = new { description = "Confirmations of orders and of their delivery, to customers who asked for them." } })).ShouldBe(200);

        changed.At("/policy/version").GetInt32().Should().Be(ShippedVersion.Gb);
    }

    [Fact]
    public async Task A_scheme_that_nobody_can_give_is_told_when_the_version_is_checked()
    {
        var team = await TeamAsync();
        var draft = await team.DraftAsync("acme.zw_voice", PolicyTexts.Voice().Replace("tests:", "  - { key: number, kind: identifier, any_of: [\"GB:CRN\", \"GB:CRX\"] }\ntests:", StringComparison.Ordinal));

        var found = (await team.DoAsync(team.Author, "acme.zw_voice", draft, "check")).ShouldBe(200).At("/issues").EnumerateArray().Single(i => i.Text("/code") == "unknown_scheme");

        (found.Text("/pointer"), found.Text("/severity"), found.Text("/suggestion")).Should().Be(("/requirements/1/any_of", "warning", "GB:CRN"));
    }

    private async Task<PolicyTeam> TeamAsync() => await PolicyTeam.OfAsync(await vetting.ATestTenantAsync());
}
