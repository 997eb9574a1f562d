using System.Globalization;
using System.Text.Json.Nodes;
using KybPlatform.IntegrationTests.App;
using KybPlatform.IntegrationTests.Cases;
using KybPlatform.IntegrationTests.Inquiries;
using UglyToad.PdfPig.Content;
using UglyToad.PdfPig.Core;
using UglyToad.PdfPig.Fonts.Standard14Fonts;
using UglyToad.PdfPig.Writer;

namespace KybPlatform.IntegrationTests.Documents;

/// <summary>What a document shows is claimed first; a machine reads it, or a person does, and the inquiry is decided by that. The company and its people are fictional.</summary>
public sealed class DocumentEvidenceTests(PlatformApp app)
{
    private const string Name = "Werkstatt Beispiel GmbH";
    private static readonly DateOnly Issued = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime).AddDays(-40);

    [Fact]
    public async Task A_paper_whose_text_says_all_that_it_is_said_to_show_needs_no_person()
    {
        var tenant = (await app.ANewTenantAsync()).Test;

        var decided = (await tenant.PostAsync("/v1/inquiries", await WholeAsync(tenant, Pdf(Name)), wait: 20)).ShouldBe(201);

        decided.Text("/status").Should().Be("approved", "the answer was {0}", decided.Body);
        var told = (await tenant.GetAsync($"/v1/verifications?inquiry={decided.Text("/id")}&type=document_content")).ShouldBe(200);
        (told.Text("/data/0/status"), told.Text("/data/0/checks/fields_read")).Should().Be(("passed", "passed"));
        var trace = (await tenant.GetAsync($"/v1/decisions/{decided.Text("/decision/id")}/trace")).ShouldBe(200);
        trace.Body.Should().Contain(told.Text("/data/0/id"), "what was known is frozen with the decision");
        (await tenant.PostAsync($"/v1/decisions/{decided.Text("/decision/id")}/replay")).ShouldBe(200).Text("/result").Should().Be("identical");
    }

    [Theory]
    [InlineData("Another Name GmbH", 0)]
    [InlineData(Name, 7)]
    public async Task A_paper_that_does_not_say_so_waits_for_a_person(string shown, int daysApart)
    {
        var tenant = (await app.ANewTenantAsync()).Test;

        var decided = (await tenant.PostAsync("/v1/inquiries", await WholeAsync(tenant, Pdf(shown, Issued.AddDays(daysApart))), wait: 20)).ShouldBe(201);

        (decided.Text("/status"), decided.Body.Contains("document_evidence_too_weak", StringComparison.Ordinal)).Should().Be(("in_review", true));
    }

    [Fact]
    public async Task Whoever_has_the_case_says_what_the_paper_shows_and_the_inquiry_is_decided_by_it_and_later_ones_of_the_profile_too()
    {
        var team = await ReviewTeam.OfAsync((await app.ANewTenantAsync()).Test);
        var body = await WholeAsync(team.Tenant, SampleFiles.Pdf());
        var decided = (await team.Tenant.PostAsync("/v1/inquiries", body, wait: 20)).ShouldBe(201);
        var (inquiry, document) = (decided.Text("/id"), body["documents"]![0]!);
        decided.Text("/status").Should().Be("in_review", "the answer was {0}", decided.Body);
        await Reviews.ClaimAsync(team.Rea.Client, inquiry);

        var reviewed = (await team.Rea.Client.PostAsync($"/v1/inquiries/{inquiry}/document-reviews", new JsonObject { ["documents"] = new JsonArray(document.DeepClone()), ["note"] = "Original seen." }, wait: 20)).ShouldBe(200);

        reviewed.Text("/status").Should().Be("approved", "nothing else was open: {0}", reviewed.Body);
        (await team.Tenant.GetAsync($"/v1/cases/{decided.Text("/case_id")}")).ShouldBe(200).Text("/resolution").Should().Be("approved_by_policy");
        var told = (await team.Tenant.GetAsync($"/v1/verifications?inquiry={inquiry}&type=document_review")).ShouldBe(200).At("/data/0");
        (told.Text("/status"), told.Text("/subject"), told.Text("/provider")).Should().Be(("passed", "documents/proof_of_presence", "reviewer"));
        (await team.Tenant.GetAsync($"/v1/inquiries/{inquiry}/timeline")).ShouldBe(200).Body.Should().Contain("inquiry.documents_reviewed");

        // The same paper, said to show the same: nobody reads it twice, in whatever order it is written.
        body.Remove("business");
        body["business_profile_id"] = decided.Text("/business_profile_id");
        var fields = document["fields"]!.AsObject();
        document["fields"] = new JsonObject { ["address"] = fields["address"]!.DeepClone(), ["business_name"] = fields["business_name"]!.DeepClone() };
        (await team.Tenant.PostAsync("/v1/inquiries", body.DeepClone(), wait: 20)).ShouldBe(201).Text("/status").Should().Be("approved");
        document["issued_on"] = Text(Issued.AddDays(5));
        (await team.Tenant.PostAsync("/v1/inquiries", body, wait: 20)).ShouldBe(201).Text("/status").Should().Be("in_review", "a person read another date");
    }

    [Fact]
    public async Task Whoever_may_see_documents_finds_those_of_an_inquiry_and_what_they_are_said_to_show()
    {
        var team = await ReviewTeam.OfAsync((await app.ANewTenantAsync()).Test);
        var body = await WholeAsync(team.Tenant, SampleFiles.Pdf());
        var inquiry = (await team.Tenant.PostAsync("/v1/inquiries", body, wait: 20)).ShouldBe(201);
        var address = $"/v1/inquiries/{inquiry.Text("/id")}/documents";

        var listed = (await team.Rea.Client.GetAsync(address)).ShouldBe(200);

        var (given, shown) = (body["documents"]![0]!, listed.At("/data/0"));
        (shown.Text("/requirement"), shown.Text("/document_id"), shown.Text("/type"), shown.Text("/issued_on"), shown.Text("/fields/business_name"), shown.Text("/evidence"), shown.Text("/content_type"), shown.Text("/state"))
            .Should().Be(("proof_of_presence", (string)given["document_id"]!, "commercial_register_extract", Text(Issued), Name, "claimed", "application/pdf", "ready"));
        await Reviews.ClaimAsync(team.Rea.Client, inquiry.Text("/id"));
        var read = new JsonObject();
        foreach (var member in new[] { "requirement", "document_id", "type", "issued_on", "fields" }) read[member] = JsonNode.Parse(shown.At("/" + member).GetRawText());
        read["fields"]!["address"] = "Musterstraße 1, 00000 Berlin";
        (await team.Rea.Client.PostAsync($"/v1/inquiries/{inquiry.Text("/id")}/document-reviews", new JsonObject { ["documents"] = new JsonArray(read) }, wait: 20)).ShouldBe(200);
        var after = (await team.Rea.Client.GetAsync(address)).ShouldBe(200);
        (after.Text("/data/0/evidence"), after.Text("/data/0/fields/address")).Should().Be(("reviewed", "Musterstraße 1, 00000 Berlin"));

        (await team.Admin.Client.PostAsync($"/v1/business-profiles/{inquiry.Text("/business_profile_id")}/redact")).ShouldBe(200);
        (await team.Rea.Client.GetAsync(address)).ShouldBeRefused(409, "applicant_erased");
    }

    [Fact]
    public async Task What_was_stated_otherwise_is_corrected_and_decided_by_what_was_read()
    {
        var team = await ReviewTeam.OfAsync((await app.ANewTenantAsync()).Test);
        var body = await WholeAsync(team.Tenant, SampleFiles.Pdf());
        var decided = (await team.Tenant.PostAsync("/v1/inquiries", body, wait: 20)).ShouldBe(201);
        var (inquiry, document) = (decided.Text("/id"), body["documents"]![0]!.DeepClone());
        await Reviews.ClaimAsync(team.Rea.Client, inquiry);
        document["fields"]!["business_name"] = "Somebody Else GmbH";

        var reviewed = (await team.Rea.Client.PostAsync($"/v1/inquiries/{inquiry}/document-reviews", new JsonObject { ["documents"] = new JsonArray(document) }, wait: 20)).ShouldBe(200);

        reviewed.Text("/status").Should().Be("in_review", "it is another business's: {0}", reviewed.Body);
        reviewed.Text("/case_id").Should().Be(decided.Text("/case_id"));
        reviewed.Body.Should().NotContain("document_evidence_too_weak");
        var events = (await team.Admin.Client.GetAsync($"/v1/audit-entries?resource={inquiry}")).ShouldBe(200).Body;
        events.Should().Contain("fields.business_name").And.NotContain("Somebody Else", "what a paper shows is nobody else's");
    }

    [Fact]
    public async Task Where_two_persons_decide_what_one_read_is_not_approved_by_that_alone()
    {
        var team = await ReviewTeam.OfAsync((await app.ANewTenantAsync()).Test);
        await team.QueueAsync("double", new { rule = "true", four_eyes = true });
        var body = await WholeAsync(team.Tenant, SampleFiles.Pdf());
        var inquiry = (await team.Tenant.PostAsync("/v1/inquiries", body, wait: 20)).ShouldBe(201).Text("/id");
        await Reviews.ClaimAsync(team.Rea.Client, inquiry);

        var reviewed = (await team.Rea.Client.PostAsync($"/v1/inquiries/{inquiry}/document-reviews", new JsonObject { ["documents"] = body["documents"]!.DeepClone() }, wait: 20)).ShouldBe(200);

        (reviewed.Text("/status"), reviewed.Text("/decision/reasons/0/code")).Should().Be(("in_review", "second_person_required"), "the answer was {0}", reviewed.Body);
        (await team.Rea.Client.PostAsync($"/v1/inquiries/{inquiry}/decision", new { outcome = "approve" })).ShouldBe(202);
        await Reviews.ClaimAsync(team.Ben.Client, inquiry);
        (await team.Ben.Client.PostAsync($"/v1/inquiries/{inquiry}/decision", new { outcome = "approve" })).ShouldBe(200).Text("/status").Should().Be("approved");
    }

    [Fact]
    public async Task Only_a_person_who_has_the_case_speaks_of_the_papers_that_are_there()
    {
        var team = await ReviewTeam.OfAsync((await app.ANewTenantAsync()).Test);
        var body = await WholeAsync(team.Tenant, SampleFiles.Pdf());
        var inquiry = (await team.Tenant.PostAsync("/v1/inquiries", body, wait: 20)).ShouldBe(201).Text("/id");
        var said = new JsonObject { ["documents"] = body["documents"]!.DeepClone() };
        Task<HttpAnswer> Say(ApiClient by, JsonNode what) => by.PostAsync($"/v1/inquiries/{inquiry}/document-reviews", what.DeepClone());

        (await Say(team.Rea.Client, said)).ShouldBeRefused(409, "case_not_claimed");
        await Reviews.ClaimAsync(team.Ben.Client, inquiry);
        (await Say(team.Rea.Client, said)).ShouldBeRefused(409, "case_claimed");
        (await Say(team.Tenant, said)).ShouldBeRefused(403, "person_required");
        var other = (await team.Tenant.UploadAsync("/v1/documents", SampleFiles.Pdf(900))).ShouldBe(201).Text("/id");
        (await Say(team.Ben.Client, With("document_id", other))).ShouldBeRefused(422, "document_not_given");
        (await Say(team.Ben.Client, With("requirement", "proof_of_nothing"))).ShouldBeRefused(422, "document_not_given");
        (await Say(team.Ben.Client, new JsonObject { ["documents"] = new JsonArray() })).ShouldBe(422);
        (await Say(team.Ben.Client, new JsonObject { ["documents"] = new JsonArray(body["documents"]![0]!.DeepClone(), body["documents"]![0]!.DeepClone()) })).ShouldBe(422);
        (await team.Ben.Client.GetAsync($"/v1/inquiries/{inquiry}")).ShouldBe(200).Text("/status").Should().Be("in_review", "nothing was changed");
        (await Say(team.Ben.Client, said)).ShouldBe(200);
        await Eventually.AsksAsync(async () => (await team.Ben.Client.GetAsync($"/v1/inquiries/{inquiry}")).ShouldBe(200).Text("/status"), s => s == "approved");
        (await Say(team.Ben.Client, said)).ShouldBeRefused(409, "invalid_transition");

        JsonObject With(string member, string value)
        {
            var changed = said.DeepClone().AsObject();
            changed["documents"]![0]![member] = value;
            return changed;
        }
    }

    private static async Task<JsonObject> WholeAsync(ApiClient tenant, byte[] paper)
    {
        var id = (await tenant.UploadAsync("/v1/documents", paper)).ShouldBe(201).Text("/id");
        return JsonNode.Parse($$"""
            { "country": "DE", "sender_type": "local", "submit": true, "use_case": { "description": "Customers reach the service desk of the workshop under it." },
              "business": { "legal_name": "{{Name}}", "type": "private_limited_company", "industry": "automotive", "incorporated_on": "2004-02-03", "website": "https://www.example.com",
                "identifiers": [{ "scheme": "DE:HRB", "value": "Berlin HRB 999999" }],
                "registered_address": { "line1": "Musterstraße 1", "city": "Berlin", "postal_code": "00000", "country": "DE" },
                "people": [{ "roles": ["authorized_representative", "owner"], "ownership_percent": 100, "given_name": "Jonas", "family_name": "Muster", "date_of_birth": "1981-01-31",
                  "email": "jonas@example.com", "phone": "+493023125001" }] },
              "documents": [{ "requirement": "proof_of_presence", "document_id": "{{id}}", "type": "commercial_register_extract", "issued_on": "{{Text(Issued)}}",
                "fields": { "business_name": "{{Name}}", "address": "Musterstraße 1, Berlin" } }],
              "attestations": [{ "requirement": "address_in_area", "accepted": true, "by": "Jonas Muster" }] }
            """)!.AsObject();
    }

    private static byte[] Pdf(string name, DateOnly? issued = null)
    {
        using var builder = new PdfDocumentBuilder();
        var (page, font) = (builder.AddPage(PageSize.A4), builder.AddStandard14Font(Standard14Font.Helvetica));
        string[] lines = ["Handelsregister B des Amtsgerichts Musterstadt", $"Abruf vom {(issued ?? Issued).ToString("dd.MM.yyyy", CultureInfo.InvariantCulture)}", name, "Musterstrasse 1, 00000 Berlin"];
        for (var i = 0; i < lines.Length; i++) page.AddText(lines[i], 12, new PdfPoint(50, 750 - (i * 25)), font);
        return builder.Build();
    }

    private static string Text(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
