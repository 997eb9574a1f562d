using KybPlatform.Api.Documents.Contracts;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Privacy;
using Microsoft.EntityFrameworkCore;

namespace KybPlatform.Api.Documents;

/// <summary>Documents as other capabilities see them.</summary>
internal sealed class StoredDocuments(SubjectVault vault, IDocumentStore store) : IDocuments
{
    public async Task<IReadOnlyDictionary<string, DocumentView>> FindAsync(PlatformDb db, IReadOnlyCollection<string> ids, CancellationToken ct)
    {
        var keys = Parse(ids);
        if (keys.Count == 0) return new Dictionary<string, DocumentView>();
        var found = await db.Set<Document>().AsNoTracking().Where(d => keys.Contains(d.Id)).ToListAsync(ct);
        return found.Select(View).ToDictionary(d => d.Id, StringComparer.Ordinal);
    }

    public async Task<Stream?> OpenAsync(PlatformDb db, string id, CancellationToken ct)
    {
        if (await ReadDocument.FindAsync(db, id, ct) is not { } document) return null;
        var ring = await vault.RingAsync(db, document.TenantId, [document.Id.Value], ct);
        if (DocumentSeal.KeyOf(ring, document) is not { } key) return null;
        return new SealedReader(await store.OpenAsync(document.TenantId, document.StoredAs, ct), key);
    }

    public async Task EraseAsync(PlatformDb db, IReadOnlyCollection<string> ids, DateTimeOffset now, CancellationToken ct)
    {
        foreach (var id in Parse(ids)) await vault.DestroyAsync(db, db.Tenant!.Value, id.Value, now, ct);
    }

    private static List<DocumentId> Parse(IEnumerable<string> ids)
    {
        var parsed = new List<DocumentId>();
        foreach (var id in ids)
            if (PublicId.TryParse<DocumentId>(id, out var key))
                parsed.Add(key);
        return parsed;
    }

    private static DocumentView View(Document d) => new(d.Id.ToString(), d.ContentType, d.Size, d.Type, Convert.ToHexStringLower(d.Sha256), d.CreatedAt);
}
