using KybPlatform.Api.Decisions.Contracts;
using KybPlatform.Api.Inquiries.Contracts;
using KybPlatform.Api.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace KybPlatform.Api.Decisions;

/// <summary>
/// The recorded outcome on an inquiry, immutable. Its receipt (frozen facts, the resolved policy's hash, every domain-function
/// result, the trace) is sealed under the keys of everybody in it and gives the same bytes whenever it is evaluated again.
/// </summary>
public sealed class Decision : ITenantOwned
{
    public required TenantId TenantId { get; init; }
    public required DecisionId Id { get; init; }
    public required InquiryId InquiryId { get; init; }
    public required Guid ProfileId { get; init; }
    public required DecisionOutcome Outcome { get; init; }

    /// <summary><c>automation</c>, or who: <c>usr_…</c>, <c>key_…</c>.</summary>
    public required string DecidedBy { get; init; }

    /// <summary>Reason codes with their texts, JSON list.</summary>
    public required string Reasons { get; init; }

    /// <summary>A person's note, sealed under the profile's key.</summary>
    public byte[]? Note { get; init; }

    /// <summary>Why requirements that did not pass may stay so, by their keys: JSON, sealed under the profile's key.</summary>
    public byte[]? Overrides { get; init; }

    public bool? Retryable { get; init; }
    public string? PolicyKey { get; init; }
    public int? PolicyVersion { get; init; }
    public string? PolicyHash { get; init; }

    /// <summary>The engine's meaning at that time; replay knows every former value.</summary>
    public required int Semantics { get; init; }

    /// <summary>Under whose keys <see cref="Receipt"/> is sealed, all together.</summary>
    public required Guid[] Subjects { get; init; }

    /// <summary>The receipt, or what follows <see cref="Evidence"/> in it.</summary>
    public byte[]? Receipt { get; init; }

    /// <summary>The beginning of the receipt, up to what was concluded: enough to evaluate again, and a tenth of it. Null where <see cref="Receipt"/> is whole.</summary>
    public byte[]? Evidence { get; init; }

    /// <summary>What of the evidence is about no natural person, readable without any key; null where there is no such part, or it was erased.</summary>
    public byte[]? OpenEvidence { get; set; }

    /// <summary>SHA-256 of the receipt before sealing.</summary>
    public byte[]? ReceiptHash { get; init; }

    public required DateTimeOffset At { get; init; }
}

internal sealed class DecisionConfiguration : IEntityTypeConfiguration<Decision>
{
    public void Configure(EntityTypeBuilder<Decision> decision)
    {
        decision.ToTable("decisions");
        decision.HasKey(d => new { d.TenantId, d.Id });
        decision.HasIndex(d => new { d.TenantId, d.InquiryId });
        decision.HasIndex(d => new { d.TenantId, d.ProfileId });
        decision.Property(d => d.Reasons).HasColumnType("jsonb");
    }
}
