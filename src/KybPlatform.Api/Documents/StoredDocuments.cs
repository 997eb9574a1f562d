using KybPlatform.Api.Documents.Contracts;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Privacy;
using Microsoft.EntityFrameworkCore;

namespace KybPlatform.Api.Documents;

/// <summary>Documents as other capabilities see them.</summary>
internal sealed class StoredDocuments(SubjectVault vault, IDocumentStore store) : IDocuments
{
    private static readonly Lookup<Document> ById = new("id = $2");

    public IReadOnlyList<PlannedRead> Reads(IReadOnlyCollection<string> ids) => [.. Parse(ids).Distinct().Select(i => ById.For(i.Value))];

    public async Task<IReadOnlyDictionary<string, DocumentView>> FindAsync(PlatformDb db, IReadOnlyCollection<string> ids, CancellationToken ct)
    {
        var found = new Dictionary<string, DocumentView>(StringComparer.Ordinal);
        foreach (var document in await ById.ReadAllAsync(db, [.. Parse(ids).Distinct().Select(i => i.Value)], ct)) found[document.Id.ToString()] = View(document);
        return found;
    }

    public async Task<Stream?> OpenAsync(PlatformDb db, string id, CancellationToken ct)
    {
        if (await ReadDocument.FindAsync(db, id, ct) is not { State: DocumentState.Ready } document) return null;
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

    private static DocumentView View(Document d) => new(d.Id.ToString(), d.ContentType, d.Size, d.Type, Convert.ToHexStringLower(d.Sha256), d.CreatedAt, SnakeCase.Of(d.State));
}
