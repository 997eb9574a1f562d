using KybPlatform.Api.Cases.Contracts;
using KybPlatform.Api.Documents.Contracts;
using KybPlatform.Api.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace KybPlatform.Api.Cases;

/// <summary>What somebody wrote on a case; sealed under the key of whom the case is about.</summary>
public sealed class CaseNote : ITenantOwned
{
    public required TenantId TenantId { get; init; }
    public required CaseNoteId Id { get; init; }
    public required CaseId CaseId { get; init; }
    public required string By { get; init; }
    public required byte[] Text { get; init; }

    /// <summary>Users who are asked to read it.</summary>
    public string[] Mentions { get; init; } = [];

    public required DateTimeOffset At { get; init; }
}

/// <summary>A document that somebody laid with a case.</summary>
public sealed class CaseAttachment : ITenantOwned
{
    public required TenantId TenantId { get; init; }

    [Reference]
    public required CaseId CaseId { get; init; }

    public required DocumentId DocumentId { get; init; }
    public required string By { get; init; }
    public required DateTimeOffset At { get; init; }
}

internal sealed class CaseNoteConfiguration : IEntityTypeConfiguration<CaseNote>
{
    public void Configure(EntityTypeBuilder<CaseNote> note)
    {
        note.ToTable("case_notes");
        note.HasKey(n => new { n.TenantId, n.Id });
        note.HasIndex(n => new { n.TenantId, n.CaseId, n.Id });
    }
}

internal sealed class CaseAttachmentConfiguration : IEntityTypeConfiguration<CaseAttachment>
{
    public void Configure(EntityTypeBuilder<CaseAttachment> attachment)
    {
        attachment.ToTable("case_attachments");
        attachment.HasKey(a => new { a.TenantId, a.CaseId, a.DocumentId });
        attachment.HasIndex(a => new { a.TenantId, a.DocumentId });
    }
}
