using KybPlatform.Api.Http;
using KybPlatform.Api.Inquiries.Contracts;
using KybPlatform.Api.Persistence;

namespace KybPlatform.Api.Decisions.Contracts;

/// <summary>What was decided.</summary>
public enum DecisionOutcome { Approve, Decline, RequestInformation, Review }

/// <summary>Why, in words for the tenant and for the applicant.</summary>
public sealed record DecisionReason(string Code, string Text, string ApplicantText, string? IndustryCode);

/// <summary>A decision to be recorded.</summary>
/// <param name="Receipt">UTF-8 JSON: frozen facts, recorded calls, evaluation with trace; null where nothing was evaluated.</param>
/// <param name="Subjects">Everybody whose classified values are in the receipt.</param>
/// <param name="Note">A person's note.</param>
/// <param name="Overrides">Why requirements that did not pass may stay so, by their keys.</param>
public sealed record NewDecision(
    InquiryId Inquiry, Guid Profile, DecisionOutcome Outcome, Actor By, IReadOnlyList<DecisionReason> Reasons, bool? Retryable,
    string? PolicyKey, int? PolicyVersion, string? PolicyHash, byte[]? Receipt, IReadOnlyList<Guid> Subjects, string? Note = null,
    IReadOnlyDictionary<string, string>? Overrides = null);

/// <summary>A decision as other resources show it.</summary>
public sealed record DecisionSummary(DecisionId Id, DecisionOutcome Outcome, string DecidedBy, IReadOnlyList<DecisionReason> Reasons, bool? Retryable, DateTimeOffset At);

/// <summary>What other capabilities ask of decisions.</summary>
public interface IDecisionLedger
{
    /// <summary>Adds the decision to the unit of work; from its commit on it is immutable.</summary>
    Task<DecisionSummary> AddAsync(PlatformDb db, NewDecision decision, DateTimeOffset now, string? requestId, CancellationToken ct);

    Task<DecisionSummary?> FindAsync(PlatformDb db, Guid decision, CancellationToken ct);

    Task<IReadOnlyDictionary<Guid, DecisionSummary>> FindAllAsync(PlatformDb db, IReadOnlyCollection<Guid> decisions, CancellationToken ct);
}
