using KybPlatform.Api.Http;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Screening.Contracts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace KybPlatform.Api.Screening;

/// <summary>A possible match of one party of a profile with one listed party. A person says what it is; that holds while both sides stay what they were.</summary>
/// <remarks>Who is listed, beside whom, tells about a person: it is sealed, and rows are found by a keyed hash.</remarks>
public sealed class ScreeningMatch : ITenantOwned, IVersioned
{
    public required TenantId TenantId { get; init; }
    public required MatchId Id { get; init; }
    public int Version { get; set; }
    public required Guid ProfileId { get; init; }
    public required bool OfBusiness { get; init; }
    public required string Subject { get; init; }
    public required string ListKey { get; init; }

    /// <summary>Keyed hash of the listed party's id.</summary>
    public required byte[] EntityHash { get; init; }

    /// <summary>Keyed hash of all that was scored, on both sides: another value means that the match is another one.</summary>
    public required byte[] ScoredHash { get; set; }

    public required double Score { get; set; }
    public required bool Sample { get; set; }
    public required MatchStatus Status { get; set; }

    /// <summary>Whose key protects <see cref="Sealed"/> and <see cref="Note"/>.</summary>
    public required Guid SealedFor { get; init; }

    /// <summary><see cref="MatchDetails"/> as JSON.</summary>
    public required byte[] Sealed { get; set; }

    public byte[]? Note { get; set; }
    public string? DecidedBy { get; set; }
    public DateTimeOffset? DecidedAt { get; set; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset LastSeenAt { get; set; }

    /// <summary>Takes a person's word for what it is; may be taken back by another word.</summary>
    public Error? Decide(MatchStatus to, string by, byte[]? note, DateTimeOffset now)
    {
        if (Status is MatchStatus.Lapsed || to is MatchStatus.Open or MatchStatus.Lapsed)
            return Error.Conflict("invalid_transition", $"A match that is {SnakeCase.Of(Status)} cannot become {SnakeCase.Of(to)}.");
        (Status, DecidedBy, DecidedAt, Note) = (to, by, now, note);
        return null;
    }

    /// <summary>What made it a match is gone; a person's word stays.</summary>
    public void Lapse() => Status = Status is MatchStatus.Open ? MatchStatus.Lapsed : Status;

    /// <summary>One of the two sides is no longer what was judged: the judgement goes with it.</summary>
    public void Reopen(byte[] scored) => (Status, ScoredHash, DecidedBy, DecidedAt, Note) = (MatchStatus.Open, scored, null, null, null);
}

/// <summary>What a match tells about a person, kept sealed.</summary>
internal sealed record MatchDetails(
    string EntityId, string EntityName, string MatchedName, string Screened, string Snapshot, IReadOnlyList<KybPlatform.Screening.Scoring.ScorePiece> Pieces);

internal sealed class ScreeningMatchConfiguration : IEntityTypeConfiguration<ScreeningMatch>
{
    public void Configure(EntityTypeBuilder<ScreeningMatch> match)
    {
        match.ToTable("screening_matches");
        match.HasKey(m => new { m.TenantId, m.Id });
        match.HasIndex(m => new { m.TenantId, m.ProfileId, m.Subject, m.EntityHash }).IsUnique();
        match.HasIndex(m => new { m.TenantId, m.Status, m.Id });
    }
}
