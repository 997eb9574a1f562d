using KybPlatform.IntegrationTests.App;

namespace KybPlatform.IntegrationTests.Screening;

/// <summary>From the submission to the decision, with real screening in between.</summary>
public sealed class NoFalseClearanceTests(PlatformApp app)
{
    [Fact]
    public async Task On_todays_lists_a_live_tenants_clean_submission_is_approved()
    {
        await using var screened = await ScreenedPlatform.WithTodaysListsAsync();
        var tenant = await screened.Platform.ANewTenantAsync();

        var inquiry = await tenant.SubmitAsync();

        inquiry.Text("/status").Should().Be("approved", "the answer was {0}", inquiry.Body);
    }

    [Fact]
    public async Task On_the_shipped_sample_a_live_tenant_approves_nobody()
    {
        var tenant = await app.ANewTenantAsync();

        var inquiry = await tenant.SubmitAsync();
        var screenings = (await tenant.GetAsync($"/v1/verifications?inquiry={inquiry.Text("/id")}&type=sanctions_screening")).ShouldBe(200);

        inquiry.Text("/status").Should().Be("in_review", "the answer was {0}", inquiry.Body);
        screenings.At("/data").EnumerateArray().Should().HaveCount(2).And.OnlyContain(v => v.Text("/status") == "inconclusive" && v.At("/sample").GetBoolean() && v.Text("/reason_code") == "verification_on_sample");
    }

    [Fact]
    public async Task On_the_shipped_sample_a_test_tenant_approves_and_the_answer_says_sample()
    {
        var tenant = (await app.ANewTenantAsync()).Test;

        var inquiry = await tenant.SubmitAsync();
        var screenings = (await tenant.GetAsync($"/v1/verifications?inquiry={inquiry.Text("/id")}&type=sanctions_screening")).ShouldBe(200);

        inquiry.Text("/status").Should().Be("approved", "the answer was {0}", inquiry.Body);
        screenings.At("/data").EnumerateArray().Should().HaveCount(2).And.OnlyContain(v => v.Text("/status") == "passed" && v.At("/sample").GetBoolean());
    }

    [Fact]
    public async Task Whoever_represents_the_business_and_is_on_an_imported_list_goes_to_a_person()
    {
        await using var screened = await ScreenedPlatform.WithTodaysListsAsync();
        var tenant = await screened.Platform.ANewTenantAsync();
        var stranger = await screened.Platform.ANewTenantAsync();

        var inquiry = await tenant.SubmitAsync("Quirinia Maud", "Zanthropova", "1971-05-04");
        var matches = (await tenant.GetAsync($"/v1/screening/matches?profile={inquiry.Text("/business_profile_id")}")).ShouldBe(200);

        inquiry.Text("/status").Should().Be("in_review", "the answer was {0}", inquiry.Body);
        inquiry.ReasonsOf().Should().Contain("sanctions_match");
        matches.At("/data").GetArrayLength().Should().Be(1);
        matches.Text("/data/0/entity_id").Should().Be("ofac_sdn:9001");
        matches.Text("/data/0/screened").Should().Be("Quirinia Maud Zanthropova");
        matches.Text("/data/0/subject").Should().StartWith("people/per_");
        matches.Text("/data/0/status").Should().Be("open");
        (await stranger.GetAsync("/v1/screening/matches")).ShouldBe(200).At("/data").GetArrayLength().Should().Be(0);
        (await stranger.GetAsync($"/v1/screening/matches/{matches.Text("/data/0/id")}")).ShouldBeRefused(404, "not_found");
    }

    [Fact]
    public async Task A_business_that_a_listed_one_owns_goes_to_a_person_and_so_does_one_whose_owner_is_listed_later()
    {
        await using var screened = await ScreenedPlatform.WithTodaysListsAsync();
        (await screened.Operator.ImportAsync("ofac_sdn", OfficialFiles.SmallOfac((9004, "NORTHWIND FICTION HOLDING AG", "")), TimeProvider.System.GetUtcNow())).ShouldBe(201);
        var tenant = await screened.Platform.ANewTenantAsync();

        var owned = await tenant.SubmitAsync(owner: "Northwind Fiction Holding AG");
        var clean = await tenant.SubmitAsync(owner: "Southerly Fiction Works SA");
        (await screened.Operator.ImportAsync("ofac_sdn", OfficialFiles.SmallOfac((9004, "NORTHWIND FICTION HOLDING AG", ""), (9005, "SOUTHERLY FICTION WORKS", "")), TimeProvider.System.GetUtcNow())).ShouldBe(201);

        owned.Text("/status").Should().Be("in_review", "the answer was {0}", owned.Body);
        owned.ReasonsOf().Should().Contain("sanctions_match");
        var match = (await tenant.GetAsync($"/v1/screening/matches?profile={owned.Text("/business_profile_id")}")).ShouldBe(200);
        (match.Text("/data/0/subject"), match.Text("/data/0/screened")).Should().Be(("business", "Northwind Fiction Holding AG"));
        clean.Text("/status").Should().Be("approved", "the answer was {0}", clean.Body);
        var swept = await Eventually.AsksAsync(async () => (await tenant.GetAsync($"/v1/screening/matches?profile={clean.Text("/business_profile_id")}")).ShouldBe(200), m => m.At("/data").GetArrayLength() > 0);
        swept.Text("/data/0/screened").Should().Be("Southerly Fiction Works SA");
    }

    [Fact]
    public async Task A_real_listed_party_is_found_among_the_representatives()
    {
        var ofac = OfficialFiles.Real("ofac", "2021-07");
        var un = OfficialFiles.Real("un");
        await using var screened = await ScreenedPlatform.StartAsync();
        (await screened.Operator.ImportAsync("ofac_sdn", ofac, new DateTimeOffset(2021, 7, 7, 0, 0, 0, TimeSpan.Zero))).ShouldBe(201);
        (await screened.Operator.ImportAsync("un", un)).ShouldBe(201);
        var tenant = await screened.Platform.ANewTenantAsync();

        var hit = await tenant.SubmitAsync("Bashar", "al-Assad", "1965-09-11");
        var clean = await tenant.SubmitAsync();

        hit.Text("/status").Should().Be("in_review");
        hit.ReasonsOf().Should().Contain("sanctions_match");
        clean.Text("/status").Should().Be("in_review", "the lists are older than the policy allows");
        clean.ReasonsOf().Should().NotContain("sanctions_match").And.Contain("list_stale");
    }

    [Fact]
    public async Task An_import_makes_earlier_answers_of_the_same_profile_be_asked_again()
    {
        await using var screened = await ScreenedPlatform.WithTodaysListsAsync();
        var tenant = await screened.Platform.ANewTenantAsync();
        var first = await tenant.SubmitAsync("Askel", "Undvinter", "1990-01-01");
        first.Text("/status").Should().Be("approved", "the answer was {0}", first.Body);
        var files = OfficialFiles.SmallOfac((9004, "UNDVINTER, Askel", "individual"));
        (await screened.Operator.ImportAsync("ofac_sdn", files, TimeProvider.System.GetUtcNow())).ShouldBe(201);

        var second = (await tenant.PostAsync("/v1/inquiries", new { country = "GB", sender_type = "alphanumeric", submit = true, business_profile_id = first.Text("/business_profile_id") }, wait: 25)).ShouldBe(201);
        var screenings = (await tenant.GetAsync($"/v1/verifications?profile={first.Text("/business_profile_id")}&type=sanctions_screening&status=failed")).ShouldBe(200);

        screenings.At("/data").GetArrayLength().Should().Be(1);
        // The sweep after the import or the second submission asked, whichever came first; nobody asked twice, and both decisions know the answer.
        second.Text("/requirements/errors/0/code").Should().Be("sanctions_match", "the answer was {0}", second.Body);
    }
}
