using FluentValidation;
using KybPlatform.Api.Documents.Contracts;
using KybPlatform.Api.Http;
using KybPlatform.Api.Http.OpenApi;
using KybPlatform.Api.Persistence;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace KybPlatform.Api.Cases;

/// <summary>An uploaded document that is laid with a case.</summary>
public sealed record NewAttachment(string? DocumentId);

/// <summary>A document that lies with a case.</summary>
public sealed record CaseAttachmentResource(DocumentId DocumentId, string By, DateTimeOffset At);

/// <summary>All documents that lie with a case.</summary>
public sealed record CaseAttachmentList(IReadOnlyList<CaseAttachmentResource> Data);

internal sealed class NewAttachmentValidator : AbstractValidator<NewAttachment>
{
    public NewAttachmentValidator() => RuleFor(a => a.DocumentId).NotEmpty().MaximumLength(64);
}

internal static class CaseAttachments
{
    private const int Most = 500;

    public static void Map(RouteGroupBuilder cases)
    {
        cases.MapPost("/{id}/attachments", AddAsync).Requires(Scopes.CasesWork).Idempotent()
            .WithSummary("Lay an uploaded document with a case").Produces<CaseAttachmentResource>(201).ProducesRefusals(400, 404, 413, 415, 422)
            .Refuses(409, "too_many_attachments", "A case holds 500 documents at most.").Refuses(422, "unknown_document", "There is no such document.")
            .ExampleRequest($$"""{ "document_id": "{{ExampleValues.Id("doc")}}" }""");
        cases.MapGet("/{id}/attachments", ListAsync).Requires(Scopes.CasesRead).WithSummary("List the documents of a case").Produces<CaseAttachmentList>().ProducesRefusals(404);
    }

    private static async Task<IResult> AddAsync(string id, Body<NewAttachment> body, Work work, IDocuments documents)
    {
        if (await ReadCases.FindAsync(work, id) is not { } row) return Refused.Because(CaseErrors.NotFound);
        var given = body.Value.DocumentId!;
        if (!PublicId.TryParse<DocumentId>(given, out var document) || !(await documents.FindAsync(work.Db, [given], work.Canceled)).TryGetValue(given, out var found))
            return await work.RefuseAsync(CaseErrors.Unknown("/document_id", "unknown_document", "document"));
        var held = await work.Db.Set<CaseAttachment>().AsNoTracking().Where(a => a.CaseId == row.Id).ToListAsync(work.Canceled);
        if (held.Find(a => a.DocumentId == document) is { } same) return await work.AnswerAsync(201, View(same), Keeping.Plainly);
        if (held.Count >= Most) return await work.RefuseAsync(Error.Conflict("too_many_attachments", "A case holds 500 documents at most."));
        var attachment = new CaseAttachment { TenantId = work.Tenant, CaseId = row.Id, DocumentId = document, By = work.Caller.Actor.ToString(), At = work.Now };
        work.Db.Add(attachment);
        if (row.ProfileId is { } profile) await documents.UseAsync(work.Db, profile, [found], work.Canceled);
        CaseLog.Write(work, "case.document_attached", row, new { document });
        return await work.AnswerAsync(201, View(attachment), Keeping.Plainly);
    }

    private static async Task<IResult> ListAsync(string id, Work work)
    {
        if (await ReadCases.FindAsync(work, id) is not { } row) return Refused.Because(CaseErrors.NotFound);
        var held = await work.Db.Set<CaseAttachment>().AsNoTracking().Where(a => a.CaseId == row.Id).OrderBy(a => a.DocumentId).ToListAsync(work.Canceled);
        return Answer.Ok(new CaseAttachmentList([.. held.Select(View)]));
    }

    private static CaseAttachmentResource View(CaseAttachment row) => new(row.DocumentId, row.By, row.At);
}
