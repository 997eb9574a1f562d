using KybPlatform.Api.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace KybPlatform.Api.Privacy;

/// <summary>The key under which everything about one person (or one applicant's contacts) is encrypted. Destroying it erases them.</summary>
public sealed class SubjectKey : ITenantOwned
{
    private SubjectKey() { }

    internal SubjectKey(TenantId tenant, Guid subject, byte[] wrapped, DateTimeOffset now) =>
        (TenantId, SubjectId, Wrapped, CreatedAt) = (tenant, subject, wrapped, now);

    public TenantId TenantId { get; private set; }
    public Guid SubjectId { get; private set; }

    /// <summary>The data key under the tenant's wrapping key; null once destroyed.</summary>
    public byte[]? Wrapped { get; private set; }

    public DateTimeOffset CreatedAt { get; private set; }
    public DateTimeOffset? DestroyedAt { get; private set; }

    internal void Destroy(DateTimeOffset now) => (Wrapped, DestroyedAt) = (null, DestroyedAt ?? now);
}

internal sealed class SubjectKeyConfiguration : IEntityTypeConfiguration<SubjectKey>
{
    public void Configure(EntityTypeBuilder<SubjectKey> key)
    {
        key.ToTable("subject_keys");
        key.HasKey(k => new { k.TenantId, k.SubjectId });
    }
}
