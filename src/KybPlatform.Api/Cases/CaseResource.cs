using System.Text.Json;
using KybPlatform.Api.Cases.Contracts;
using KybPlatform.Api.Decisions.Contracts;
using KybPlatform.Api.Http;
using KybPlatform.Api.Inquiries.Contracts;
using KybPlatform.Api.Privacy;
using KybPlatform.Api.Profiles.Contracts;

namespace KybPlatform.Api.Cases;

/// <summary>What the first of two persons said.</summary>
public sealed record CaseProposal(string By, string Outcome, DateTimeOffset At);

/// <summary>An item of the checklist that was ticked.</summary>
public sealed record TickedItem(string Item, string By, DateTimeOffset At);

/// <summary>The one wire shape of a case. Title and fields are null once whom they told about was erased.</summary>
/// <param name="Profile">The profile whose inquiry it is about; null where it is about none.</param>
/// <param name="FourEyes">Two persons decide it.</param>
/// <param name="Resolution">How it ended: an outcome, a word of the caller's own, or what ended the inquiry.</param>
/// <param name="UndoUntil">Until when the decision can be undone.</param>
/// <param name="DueAt">When its target is missed; null while the applicant has the word.</param>
/// <param name="WaitingUntil">Until when the applicant has the word.</param>
/// <param name="WaitedSeconds">For how long the applicant had the word.</param>
public sealed record CaseResource(
    CaseId Id, CaseStatus Status, string? Title, InquiryId? InquiryId, string? Profile, string? Country, string? SenderType, IReadOnlyList<string> Reasons, int? Risk, int Priority,
    CaseQueueId? QueueId, CaseTemplateId? TemplateId, string? Assignee, DateTimeOffset? AssignedAt, bool FourEyes, CaseProposal? Proposal, IReadOnlyDictionary<string, JsonElement>? Fields,
    IReadOnlyList<TickedItem> Checklist, string? DecidedBy, string? Resolution, DecisionId? DecisionId, DateTimeOffset? ResolvedAt, DateTimeOffset? UndoUntil, DateTimeOffset? DueAt,
    DateTimeOffset? EscalatedAt, DateTimeOffset? BreachedAt, DateTimeOffset? WaitingUntil, int WaitedSeconds, string CreatedBy, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt)
{
    internal static CaseResource From(Case row, SubjectRing ring)
    {
        var words = CaseWords.Of(row, ring);
        return new CaseResource(
            row.Id, row.Status, words.Title, row.InquiryId, ProfileOf(row), row.Country, row.SenderType, row.Reasons, row.Risk, row.Priority,
            row.QueueId, row.TemplateId, row.Assignee, row.AssignedAt, row.FourEyes,
            row.ProposedBy is { } by ? new CaseProposal(by, row.Proposed!, row.ProposedAt!.Value) : null, words.Fields,
            [.. CaseTicks.Of(row).OrderBy(t => t.Key, StringComparer.Ordinal).Select(t => new TickedItem(t.Key, t.Value.By, t.Value.At))],
            row.DecidedBy, row.Resolution, row.DecisionId, row.ResolvedAt, row.UndoUntil, row.DueAt,
            row.EscalatedAt, row.BreachedAt, row.WaitingUntil, row.WaitedSeconds, row.CreatedBy, row.CreatedAt, row.UpdatedAt);
    }

    private static string? ProfileOf(Case row) =>
        row.ProfileId is not { } id ? null : row.Applicant == "individual" ? new IndividualProfileId(id).ToString() : new BusinessProfileId(id).ToString();

    /// <summary>Commits and answers with the case.</summary>
    internal static async Task<Microsoft.AspNetCore.Http.IResult> AnswerAsync(Work work, Case row, SubjectVault vault, int status = 200) =>
        await work.AnswerAsync(status, From(row, await RingAsync(work, vault, row)), new Keeping([row.SealedFor]), status == 201 ? $"/v1/cases/{row.Id}" : null, row);

    internal static ValueTask<SubjectRing> RingAsync(Work work, SubjectVault vault, params IReadOnlyCollection<Case> rows) =>
        vault.RingAsync(work.Db, work.Tenant, [.. rows.Select(c => c.SealedFor).Distinct()], work.Canceled);
}
