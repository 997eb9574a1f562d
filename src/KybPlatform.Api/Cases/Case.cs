using KybPlatform.Api.Cases.Contracts;
using KybPlatform.Api.Decisions.Contracts;
using KybPlatform.Api.Http;
using KybPlatform.Api.Inquiries.Contracts;
using KybPlatform.Api.Persistence;

namespace KybPlatform.Api.Cases;

/// <summary>Work for a person: an inquiry in review, or anything else that somebody has to look at. At most one case of an inquiry is unresolved.</summary>
public sealed class Case : ITenantOwned, IVersioned
{
    internal static readonly Lookup<Case> ById = new("id = $2");
    internal static readonly Lookup<Case> OpenOf = new("inquiry_id = $2 AND status <> 'resolved'");

    public required TenantId TenantId { get; init; }
    public required CaseId Id { get; init; }
    public int Version { get; set; }
    public CaseStatus Status { get; private set; }
    public InquiryId? InquiryId { get; init; }
    public Guid? ProfileId { get; init; }

    /// <summary><c>business</c> or <c>individual</c>.</summary>
    public string? Applicant { get; init; }

    public string? Country { get; init; }
    public string? SenderType { get; init; }
    public string? PolicyKey { get; set; }

    /// <summary>Why it is here: reason codes.</summary>
    public string[] Reasons { get; set; } = [];

    public int? Risk { get; set; }

    /// <summary>Larger goes first.</summary>
    public int Priority { get; set; }

    public CaseQueueId? QueueId { get; set; }
    public CaseTemplateId? TemplateId { get; set; }

    /// <summary>Who has claimed it: <c>usr_…</c> or <c>key_…</c>.</summary>
    public string? Assignee { get; private set; }

    /// <summary>Who had it last and has it no more: a queue gives it to somebody else, if there is anybody.</summary>
    public string? GivenBackBy { get; private set; }

    public DateTimeOffset? AssignedAt { get; private set; }

    /// <summary>Two persons decide.</summary>
    public bool FourEyes { get; set; }

    /// <summary>Who said the first word, and what.</summary>
    public string? ProposedBy { get; private set; }
    public string? Proposed { get; private set; }

    /// <summary><see cref="Verdict"/> as JSON, sealed.</summary>
    public byte[]? Proposal { get; private set; }

    public DateTimeOffset? ProposedAt { get; private set; }

    /// <summary>The person whose word took effect; null where no person decided.</summary>
    public string? DecidedBy { get; private set; }

    /// <summary>How it ended: an outcome, a word of the caller's own, or what ended the inquiry.</summary>
    public string? Resolution { get; private set; }

    public DecisionId? DecisionId { get; private set; }
    public DateTimeOffset? ResolvedAt { get; private set; }

    /// <summary>Until when the decision can be undone.</summary>
    public DateTimeOffset? UndoUntil { get; private set; }

    public int UndoMinutes { get; set; }
    public CalendarId? CalendarId { get; set; }
    public int? TargetSeconds { get; set; }
    public int? WarnSeconds { get; set; }
    public int UsedSeconds { get; private set; }
    public DateTimeOffset? RunningSince { get; private set; }

    /// <summary>When the target is missed; null while the clock stands still.</summary>
    public DateTimeOffset? DueAt { get; private set; }

    public DateTimeOffset? WarnAt { get; private set; }
    public DateTimeOffset? EscalatedAt { get; set; }
    public DateTimeOffset? BreachedAt { get; set; }

    /// <summary>Since when the applicant has the word, until when, and how long it had it before.</summary>
    public DateTimeOffset? WaitingSince { get; private set; }
    public DateTimeOffset? WaitingUntil { get; private set; }
    public int WaitedSeconds { get; private set; }

    /// <summary>Whose key protects what is written in words: the profile, or the case itself.</summary>
    public required Guid SealedFor { get; init; }

    /// <summary><see cref="CaseWords"/> as JSON.</summary>
    public byte[]? Sealed { get; set; }

    /// <summary>What was ticked, by whom and when; JSON object.</summary>
    public string Checklist { get; set; } = "{}";

    public required string CreatedBy { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; set; }

    /// <summary>Takes the case for whoever asks. Taking it again changes nothing.</summary>
    public Error? Claim(string by, DateTimeOffset now)
    {
        if (Status is CaseStatus.Resolved) return CaseErrors.Transition(Status, "claimed");
        if (Assignee is not null && Assignee != by) return CaseErrors.Claimed(Id);
        if (ProposedBy == by) return CaseErrors.SamePerson;
        GiveTo(by, now);
        return null;
    }

    /// <summary>Gives it to somebody, or to nobody.</summary>
    public Error? Assign(string? to, DateTimeOffset now)
    {
        if (Status is CaseStatus.Resolved) return CaseErrors.Transition(Status, to is null ? "released" : "assigned");
        if (to is not null && ProposedBy == to) return CaseErrors.SamePerson;
        GiveTo(to, now);
        return null;
    }

    private void GiveTo(string? to, DateTimeOffset now)
    {
        if (Assignee == to) return;
        GivenBackBy = to is null ? Assignee : null;
        (Assignee, AssignedAt, UpdatedAt) = (to, to is null ? null : now, now);
        if (Status is not CaseStatus.Waiting) Status = to is null ? CaseStatus.Open : CaseStatus.InProgress;
    }

    /// <summary>Whether a word of this caller decides.</summary>
    /// <param name="ends">False where it only asks the applicant.</param>
    /// <param name="aboutTheSame">False where the first word was said when other things were known.</param>
    /// <returns>True where it takes effect, false where a second person has to say the same.</returns>
    public Result<bool> Decide(Actor by, string outcome, bool ends, bool aboutTheSame = true)
    {
        if (Status is CaseStatus.Resolved) return CaseErrors.Transition(Status, "decided");
        if (HeldBy(by) is { } notTheirs) return notTheirs;
        if (!FourEyes || !ends) return true;
        if (by.Kind is not ActorKind.User) return CaseErrors.NotAPerson;
        if (ProposedBy == by.ToString()) return CaseErrors.SamePerson;
        return Proposed == outcome && aboutTheSame;
    }

    /// <summary>Refuses whoever has not claimed it. A workflow claims nothing: it may speak where nobody has claimed the case, and is refused where somebody has.</summary>
    public Error? HeldBy(Actor by)
    {
        if (Assignee is null) return by.Kind is ActorKind.Workflow ? null : CaseErrors.NotClaimed(Id);
        return Assignee == by.ToString() ? null : CaseErrors.Claimed(Id);
    }

    /// <summary>Keeps the first word, and leaves the case to a second person.</summary>
    public void Propose(string by, string outcome, byte[]? proposal, DateTimeOffset now)
    {
        (ProposedBy, Proposed, Proposal, ProposedAt) = (by, outcome, proposal, now);
        GiveTo(null, now);
    }

    /// <summary>The first word does not hold any more: what it was about has changed, or is asked about.</summary>
    /// <returns>Who said it, and what; null where nobody had.</returns>
    public (string By, string Outcome)? DropProposal()
    {
        if (ProposedBy is not { } by || Proposed is not { } outcome) return null;
        (ProposedBy, Proposed, Proposal, ProposedAt) = (null, null, null, null);
        return (by, outcome);
    }

    /// <summary>A person's word took effect.</summary>
    public void Decided(string by, string outcome, DecisionId? decision, BusinessCalendar calendar, DateTimeOffset now)
    {
        (DecidedBy, DecisionId) = (by, decision);
        Resolve(outcome, calendar, now);
        UndoUntil = UndoMinutes > 0 && decision is not null ? now.AddMinutes(UndoMinutes) : null;
    }

    /// <summary>There is nothing left to do.</summary>
    public void Resolve(string how, BusinessCalendar calendar, DateTimeOffset now)
    {
        StopWaiting(now);
        Set(Clock?.Pause(calendar, now), calendar);
        (Status, Resolution, ResolvedAt, UpdatedAt) = (CaseStatus.Resolved, how, now, now);
    }

    /// <summary>The applicant has the word.</summary>
    public void Await(DateTimeOffset? until, BusinessCalendar calendar, DateTimeOffset now)
    {
        WaitingUntil = until;
        if (Status is CaseStatus.Waiting or CaseStatus.Resolved) return;
        Set(Clock?.Pause(calendar, now), calendar);
        (Status, WaitingSince, UpdatedAt) = (CaseStatus.Waiting, now, now);
    }

    /// <summary>The applicant answered, or it took too long.</summary>
    /// <returns>False where nobody was waiting.</returns>
    public bool Answered(BusinessCalendar calendar, DateTimeOffset now)
    {
        if (Status is not CaseStatus.Waiting) return false;
        StopWaiting(now);
        GoOn(calendar, now);
        return true;
    }

    /// <summary>It waits on, for whatever ends its inquiry: nobody has to look whether it is late.</summary>
    public void WaitOn() => WaitingUntil = null;

    /// <summary>It was resolved and is not: somebody looks again. Its clock goes on where it stood.</summary>
    public Error? Reopen(BusinessCalendar calendar, DateTimeOffset now)
    {
        if (Status is not CaseStatus.Resolved) return CaseErrors.Transition(Status, "reopened");
        (DecidedBy, Resolution, DecisionId, ResolvedAt, UndoUntil) = (null, null, null, null, null);
        DropProposal();
        GoOn(calendar, now);
        return null;
    }

    /// <summary>Its target changes with its queue; what it took so far stays, also where the new queue measures nothing.</summary>
    public void Measure(int? target, int? warn, CalendarId? by, BusinessCalendar before, BusinessCalendar after, DateTimeOffset now)
    {
        var running = Clock is null ? Status is not (CaseStatus.Waiting or CaseStatus.Resolved) : RunningSince is not null;
        var used = Clock?.Pause(before, now).Used ?? TimeSpan.FromSeconds(UsedSeconds);
        (TargetSeconds, WarnSeconds, CalendarId) = (target, warn, by);
        if (target is { } seconds)
            Set(new SlaClock(TimeSpan.FromSeconds(seconds), warn is { } w ? TimeSpan.FromSeconds(w) : null, used, running ? now : null), after);
        else (UsedSeconds, RunningSince, DueAt, WarnAt) = ((int)used.TotalSeconds, null, null, null);
    }

    private SlaClock? Clock => TargetSeconds is { } target
        ? new SlaClock(TimeSpan.FromSeconds(target), WarnSeconds is { } warn ? TimeSpan.FromSeconds(warn) : null, TimeSpan.FromSeconds(UsedSeconds), RunningSince)
        : null;

    private void GoOn(BusinessCalendar calendar, DateTimeOffset now)
    {
        Set(Clock?.Resume(now), calendar);
        (Status, UpdatedAt) = (Assignee is null ? CaseStatus.Open : CaseStatus.InProgress, now);
    }

    private void StopWaiting(DateTimeOffset now)
    {
        if (WaitingSince is { } since) WaitedSeconds += (int)(now - since).TotalSeconds;
        (WaitingSince, WaitingUntil) = (null, null);
    }

    private void Set(SlaClock? clock, BusinessCalendar calendar)
    {
        if (clock is not { } set) return;
        (UsedSeconds, RunningSince) = ((int)set.Used.TotalSeconds, set.RunningSince);
        (DueAt, WarnAt) = (set.DueAt(calendar), set.WarnAt(calendar));
    }
}
