using System.Text.Json;
using System.Text.Json.Nodes;
using KybPlatform.Api.Documents.Contracts;
using KybPlatform.Api.Http;

namespace KybPlatform.Api.Inquiries;

/// <summary>Puts what a request gives into an inquiry's parts.</summary>
internal sealed class InquiryParts(IDocuments documents)
{
    /// <summary>Adds documents to the parts, each under the key of its requirement; refuses an id that the tenant does not have.</summary>
    public async Task<Error?> AddDocumentsAsync(Work work, Guid profile, SealedPart parts, IReadOnlyList<GivenDocument>? given)
    {
        if (given is not { Count: > 0 }) return null;
        var found = await documents.FindAsync(work.Db, [.. given.Select(d => d.DocumentId!)], work.Canceled);
        for (var i = 0; i < given.Count; i++)
        {
            if (!found.TryGetValue(given[i].DocumentId!, out var document)) return InquiryErrors.UnknownDocument(i);
            parts.Documents[given[i].Requirement!] = Entry(given[i], document);
        }
        foreach (var shared in await documents.UseAsync(work.Db, profile, [.. found.Values], work.Canceled)) work.Record("document.shared", shared);
        return null;
    }

    public static void AddAttestations(SealedPart parts, IReadOnlyList<GivenAttestation>? given, DateTimeOffset now)
    {
        foreach (var attestation in given ?? [])
        {
            var entry = new JsonObject { ["accepted"] = attestation.Accepted, ["at"] = InstantJson.Text(now) };
            if (attestation.By is not null) entry["by"] = attestation.By;
            parts.Attestations[attestation.Requirement!] = entry;
        }
    }

    /// <summary>The use case without nulls and without its classified members, which go to the parts.</summary>
    public static JsonObject TakeUseCase(SealedPart parts, JsonElement? given)
    {
        var useCase = given is { } element ? JsonObject.Create(element)! : [];
        Nulls.Drop(useCase);
        parts.TakeFrom(useCase);
        return useCase;
    }

    /// <summary>What stands among the facts for a document.</summary>
    public static JsonObject Entry(GivenDocument given, DocumentView document)
    {
        var entry = new JsonObject { ["document_id"] = document.Id, ["type"] = given.Type, ["content_type"] = document.ContentType, ["evidence"] = "claimed" };
        if (given.IssuedOn is { } issued) entry["issued_on"] = issued.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        if (given.ExpiresOn is { } expires) entry["expires_on"] = expires.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        if (given.Fields is { } fields)
        {
            var said = JsonObject.Create(fields)!;
            Nulls.Drop(said);
            entry["fields"] = said;
        }
        return entry;
    }
}
