using KybPlatform.Api.Documents.Contracts;
using KybPlatform.Api.Http;
using KybPlatform.Api.Http.OpenApi;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Privacy;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace KybPlatform.Api.Documents;

internal static class ReadDocument
{
    public static void Map(RouteGroupBuilder documents)
    {
        documents.MapGet("/{id}", GetAsync).Requires(Scopes.DocumentsRead)
            .WithSummary("Read what is known of a document").Produces<DocumentResource>().ProducesRefusals(404);
        documents.MapGet("/{id}/content", GetContentAsync).Requires(Scopes.DocumentsRead)
            .WithSummary("Download a document").Produces(200, contentType: FileSignatures.Accepted[0], additionalContentTypes: [.. FileSignatures.Accepted.Skip(1)])
            .ProducesRefusals(404, 409)
            .Refuses(409, DocumentErrors.Erased.Code, DocumentErrors.Erased.Detail).Refuses(409, DocumentErrors.NotReady.Code, DocumentErrors.NotReady.Detail)
            .Refuses(409, DocumentErrors.WasHarmful.Code, DocumentErrors.WasHarmful.Detail).Refuses(409, DocumentErrors.Unreadable.Code, DocumentErrors.Unreadable.Detail).Refuses(503, DocumentErrors.ContentAway.Code, DocumentErrors.ContentAway.Detail);
    }

    private static async Task<IResult> GetAsync(string id, Work work, SubjectVault vault)
    {
        if (await FindAsync(work.Db, id, work.Canceled) is not { } document) return Refused.Because(DocumentErrors.NotFound);
        var ring = await vault.RingAsync(work.Db, work.Tenant, [document.Id.Value], work.Canceled);
        return Answer.Ok(DocumentResource.From(document, DocumentSeal.FileNameOf(ring, document)));
    }

    private static async Task<IResult> GetContentAsync(string id, Work work, SubjectVault vault, IDocumentStore store)
    {
        if (await FindAsync(work.Db, id, work.Canceled) is not { } document) return Refused.Because(DocumentErrors.NotFound);
        var ring = await vault.RingAsync(work.Db, work.Tenant, [document.Id.Value], work.Canceled);
        if (DocumentSeal.KeyOf(ring, document) is not { } key) return Refused.Because(DocumentErrors.Erased);
        if (NotToBeSeen(document.State) is { } unseen) return Refused.Because(unseen);
        try
        {
            var content = new SealedReader(await store.OpenAsync(work.Tenant, document.StoredAs, work.Canceled), key);
            return new DocumentContent(content, document, DocumentSeal.FileNameOf(ring, document));
        }
        catch (IOException)
        {
            return Refused.Because(DocumentErrors.ContentAway);
        }
    }

    private static Error? NotToBeSeen(DocumentState state) => state switch
    {
        DocumentState.Ready => null,
        DocumentState.Pending => DocumentErrors.NotReady,
        DocumentState.Harmful => DocumentErrors.WasHarmful,
        DocumentState.Unreadable => DocumentErrors.Unreadable,
        _ => throw new ArgumentOutOfRangeException(nameof(state)),
    };

    /// <summary>Null for an id that is malformed, unknown or another tenant's.</summary>
    public static async Task<Document?> FindAsync(PlatformDb db, string id, CancellationToken ct) =>
        PublicId.TryParse<DocumentId>(id, out var key) ? await db.Set<Document>().AsNoTracking().SingleOrDefaultAsync(d => d.Id == key, ct) : null;
}
