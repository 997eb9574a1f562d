using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using FluentValidation;
using KybPlatform.Api.Cases.Contracts;
using KybPlatform.Api.Documents.Contracts;
using KybPlatform.Api.Http;
using KybPlatform.Api.Http.OpenApi;
using KybPlatform.Api.Jobs;
using KybPlatform.Api.Privacy;
using KybPlatform.Api.Verifications.Contracts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace KybPlatform.Api.Inquiries;

/// <summary>What a person read in documents of an inquiry.</summary>
/// <param name="Documents">Each whole: its type, its dates and every field that the person found in it. What is stated otherwise is corrected, what is left out is taken away.</param>
/// <param name="Note">For colleagues; kept sealed with the evidence.</param>
public sealed record DocumentReadings(IReadOnlyList<GivenDocument>? Documents, string? Note);

internal sealed class DocumentReadingsValidator : AbstractValidator<DocumentReadings>
{
    public DocumentReadingsValidator()
    {
        RuleFor(r => r.Documents).NotEmpty().Must(d => d is null || d.Count <= 50).WithErrorCode("too_long").WithMessage("At most 50 documents.");
        RuleFor(r => r.Documents).Must(d => d is null || d.DistinctBy(i => i.Requirement).Count() == d.Count).WithErrorCode("invalid_value").WithMessage("Each requirement once.");
        RuleForEach(r => r.Documents).SetValidator(new GivenDocumentValidator());
        RuleFor(r => r.Note).MaximumLength(4000);
    }
}

/// <summary>
/// Whoever has the case says what its documents show. That is evidence of the strongest kind; the inquiry is decided anew by it, and approved without another word where nothing else is open.
/// </summary>
internal static class ReviewDocuments
{
    public static void Map(RouteGroupBuilder inquiries) =>
        inquiries.MapPost("/{id}/document-reviews", HandleAsync).Requires(Scopes.InquiriesDecide).Idempotent().Waits()
            .WithSummary("Say what documents show, as a person who read them").Produces<InquiryResource>().ProducesRefusals(400, 404, 409, 413, 415, 422)
            .Refuses(403, "person_required", "A service's key reads no documents.").Refuses(409, "case_not_claimed", "Claim the case first.")
            .Refuses(409, "case_claimed", "Somebody else has claimed the case.").Refuses(409, "applicant_erased", "The applicant's data was erased.")
            .Refuses(422, "document_not_given", "The inquiry names another document there, or none.")
            .Refuses(409, "document_pending", "It is still to be looked through.").Refuses(409, "document_harmful", "Malware was found in it.").Refuses(409, "document_unreadable", "It cannot be opened.")
            .ExampleRequest("""
                { "documents": [{ "requirement": "proof_of_business", "document_id": "doc_01k0000000000000000000000a", "type": "business_registration", "issued_on": "2026-09-01",
                  "fields": { "business_name": "Example Harbour Ltd" } }], "note": "Original seen." }
                """);

    private static async Task<IResult> HandleAsync(
        string id, Body<DocumentReadings> body, Work work, ICaseDesk cases, IDocuments documents, SubjectVault vault, Dossiers dossiers, IVerificationDesk verifications, Submission submission)
    {
        var read = body.Value.Documents!;
        if (InquiryShape.Fields(read) is { } field) return Refused.Because(field);
        if (await ReadInquiries.FindAsync(work, id) is not { } inquiry) return Refused.Because(InquiryErrors.NotFound);
        if (work.Caller.Actor.Kind is not ActorKind.User) return await work.RefuseAsync(InquiryErrors.NotAPerson);
        if (inquiry.Status is not InquiryStatus.InReview) return await work.RefuseAsync(InquiryErrors.Transition(inquiry.Status, "reviewed"));
        if (inquiry.CaseId is { } held && await cases.HoldsAsync(work, held) is { } notTheirs) return await work.RefuseAsync(notTheirs);
        var ring = await vault.RingAsync(work.Db, work.Tenant, [inquiry.ProfileId], work.Canceled);
        if (!ring.Has(inquiry.ProfileId)) return await work.RefuseAsync(InquiryErrors.ApplicantErased);

        var parts = SealedPart.Open(inquiry, ring);
        var known = await documents.FindAsync(work.Db, [.. read.Select(d => d.DocumentId!)], work.Canceled);
        if (Unfit(read, parts, known) is { } unfit) return await work.RefuseAsync(unfit);
        List<ReadByPerson> readings = [.. read.Select(d => Put(parts, d, known[d.DocumentId!]))];
        inquiry.Sealed = parts.Seal(ring, inquiry.ProfileId);
        var scene = new TenantWork(work.Db, work.Tenant, work.Caller.Live, work.Now);
        if (await dossiers.ReadAsync(scene, inquiry, work.Canceled) is not { } dossier) return await work.RefuseAsync(InquiryErrors.ApplicantErased);
        using var facts = JsonDocument.Parse(dossier.Facts);
        await verifications.AddReviewsAsync(scene, work.Caller.Actor, inquiry.ProfileId, inquiry.Id.Value, facts.RootElement, dossier.Subjects, readings, body.Value.Note, work.Canceled);
        work.Record("inquiry.documents_reviewed", inquiry.Id.ToString(), details: new { documents = readings });
        if (inquiry.LookAgain(work.Now) is { } illegal) return await work.RefuseAsync(illegal);
        return await submission.DecideAsync(work, inquiry, 200, null);
    }

    private static Error? Unfit(IReadOnlyList<GivenDocument> read, SealedPart parts, IReadOnlyDictionary<string, DocumentView> known)
    {
        for (var i = 0; i < read.Count; i++)
        {
            var pointer = string.Create(CultureInfo.InvariantCulture, $"/documents/{i}/document_id");
            // Whoever looked at a file that was replaced meanwhile has not seen the one that stands there.
            if (parts.Documents[read[i].Requirement!]?["document_id"]?.GetValue<string>() != read[i].DocumentId || !known.TryGetValue(read[i].DocumentId!, out var file))
                return InquiryErrors.DocumentNotGiven(pointer, read[i].Requirement!);
            if (file.State is not "ready") return InquiryErrors.DocumentUnseen(pointer, file.State);
        }
        return null;
    }

    private static ReadByPerson Put(SealedPart parts, GivenDocument read, DocumentView file)
    {
        var (before, now) = (parts.Documents[read.Requirement!]!.AsObject(), InquiryParts.Entry(read, file));
        var corrected = Differing(before, now, "").ToList();
        if (corrected.Count > 0) parts.Documents[read.Requirement!] = now;
        return new ReadByPerson(read.Requirement!, corrected);
    }

    private static IEnumerable<string> Differing(JsonObject before, JsonObject now, string path)
    {
        foreach (var name in before.Select(m => m.Key).Union(now.Select(m => m.Key), StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            var (old, read) = (before[name], now[name]);
            if (name is "fields" && path.Length == 0)
                foreach (var field in Differing(old as JsonObject ?? [], read as JsonObject ?? [], "fields.")) yield return field;
            else if (!JsonNode.DeepEquals(old, read)) yield return path + name;
        }
    }
}
