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

    /// <summary>What the first of two persons said, while the second has not: a true match is one, or is none any more, when both say so.</summary>
    public MatchStatus? Proposed { get; private set; }
    public string? ProposedBy { get; private set; }
    public DateTimeOffset? ProposedAt { get; private set; }
    public byte[]? ProposedNote { get; private set; }

    /// <summary>Who said first what <see cref="DecidedBy"/> confirmed.</summary>
    public string? FirstBy { get; private set; }
    public byte[]? FirstNote { get; private set; }
    public string? DecidedBy { get; set; }
    public DateTimeOffset? DecidedAt { get; set; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset LastSeenAt { get; set; }

    /// <summary>Takes a person's word for what it is; may be taken back by another word. What makes or ends a true match takes the words of two persons.</summary>
    /// <returns>False where it is the first of two words.</returns>
    public Result<bool> Decide(MatchStatus to, Actor by, byte[]? note, DateTimeOffset now)
    {
        if (Status is MatchStatus.Lapsed || to is MatchStatus.Open or MatchStatus.Lapsed)
            return Error.Conflict("invalid_transition", $"A match that is {SnakeCase.Of(Status)} cannot become {SnakeCase.Of(to)}.");
        var who = by.ToString();
        if (Status is MatchStatus.TrueMatch != to is MatchStatus.TrueMatch)
        {
            if (by.Kind is not ActorKind.User) return ScreeningErrors.NotAPerson;
            if (Proposed == to && ProposedBy == who) return ScreeningErrors.SamePerson;
            if (Proposed != to)
            {
                (Proposed, ProposedBy, ProposedAt, ProposedNote) = (to, who, now, note);
                return false;
            }
            (FirstBy, FirstNote) = (ProposedBy, ProposedNote);
        }
        else if (to is MatchStatus.TrueMatch) return Error.Conflict("invalid_transition", "Two persons said so already.");
        else (FirstBy, FirstNote) = (null, null);
        (Status, DecidedBy, DecidedAt, Note) = (to, who, now, note);
        (Proposed, ProposedBy, ProposedAt, ProposedNote) = (null, null, null, null);
        return true;
    }

    /// <summary>What made it a match is gone; a person's word stays.</summary>
    public void Lapse() => Status = Status is MatchStatus.Open ? MatchStatus.Lapsed : Status;

    /// <summary>One of the two sides is no longer what was judged: the judgement goes with it.</summary>
    public void Reopen(byte[] scored)
    {
        (Status, ScoredHash, DecidedBy, DecidedAt, Note) = (MatchStatus.Open, scored, null, null, null);
        (Proposed, ProposedBy, ProposedAt, ProposedNote, FirstBy, FirstNote) = (null, null, null, null, null, null);
    }
}

/// <summary>What a match tells about a person, kept sealed.</summary>
internal sealed record MatchDetails(
    string EntityId, string EntityName, string MatchedName, string Screened, string Snapshot, IReadOnlyList<KybPlatform.Screening.Scoring.ScorePiece> Pieces);

internal sealed class ScreeningMatchConfiguration : IEntityTypeConfiguration<ScreeningMatch>
{
    public void Configure(EntityTypeBuilder<ScreeningMatch> match)
    {
        match.ToTable("screening_matches", t => t.HasCheckConstraint("ck_screening_matches_two_persons", """
            status <> 'true_match' OR (first_by IS NOT NULL AND first_by <> decided_by AND first_by LIKE 'usr\_%' AND decided_by LIKE 'usr\_%')
            """));
        match.HasKey(m => new { m.TenantId, m.Id });
        match.HasIndex(m => new { m.TenantId, m.ProfileId, m.Subject, m.EntityHash }).IsUnique();
        match.HasIndex(m => new { m.TenantId, m.Status, m.Id });
    }
}
