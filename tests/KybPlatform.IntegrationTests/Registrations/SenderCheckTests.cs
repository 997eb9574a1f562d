using KybPlatform.IntegrationTests.App;
using KybPlatform.IntegrationTests.Inquiries;

namespace KybPlatform.IntegrationTests.Registrations;

public sealed class SenderCheckTests(PlatformApp app)
{
    [Fact]
    public async Task An_active_registration_lets_its_own_senders_send_and_no_others()
    {
        var (tenant, _, profile) = await ActiveAsync();

        var check = await CheckAsync(tenant, profile, "Example");
        check.At("/allowed").GetBoolean().Should().BeTrue();
        check.Text("/status").Should().Be("active");
        (await CheckAsync(tenant, profile, null)).At("/allowed").GetBoolean().Should().BeTrue();
        Refused(await CheckAsync(tenant, profile, "EXAMPLE"), "active", "sender_not_bound");
    }

    [Fact]
    public async Task Nothing_that_is_unknown_is_allowed_and_another_tenants_profile_is_unknown()
    {
        var (tenant, _, profile) = await ActiveAsync();
        var stranger = (await app.ANewTenantAsync()).Test;

        Refused(await CheckAsync(stranger, profile, "Example"), "unknown", "no_registration");
        Refused(await CheckAsync(tenant, "biz_01jd3k6mz0e1b9w4r7t2y5x8c3", "Example"), "unknown", "no_registration");
        Refused(await CheckAsync(tenant, "nonsense", "Example"), "unknown", "no_registration");
        Refused(await CheckAsync(tenant, profile, "Example", country: "FR"), "unknown", "no_registration");
        (await tenant.GetAsync($"/v1/sender-registrations/check?profile={profile}&country=GB")).ShouldBeRefused(422, "required").ShouldBlame("?sender_type", "required");
    }

    [Fact]
    public async Task Senders_are_bound_and_unbound()
    {
        var (tenant, registration, profile) = await ActiveAsync();
        var path = $"/v1/sender-registrations/{registration}/senders";

        (await tenant.PostAsync(path, new { bind = new[] { "Second", "Example" }, unbind = new[] { "Never" } })).ShouldBe(200).At("").Texts("/senders").Should().Equal("Example", "Second");
        (await CheckAsync(tenant, profile, "Second")).At("/allowed").GetBoolean().Should().BeTrue();
        (await tenant.PostAsync(path, new { unbind = new[] { "Example" } })).ShouldBe(200);
        Refused(await CheckAsync(tenant, profile, "Example"), "active", "sender_not_bound");
        (await tenant.PostAsync(path, new { bind = new[] { "" } })).Status.Should().Be(422);
    }

    [Fact]
    public async Task A_suspension_stops_traffic_until_it_is_ended()
    {
        var (tenant, registration, profile) = await ActiveAsync();
        var path = $"/v1/sender-registrations/{registration}";

        (await tenant.PostAsync($"{path}/suspend", new { reason = "A sentence about somebody" })).ShouldBeRefused(422, "invalid_code");
        (await tenant.PostAsync($"{path}/suspend", new { reason = "fraud_report" })).ShouldBe(200).Text("/suspension_reason").Should().Be("fraud_report");
        Refused(await CheckAsync(tenant, profile, "Example"), "suspended", "registration_suspended");
        (await tenant.PostAsync($"{path}/suspend", new { reason = "again" })).ShouldBeRefused(409, "invalid_transition");
        (await tenant.PostAsync($"{path}/reinstate")).ShouldBe(200).Text("/status").Should().Be("active");
        (await CheckAsync(tenant, profile, "Example")).At("/allowed").GetBoolean().Should().BeTrue();
        (await tenant.PostAsync($"{path}/reinstate")).ShouldBeRefused(409, "invalid_transition");
    }

    [Theory]
    [InlineData("active", null, null, true, "active", null)]
    [InlineData("active", null, "2031-01-01T00:00:00Z", false, "expired", "registration_expired")]
    [InlineData("active", null, "2031-01-01T00:00:01Z", true, "active", null)]
    [InlineData("action_required", "2031-01-01T00:00:01Z", null, true, "action_required", null)]
    [InlineData("action_required", "2031-01-01T00:00:00Z", null, false, "action_required", "deadline_passed")]
    [InlineData("restricted", null, null, false, "restricted", "registration_restricted")]
    [InlineData("pending", null, null, false, "pending", "registration_pending")]
    [InlineData("expired", null, null, false, "expired", "registration_expired")]
    [InlineData("revoked", null, null, false, "revoked", "registration_revoked")]
    public async Task Time_is_the_tenants_own(string status, string? deadline, string? validUntil, bool allowed, string told, string? reason)
    {
        var (tenant, _, profile) = await ActiveAsync();
        static string Sql(string? instant) => instant is null ? "NULL" : $"'{instant}'";
        await (await app.PlatformAsync()).AskAsync<string>(
            $"UPDATE sender_registrations SET status = '{status}', deadline = {Sql(deadline)}, valid_until = {Sql(validUntil)} WHERE tenant_id = $1 RETURNING status", tenant.RowId);
        // The clock of a test tenant goes on: so far from the boundary that a second does not matter, except where it is the boundary itself.
        var before = (deadline ?? validUntil)?.EndsWith("01Z", StringComparison.Ordinal) == true;
        await tenant.PutAsync("/v1/tenant/clock", new { now = before ? "2030-12-31T23:00:00Z" : "2031-01-01T00:00:00Z" }).ShouldBeAsync(200);

        var check = await CheckAsync(tenant, profile, "Example");

        check.At("/allowed").GetBoolean().Should().Be(allowed);
        check.Text("/status").Should().Be(told);
        check.At("").Texts("/reasons").Should().Equal(reason is null ? [] : [reason]);
    }

    [Fact]
    public async Task Registrations_are_listed_by_what_they_are_for_and_keep_what_a_carrier_said()
    {
        var (tenant, registration, profile) = await ActiveAsync();

        foreach (var query in (string[])["", "status=active", "country=GB", "sender_type=alphanumeric", $"profile={profile}", "sender=Example"])
            (await tenant.GetAsync($"/v1/sender-registrations?{query}")).ShouldBe(200).At("/data").EnumerateArray().Select(r => r.Text("/id")).Should().Equal([registration], "of {0}", query);
        foreach (var query in (string[])["status=expired", "country=FR", "sender=Nobody", "profile=nonsense"])
            (await tenant.GetAsync($"/v1/sender-registrations?{query}")).ShouldBe(200).At("/data").GetArrayLength().Should().Be(0, "of {0}", query);
        (await tenant.GetAsync("/v1/sender-registrations?status=activ")).ShouldBeRefused(422, "unknown_value");

        var heard = (await tenant.PostAsync($"/v1/sender-registrations/{registration}/downstream", new { status = "verified", detail = "Listed." })).ShouldBe(200);
        heard.Text("/downstream/status").Should().Be("verified");
        heard.Text("/status").Should().Be("active", "what a carrier says is a fact of its own");
        await (await app.ANewTenantAsync()).GetAsync($"/v1/sender-registrations/{registration}").ShouldBeRefusedAsync(404, "not_found");
    }

    private async Task<(TenantClient Tenant, string Registration, string Profile)> ActiveAsync()
    {
        var tenant = (await app.ANewTenantAsync()).Test;
        var approved = await Submissions.ApprovedAsync(tenant);
        return (tenant, approved.Text("/sender_registration_id"), approved.Text("/business_profile_id"));
    }

    private static Task<HttpAnswer> CheckAsync(ApiClient tenant, string profile, string? sender, string country = "GB") =>
        tenant.GetAsync($"/v1/sender-registrations/check?profile={profile}&country={country}&sender_type=alphanumeric{(sender is null ? "" : $"&sender={sender}")}").ShouldBeAsync(200);

    private static void Refused(HttpAnswer check, string status, string reason)
    {
        check.At("/allowed").GetBoolean().Should().BeFalse();
        check.Text("/status").Should().Be(status);
        check.At("").Texts("/reasons").Should().Equal(reason);
    }
}
