using System.Text.Json;
using System.Text.Json.Serialization;
using KybPlatform.Api.Http;
using KybPlatform.Api.Inquiries.Contracts;
using KybPlatform.Api.Privacy;
using KybPlatform.Api.Profiles.Contracts;
using KybPlatform.Api.Verifications.Contracts;

namespace KybPlatform.Api.Verifications;

/// <summary>The one wire shape of a verification.</summary>
/// <param name="Checks">Named checks and how they ended.</param>
/// <param name="Threshold">From which score on, 0 to 1, a listed party was a match; null where the type scores nobody.</param>
/// <param name="Sample">It rests on samples or on a value that a test tenant uses to force an outcome: it clears nobody in a live tenant.</param>
/// <param name="Evidence">What the provider saw; only where one verification is read, and null once somebody that it tells about was erased.</param>
/// <param name="EvidenceHash">SHA-256 of the evidence, so that it can be shown to be unchanged.</param>
public sealed record VerificationResource(
    VerificationId Id, string Type, string Subject, VerificationStatus Status,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] BusinessProfileId? BusinessProfileId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IndividualProfileId? IndividualProfileId,
    InquiryId? InquiryId, string Provider, IReadOnlyDictionary<string, CheckOutcome> Checks, string? ReasonCode, IReadOnlyList<ListUse> Lists, double? Threshold, bool Sample, string? DataVersion,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] JsonElement? Evidence, string? EvidenceHash,
    DateTimeOffset CreatedAt, DateTimeOffset? CompletedAt, DateTimeOffset? ValidUntil)
{
    internal static VerificationResource From(Verification verification, DateTimeOffset now, SubjectRing? ring = null) => new(
        verification.Id, verification.Type, verification.Subject, verification.StatusAt(now),
        verification.OfBusiness ? new BusinessProfileId(verification.ProfileId) : null, verification.OfBusiness ? null : new IndividualProfileId(verification.ProfileId),
        verification.InquiryId is { } inquiry ? new InquiryId(inquiry) : null, verification.Provider, Ordered(StoredJson.Read<Dictionary<string, CheckOutcome>>(verification.Checks)),
        verification.ReasonCode, verification.Lists is null ? [] : StoredJson.Read<List<ListUse>>(verification.Lists), verification.Threshold, verification.Sample, verification.DataVersion,
        Open(verification, ring), verification.EvidenceHash is { } hash ? $"sha256:{Convert.ToHexStringLower(hash)}" : null,
        verification.CreatedAt, verification.CompletedAt, verification.ValidUntil);

    private static SortedDictionary<string, CheckOutcome> Ordered(Dictionary<string, CheckOutcome> checks) => new(checks, StringComparer.Ordinal);

    private static JsonElement? Open(Verification verification, SubjectRing? ring)
    {
        if (ring is null || verification.Evidence is null) return null;
        return ring.OpenForAll(verification.Subjects, verification.Evidence, VerificationDesk.EvidencePurpose) is { } plain ? JsonDocument.Parse(plain).RootElement : null;
    }
}
