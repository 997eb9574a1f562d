using KybPlatform.Api.Decisions.Contracts;
using KybPlatform.Api.Http;
using KybPlatform.Api.Inquiries.Contracts;
using KybPlatform.Api.Persistence;

namespace KybPlatform.Api.Cases.Contracts;

/// <summary>Where a case stands. <c>waiting</c>: the applicant has the word.</summary>
public enum CaseStatus { Open, InProgress, Waiting, Resolved }

/// <summary>Why somebody has to look at an inquiry.</summary>
/// <param name="Applicant"><c>business</c> or <c>individual</c>.</param>
/// <param name="Reasons">Reason codes.</param>
/// <param name="Risk">The points of the evaluation; null where nothing was evaluated.</param>
/// <param name="Traits">What it may have in common with other cases; kept as keyed hashes only.</param>
public sealed record ReviewSubject(
    InquiryId Inquiry, Guid Profile, string Applicant, string Country, string SenderType, string? PolicyKey, IReadOnlyList<string> Reasons, int? Risk,
    IReadOnlyList<CaseTrait> Traits)
{
    /// <summary>The policy has two persons decide.</summary>
    public bool FourEyes { get; init; }
}

/// <summary>Something that two cases may have in common.</summary>
/// <param name="Kind"><c>owner</c>, <c>address</c>, <c>phone</c>, <c>email</c>, <c>identifier</c>, <c>document</c>.</param>
public sealed record CaseTrait(string Kind, string Value);

/// <summary>A person's word for an inquiry that is in review.</summary>
/// <param name="Overrides">Why a requirement that did not pass may stay so, by its key.</param>
public sealed record Verdict(
    DecisionOutcome Outcome, IReadOnlyList<string> ReasonCodes, string? Note, bool? Retryable, IReadOnlyDictionary<string, string> Overrides)
{
    /// <summary>A hash of what was known when it was said: a second person confirms only what was said about the same.</summary>
    public string? KnownThen { get; init; }
}

/// <summary>What becomes of a verdict.</summary>
/// <param name="TakesEffect">False where a second person has to say the same first; it is kept as a proposal.</param>
/// <param name="Verdict">With what the first person gave for it, where there was one.</param>
/// <param name="Queue">The queue of the case; null where it is in none.</param>
public sealed record CaseTurn(bool TakesEffect, Verdict Verdict, CaseQueueId? Queue = null);

/// <summary>Work of any other kind that a person has to do.</summary>
/// <param name="Title">Sealed where it is kept.</param>
/// <param name="Assignee"><c>usr_…</c>; null leaves it to the queue.</param>
public sealed record NewWork(
    string Title, InquiryId? Inquiry, Guid? Profile, string? Applicant, string? Country, string? SenderType, CaseQueueId? Queue, CaseTemplateId? Template, int Priority,
    string? Assignee);

/// <summary>What other capabilities ask of cases. Everything happens in the caller's unit of work.</summary>
public interface ICaseDesk
{
    /// <summary>An inquiry went to review: opens its case, or goes on with the one that is open.</summary>
    /// <returns>The case that is open now.</returns>
    Task<CaseId> ReviewAsync(PlatformDb db, ReviewSubject subject, DateTimeOffset now, CancellationToken ct);

    /// <summary>The applicant has the word: the clock stands still.</summary>
    Task AwaitAsync(PlatformDb db, Guid known, DateTimeOffset until, DateTimeOffset now, CancellationToken ct);

    /// <summary>The applicant answered: the clock goes on.</summary>
    Task AnsweredAsync(PlatformDb db, Guid known, DateTimeOffset now, CancellationToken ct);

    /// <summary>The inquiry ended without a person's word.</summary>
    /// <param name="how">Such as <c>approved_by_policy</c>, <c>withdrawn</c>, <c>expired</c>.</param>
    Task EndAsync(PlatformDb db, Guid known, string how, DateTimeOffset now, CancellationToken ct);

    /// <summary>Refuses whoever has not claimed the case. One that is over holds nobody up.</summary>
    Task<Error?> HoldsAsync(Work work, Guid known);

    /// <summary>Whether two persons decide a case that is not over.</summary>
    Task<bool> TakesTwoAsync(PlatformDb db, Guid known, CancellationToken ct);

    /// <summary>Takes a person's verdict on the inquiry of a case: needs the claim, and a second person where the case asks for one.</summary>
    /// <param name="takesTwo">Two persons say this, whatever the case asked for until now.</param>
    Task<Result<CaseTurn>> DecideAsync(Work work, Guid known, Verdict verdict, bool takesTwo = false);

    /// <summary>The verdict took effect.</summary>
    /// <param name="until">Until when the applicant has the word, where it was asked.</param>
    Task DecidedAsync(Work work, Guid known, DecisionOutcome outcome, DecisionId decision, DateTimeOffset until);

    /// <summary>Opens a case for anything else, in the queue that is named or that its facts lead to.</summary>
    Task<Result<CaseId>> OpenAsync(PlatformDb db, Actor by, NewWork work, DateTimeOffset now, CancellationToken ct);

    /// <summary>The case of an inquiry that is not resolved; null where there is none.</summary>
    Task<CaseId?> OpenOfAsync(PlatformDb db, InquiryId inquiry, CancellationToken ct);

    /// <summary>Gives a case to a user, or to nobody.</summary>
    Task<Error?> AssignAsync(PlatformDb db, Actor by, CaseId id, string? assignee, DateTimeOffset now, CancellationToken ct);
}
