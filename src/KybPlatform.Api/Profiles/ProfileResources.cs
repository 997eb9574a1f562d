using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using KybPlatform.Api.Http;
using KybPlatform.Api.Http.OpenApi;
using KybPlatform.Api.Profiles.Contracts;

namespace KybPlatform.Api.Profiles;

/// <summary>The one wire shape of a business profile; its facts stand beside these fields, people included.</summary>
/// <param name="Provenance">Who said it, when and how, by path; <c>*</c> speaks for all that has no entry of its own.</param>
/// <param name="PossibleDuplicates">Other profiles that claim one of its identifiers, or were found to use one of its documents: linked, never merged.</param>
[Facts("business")]
public sealed record BusinessProfileResource(
    BusinessProfileId Id, string? ReferenceId, IReadOnlyDictionary<string, FieldProvenance> Provenance, IReadOnlyList<string> PossibleDuplicates,
    DateTimeOffset? RedactedAt, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt)
{
    [JsonExtensionData] public IDictionary<string, JsonElement>? Facts { get; init; }

    /// <param name="facts">As inquiries see them; null for a redacted profile, of which the public facts remain.</param>
    internal static BusinessProfileResource From(BusinessProfile profile, JsonObject? facts, IReadOnlyDictionary<Guid, string> names) => new(
        profile.Id, profile.ReferenceId, ProvenanceMap.Read(profile.Provenance), [.. profile.PossibleDuplicates.Select(d => names.GetValueOrDefault(d)).OfType<string>()],
        profile.RedactedAt, profile.CreatedAt, profile.UpdatedAt)
    {
        Facts = FactMembers.Of(facts ?? JsonNode.Parse(profile.Data)!.AsObject()),
    };
}

/// <summary>A business profile in a list: what registers publish, no people and no contacts.</summary>
public sealed record BusinessProfileSummary(
    BusinessProfileId Id, string? ReferenceId, string? LegalName, DateTimeOffset? RedactedAt, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt)
{
    internal static BusinessProfileSummary From(BusinessProfile profile) =>
        new(profile.Id, profile.ReferenceId, profile.LegalName, profile.RedactedAt, profile.CreatedAt, profile.UpdatedAt);
}

/// <summary>The one wire shape of an individual profile; its facts stand beside these fields.</summary>
/// <param name="Provenance">Who said it, when and how, by path; <c>*</c> speaks for all that has no entry of its own.</param>
[Facts("individual")]
public sealed record IndividualProfileResource(
    IndividualProfileId Id, string? ReferenceId, IReadOnlyDictionary<string, FieldProvenance> Provenance, IReadOnlyList<string> PossibleDuplicates,
    DateTimeOffset? RedactedAt, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt)
{
    [JsonExtensionData] public IDictionary<string, JsonElement>? Facts { get; init; }

    internal static IndividualProfileResource From(IndividualProfile profile, JsonObject? facts, IReadOnlyDictionary<Guid, string> names) => new(
        profile.Id, profile.ReferenceId, ProvenanceMap.Read(profile.Provenance), [.. profile.PossibleDuplicates.Select(d => names.GetValueOrDefault(d)).OfType<string>()],
        profile.RedactedAt, profile.CreatedAt, profile.UpdatedAt)
    {
        Facts = FactMembers.Of(facts),
    };
}

/// <summary>An individual profile in a list: nothing about the person.</summary>
public sealed record IndividualProfileSummary(IndividualProfileId Id, string? ReferenceId, DateTimeOffset? RedactedAt, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt)
{
    internal static IndividualProfileSummary From(IndividualProfile profile) => new(profile.Id, profile.ReferenceId, profile.RedactedAt, profile.CreatedAt, profile.UpdatedAt);
}

/// <summary>A person associated with a business; the facts stand beside the id.</summary>
[Facts("business.people[]")]
public sealed record PersonResource(PersonId Id, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt)
{
    [JsonExtensionData] public IDictionary<string, JsonElement>? Facts { get; init; }

    internal static PersonResource From(Person person, JsonObject? facts) => new(person.Id, person.CreatedAt, person.UpdatedAt) { Facts = FactMembers.Of(facts) };
}

/// <summary>Facts as members beside a resource's own fields, in one order, whatever order they were kept in.</summary>
internal static class FactMembers
{
    public static SortedDictionary<string, JsonElement>? Of(JsonObject? facts) => facts is null
        ? null
        : new(facts.Where(m => m.Key != "id").ToDictionary(m => m.Key, m => JsonSerializer.SerializeToElement(m.Value)), StringComparer.Ordinal);
}

/// <summary>Where each field came from. What was given at the beginning has one entry, <c>*</c>.</summary>
internal static class ProvenanceMap
{
    public static IReadOnlyDictionary<string, FieldProvenance> Read(string stored) =>
        new SortedDictionary<string, FieldProvenance>(StoredJson.Read<Dictionary<string, FieldProvenance>>(stored), StringComparer.Ordinal);

    public static string With(string stored, IEnumerable<FactChange> changes, FieldProvenance now)
    {
        var map = new SortedDictionary<string, FieldProvenance>(StoredJson.Read<Dictionary<string, FieldProvenance>>(stored), StringComparer.Ordinal);
        foreach (var change in changes)
        {
            if (change.New is null) map.Remove(change.Path);
            else map[change.Path] = now;
        }
        return StoredJson.Write(map);
    }
}
