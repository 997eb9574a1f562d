using System.Globalization;
using KybPlatform.IntegrationTests.App;
using KybPlatform.IntegrationTests.Documents;

namespace KybPlatform.IntegrationTests.Screening;

/// <summary>A submission for an alphanumeric sender in the United Kingdom that has everything the policy asks for. Company and people are invented.</summary>
internal static class GbSubmission
{
    private static int _numbers;

    /// <summary>Submits, and waits for the decision.</summary>
    public static async Task<HttpAnswer> SubmitAsync(
        this TenantClient tenant, string given = "Ada", string family = "Fictional", string born = "1980-02-03", string name = "Harbourlight Fiction Trading Limited",
        string phone = "+442079460018", string? email = null, string? number = null, string scheme = "GB:CRN", string? owner = null)
    {
        var document = (await tenant.UploadAsync("/v1/documents", SampleFiles.Pdf(), type: "business_registration")).ShouldBe(201).Text("/id");
        return (await tenant.PostAsync("/v1/inquiries", new
        {
            country = "GB",
            sender_type = "alphanumeric",
            submit = true,
            use_case = new
            {
                purpose = "transactional",
                description = "Order confirmations and delivery times for customers of the shop",
                sample_messages = new[] { "Harbourlight: your parcel [number] arrives on [date] between 9 and 12." },
                sender_ids = new[] { name[..11].Replace(" ", "", StringComparison.Ordinal) },
            },
            business = new
            {
                legal_name = name,
                type = "private_limited_company",
                industry = "retail",
                incorporated_on = "2009-05-01",
                website = "https://www.harbourlight-fiction.co.uk",
                identifiers = new[] { new { scheme, value = number ?? (70_000_000 + Interlocked.Increment(ref _numbers)).ToString(CultureInfo.InvariantCulture) } },
                registered_address = new { line1 = "1 Example Street", city = "London", postal_code = "EC1A 1BB", country = "GB" },
                people = new[]
                {
                    new
                    {
                        roles = new[] { "authorized_representative", "owner" }, ownership_percent = 80, given_name = given, family_name = family, date_of_birth = born,
                        email = email ?? "ada@harbourlight-fiction.co.uk", phone,
                    },
                },
                owned_by = owner is null ? [] : new object[] { new { legal_name = owner, ownership_percent = 20 } },
            },
            documents = new[]
            {
                new
                {
                    requirement = "proof_of_business", document_id = document, type = "business_registration",
                    issued_on = TimeProvider.System.GetUtcNow().AddDays(-20).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), fields = new { business_name = name },
                },
            },
        }, wait: 25)).ShouldBe(201);
    }

    public static IReadOnlyList<string> ReasonsOf(this HttpAnswer inquiry) => [.. inquiry.At("/decision/reasons").EnumerateArray().Select(r => r.Text("/code"))];
}
