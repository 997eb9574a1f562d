using KybPlatform.IntegrationTests.App;
using KybPlatform.IntegrationTests.Registrations;

namespace KybPlatform.IntegrationTests.Policies;

/// <summary>A dry run judges facts on the terms on which a submission of this tenant would be judged.</summary>
public sealed class DryRunTests(VettingPlatform vetting) : IClassFixture<VettingPlatform>
{
    private static readonly string Screened = PolicyTexts.Voice().Replace("tests:", """
          - { key: sanctions, kind: verification, type: sanctions_screening, subjects: [business], checks: [no_match], lists: [un] }
          - { key: genuine, kind: verification, type: identity_document, subjects: [business], checks: [genuine], when_unavailable: skip_with_note }
        tests:
        """, StringComparison.Ordinal);

    [Fact]
    public async Task A_pass_with_a_higher_threshold_than_the_tenants_counts_no_more_than_in_a_submission()
    {
        var team = await TeamAsync();

        (await SanctionsAsync(team, 0.95)).Text("/outcome").Should().NotBe("passed");
        (await SanctionsAsync(team, 0.95)).GetRawText().Should().Contain("verification_weaker");
        (await SanctionsAsync(team, 0.8)).Text("/outcome").Should().Be("passed");
        (await SanctionsAsync(team, null)).Text("/outcome").Should().Be("passed", "whoever writes facts need not say how they were searched for");
        (await team.Tenant.PutAsync("/v1/screening/settings", new { threshold = 0.95 })).ShouldBe(200);
        (await SanctionsAsync(team, 0.95)).Text("/outcome").Should().Be("passed");
    }

    [Fact]
    public async Task What_a_sandbox_was_told_to_answer_counts_as_answered()
    {
        var team = await TeamAsync();
        var told = new { subject = "business", status = "inconclusive", checks = new { genuine = "inconclusive" }, completed_at = await team.NowAsync(), sample = true };

        (await ResultAsync(team, "genuine", new { })).GetRawText().Should().Contain("no_provider");
        (await ResultAsync(team, "genuine", new { identity_document = new[] { told } })).GetRawText().Should().Contain("verification_inconclusive").And.NotContain("no_provider");
    }

    private static async Task<System.Text.Json.JsonElement> SanctionsAsync(PolicyTeam team, double? threshold)
    {
        var now = await team.NowAsync();
        var lists = new[] { new { key = "un", snapshot = "1", published_at = now, complete = true, sample = false } };
        object said = threshold is { } stated
            ? new { subject = "business", status = "passed", checks = new { no_match = "passed" }, completed_at = now, sample = false, threshold = stated, lists }
            : new { subject = "business", status = "passed", checks = new { no_match = "passed" }, completed_at = now, sample = false, lists };
        return await ResultAsync(team, "sanctions", new { sanctions_screening = new[] { said } });
    }

    private static async Task<System.Text.Json.JsonElement> ResultAsync(PolicyTeam team, string requirement, object verifications)
    {
        var facts = new { country = "ZW", sender_type = "voice", applicant = "business", business = new { legal_name = "Acme Messaging Ltd" }, verifications };
        var answer = (await team.Tenant.PostAsync("/v1/evaluations", new { facts })).ShouldBe(200);
        return answer.At("/requirements").EnumerateArray().Single(r => r.Text("/key") == requirement);
    }

    private async Task<PolicyTeam> TeamAsync()
    {
        var team = await PolicyTeam.OfAsync(await vetting.ATestTenantAsync());
        await team.PublishAsync("acme.zw_voice", Screened);
        return team;
    }
}
