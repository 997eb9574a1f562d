using KybPlatform.Api.Documents.Contracts;
using KybPlatform.Api.Http;
using KybPlatform.Api.Http.OpenApi;
using KybPlatform.Api.Jobs;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Privacy;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Npgsql;

namespace KybPlatform.Api.Documents;

internal static class UploadDocument
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(8);

    public static void Map(RouteGroupBuilder documents) =>
        documents.MapPost("", HandleAsync).Requires(Scopes.DocumentsWrite).Idempotent()
            .TakesMultipart("file", "type")
            .Refuses(413, DocumentErrors.TooLarge.Code, DocumentErrors.TooLarge.Detail).Refuses(415, DocumentErrors.Unsupported.Code, DocumentErrors.Unsupported.Detail).Refuses(422, DocumentErrors.Empty.Code, DocumentErrors.Empty.Detail).Refuses(422, DocumentErrors.Harmful.Code, DocumentErrors.Harmful.Detail)
            .WithSummary("Upload a document").Produces<DocumentResource>(201);

    private static async Task<IResult> HandleAsync(HttpContext http, Work work, IDocumentStore store, Preparation preparation, SubjectVault vault)
    {
        await using var form = new UploadForm(store, work.Tenant);
        if (await form.ReadAsync(http) is { } unusable) return Refused.Because(unusable);
        work.Idempotency.FingerprintOf(http, form.Fingerprint);

        var prepared = await PrepareAsync(form.File!, preparation, work);
        if (prepared.State is DocumentState.Harmful) return await work.RefuseAsync(DocumentErrors.Harmful);
        // What a picture was before it was drawn anew is not kept.
        var draft = prepared.Rendition?.Draft ?? form.File!.Draft;
        await using var rendition = prepared.Rendition?.Draft;
        var document = await AddAsync(form.File!, prepared, form.Type, work, vault);
        work.Record("document.uploaded", document.Id.ToString(), details: new { type = document.Type, content_type = document.ContentType, size = document.Size });
        if (prepared.State is DocumentState.Pending) work.Db.Enqueue(PrepareDocument.Kind, document.Id.Value, work.Now, PrepareDocument.FirstPause);
        await draft.KeepAsync(work.Canceled);
        try
        {
            var answer = DocumentResource.From(document, form.File!.FileName);
            return await work.AnswerAsync(201, answer, new Keeping([document.Id.Value]), $"/v1/documents/{document.Id}");
        }
        catch (Exception refused) when (refused is ConflictException or PostgresException)
        {
            // The database said no, so nothing points to the content. Where it said nothing, the sweep finds out.
            await store.RemoveAsync(work.Tenant, document.StoredAs, CancellationToken.None);
            throw;
        }
    }

    // Nobody waits long: what cannot be told at once is told later, and until then nobody sees the file.
    private static async Task<Prepared> PrepareAsync(ReceivedFile file, Preparation preparation, Work work)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(work.Canceled);
        patience.CancelAfter(Patience);
        try
        {
            return await preparation.RunAsync(work.Tenant, file.ContentType, async ct => new SealedReader(await file.Draft.ReopenAsync(ct), file.Key), patience.Token);
        }
        catch (OperationCanceledException) when (!work.Canceled.IsCancellationRequested)
        {
            return new Prepared(DocumentState.Pending);
        }
    }

    private static async Task<Document> AddAsync(ReceivedFile file, Prepared prepared, string? type, Work work, SubjectVault vault)
    {
        var id = PublicId.New<DocumentId>(work.Now);
        vault.Create(work.Db, work.Tenant, id.Value, work.Now);
        var ring = await vault.RingAsync(work.Db, work.Tenant, [id.Value], work.Canceled);
        var document = new Document
        {
            TenantId = work.Tenant,
            Id = id,
            Type = type,
            ContentType = file.ContentType,
            DeclaredContentType = file.DeclaredContentType,
            Size = file.Size,
            Sha256 = file.Sha256,
            State = prepared.State,
            StoredAs = file.Draft.Name,
            WrappedKey = DocumentSeal.Key(ring, id.Value, file.Key),
            FileName = file.FileName is { } name ? DocumentSeal.FileName(ring, id.Value, name) : null,
            CreatedAt = work.Now,
            CreatedBy = work.Caller.Actor.ToString(),
        };
        if (prepared.Rendition is { } rendition) document.Show(rendition, DocumentSeal.Key(ring, id.Value, rendition.Key));
        work.Db.Add(document);
        return document;
    }
}
