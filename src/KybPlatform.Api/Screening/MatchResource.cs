using KybPlatform.Api.Http;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Privacy;
using KybPlatform.Api.Screening.Contracts;
using KybPlatform.Screening.Scoring;
using System.Text;

namespace KybPlatform.Api.Screening;

/// <summary>What a person said about a match, and why.</summary>
/// <param name="First">Whose word this one confirmed, where two persons have to agree.</param>
public sealed record MatchDecision(string By, DateTimeOffset At, string? Note, string? First, string? FirstNote);

/// <summary>What the first of two persons said.</summary>
public sealed record MatchProposal(MatchStatus Disposition, string By, DateTimeOffset At, string? Note);

/// <summary>A possible match. What leads to a person is null once that person was erased.</summary>
/// <param name="Profile">The profile whose party it is.</param>
/// <param name="Screened">The name that was looked for.</param>
public sealed record MatchResource(
    MatchId Id, MatchStatus Status, string Profile, string Subject, string List, double Score, bool Sample, string? EntityId, string? EntityName, string? MatchedName,
    string? Screened, string? Snapshot, IReadOnlyList<ScorePiece>? Pieces, MatchDecision? Decision, MatchProposal? Proposal, bool Erased, DateTimeOffset CreatedAt, DateTimeOffset LastSeenAt)
{
    internal static MatchResource From(ScreeningMatch match, SubjectRing ring)
    {
        var details = ring.Open(match.SealedFor, match.Sealed, MatchBook.DetailsPurpose) is { } plain ? StoredJson.Read<MatchDetails>(plain) : null;
        string? Note(byte[]? cipher) => cipher is not null && ring.Open(match.SealedFor, cipher, MatchBook.NotePurpose) is { } text ? Encoding.UTF8.GetString(text) : null;
        return new MatchResource(
            match.Id, match.Status, MatchBook.ProfileName(match), match.Subject, match.ListKey, match.Score, match.Sample, details?.EntityId, details?.EntityName,
            details?.MatchedName, details?.Screened, details?.Snapshot, details?.Pieces,
            match.DecidedBy is { } by ? new MatchDecision(by, match.DecidedAt!.Value, Note(match.Note), match.FirstBy, Note(match.FirstNote)) : null,
            match.Proposed is { } proposed ? new MatchProposal(proposed, match.ProposedBy!, match.ProposedAt!.Value, Note(match.ProposedNote)) : null, details is null, match.CreatedAt, match.LastSeenAt);
    }
}
