using KybPlatform.Api.Persistence;

namespace KybPlatform.Api.Documents.Contracts;

/// <summary>What is known of an uploaded document without opening it.</summary>
/// <param name="ContentType">What the content is by its own first bytes, whatever the sender called it.</param>
/// <param name="Type">What the sender says that it is (<c>utility_bill</c>); null where nothing was said.</param>
/// <param name="Sha256">Of the file as it came, lower hex.</param>
/// <param name="State">Whether its content can be had: <c>ready</c>, <c>pending</c> (not yet), <c>harmful</c> or <c>unreadable</c> (never).</param>
public sealed record DocumentView(string Id, string ContentType, long Size, string? Type, string Sha256, DateTimeOffset CreatedAt, string State);

/// <summary>What other capabilities ask of documents.</summary>
public interface IDocuments
{
    /// <summary>The tenant's documents among these public ids, in one round trip; what is missing from the answer does not exist.</summary>
    Task<IReadOnlyDictionary<string, DocumentView>> FindAsync(PlatformDb db, IReadOnlyCollection<string> ids, CancellationToken ct);

    /// <summary>What finding these documents will read.</summary>
    IReadOnlyList<PlannedRead> Reads(IReadOnlyCollection<string> ids);

    /// <summary>The content, decrypted as it is read. Null where the document does not exist, is erased, or may not be seen.</summary>
    /// <exception cref="IOException">The store does not answer, or has lost the content.</exception>
    Task<Stream?> OpenAsync(PlatformDb db, string id, CancellationToken ct);

    /// <summary>Notes in this unit of work that these documents stand for a profile.</summary>
    /// <returns>Those of them whose content stands for another profile as another document; naming one document for two profiles is the caller's own choice.</returns>
    Task<IReadOnlyList<string>> UseAsync(PlatformDb db, Guid profile, IReadOnlyCollection<DocumentView> documents, CancellationToken ct);

    /// <summary>The tenant's other profiles for which a document with the content of one of this profile's stands.</summary>
    Task<IReadOnlyList<Guid>> SharingAsync(PlatformDb db, Guid profile, CancellationToken ct);

    /// <summary>
    /// A profile goes: destroys the keys of its documents in this unit of work, so that content and file names are unreadable from its commit on; not of those that stand for another
    /// profile, too.
    /// </summary>
    /// <param name="ids">Documents of the profile beside those whose use was noted.</param>
    Task EraseAsync(PlatformDb db, Guid profile, IReadOnlyCollection<string> ids, DateTimeOffset now, CancellationToken ct);
}
