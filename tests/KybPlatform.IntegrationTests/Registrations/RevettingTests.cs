using KybPlatform.Api.Jobs;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Profiles.Contracts;
using KybPlatform.IntegrationTests.App;
using KybPlatform.IntegrationTests.Inquiries;
using Microsoft.Extensions.DependencyInjection;

namespace KybPlatform.IntegrationTests.Registrations;

public sealed class RevettingTests(VettingPlatform vetting) : IClassFixture<VettingPlatform>
{
    [Fact]
    public async Task A_changed_name_is_screened_again_and_a_permission_that_still_holds_stays()
    {
        var (tenant, registration, profile) = await ActiveAsync();
        var row = RowOf(profile);
        vetting.Screening.AskedAbout(row, "business").Should().Be(1);

        await tenant.PatchAsync($"/v1/business-profiles/{profile}", """{ "legal_name": "EXAMPLE HARBOUR TRADING LIMITED" }""").ShouldBeAsync(200);
        await EventAsync(tenant, registration, "sender_registration.confirmed");

        vetting.Screening.AskedAbout(row, "business").Should().Be(2);
        (await tenant.GetAsync($"/v1/sender-registrations/{registration}")).ShouldBe(200).Text("/status").Should().Be("active");
    }

    [Fact]
    public async Task What_does_not_change_a_fact_asks_nobody()
    {
        var (tenant, _, profile) = await ActiveAsync();

        await tenant.PatchAsync($"/v1/business-profiles/{profile}", $$"""{ "legal_name": "{{Submissions.Name}}", "reference_id": "mine" }""").ShouldBeAsync(200);

        (await (await vetting.PlatformAsync()).AskAsync<long>("SELECT count(*) FROM profile_changes WHERE tenant_id = $1", tenant.RowId)).Should().Equal(0);
    }

    [Fact]
    public async Task A_change_that_leaves_something_to_ask_for_gets_a_deadline_and_traffic_until_then()
    {
        var (tenant, registration, profile) = await ActiveAsync();

        await tenant.PatchAsync($"/v1/business-profiles/{profile}", """{ "legal_name": "Quite Another Company Limited" }""").ShouldBeAsync(200);
        await EventAsync(tenant, registration, "sender_registration.action_required");

        var read = (await tenant.GetAsync($"/v1/sender-registrations/{registration}")).ShouldBe(200);
        read.Text("/status").Should().Be("action_required");
        read.At("").Texts("/reasons").Should().NotBeEmpty();
        var deadline = read.At("/deadline").GetDateTimeOffset();
        (await CheckAsync(tenant, profile)).At("/allowed").GetBoolean().Should().BeTrue();

        await tenant.PatchAsync($"/v1/business-profiles/{profile}", """{ "trade_name": "Another" }""").ShouldBeAsync(200);
        await Eventually.AsksAsync(async () => await EventsAsync(tenant, registration), e => e.Count(t => t == "sender_registration.action_required") == 2);
        (await tenant.GetAsync($"/v1/sender-registrations/{registration}")).ShouldBe(200).At("/deadline").GetDateTimeOffset().Should().Be(deadline, "a second change keeps the first deadline");

        await tenant.PutAsync("/v1/tenant/clock", new { now = deadline.AddSeconds(1) }).ShouldBeAsync(200);
        var late = await CheckAsync(tenant, profile);
        late.At("/allowed").GetBoolean().Should().BeFalse();
        late.At("").Texts("/reasons").Should().Equal("deadline_passed");

        await tenant.PatchAsync($"/v1/business-profiles/{profile}", $$"""{ "legal_name": "{{Submissions.Name}}", "trade_name": null }""").ShouldBeAsync(200);
        await EventAsync(tenant, registration, "sender_registration.confirmed");
        (await CheckAsync(tenant, profile)).At("/allowed").GetBoolean().Should().BeTrue("what was asked for is there again");
    }

    [Fact]
    public async Task Many_that_end_at_one_instant_end_within_one_sweep()
    {
        var (tenant, _, _) = await ActiveAsync();
        var platform = await vetting.PlatformAsync();
        // Vetted as what no policy covers, so that no change of policy is looked for meanwhile.
        await platform.AskAsync<Guid>(
            "INSERT INTO sender_registrations SELECT (jsonb_populate_record(r, jsonb_build_object('id', gen_random_uuid(), 'sender_type', 'x' || n, 'vetted_hash', 'none'))).* FROM sender_registrations r, generate_series(1, 450) n WHERE r.tenant_id = $1 RETURNING id",
            tenant.RowId);
        await tenant.PutAsync("/v1/tenant/clock", new { now = DateTimeOffset.Parse("2032-01-01T00:00:00Z", System.Globalization.CultureInfo.InvariantCulture) }).ShouldBeAsync(200);

        await platform.Services.GetRequiredService<Sweeper>().RunOnceAsync(new TenantId(tenant.RowId), TestContext.Current.CancellationToken);

        (await platform.AskAsync<long>("SELECT count(*) FROM sender_registrations WHERE tenant_id = $1 AND status = 'expired'", tenant.RowId)).Should().Equal(451);
    }

    [Fact]
    public async Task A_change_that_the_policy_declines_restricts_at_once_and_so_does_an_erased_applicant()
    {
        var (tenant, registration, profile) = await ActiveAsync();
        await tenant.PatchAsync($"/v1/business-profiles/{profile}", new { industry = Submissions.Declined }).ShouldBeAsync(200);
        await EventAsync(tenant, registration, "sender_registration.restricted");
        var refused = await CheckAsync(tenant, profile);
        refused.At("/allowed").GetBoolean().Should().BeFalse();
        refused.At("").Texts("/reasons").Should().Equal("registration_restricted");

        var (other, second, erased) = await ActiveAsync();
        await other.PostAsync($"/v1/business-profiles/{erased}/redact").ShouldBeAsync(200);
        await EventAsync(other, second, "sender_registration.restricted");
        (await other.GetAsync($"/v1/sender-registrations/{second}")).ShouldBe(200).At("").Texts("/reasons").Should().Equal("applicant_erased");
    }

    [Fact]
    public async Task A_new_owner_is_looked_at_too()
    {
        var (tenant, registration, profile) = await ActiveAsync();
        var added = (await tenant.PostAsync($"/v1/business-profiles/{profile}/people", new { roles = new[] { "owner" }, ownership_percent = 20, given_name = "Ben", family_name = "Sample", date_of_birth = "1990-02-03" })).ShouldBe(201);

        await EventAsync(tenant, registration, "sender_registration.confirmed");

        vetting.Screening.AskedAbout(RowOf(profile), $"people/{added.Text("/id")}").Should().Be(1);
    }

    private async Task<(TenantClient Tenant, string Registration, string Profile)> ActiveAsync()
    {
        var tenant = await vetting.ATestTenantAsync();
        var approved = (await tenant.PostAsync("/v1/inquiries", await Submissions.WholeAsync(tenant, "retail"), wait: 20)).ShouldBe(201);
        approved.Text("/status").Should().Be("approved", "the answer was {0}", approved.Body);
        return (tenant, approved.Text("/sender_registration_id"), approved.Text("/business_profile_id"));
    }

    private static Guid RowOf(string profile) => PublicId.TryParse<BusinessProfileId>(profile, out var id) ? id.Value : throw new InvalidOperationException(profile);

    private static Task<HttpAnswer> CheckAsync(ApiClient tenant, string profile) =>
        tenant.GetAsync($"/v1/sender-registrations/check?profile={profile}&country=GB&sender_type=alphanumeric&sender=Example").ShouldBeAsync(200);

    private static async Task<List<string>> EventsAsync(ApiClient tenant, string resource) =>
        [.. (await tenant.GetAsync($"/v1/audit-entries?resource={resource}&limit=100")).ShouldBe(200).At("/data").EnumerateArray().Select(e => e.Text("/action"))];

    private static Task<List<string>> EventAsync(ApiClient tenant, string resource, string type) => Eventually.AsksAsync(() => EventsAsync(tenant, resource), e => e.Contains(type));
}
