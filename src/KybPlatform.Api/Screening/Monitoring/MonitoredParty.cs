using KybPlatform.Api.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace KybPlatform.Api.Screening.Monitoring;

/// <summary>
/// Somebody as they were last screened for a profile: who is searched for again when a list changes, on the widest terms that anybody ever asked on. Several
/// policies may ask about one party, and a question by hand takes nothing away from what they watch.
/// </summary>
/// <remarks>Written by every screening in its own commit. Whom it names is sealed; once that person is erased the row tells nothing and is left out.</remarks>
public sealed class MonitoredParty : ITenantOwned
{
    public required TenantId TenantId { get; init; }
    public required Guid ProfileId { get; init; }
    public required string Subject { get; init; }
    public required bool OfBusiness { get; init; }

    /// <summary>All lists that were ever asked for; empty for all that there are.</summary>
    public required string[] Lists { get; init; }

    /// <summary>The lowest that was ever asked for, 0 to 1.</summary>
    public required double Threshold { get; init; }
    public required Guid SealedFor { get; init; }

    /// <summary>The party as JSON.</summary>
    public required byte[] Sealed { get; init; }

    /// <summary>Keyed hash of the party, of which the receipt of a sweep is made.</summary>
    public required byte[] PartyHash { get; init; }

    /// <summary>By the real clock, as imports are: a test tenant's own says nothing about which issue was searched.</summary>
    public required DateTimeOffset ScreenedAt { get; init; }
}

internal sealed class MonitoredPartyConfiguration : IEntityTypeConfiguration<MonitoredParty>
{
    public void Configure(EntityTypeBuilder<MonitoredParty> party)
    {
        party.ToTable("monitored_parties");
        party.HasKey(p => new { p.TenantId, p.ProfileId, p.Subject });
    }
}
