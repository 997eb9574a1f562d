using KybPlatform.IntegrationTests.App;

namespace KybPlatform.IntegrationTests.Screening;

public sealed class ThresholdTests
{
    [Fact]
    public async Task A_tenant_says_from_which_score_on_a_party_is_a_match()
    {
        await using var screened = await ScreenedPlatform.WithTodaysListsAsync();
        var tenant = await screened.Platform.ANewTenantAsync();
        var stranger = await screened.Platform.ANewTenantAsync();

        // The listed name has a word more.
        (await StatusAsync(tenant)).Should().Be("failed");
        (await tenant.GetAsync("/v1/screening/settings")).ShouldBe(200).At("/threshold").GetDouble().Should().Be(0.8);

        (await tenant.PutAsync("/v1/screening/settings", new { threshold = 0.9 }, ifMatch: "\"7\"")).ShouldBeRefused(412, "version_mismatch");
        (await tenant.PutAsync("/v1/screening/settings", new { threshold = 0.95 }, ifMatch: "\"0\"")).ShouldBe(200).Text("/changed_by").Should().NotBeEmpty();
        (await StatusAsync(tenant)).Should().Be("passed");
        (await StatusAsync(stranger)).Should().Be("failed", "it is the other tenant's setting");

        (await tenant.PutAsync("/v1/screening/settings", new { threshold = 0.5 })).ShouldBe(422);
        (await (await tenant.WithScopesAsync("screening:read")).PutAsync("/v1/screening/settings", new { threshold = 0.9 })).ShouldBeRefused(403, "missing_scope");
    }

    private static async Task<string> StatusAsync(TenantClient tenant)
    {
        var profile = (await tenant.PostAsync("/v1/individual-profiles", new { given_name = "Quirinia", family_name = "Zanthropova" })).ShouldBe(201).Text("/id");
        var asked = new { type = "sanctions_screening", subject = "individual", individual_profile_id = profile, lists = new[] { "ofac_sdn", "un" } };
        return (await tenant.PostAsync("/v1/verifications", asked)).ShouldBe(201).Text("/status");
    }
}
