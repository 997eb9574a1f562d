using System.Security.Cryptography;
using System.Text;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Screening.Contracts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace KybPlatform.Api.Screening.Monitoring;

/// <summary>Names one sweep of a tenant's parties.</summary>
public readonly record struct SweepId(Guid Value) : IPublicId<SweepId>
{
    public static string Prefix => "swp";
    public static SweepId From(Guid value) => new(value);
    public override string ToString() => PublicId.Write(this);
}

/// <summary>How far a sweep is. <c>superseded</c>: a newer issue came before it began, whose sweep does its work.</summary>
public enum SweepStatus { Running, Completed, Superseded }

/// <summary>
/// What one change of a list meant for a tenant: all monitored parties, held against what came, changed and went. The receipt tells which issues,
/// which parties (by a hash over all of them, in order) and how many results changed.
/// </summary>
public sealed class ScreeningSweep : ITenantOwned, IVersioned
{
    public required TenantId TenantId { get; init; }
    public required SweepId Id { get; init; }
    public int Version { get; set; }
    public required string ListKey { get; init; }

    /// <summary>The issue that the parties were held against before; null where there was none, and everything counts as new.</summary>
    public string? FromSnapshot { get; set; }

    public required string ToSnapshot { get; init; }

    /// <summary>The import behind <see cref="ToSnapshot"/>.</summary>
    public required Guid ToImport { get; init; }

    public SweepStatus Status { get; set; }
    public int Arrived { get; set; }
    public int Departed { get; set; }

    /// <summary>Parties looked at so far, and the hash over them.</summary>
    public int Parties { get; set; }

    public byte[] PartiesHash { get; set; } = new byte[32];
    public int Changes { get; set; }

    /// <summary>The last profile that was looked at, whole.</summary>
    public Guid Cursor { get; set; }

    public required DateTimeOffset StartedAt { get; init; }
    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>When it was last said that it is late.</summary>
    public DateTimeOffset? LateAt { get; set; }

    /// <summary>Takes one party into the receipt.</summary>
    public void Count(MonitoredParty party)
    {
        Parties++;
        PartiesHash = SHA256.HashData([.. PartiesHash, .. party.ProfileId.ToByteArray(), .. Encoding.UTF8.GetBytes(party.Subject), .. party.PartyHash]);
    }
}

/// <summary>What a sweep changed about one match.</summary>
public enum MatchChange
{
    /// <summary>A new match.</summary>
    Found,

    /// <summary>A match that a person had judged, or that had lapsed, is one again: a side of it says something else now.</summary>
    Reopened,

    /// <summary>What made it a match is gone from the list.</summary>
    Cleared,
}

/// <summary>One changed result of a sweep.</summary>
public sealed class ScreeningChange : ITenantOwned
{
    public required TenantId TenantId { get; init; }
    public required SweepId SweepId { get; init; }
    public required MatchId MatchId { get; init; }
    public required Guid ProfileId { get; init; }
    public required bool OfBusiness { get; init; }
    public required string Subject { get; init; }
    public required MatchChange Change { get; init; }
}

internal sealed class ScreeningSweepConfiguration : IEntityTypeConfiguration<ScreeningSweep>
{
    public void Configure(EntityTypeBuilder<ScreeningSweep> sweep)
    {
        sweep.ToTable("screening_sweeps");
        sweep.HasKey(s => new { s.TenantId, s.Id });
        sweep.HasIndex(s => new { s.TenantId, s.ToImport }).IsUnique();
        sweep.HasIndex(s => new { s.TenantId, s.ListKey, s.Id });
    }
}

internal sealed class ScreeningChangeConfiguration : IEntityTypeConfiguration<ScreeningChange>
{
    public void Configure(EntityTypeBuilder<ScreeningChange> change)
    {
        change.ToTable("screening_changes");
        change.HasKey(c => new { c.TenantId, c.SweepId, c.MatchId });
        change.HasOne<ScreeningSweep>().WithMany().HasForeignKey(c => new { c.TenantId, c.SweepId }).OnDelete(DeleteBehavior.Cascade);
    }
}
