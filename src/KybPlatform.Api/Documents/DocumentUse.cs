using KybPlatform.Api.Documents.Contracts;
using KybPlatform.Api.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace KybPlatform.Api.Documents;

/// <summary>
/// A profile that a document stands for. A document is erased with the last of them; the same content under two profiles is found by its mark.
/// </summary>
public sealed class DocumentUse : ITenantOwned
{
    public required TenantId TenantId { get; init; }
    public required Guid ProfileId { get; init; }
    public required DocumentId DocumentId { get; init; }

    /// <summary>Keyed hash of the file as it came: nobody can try a file of his own against it.</summary>
    public required byte[] Mark { get; init; }

    /// <summary>The same content at other profiles.</summary>
    internal static readonly Lookup<DocumentUse> Shared = new("""
        profile_id <> $2 AND mark IN (SELECT mark FROM document_uses WHERE tenant_id = $1 AND profile_id = $2) ORDER BY profile_id LIMIT 200
        """);
}

internal sealed class DocumentUseConfiguration : IEntityTypeConfiguration<DocumentUse>
{
    public void Configure(EntityTypeBuilder<DocumentUse> use)
    {
        use.ToTable("document_uses");
        use.HasKey(u => new { u.TenantId, u.ProfileId, u.DocumentId });
        use.HasIndex(u => new { u.TenantId, u.DocumentId });
        use.HasIndex(u => new { u.TenantId, u.Mark });
    }
}
