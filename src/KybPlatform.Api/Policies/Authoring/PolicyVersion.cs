using KybPlatform.Api.Http;
using KybPlatform.Api.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace KybPlatform.Api.Policies.Authoring;

/// <summary>A draft can be edited; a frozen version never changes again.</summary>
public enum PolicyVersionState { Draft, Frozen }

/// <summary>How a version came to be.</summary>
public enum PolicyVersionOrigin
{
    /// <summary>Somebody wrote it here.</summary>
    Authored,

    /// <summary>It came with an export.</summary>
    Imported,

    /// <summary>It was proven to be what the organization's test tenant has under its hash.</summary>
    Promoted,

    /// <summary>Its text is the former version's: a base that it stands on is about to change.</summary>
    Rebased,

    /// <summary>It names a pack that shall lie below the tenant's policies.</summary>
    Adopted,
}

/// <summary>
/// One version of one of the tenant's policies: the document as its author wrote it. From its first request for approval on it is
/// frozen, and <see cref="Hash"/> names what it says once everything it stands on is merged in.
/// </summary>
public sealed class PolicyVersion : ITenantOwned, IVersioned
{
    public required TenantId TenantId { get; init; }
    public required string Key { get; init; }

    /// <summary>Counts the versions of this key. The first version over a key of the pack follows the pack's own number.</summary>
    public required int Number { get; init; }

    public int Version { get; set; }
    public PolicyVersionState State { get; private set; }
    public required PolicyVersionOrigin Origin { get; init; }

    /// <summary>The text as it was sent, comments and order kept.</summary>
    public required string Source { get; set; }

    /// <summary><c>yaml</c> or <c>json</c>.</summary>
    public required string Format { get; set; }

    /// <summary>The same content as JSON; never evaluated before it was merged and checked.</summary>
    public required string Document { get; set; }

    /// <summary>A base has no scope and is reached by others only.</summary>
    public required bool IsBase { get; set; }

    /// <summary><c>sha256:…</c> of the resolved content, set when the version is frozen; what inquiries, decisions and registrations are pinned to.</summary>
    public string? Hash { get; private set; }

    /// <summary>The same without the version's number: equal wherever the content is equal.</summary>
    public string? ContentHash { get; private set; }

    /// <summary>The pack that it was resolved on; of an adoption, from its draft on, the pack that is adopted.</summary>
    public string? PackVersion { get; set; }

    /// <summary>Everybody who wrote any of it: none of them approves it.</summary>
    public required string[] Authors { get; set; }

    /// <summary>What the version is for, in its authors' words.</summary>
    public string? Summary { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; set; }
    public DateTimeOffset? FrozenAt { get; private set; }

    /// <summary>Takes another text, as long as it is a draft.</summary>
    public Error? Edit(PolicyText text, string author, DateTimeOffset now)
    {
        if (State is not PolicyVersionState.Draft) return PolicyErrors.Frozen(Key, Number);
        (Source, Format, Document, IsBase, UpdatedAt) = (text.Source, text.Format, text.Json, text.IsBase, now);
        if (!Authors.Contains(author, StringComparer.Ordinal)) Authors = [.. Authors, author];
        return null;
    }

    /// <summary>From now on the content is what these hashes name.</summary>
    public void Freeze(string hash, string contentHash, string packVersion, DateTimeOffset now)
    {
        if (State is not PolicyVersionState.Draft) throw new InvalidOperationException("Frozen already.");
        (State, Hash, ContentHash, PackVersion, FrozenAt, UpdatedAt) = (PolicyVersionState.Frozen, hash, contentHash, packVersion, now, now);
    }
}

/// <summary>A document as text and as what it says.</summary>
/// <param name="Format"><c>yaml</c> or <c>json</c>.</param>
/// <param name="Json">The same as JSON text.</param>
public sealed record PolicyText(string Source, string Format, string Json, bool IsBase);

internal sealed class PolicyVersionConfiguration : IEntityTypeConfiguration<PolicyVersion>
{
    public void Configure(EntityTypeBuilder<PolicyVersion> version)
    {
        version.ToTable("policy_versions");
        version.HasKey(v => new { v.TenantId, v.Key, v.Number });
    }
}
