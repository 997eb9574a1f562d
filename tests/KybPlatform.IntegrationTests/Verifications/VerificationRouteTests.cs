using KybPlatform.IntegrationTests.App;
using KybPlatform.IntegrationTests.Screening;

namespace KybPlatform.IntegrationTests.Verifications;

public sealed class VerificationRouteTests(PlatformApp app)
{
    [Fact]
    public async Task The_types_say_what_they_check_and_of_whom()
    {
        var tenant = await app.ANewTenantAsync();

        var types = (await tenant.GetAsync("/v1/verification-types")).ShouldBe(200);

        types.At("/data").EnumerateArray().Select(t => t.Text("/type")).Should().Equal("document", "document_content", "duplicate", "email", "identifier", "phone", "sanctions_screening");
        types.At("/data").EnumerateArray().Single(t => t.Text("/type") == "identifier").Texts("/checks").Should().Equal("format", "checksum");
        types.At("/data").EnumerateArray().Should().OnlyContain(t => t.Texts("/subjects").Count > 0 && t.Text("/description").Length > 10);
    }

    [Fact]
    public async Task A_verification_is_run_at_once_and_its_evidence_opens_only_where_it_is_read()
    {
        var tenant = (await app.ANewTenantAsync()).Test;
        var profile = (await tenant.SubmitAsync()).Text("/business_profile_id");

        var made = (await tenant.PostAsync("/v1/verifications", new { type = "identifier", subject = "identifiers/GB:CRN", business_profile_id = profile })).ShouldBe(201);
        var read = (await tenant.GetAsync($"/v1/verifications/{made.Text("/id")}")).ShouldBe(200);
        var listed = (await tenant.GetAsync($"/v1/verifications?profile={profile}&type=identifier&limit=1")).ShouldBe(200);

        made.Text("/status").Should().Be("passed");
        made.At("/checks/format").GetString().Should().Be("passed");
        made.At("/checks/checksum").GetString().Should().Be("not_applicable");
        made.Has("/evidence").Should().BeFalse();
        read.Text("/evidence/scheme").Should().Be("GB:CRN");
        read.Text("/evidence_hash").Should().StartWith("sha256:");
        listed.Text("/data/0/id").Should().Be(made.Text("/id"));
        listed.Has("/data/0/evidence").Should().BeFalse();
    }

    [Fact]
    public async Task Verifications_of_a_submission_are_listed_by_inquiry_type_and_status()
    {
        var tenant = (await app.ANewTenantAsync()).Test;
        var inquiry = (await tenant.SubmitAsync(email: "ada+failed@harbourlight-fiction.co.uk")).Text("/id");

        var all = (await tenant.GetAsync($"/v1/verifications?inquiry={inquiry}&limit=100")).ShouldBe(200);
        var failed = (await tenant.GetAsync($"/v1/verifications?inquiry={inquiry}&status=failed")).ShouldBe(200);

        all.At("/data").EnumerateArray().Select(v => v.Text("/type")).Distinct().Should().BeEquivalentTo("document", "duplicate", "email", "identifier", "phone", "sanctions_screening");
        failed.At("/data").EnumerateArray().Select(v => v.Text("/type")).Should().Equal("email");
        (await tenant.GetAsync("/v1/verifications?status=nearly")).ShouldBe(422).ShouldBlame("?status", "unknown_value");
    }

    [Fact]
    public async Task A_document_is_verified_with_the_inquiry_that_has_it()
    {
        var tenant = (await app.ANewTenantAsync()).Test;
        var inquiry = await tenant.SubmitAsync();

        var made = (await tenant.PostAsync("/v1/verifications", new { type = "document", subject = "documents/proof_of_business", inquiry_id = inquiry.Text("/id"), checks = new[] { "fields_match", "type_sniffed" } })).ShouldBe(201);

        made.Text("/status").Should().Be("passed");
        made.Text("/inquiry_id").Should().Be(inquiry.Text("/id"));
        made.At("/checks").EnumerateObject().Select(c => c.Name).Should().Equal("fields_match", "type_sniffed");

        // The sample file is a PDF without a page: it is opened, and says nothing.
        var content = (await tenant.PostAsync("/v1/verifications", new { type = "document_content", subject = "documents/proof_of_business", inquiry_id = inquiry.Text("/id") })).ShouldBe(201);
        content.Text("/status").Should().Be("inconclusive");
        content.At("/checks").EnumerateObject().Select(c => c.Name).Should().Equal("mrz_match", "text_match");
    }

    [Fact]
    public async Task What_cannot_be_asked_is_refused_at_its_place()
    {
        var tenant = (await app.ANewTenantAsync()).Test;
        var profile = (await tenant.SubmitAsync()).Text("/business_profile_id");

        (await tenant.PostAsync("/v1/verifications", new { type = "phones", subject = "business", business_profile_id = profile })).ShouldBeRefused(422, "unknown_type").Text("/detail").Should().Contain("'phone'");
        (await tenant.PostAsync("/v1/verifications", new { type = "phone", subject = "identifiers/GB:CRN", business_profile_id = profile })).ShouldBeRefused(422, "subject_not_offered");
        (await tenant.PostAsync("/v1/verifications", new { type = "identifier", subject = "identifiers/GB:VAT", business_profile_id = profile })).ShouldBeRefused(422, "unknown_subject");
        (await tenant.PostAsync("/v1/verifications", new { type = "identifier", subject = "identifiers/GB:CRN", business_profile_id = profile, checks = new[] { "register_active" } })).ShouldBeRefused(422, "unknown_check").ShouldBlame("/checks/0", "unknown_check");
        (await tenant.PostAsync("/v1/verifications", new { type = "phone", subject = "business" })).ShouldBeRefused(422, "one_profile");
        (await tenant.PostAsync("/v1/verifications", new { type = "phone", subject = "business", business_profile_id = "biz_00000000000000000000000000" })).ShouldBeRefused(422, "unknown_profile").ShouldBlame("/business_profile_id", "unknown_profile");
        (await tenant.PostAsync("/v1/verifications", new { type = "phone", subject = "business", inquiry_id = "inq_nonsense" })).ShouldBeRefused(422, "unknown_inquiry");
    }

    [Fact]
    public async Task Another_tenants_verification_looks_like_none()
    {
        var (tenant, stranger) = ((await app.ANewTenantAsync()).Test, await app.ANewTenantAsync());
        var inquiry = await tenant.SubmitAsync();
        var id = (await tenant.GetAsync($"/v1/verifications?inquiry={inquiry.Text("/id")}&limit=1")).ShouldBe(200).Text("/data/0/id");

        await stranger.GetAsync($"/v1/verifications/{id}").ShouldBeRefusedAsync(404, "not_found");
        await stranger.PostAsync($"/v1/verifications/{id}/retry").ShouldBeRefusedAsync(404, "not_found");
        await stranger.PostAsync($"/v1/verifications/{id}/cancel").ShouldBeRefusedAsync(404, "not_found");
        (await stranger.GetAsync($"/v1/verifications?inquiry={inquiry.Text("/id")}")).ShouldBe(200).At("/data").GetArrayLength().Should().Be(0);
        (await stranger.PostAsync("/v1/verifications", new { type = "duplicate", subject = "business", business_profile_id = inquiry.Text("/business_profile_id") })).ShouldBeRefused(422, "unknown_profile");
    }

    [Fact]
    public async Task Only_what_waits_can_be_canceled_and_a_canceled_one_is_not_retried()
    {
        var tenant = (await app.ANewTenantAsync()).Test;
        var inquiry = await tenant.SubmitAsync(phone: "+15005550003");
        var passed = (await tenant.GetAsync($"/v1/verifications?inquiry={inquiry.Text("/id")}&type=identifier")).ShouldBe(200).Text("/data/0/id");
        var waiting = (await tenant.GetAsync($"/v1/verifications?inquiry={inquiry.Text("/id")}&status=inconclusive")).ShouldBe(200).Text("/data/0/id");

        (await tenant.PostAsync($"/v1/verifications/{passed}/cancel")).ShouldBeRefused(409, "invalid_transition").Text("/detail").Should().Contain("passed");
        (await tenant.PostAsync($"/v1/verifications/{waiting}/retry")).ShouldBe(201).Text("/status").Should().Be("inconclusive");
        (await tenant.PostAsync($"/v1/verifications/{waiting}/cancel")).ShouldBe(200).Text("/status").Should().Be("canceled");
        (await tenant.PostAsync($"/v1/verifications/{waiting}/retry")).ShouldBeRefused(409, "invalid_transition");
    }

    [Fact]
    public async Task Two_profiles_with_one_number_are_linked_and_the_second_goes_to_a_person()
    {
        var tenant = (await app.ANewTenantAsync()).Test;
        var first = await tenant.SubmitAsync(number: "71234567");

        var second = await tenant.SubmitAsync(name: "Harbourmist Fiction Trading Limited", number: "7123 4567");

        first.Text("/status").Should().Be("approved", "the answer was {0}", first.Body);
        second.Text("/status").Should().Be("in_review", "the answer was {0}", second.Body);
        second.ReasonsOf().Should().Contain("identifier_already_claimed");
        second.Text("/business_profile_id").Should().NotBe(first.Text("/business_profile_id"));
    }
}
