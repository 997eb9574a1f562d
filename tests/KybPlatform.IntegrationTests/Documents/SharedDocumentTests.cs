using System.Text.Json.Nodes;
using KybPlatform.IntegrationTests.App;
using KybPlatform.IntegrationTests.Inquiries;

namespace KybPlatform.IntegrationTests.Documents;

/// <summary>One file, or one content, at two applicants.</summary>
public sealed class SharedDocumentTests(PlatformApp app)
{
    [Fact]
    public async Task A_document_of_two_profiles_is_erased_with_the_last_of_them()
    {
        var tenant = await app.ANewTenantAsync();
        var document = await UploadAsync(tenant, 700);
        var (first, second) = (await OpenAsync(tenant, document, "01234567"), await OpenAsync(tenant, document, "07654321"));
        var own = await UploadAsync(tenant, 800);
        await AttachAsync(tenant, first.Inquiry, own);

        await tenant.PostAsync($"/v1/business-profiles/{first.Profile}/redact").ShouldBeAsync(200);
        await tenant.GetAsync($"/v1/documents/{document}/content").ShouldBeAsync(200);
        await tenant.GetAsync($"/v1/documents/{own}/content").ShouldBeRefusedAsync(409, "document_erased");
        await tenant.PostAsync($"/v1/business-profiles/{second.Profile}/redact").ShouldBeAsync(200);

        await tenant.GetAsync($"/v1/documents/{document}/content").ShouldBeRefusedAsync(409, "document_erased");
    }

    [Fact]
    public async Task The_same_content_at_another_profile_is_noticed_and_told_without_the_other_ones_data()
    {
        var tenant = await app.ANewTenantAsync();
        var (copy, again, other) = (await UploadAsync(tenant, 900), await UploadAsync(tenant, 900), await UploadAsync(tenant, 901));
        var first = await OpenAsync(tenant, copy, "01234567");
        var second = await OpenAsync(tenant, again, "07654321");
        var third = await OpenAsync(tenant, other, "00000006");

        var noticed = await VerifyAsync(tenant, second.Profile);
        var clear = await VerifyAsync(tenant, third.Profile);

        noticed.Text("/checks/documents_not_shared").Should().Be("failed");
        noticed.Text("/reason_code").Should().Be("document_shared");
        noticed.Body.Should().NotContain(Submissions.Name);
        clear.Text("/status").Should().Be("passed");
        (await tenant.GetAsync($"/v1/business-profiles/{second.Profile}")).At("/possible_duplicates").EnumerateArray().Select(p => p.GetString()).Should().Equal(first.Profile);
        (await tenant.GetAsync($"/v1/audit-entries?resource={again}")).Text("/data/0/action").Should().Be("document.shared");
        (await tenant.GetAsync($"/v1/audit-entries?resource={copy}")).Text("/data/0/action").Should().Be("document.uploaded");
    }

    [Fact]
    public async Task The_same_content_in_another_tenant_is_nobodys_business()
    {
        var (tenant, stranger) = (await app.ANewTenantAsync(), await app.ANewTenantAsync());
        await OpenAsync(stranger, await UploadAsync(stranger, 950), "01234567");

        var mine = await OpenAsync(tenant, await UploadAsync(tenant, 950), "01234567");

        (await VerifyAsync(tenant, mine.Profile)).Text("/status").Should().Be("passed");
    }

    private static async Task<string> UploadAsync(ApiClient tenant, int size) => (await tenant.UploadAsync("/v1/documents", SampleFiles.Pdf(size))).ShouldBe(201).Text("/id");

    private static async Task<(string Profile, string Inquiry)> OpenAsync(ApiClient tenant, string document, string number)
    {
        var body = await Submissions.WholeAsync(tenant, submit: false, business: Submissions.Business(number: number));
        body["documents"]![0]!["document_id"] = document;
        var opened = (await tenant.PostAsync("/v1/inquiries", body)).ShouldBe(201);
        return (opened.Text("/business_profile_id"), opened.Text("/id"));
    }

    private static Task<HttpAnswer> AttachAsync(ApiClient tenant, string inquiry, string document) =>
        tenant.PatchAsync($"/v1/inquiries/{inquiry}", new { documents = new[] { new { requirement = "letter_of_authorization", document_id = document, type = "letter_of_authorization" } } }).ShouldBeAsync(200);

    private static async Task<HttpAnswer> VerifyAsync(ApiClient tenant, string profile) =>
        (await tenant.PostAsync("/v1/verifications", new { type = "duplicate", subject = "business", business_profile_id = profile, checks = new[] { "documents_not_shared" } })).ShouldBe(201);
}
