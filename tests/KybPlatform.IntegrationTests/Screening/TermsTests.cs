using KybPlatform.IntegrationTests.App;
using KybPlatform.IntegrationTests.Policies;

namespace KybPlatform.IntegrationTests.Screening;

/// <summary>Who asks more laxly learns less: a pass on laxer terms answers no policy that asks strictly.</summary>
public sealed class TermsTests
{
    // Like the listed party by a word less: between the policy's threshold and the tenant's.
    private const string Given = "Quirinia", Family = "Zanthropova", Born = "1971-05-04";

    private const string Strict = """
        key: gb.alphanumeric
        overlays: gb.alphanumeric
        requirements:
          - { key: sanctions, kind: verification, type: sanctions_screening, subjects: [business, owners, representatives, director], checks: [no_match], lists: [ofac_sdn, un], max_list_age_days: 7, max_age_days: 30, threshold: 0.65 }
        tests:
          - name: whoever is on a list is looked at
            facts: { business: { legal_name: null } }
            expect: { outcome: request_information }
        """;

    [Fact]
    public async Task Neither_a_retry_nor_a_laxer_question_clears_whom_the_policy_found()
    {
        await using var screened = await ScreenedPlatform.WithTodaysListsAsync();
        var tenant = await StrictTenantAsync(screened);
        var inquiry = await tenant.SubmitAsync(Given, Family, Born);
        inquiry.Text("/status").Should().Be("in_review", "the answer was {0}", inquiry.Body);
        var profile = inquiry.Text("/business_profile_id");
        var match = (await tenant.GetAsync("/v1/screening/matches")).ShouldBe(200).Text("/data/0/id");
        var found = (await tenant.GetAsync($"/v1/verifications?profile={profile}&type=sanctions_screening&status=failed")).ShouldBe(200);

        var again = (await tenant.PostAsync($"/v1/verifications/{found.Text("/data/0/id")}/retry")).ShouldBe(201);
        var laxer = (await tenant.PostAsync("/v1/verifications", new { type = "sanctions_screening", subject = found.Text("/data/0/subject"), business_profile_id = profile })).ShouldBe(201);

        (again.Text("/status"), again.At("/threshold").GetDouble()).Should().Be(("failed", 0.65), "it is the question that was asked before");
        (laxer.Text("/status"), laxer.At("/threshold").GetDouble()).Should().Be(("passed", 0.95));
        (await tenant.GetAsync($"/v1/screening/matches/{match}")).ShouldBe(200).Text("/status").Should().Be("open", "the policy still finds it");
        var due = (await tenant.GetAsync($"/v1/inquiries/{inquiry.Text("/id")}/requirements")).ShouldBe(200);
        due.At("/results").EnumerateArray().Single(r => r.Text("/key") == "sanctions").Text("/outcome").Should().Be("failed", "{0}", due.Body);
        var next = (await tenant.PostAsync("/v1/inquiries", new { country = "GB", sender_type = "alphanumeric", business_profile_id = profile, submit = true }, wait: 25)).ShouldBe(201);
        next.Text("/status").Should().NotBe("approved");
        (await tenant.GetAsync($"/v1/inquiries/{next.Text("/id")}/requirements")).ShouldBe(200)
            .At("/results").EnumerateArray().Single(r => r.Text("/key") == "sanctions").Text("/outcome").Should().Be("failed");
    }

    [Fact]
    public async Task Two_policies_about_one_profile_have_their_own_answers()
    {
        await using var screened = await ScreenedPlatform.WithTodaysListsAsync();
        var tenant = await StrictTenantAsync(screened);
        var strict = await tenant.SubmitAsync(Given, Family, Born);
        var profile = strict.Text("/business_profile_id");

        // The pack's policy for voice leaves the threshold to the tenant.
        var lax = (await tenant.PostAsync("/v1/inquiries", new { country = "GB", sender_type = "local", business_profile_id = profile, submit = true }, wait: 25)).ShouldBe(201);

        async Task<string> SanctionsOf(string inquiry) => (await tenant.GetAsync($"/v1/inquiries/{inquiry}/requirements")).ShouldBe(200)
            .At("/results").EnumerateArray().Single(r => r.Text("/key") == "sanctions").Text("/outcome");
        (await SanctionsOf(lax.Text("/id"))).Should().Be("passed");
        (await SanctionsOf(strict.Text("/id"))).Should().Be("failed");
        (await screened.Platform.AskAsync<double>("SELECT min(threshold) FROM monitored_parties WHERE subject LIKE 'people/%'")).Should().Equal([0.65], "what one policy watches the other does not end");
    }

    [Fact]
    public async Task A_watch_only_widens()
    {
        await using var screened = await ScreenedPlatform.WithTodaysListsAsync();
        var tenant = await screened.Platform.ANewTenantAsync();
        var profile = (await tenant.PostAsync("/v1/individual-profiles", new { given_name = Given, family_name = Family })).ShouldBe(201).Text("/id");
        Task<HttpAnswer> AskAsync(params string[] lists) => tenant.PostAsync("/v1/verifications", new { type = "sanctions_screening", subject = "individual", individual_profile_id = profile, lists });
        Task<List<string>> WatchedAsync() => screened.Platform.AskAsync<string>("SELECT array_to_string(lists, ',') || ' ' || threshold FROM monitored_parties");

        (await AskAsync("un")).ShouldBe(201);
        (await tenant.PutAsync("/v1/screening/settings", new { threshold = 0.9 })).ShouldBe(200);
        (await AskAsync("ofac_sdn")).ShouldBe(201);
        (await WatchedAsync()).Should().Equal("ofac_sdn,un 0.8");
        (await AskAsync()).ShouldBe(201);
        (await AskAsync("un")).ShouldBe(201);
        (await WatchedAsync()).Should().Equal([" 0.8"], "all lists were asked for once");
    }

    private static async Task<TenantClient> StrictTenantAsync(ScreenedPlatform screened)
    {
        var tenant = await screened.Platform.ANewTenantAsync();
        (await tenant.PutAsync("/v1/screening/settings", new { threshold = 0.95 })).ShouldBe(200);
        await (await PolicyTeam.OfAsync(tenant)).PublishAsync("gb.alphanumeric", Strict);
        return tenant;
    }
}
