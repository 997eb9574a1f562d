using KybPlatform.Api.Documents.Contracts;
using KybPlatform.Api.Http;
using KybPlatform.Api.Jobs;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Privacy;
using KybPlatform.Api.Recording;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace KybPlatform.Api.Documents;

/// <summary>Prepares a document that could not be prepared as it came: the scanner was away, or the machine too busy. It tries until it can.</summary>
internal sealed partial class PrepareDocument(Preparation preparation, IDocumentStore store, SubjectVault vault, Signals signals, ILogger<PrepareDocument> log) : IJobHandler
{
    public const string Kind = "documents.prepare";

    /// <summary>When the first try of the job comes after an upload.</summary>
    public static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(10);

    // A scanner may be away for long; a picture at which the work always breaks is none.
    private static readonly TimeSpan PatienceWithPictures = TimeSpan.FromHours(1);

    public async Task RunAsync(HeldJob job, TenantWork work, CancellationToken ct)
    {
        var id = new DocumentId(job.Subject);
        var document = await work.Db.Set<Document>().SingleOrDefaultAsync(d => d.Id == id, ct);
        var ring = await vault.RingAsync(work.Db, work.Tenant, [job.Subject], ct);
        string? former = null;
        if (document is { State: DocumentState.Pending } && DocumentSeal.KeyOf(ring, document) is { } key)
        {
            var age = work.Now - document.CreatedAt;
            var prepared = await preparation.RunAsync(work.Tenant, document.ContentType, async c => new SealedReader(await store.OpenAsync(work.Tenant, document.StoredAs, c), key), ct);
            if (prepared is { State: DocumentState.Pending, IsPicture: true } && age > PatienceWithPictures) prepared = new Prepared(DocumentState.Unreadable);
            former = await TakeAsync(work, document, prepared, ring, ct);
            if (prepared.State is DocumentState.Pending) work.Db.Enqueue(Kind, job.Subject, work.Now, Pause(age));
        }
        work.Db.Finish(job);
        await work.Db.CommitAsync(ct);
        if (former is not null) await store.RemoveAsync(work.Tenant, former, CancellationToken.None);
        signals.Events.Set();
    }

    // A content that was replaced goes with the sweep of orphans: a backup taken meanwhile still finds it.
    /// <returns>The stored content that has to go.</returns>
    private async Task<string?> TakeAsync(TenantWork work, Document document, Prepared prepared, SubjectRing ring, CancellationToken ct)
    {
        if (prepared.State is DocumentState.Pending) return null;
        var former = prepared.State is DocumentState.Harmful ? document.StoredAs : null;
        document.State = prepared.State;
        if (prepared.Rendition is { } rendition)
        {
            await using (rendition.Draft) await rendition.Draft.KeepAsync(ct);
            document.Show(rendition, DocumentSeal.Key(ring, document.Id.Value, rendition.Key));
        }
        if (prepared.Malware is { } malware) Found(log, malware, document.Id);
        work.Db.Record(Actor.Automation, work.Now, $"document.{SnakeCase.Of(prepared.State)}", document.Id.ToString());
        return former;
    }

    private static TimeSpan Pause(TimeSpan age) => age > LongestPause * 2 ? LongestPause : age < FirstPause * 2 ? FirstPause : age / 2;

    [LoggerMessage(Level = LogLevel.Warning, Message = "Malware {Malware} was found in {Document}; its content was removed")]
    private static partial void Found(ILogger log, string malware, DocumentId document);
}
