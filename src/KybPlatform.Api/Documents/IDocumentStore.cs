using KybPlatform.Api.Persistence;

namespace KybPlatform.Api.Documents;

/// <summary>Keeps sealed contents under random names. It sees ciphertext only and knows nothing of what it keeps.</summary>
internal interface IDocumentStore
{
    /// <summary>A content that is being written; nothing is kept before <see cref="IDocumentDraft.KeepAsync"/>.</summary>
    Task<IDocumentDraft> BeginAsync(TenantId tenant, CancellationToken ct);

    /// <exception cref="IOException">The store does not answer, or has no such content.</exception>
    Task<Stream> OpenAsync(TenantId tenant, string name, CancellationToken ct);

    /// <summary>Does nothing where there is no such content.</summary>
    Task RemoveAsync(TenantId tenant, string name, CancellationToken ct);

    /// <summary>All contents kept before an instant.</summary>
    IAsyncEnumerable<(TenantId Tenant, string Name)> KeptBeforeAsync(DateTimeOffset instant, CancellationToken ct);

    /// <summary>Removes what was begun before an instant and never kept.</summary>
    Task RemoveDraftsAsync(DateTimeOffset instant, CancellationToken ct);
}

/// <summary>A content on its way into the store; disposing removes what was not kept.</summary>
internal interface IDocumentDraft : IAsyncDisposable
{
    string Name { get; }

    Stream Content { get; }

    /// <summary>What was written so far, to be read from its beginning.</summary>
    Task<Stream> ReopenAsync(CancellationToken ct);

    /// <summary>Returns when the content would survive the machine's losing power.</summary>
    Task KeepAsync(CancellationToken ct);
}
