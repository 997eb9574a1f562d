using KybPlatform.Api.Cases.Contracts;
using System.Text.Json;
using System.Text.Json.Serialization;
using KybPlatform.Api.Decisions.Contracts;
using KybPlatform.Api.Inquiries.Contracts;
using KybPlatform.Api.Profiles.Contracts;
using KybPlatform.Api.Registrations.Contracts;

namespace KybPlatform.Api.Inquiries;

/// <summary>The policy that an inquiry is pinned to.</summary>
public sealed record PolicyReference(string Key, int Version, string Hash);

/// <summary>The one wire shape of an inquiry. It holds no classified value: those are read from the profile.</summary>
/// <param name="Tags">Words of the tenant's own, sorted.</param>
/// <param name="InformationUntil">Until when the applicant may answer; null where nobody waits for the applicant.</param>
public sealed record InquiryResource(
    InquiryId Id, InquiryStatus Status, string Country, string SenderType, string Applicant, string? ReferenceId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] BusinessProfileId? BusinessProfileId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IndividualProfileId? IndividualProfileId,
    PolicyReference? Policy, JsonElement? UseCase, JsonElement? Requirements, DecisionSummary? Decision, SenderRegistrationId? SenderRegistrationId, CaseId? CaseId, bool? Retryable,
    JsonElement? Metadata, IReadOnlyList<string> Tags, DateTimeOffset? InformationUntil, DateTimeOffset? SubmittedAt, DateTimeOffset? DecidedAt, DateTimeOffset ExpiresAt, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt)
{
    internal static InquiryResource From(Inquiry inquiry, DecisionSummary? decision) => new(
        inquiry.Id, inquiry.Status, inquiry.Country, inquiry.SenderType, inquiry.Applicant, inquiry.ReferenceId,
        inquiry.Applicant == "business" ? new BusinessProfileId(inquiry.ProfileId) : null,
        inquiry.Applicant == "individual" ? new IndividualProfileId(inquiry.ProfileId) : null,
        inquiry.PolicyKey is null ? null : new PolicyReference(inquiry.PolicyKey, inquiry.PolicyVersion ?? 0, inquiry.PolicyHash!),
        Json(inquiry.UseCase), Json(inquiry.Requirements), decision, inquiry.RegistrationId is { } registration ? new SenderRegistrationId(registration) : null,
        inquiry.CaseId is { } open ? new CaseId(open) : null,
        inquiry.Retryable, Json(inquiry.Metadata), inquiry.Tags, inquiry.InformationUntil, inquiry.SubmittedAt, inquiry.DecidedAt, inquiry.ExpiresAt, inquiry.CreatedAt, inquiry.UpdatedAt);

    // jsonb comes back with its keys in another order: canonical here, so that an answer is the same before and after a round trip.
    private static JsonElement? Json(string? stored) => stored is null ? null : JsonSerializer.SerializeToElement(Sorted(JsonDocument.Parse(stored).RootElement));

    private static object? Sorted(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => new SortedDictionary<string, object?>(element.EnumerateObject().ToDictionary(m => m.Name, m => Sorted(m.Value)), StringComparer.Ordinal),
        JsonValueKind.Array => element.EnumerateArray().Select(Sorted).ToList(),
        _ => element,
    };
}
