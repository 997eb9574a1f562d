using KybPlatform.Api.Documents.Contracts;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Privacy;
using Microsoft.EntityFrameworkCore;

namespace KybPlatform.Api.Documents;

/// <summary>Documents as other capabilities see them.</summary>
internal sealed class StoredDocuments(SubjectVault vault, BlindIndex index, IDocumentStore store) : IDocuments
{
    private const int MostUses = 5_000;
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

    public async Task<IReadOnlyList<string>> UseAsync(PlatformDb db, Guid profile, IReadOnlyCollection<DocumentView> documents, CancellationToken ct)
    {
        var tenant = db.Tenant!.Value;
        var marks = documents.DistinctBy(d => d.Id).ToDictionary(d => d.Id, d => index.Hash(tenant, "document.content", d.Sha256), StringComparer.Ordinal);
        List<byte[]> wanted = [.. marks.Values];
        var held = await db.Set<DocumentUse>().AsNoTracking().Where(u => wanted.Contains(u.Mark)).Take(MostUses).ToListAsync(ct);
        foreach (var id in Parse(marks.Keys))
            if (!held.Exists(h => h.ProfileId == profile && h.DocumentId == id)) db.Add(new DocumentUse { TenantId = tenant, ProfileId = profile, DocumentId = id, Mark = marks[id.ToString()] });
        return [.. marks.Where(m => held.Exists(h => h.ProfileId != profile && h.DocumentId.ToString() != m.Key && h.Mark.AsSpan().SequenceEqual(m.Value))).Select(m => m.Key)];
    }

    public async Task<IReadOnlyList<Guid>> SharingAsync(PlatformDb db, Guid profile, CancellationToken ct) =>
        [.. (await DocumentUse.Shared.ReadAsync(db, profile, ct)).Select(u => u.ProfileId).Distinct()];

    public async Task EraseAsync(PlatformDb db, Guid profile, IReadOnlyCollection<string> ids, DateTimeOffset now, CancellationToken ct)
    {
        var uses = await db.Set<DocumentUse>().Where(u => u.ProfileId == profile).ToListAsync(ct);
        List<DocumentId> mine = [.. Parse(ids).Union(uses.Select(u => u.DocumentId))];
        var others = (await db.Set<DocumentUse>().AsNoTracking().Where(u => u.ProfileId != profile && mine.Contains(u.DocumentId)).Select(u => u.DocumentId).Distinct().ToListAsync(ct)).ToHashSet();
        foreach (var id in mine.Where(i => !others.Contains(i))) await vault.DestroyAsync(db, db.Tenant!.Value, id.Value, now, ct);
        db.RemoveRange(uses);
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
