using KybPlatform.Api.Persistence;

namespace KybPlatform.Api.Documents.Contracts;

/// <summary>What is known of an uploaded document without opening it.</summary>
public sealed record DocumentView(string Id, string ContentType, long Size);

/// <summary>What other capabilities ask of documents.</summary>
public interface IDocuments
{
    /// <summary>The tenant's documents among these public ids; what is missing from the answer does not exist.</summary>
    Task<IReadOnlyDictionary<string, DocumentView>> FindAsync(PlatformDb db, IReadOnlyCollection<string> ids, CancellationToken ct);
}
