using System.Globalization;
using KybPlatform.Api.Jobs;
using KybPlatform.Api.Persistence;
using KybPlatform.IntegrationTests.App;
using KybPlatform.IntegrationTests.Documents;
using KybPlatform.IntegrationTests.Inquiries;
using Microsoft.Extensions.DependencyInjection;

namespace KybPlatform.IntegrationTests.Verifications;

public sealed class ExpiryTests(PlatformApp app)
{
    [Fact]
    public async Task That_an_answer_will_expire_is_told_once_ahead_of_time()
    {
        var tenant = (await app.ANewTenantAsync()).Test;
        var now = TimeProvider.System.GetUtcNow();
        var document = (await tenant.UploadAsync("/v1/documents", SampleFiles.Pdf())).ShouldBe(201).Text("/id");
        var body = await Submissions.WholeAsync(tenant, submit: false);
        body["documents"]![0]!["document_id"] = document;
        body["documents"]![0]!["expires_on"] = now.AddDays(40).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var inquiry = (await tenant.PostAsync("/v1/inquiries", body)).ShouldBe(201).Text("/id");
        var made = (await tenant.PostAsync("/v1/verifications", new { type = "document", subject = "documents/proof_of_business", inquiry_id = inquiry, checks = new[] { "not_expired" } })).ShouldBe(201);
        made.Text("/status").Should().Be("passed");

        await SweepAsync(tenant);
        var early = await ToldAsync(tenant);
        await tenant.PutAsync("/v1/tenant/clock", new { now = now.AddDays(36).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture) }).ShouldBeAsync(200);
        await SweepAsync(tenant);
        await SweepAsync(tenant);

        early.Should().BeEmpty("there is time");
        (await ToldAsync(tenant)).Should().Equal([made.Text("/id")], "once, and of this one only");
    }

    [Fact]
    public async Task An_answer_that_somebody_could_not_give_takes_no_answers_place()
    {
        var tenant = (await app.ANewTenantAsync()).Test;
        var now = TimeProvider.System.GetUtcNow();
        var body = await Submissions.WholeAsync(tenant, submit: false);
        body["documents"]![0]!["document_id"] = (await tenant.UploadAsync("/v1/documents", SampleFiles.Pdf())).ShouldBe(201).Text("/id");
        body["documents"]![0]!["expires_on"] = now.AddDays(40).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        body["documents"]![0]!["fields"] = new System.Text.Json.Nodes.JsonObject { ["issuing_authority"] = "Somebody" };
        var inquiry = (await tenant.PostAsync("/v1/inquiries", body)).ShouldBe(201).Text("/id");
        var made = (await tenant.PostAsync("/v1/verifications", new { type = "document", subject = "documents/proof_of_business", inquiry_id = inquiry, checks = new[] { "not_expired" } })).ShouldBe(201);
        (await tenant.PostAsync("/v1/verifications", new { type = "document", subject = "documents/proof_of_business", inquiry_id = inquiry, checks = new[] { "fields_match" } })).ShouldBe(201).Text("/status").Should().Be("inconclusive");

        await tenant.PutAsync("/v1/tenant/clock", new { now = now.AddDays(36).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture) }).ShouldBeAsync(200);
        await SweepAsync(tenant);

        (await ToldAsync(tenant)).Should().Equal([made.Text("/id")]);
    }

    private async Task SweepAsync(TenantClient tenant) => await (await app.PlatformAsync()).Services.GetRequiredService<Sweeper>().RunOnceAsync(new TenantId(tenant.RowId), TestContext.Current.CancellationToken);

    private static async Task<List<string>> ToldAsync(TenantClient tenant) =>
        [.. (await tenant.GetAsync("/v1/audit-entries?limit=100")).ShouldBe(200).At("/data").EnumerateArray().Where(e => e.Text("/action") == "verification.expiring").Select(e => e.Text("/resource"))];
}
