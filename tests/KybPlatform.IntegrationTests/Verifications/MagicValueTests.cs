using KybPlatform.IntegrationTests.App;
using KybPlatform.IntegrationTests.Screening;

namespace KybPlatform.IntegrationTests.Verifications;

/// <summary>What a test tenant writes to see an outcome, from the submission to the decision.</summary>
public sealed class MagicValueTests(PlatformApp app)
{
    [Theory]
    [InlineData("phone", "+15005550006", "approved")]
    [InlineData("phone", "+15005550001", "needs_information")]
    [InlineData("phone", "+15005550003", "in_review")]
    [InlineData("email", "ada+passed@anywhere.example", "approved")]
    [InlineData("email", "ada+failed@harbourlight-fiction.co.uk", "needs_information")]
    [InlineData("email", "ada+inconclusive@harbourlight-fiction.co.uk", "in_review")]
    [InlineData("number", "TEST-PASSED-1", "approved")]
    [InlineData("number", "TEST-FAILED-2", "needs_information")]
    [InlineData("number", "TEST-INCONCLUSIVE-3", "in_review")]
    [InlineData("number", "TEST-PASSED-CLAIMED-4", "in_review")]
    [InlineData("family", "Cleared", "approved")]
    [InlineData("family", "Sanctioned", "in_review")]
    [InlineData("family", "Unscreenable", "in_review")]
    public async Task It_decides_the_submission(string field, string value, string status)
    {
        var tenant = (await app.ANewTenantAsync()).Test;

        var inquiry = field switch
        {
            "phone" => await tenant.SubmitAsync(phone: value),
            "email" => await tenant.SubmitAsync(email: value),
            "number" => await tenant.SubmitAsync(number: value),
            _ => await tenant.SubmitAsync(family: value),
        };

        inquiry.Text("/status").Should().Be(status, "the answer was {0}", inquiry.Body);
    }

    [Theory]
    [InlineData("business_report", "business", "TEST-PASSED-1", "passed")]
    [InlineData("business_report", "business", "TEST-FAILED-1", "failed")]
    [InlineData("business_report", "business", "TEST-INCONCLUSIVE-1", "inconclusive")]
    [InlineData("business_report", "business", "TEST-SLOW-1", "passed")]
    [InlineData("business_report", "business", "01234567", "inconclusive")]
    public async Task A_check_that_nobody_is_connected_for_is_answered_by_magic_values_in_a_test_tenant_and_not_offered_in_a_live_one(string type, string subject, string number, string status)
    {
        var live = await app.ANewTenantAsync();

        (await AskAsync(live.Test, type, subject, number)).ShouldBe(201).Text("/status").Should().Be(status);
        (await AskAsync(live, type, subject, number)).ShouldBeRefused(422, "unknown_type");
    }

    [Theory]
    [InlineData("passed.example.com", "passed")]
    [InlineData("failed.example.com", "failed")]
    public async Task Each_type_has_its_own_place_for_them(string host, string status)
    {
        var tenant = (await app.ANewTenantAsync()).Test;

        var answer = await AskAsync(tenant, "website", "business", "01234567", $"https://{host}");

        answer.ShouldBe(201).Text("/status").Should().Be(status);
        answer.At("/sample").GetBoolean().Should().BeTrue();
        (await AskAsync(tenant, "watchlist_screening", "business", "01234567", name: "Example Sanctioned Ltd")).ShouldBe(201).Text("/reason_code").Should().Be("sanctions_match");
    }

    private static async Task<HttpAnswer> AskAsync(TenantClient tenant, string type, string subject, string number, string website = "https://www.example.com", string name = "Example Harbour Ltd")
    {
        var profile = (await tenant.PostAsync("/v1/business-profiles", new { legal_name = name, website, identifiers = new[] { new { scheme = "GB:CRN", value = number } } })).ShouldBe(201).Text("/id");
        return await tenant.PostAsync("/v1/verifications", new { type, subject, business_profile_id = profile });
    }
}
