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
}
