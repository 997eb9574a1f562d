using System.Text.Json;
using System.Text.Json.Nodes;
using KybPlatform.Api.Documents.Contracts;
using KybPlatform.Api.Http;
using KybPlatform.Api.Http.OpenApi;
using KybPlatform.Api.Jobs;
using KybPlatform.Api.Verifications.Contracts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace KybPlatform.Api.Inquiries;

/// <summary>A document of an inquiry, with what it is said to show.</summary>
/// <param name="Requirement">Under whose key of the policy it was given.</param>
/// <param name="Type">What it was said to be: <c>utility_bill</c>.</param>
/// <param name="Fields">As they were stated, or corrected by a reviewer; null where none were.</param>
/// <param name="Evidence">What stands behind them: <c>claimed</c>, <c>extracted</c> (a machine read the same) or <c>reviewed</c> (a person did).</param>
/// <param name="ContentType">By the content's own first bytes.</param>
/// <param name="Size">Bytes.</param>
/// <param name="State">Whether it can be seen: <c>ready</c>, <c>pending</c>, <c>harmful</c>, <c>unreadable</c>; <c>erased</c> where it is gone.</param>
public sealed record InquiryDocument(
    string Requirement, string DocumentId, string? Type, string? IssuedOn, string? ExpiresOn, JsonElement? Fields, string Evidence, string? ContentType, long? Size, string State);

/// <summary>By requirement.</summary>
public sealed record InquiryDocumentList(IReadOnlyList<InquiryDocument> Data);

/// <summary>Tells whoever may see documents which ones an inquiry has and what they are said to show: what a reviewer holds against the papers.</summary>
internal static class InquiryDocuments
{
    public static void Map(RouteGroupBuilder inquiries) =>
        inquiries.MapGet("/{id}/documents", HandleAsync).Requires(Scopes.DocumentsRead)
            .WithSummary("An inquiry's documents, and what they are said to show").Produces<InquiryDocumentList>().ProducesRefusals(404, 409)
            .Refuses(409, "applicant_erased", "The applicant's data was erased.")
            .ExampleAnswer("""
                { "data": [{ "requirement": "proof_of_business", "document_id": "doc_01k0000000000000000000000a", "type": "business_registration", "issued_on": "2026-09-01", "expires_on": null,
                  "fields": { "business_name": "Example Harbour Ltd" }, "evidence": "claimed", "content_type": "application/pdf", "size": 18304, "state": "ready" }] }
                """);

    private static async Task<IResult> HandleAsync(string id, Work work, Dossiers dossiers, IVerificationDesk verifications, IDocuments documents)
    {
        if (await ReadInquiries.FindAsync(work, id) is not { } inquiry) return Refused.Because(InquiryErrors.NotFound);
        var scene = new TenantWork(work.Db, work.Tenant, work.Caller.Live, work.Now);
        if (await dossiers.ReadAsync(scene, inquiry, work.Canceled) is not { } dossier) return Refused.Because(InquiryErrors.ApplicantErased);
        using var facts = JsonDocument.Parse(dossier.Facts);
        var view = await verifications.ReadAsync(scene, inquiry.ProfileId, facts.RootElement, [], work.Canceled);
        var files = await documents.FindAsync(work.Db, dossier.DocumentIds, work.Canceled);
        var known = JsonNode.Parse(dossier.With(view).Span)!["documents"]!.AsObject();
        return Answer.Ok(new InquiryDocumentList([.. known.OrderBy(d => d.Key, StringComparer.Ordinal).Select(d => Entry(d.Key, d.Value!.AsObject(), files))]));
    }

    private static InquiryDocument Entry(string requirement, JsonObject said, IReadOnlyDictionary<string, DocumentView> files)
    {
        var id = Text("document_id")!;
        var file = files.GetValueOrDefault(id);
        return new InquiryDocument(
            requirement, id, Text("type"), Text("issued_on"), Text("expires_on"), said["fields"] is JsonObject fields ? JsonSerializer.SerializeToElement(fields) : null,
            Text("evidence") ?? "claimed", file?.ContentType, file?.Size, file?.State ?? "erased");

        string? Text(string member) => (string?)said[member];
    }
}
