using System.Text.Json.Nodes;
using KybPlatform.Api.Http;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Privacy;
using KybPlatform.Policies;

namespace KybPlatform.Api.Inquiries;

/// <summary>The classified part of an inquiry: documents with what they show, attestations, and what of the use case leads to a person.</summary>
/// <param name="Documents">By requirement key.</param>
/// <param name="Reopened">When it was reopened, and why.</param>
internal sealed record SealedPart(JsonObject Documents, JsonObject Attestations, JsonObject UseCase, JsonArray Reopened)
{
    private const string Purpose = "inquiries.sealed";

    private static readonly IReadOnlyList<string> ClassifiedUseCase =
        [.. Vocabulary.Shipped.NodeAt("use_case")!.Members.Keys.Where(m => Vocabulary.Shipped.Classify($"use_case.{m}") != PersonalData.None).Order(StringComparer.Ordinal)];

    /// <summary>The public ids of the documents.</summary>
    public IReadOnlyList<string> DocumentIds => [.. Documents.Select(d => d.Value?["document_id"]?.GetValue<string>()).OfType<string>()];

    public static SealedPart Empty() => new([], [], [], []);

    /// <summary>Takes the classified members out of a use case.</summary>
    public void TakeFrom(JsonObject useCase)
    {
        foreach (var member in ClassifiedUseCase)
            if (useCase.Remove(member, out var value)) UseCase[member] = value?.DeepClone();
    }

    public byte[]? Seal(SubjectRing ring, Guid profile) =>
        Documents.Count == 0 && Attestations.Count == 0 && UseCase.Count == 0 && Reopened.Count == 0 ? null : ring.Seal(profile, FactJson.Bytes(Plain()), Purpose);

    private JsonObject Plain()
    {
        var plain = new JsonObject { ["documents"] = Documents.DeepClone(), ["attestations"] = Attestations.DeepClone(), ["use_case"] = UseCase.DeepClone() };
        if (Reopened.Count > 0) plain["reopened"] = Reopened.DeepClone();
        return plain;
    }

    public static SealedPart Open(Inquiry inquiry, SubjectRing ring)
    {
        if (inquiry.Sealed is null || ring.Open(inquiry.ProfileId, inquiry.Sealed, Purpose) is not { } plain) return Empty();
        var parts = JsonNode.Parse(plain)!.AsObject();
        return new SealedPart(parts["documents"]!.DeepClone().AsObject(), parts["attestations"]!.DeepClone().AsObject(), parts["use_case"]!.DeepClone().AsObject(), parts["reopened"]?.DeepClone().AsArray() ?? []);
    }
}

/// <summary>JSON nodes as bytes, in the stored form.</summary>
internal static class FactJson
{
    public static byte[] Bytes(JsonNode node) => System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(node, StoredJson.Options);
}
