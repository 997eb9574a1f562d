using KybPlatform.IntegrationTests.App;
using KybPlatform.IntegrationTests.Inquiries;
using KybPlatform.IntegrationTests.Postgres;

namespace KybPlatform.IntegrationTests.Profiles;

/// <summary>As long as a hold is in force, nobody erases the profile.</summary>
public sealed class LegalHoldTests(PlatformApp app, TestPostgres postgres)
{
    private const string Reason = "Canary: request of the prosecutor's office";

    [Fact]
    public async Task A_hold_forbids_the_redaction_until_it_is_released()
    {
        var tenant = await app.ANewTenantAsync();
        var profile = await AProfileAsync(tenant);
        var hold = (await tenant.PostAsync("/v1/legal-holds", new { business_profile_id = profile, reason = Reason })).ShouldBe(201);

        var refused = await tenant.PostAsync($"/v1/business-profiles/{profile}/redact").ShouldBeRefusedAsync(409, "legal_hold");
        var held = (await tenant.GetAsync($"/v1/business-profiles/{profile}")).ShouldBe(200);
        var released = (await tenant.PostAsync($"/v1/legal-holds/{hold.Text("/id")}/release")).ShouldBe(200);
        await tenant.PostAsync($"/v1/legal-holds/{hold.Text("/id")}/release").ShouldBeRefusedAsync(409, "invalid_transition");
        await tenant.PostAsync($"/v1/business-profiles/{profile}/redact").ShouldBeAsync(200);

        refused.Text("/detail").Should().Contain(hold.Text("/id")).And.NotContain("Canary");
        held.Has("/redacted_at").Should().BeFalse();
        (hold.Text("/reason"), hold.At("/in_force").GetBoolean(), hold.Text("/profile_id")).Should().Be((Reason, true, profile));
        (released.At("/in_force").GetBoolean(), released.Has("/released_by")).Should().Be((false, true));
        var gone = (await tenant.GetAsync($"/v1/legal-holds/{hold.Text("/id")}")).ShouldBe(200);
        gone.Has("/reason").Should().BeFalse("it went with the profile's key");
        (await tenant.GetAsync($"/v1/audit-entries?resource={hold.Text("/id")}")).Body.Should().Contain("legal_hold.placed").And.Contain("legal_hold.released").And.NotContain("Canary");
        await tenant.PostAsync("/v1/legal-holds", new { business_profile_id = profile, reason = Reason }).ShouldBeRefusedAsync(409, "profile_redacted");
    }

    [Fact]
    public async Task A_hold_with_a_day_ends_by_itself_and_one_without_goes_on()
    {
        var clock = new MovedClock();
        await using var platform = await RunningPlatform.StartAsync(postgres, clock);
        var tenant = await platform.ANewTenantAsync();
        var person = (await tenant.PostAsync("/v1/individual-profiles", new { given_name = "Ada", family_name = "Sample" })).ShouldBe(201).Text("/id");
        await tenant.PostAsync("/v1/legal-holds", new { individual_profile_id = person, reason = Reason, until = clock.GetUtcNow().AddDays(3) }).ShouldBeAsync(201);

        await tenant.PostAsync($"/v1/individual-profiles/{person}/redact").ShouldBeRefusedAsync(409, "legal_hold");
        (await tenant.GetAsync($"/v1/legal-holds?profile={person}&in_force=true")).At("/data").GetArrayLength().Should().Be(1);
        clock.Move(TimeSpan.FromDays(4));

        (await tenant.GetAsync("/v1/legal-holds?in_force=true")).At("/data").GetArrayLength().Should().Be(0);
        (await tenant.GetAsync("/v1/legal-holds?in_force=false")).At("/data").GetArrayLength().Should().Be(1);
        await tenant.PostAsync($"/v1/individual-profiles/{person}/redact").ShouldBeAsync(200);
    }

    [Fact]
    public async Task A_hold_that_makes_no_sense_is_refused_where_it_does_not()
    {
        var (tenant, stranger) = (await app.ANewTenantAsync(), await app.ANewTenantAsync());
        var profile = await AProfileAsync(tenant);

        await tenant.PostAsync("/v1/legal-holds", new { reason = Reason }).ShouldBeRefusedAsync(422, "one_profile");
        (await tenant.PostAsync("/v1/legal-holds", new { business_profile_id = profile })).ShouldBeRefused(422, "required").ShouldBlame("/reason", "required");
        (await tenant.PostAsync("/v1/legal-holds", new { business_profile_id = profile, reason = Reason, until = "2001-01-01T00:00:00Z" })).ShouldBeRefused(422, "invalid_value").ShouldBlame("/until", "invalid_value");
        (await stranger.PostAsync("/v1/legal-holds", new { business_profile_id = profile, reason = Reason })).ShouldBeRefused(422, "unknown_profile").ShouldBlame("/business_profile_id", "unknown_profile");
    }

    private static async Task<string> AProfileAsync(ApiClient tenant) => (await tenant.PostAsync("/v1/business-profiles", Submissions.Business())).ShouldBe(201).Text("/id");
}
