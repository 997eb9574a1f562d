using System.Text.Json;
using System.Text.Json.Nodes;
using KybPlatform.Api.Jobs;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Verifications.Contracts;
using KybPlatform.Policies;
using KybPlatform.Policies.Resolution;

namespace KybPlatform.Api.Verifications;

/// <summary>
/// What a person says of a document is a verification as well: it holds while the document is said to show the same, in later inquiries of the profile, too, and it lapses, is told and is
/// erased as others are.
/// </summary>
internal static class DocumentReviews
{
    private const string Prefix = "documents/";

    /// <param name="By">The user.</param>
    /// <param name="Corrected">What was stated otherwise before.</param>
    internal sealed record Said(string By, IReadOnlyList<string> Corrected, string? Note);

    public static Verification Made(
        TenantWork work, DateTimeOffset at, Guid profile, Guid inquiry, bool ofBusiness, string subject, byte[] input, Guid[] subjects, byte[]? evidence, byte[] hash)
    {
        return new Verification
        {
            TenantId = work.Tenant,
            Id = PublicId.New<VerificationId>(at),
            ProfileId = profile,
            OfBusiness = ofBusiness,
            InquiryId = inquiry,
            Type = DocumentEvidence.ReviewType,
            Subject = subject,
            Provider = "reviewer",
            Status = VerificationStatus.Passed,
            Checks = """{"shows_what_is_stated":"passed"}""",
            AskedChecks = [],
            AskedLists = [],
            InputHash = input,
            Subjects = subjects,
            Evidence = evidence,
            EvidenceHash = hash,
            CreatedAt = work.Now,
            CompletedAt = work.Now,
        };
    }

    /// <summary>By requirement, what the verifications that still speak of the documents make of them. What rests on samples counts in test tenants only.</summary>
    public static Dictionary<string, string> EvidenceOf(IEnumerable<Verification> current, bool live)
    {
        var evidence = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var verification in current.Where(v => v.Subject.StartsWith(Prefix, StringComparison.Ordinal) && !(live && v.Sample)))
        {
            var requirement = verification.Subject[Prefix.Length..];
            if (verification is { Type: DocumentEvidence.ReviewType, Status: VerificationStatus.Passed }) evidence[requirement] = "reviewed";
            else if (verification is { Type: DocumentEvidence.ReadType, Status: not VerificationStatus.Failed } && WasRead(verification)) evidence.TryAdd(requirement, "extracted");
        }
        return evidence;
    }

    /// <summary>The order in which somebody wrote the fields says nothing about the document.</summary>
    public static string Canonical(JsonElement about) => about.ValueKind is JsonValueKind.Undefined ? "" : CanonicalJson.Write(JsonNode.Parse(about.GetRawText()));

    private static bool WasRead(Verification verification)
    {
        using var checks = JsonDocument.Parse(verification.Checks);
        return checks.RootElement.TryGetProperty(DocumentEvidence.ReadCheck, out var outcome) && outcome.ValueEquals("passed");
    }
}
