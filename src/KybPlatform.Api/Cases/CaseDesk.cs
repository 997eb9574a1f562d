using System.Text.Json;
using KybPlatform.Api.Cases.Contracts;
using KybPlatform.Api.Cases.Setup;
using KybPlatform.Api.Decisions.Contracts;
using KybPlatform.Api.Http;
using KybPlatform.Api.Inquiries.Contracts;
using KybPlatform.Api.Jobs;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Privacy;
using KybPlatform.Api.Recording;
using KybPlatform.Api.Tenancy.Contracts;

namespace KybPlatform.Api.Cases;

/// <summary>What the life of an inquiry does to its case, in the inquiry's own commit.</summary>
internal sealed class CaseDesk(SubjectVault vault, BlindIndex index, ITenantUsers users) : ICaseDesk
{
    public async Task<CaseId> ReviewAsync(PlatformDb db, ReviewSubject subject, DateTimeOffset now, CancellationToken ct)
    {
        var setup = await CaseSetup.ReadAsync(db, ct, Case.OpenOf.For(subject.Inquiry.Value));
        // One that somebody opened by hand before counts as well.
        if ((await Case.OpenOf.TrackAsync(db, subject.Inquiry.Value, ct)).SingleOrDefault() is { } open)
        {
            await ReviewAgainAsync(db, setup, open, subject, now, ct);
            return open.Id;
        }
        var row = new Case
        {
            TenantId = db.Tenant!.Value,
            Id = PublicId.New<CaseId>(now),
            InquiryId = subject.Inquiry,
            ProfileId = subject.Profile,
            Applicant = subject.Applicant,
            Country = subject.Country,
            SenderType = subject.SenderType,
            PolicyKey = subject.PolicyKey,
            Reasons = [.. subject.Reasons],
            Risk = subject.Risk,
            FourEyes = subject.FourEyes,
            SealedFor = subject.Profile,
            CreatedBy = Actor.Automation.ToString(),
            CreatedAt = now,
            UpdatedAt = now,
        };
        Add(db, setup, row, "inquiry", Actor.Automation, now);
        CaseLinks.Add(db, index, row, subject.Traits);
        return row.Id;
    }

    // What was known changed: where it lies, who decides and how long it may take follow the inquiry's facts, as they do for a new case.
    private async Task ReviewAgainAsync(PlatformDb db, CaseSetup setup, Case open, ReviewSubject subject, DateTimeOffset now, CancellationToken ct)
    {
        var before = open.Reasons.Length == 0 ? null : CaseFacts.Of("inquiry", open);
        var (queue, fourEyes) = (open.QueueId, open.FourEyes);
        CaseLog.TellIfLate(db, now, open);
        CaseLog.DropProposal(db, Actor.Automation, now, open, "reviewed_again");
        (open.Reasons, open.Risk, open.PolicyKey, open.UpdatedAt) = ([.. subject.Reasons], subject.Risk, subject.PolicyKey, now);
        var resumed = open.Answered(setup.Calendar(open.CalendarId), now);
        open.FourEyes = open.FourEyes || subject.FourEyes;
        setup.PlaceAgain(open, before, CaseFacts.Of("inquiry", open), now);
        if (resumed) CaseLog.Write(db, Actor.Automation, now, "case.resumed", open, new { reasons = open.Reasons });
        if (queue != open.QueueId || fourEyes != open.FourEyes)
            CaseLog.Write(db, Actor.Automation, now, "case.moved", open, new { before = queue, after = open.QueueId, due_at = open.DueAt, four_eyes = open.FourEyes });
        CaseTurns.Offer(db, setup, open, now);
        await CaseLinks.RenewAsync(db, index, open, subject.Traits, ct);
    }

    public async Task AwaitAsync(PlatformDb db, Guid known, DateTimeOffset until, DateTimeOffset now, CancellationToken ct)
    {
        if (await FindAsync(db, known, ct) is not { Status: not (CaseStatus.Resolved or CaseStatus.Waiting) } row) return;
        var setup = await CaseSetup.ReadAsync(db, ct);
        CaseLog.TellIfLate(db, now, row);
        CaseLog.DropProposal(db, Actor.Automation, now, row, "applicant_asked");
        row.Await(until, setup.Calendar(row.CalendarId), now);
        CaseLog.Write(db, Actor.Automation, now, "case.waiting", row, new { until = row.WaitingUntil });
    }

    public async Task AnsweredAsync(PlatformDb db, Guid known, DateTimeOffset now, CancellationToken ct)
    {
        if (await FindAsync(db, known, ct) is not { Status: CaseStatus.Waiting } row) return;
        var setup = await CaseSetup.ReadAsync(db, ct);
        row.Answered(setup.Calendar(row.CalendarId), now);
        CaseLog.Write(db, Actor.Automation, now, "case.answered", row);
        CaseTurns.Offer(db, setup, row, now);
    }

    public async Task EndAsync(PlatformDb db, Guid known, string how, DateTimeOffset now, CancellationToken ct)
    {
        if (await FindAsync(db, known, ct) is not { Status: not CaseStatus.Resolved } row) return;
        var setup = await CaseSetup.ReadAsync(db, ct);
        CaseLog.TellIfLate(db, now, row);
        row.Resolve(how, setup.Calendar(row.CalendarId), now);
        CaseLog.Write(db, Actor.Automation, now, "case.resolved", row, new { resolution = how });
    }

    public async Task<Error?> HoldsAsync(Work work, Guid known) =>
        await FindAsync(work.Db, known, work.Canceled) is { Status: not CaseStatus.Resolved } row ? row.HeldBy(work.Caller.Actor) : null;

    public async Task<bool> TakesTwoAsync(PlatformDb db, Guid known, CancellationToken ct) => await FindAsync(db, known, ct) is { FourEyes: true, Status: not CaseStatus.Resolved };

    public async Task<Result<CaseTurn>> DecideAsync(Work work, Guid known, Verdict verdict, bool takesTwo = false)
    {
        // Decided before there were cases, or by a case that is over: the inquiry's own state is all there is to hold.
        if (await FindAsync(work.Db, known, work.Canceled) is not { Status: not CaseStatus.Resolved } row) return new CaseTurn(true, verdict);
        row.FourEyes |= takesTwo;
        var ends = verdict.Outcome is DecisionOutcome.Approve or DecisionOutcome.Decline;
        var outcome = SnakeCase.Of(verdict.Outcome);
        var ring = await vault.RingAsync(work.Db, work.Tenant, [row.SealedFor], work.Canceled);
        // What is sealed with a first word says what was known when it was said; without it nothing can be confirmed.
        var first = row.Proposal is { } cipher && ring.Open(row.SealedFor, cipher, CaseWords.ProposalPurpose) is { } plain ? StoredJson.Read<Verdict>(plain) : null;
        var turn = row.Decide(work.Caller.Actor, outcome, ends, first?.KnownThen == verdict.KnownThen);
        if (turn.IsRefused(out var refused)) return refused;
        if (ends && await CaseDemands.UnmetAsync(work, row, verdict, vault) is { } unmet) return unmet;
        if (turn.Value) return new CaseTurn(true, row.Proposed == outcome && first is not null ? WithFirst(first, verdict) : verdict, row.QueueId);
        var proposal = ring.Has(row.SealedFor) ? ring.Seal(row.SealedFor, StoredJson.Bytes(verdict), CaseWords.ProposalPurpose) : null;
        row.Propose(work.Caller.Actor.ToString(), outcome, proposal, work.Now);
        CaseLog.Write(work, "case.decision_proposed", row, new { outcome, reasons = verdict.ReasonCodes, overrides = verdict.Overrides.Keys });
        CaseTurns.Offer(work.Db, await CaseSetup.ReadAsync(work.Db, work.Canceled), row, work.Now);
        return new CaseTurn(false, verdict);
    }

    // The second person repeats the outcome; reasons for what may stay unmet hold from either.
    private static Verdict WithFirst(Verdict first, Verdict verdict)
    {
        var overrides = new Dictionary<string, string>(first.Overrides, StringComparer.Ordinal);
        foreach (var (key, why) in verdict.Overrides) overrides[key] = why;
        return verdict with
        {
            Overrides = overrides,
            ReasonCodes = [.. verdict.ReasonCodes.Union(first.ReasonCodes, StringComparer.Ordinal)],
            Note = verdict.Note ?? first.Note,
            Retryable = verdict.Retryable ?? first.Retryable,
        };
    }

    public async Task DecidedAsync(Work work, Guid known, DecisionOutcome outcome, DecisionId decision, DateTimeOffset until)
    {
        if (await FindAsync(work.Db, known, work.Canceled) is not { Status: not CaseStatus.Resolved } row) return;
        var setup = await CaseSetup.ReadAsync(work.Db, work.Canceled);
        var calendar = setup.Calendar(row.CalendarId);
        CaseLog.TellIfLate(work.Db, work.Now, row);
        if (outcome is DecisionOutcome.RequestInformation)
        {
            CaseLog.DropProposal(work.Db, work.Caller.Actor, work.Now, row, "applicant_asked");
            row.Await(until, calendar, work.Now);
            CaseLog.Write(work, "case.information_requested", row, new { until = row.WaitingUntil });
            return;
        }
        row.Decided(work.Caller.Actor.ToString(), SnakeCase.Of(outcome), decision, calendar, work.Now);
        CaseLog.Write(work, "case.resolved", row, new { resolution = row.Resolution, decision, undo_until = row.UndoUntil, proposed_by = row.ProposedBy });
    }

    public async Task<Result<CaseId>> OpenAsync(PlatformDb db, Actor by, NewWork work, DateTimeOffset now, CancellationToken ct)
    {
        var setup = await CaseSetup.ReadAsync(db, ct);
        if (work.Queue is { } queue && setup.Queue(queue) is null) return CaseErrors.Unknown("/queue_id", "unknown_queue", "queue");
        if (work.Template is { } template && setup.Template(template) is null) return CaseErrors.Unknown("/template_id", "unknown_template", "template");
        if (work.Assignee is { } to && !await users.MayAsync(db, to, Scopes.CasesWork, ct)) return CaseErrors.Unknown("/assignee", "unknown_user", "user who works on cases");
        var (tenant, id) = (db.Tenant!.Value, PublicId.New<CaseId>(now));
        if (work.Profile is null) vault.Create(db, tenant, id.Value, now);
        var row = new Case
        {
            TenantId = tenant,
            Id = id,
            InquiryId = work.Inquiry,
            ProfileId = work.Profile,
            Applicant = work.Applicant,
            Country = work.Country,
            SenderType = work.SenderType,
            QueueId = work.Queue,
            TemplateId = work.Template,
            Priority = work.Priority,
            SealedFor = work.Profile ?? id.Value,
            CreatedBy = by.ToString(),
            CreatedAt = now,
            UpdatedAt = now,
        };
        new CaseWords(work.Title, null).Seal(row, await vault.RingAsync(db, tenant, [row.SealedFor], ct));
        row.Assign(work.Assignee, now);
        Add(db, setup, row, "work", by, now);
        return id;
    }

    public async Task<CaseId?> OpenOfAsync(PlatformDb db, InquiryId inquiry, CancellationToken ct) =>
        (await Case.OpenOf.ReadAsync(db, inquiry.Value, ct)).SingleOrDefault()?.Id;

    public async Task<Error?> AssignAsync(PlatformDb db, Actor by, CaseId id, string? assignee, DateTimeOffset now, CancellationToken ct)
    {
        if (await FindAsync(db, id.Value, ct) is not { } row) return CaseErrors.NotFound;
        if (assignee is not null && !await users.MayAsync(db, assignee, Scopes.CasesWork, ct)) return CaseErrors.Unknown("/assignee", "unknown_user", "user who works on cases");
        var before = row.Assignee;
        if (row.Assign(assignee, now) is { } illegal) return illegal;
        if (before == row.Assignee) return null;
        CaseLog.Write(db, by, now, assignee is null ? "case.released" : "case.assigned", row, new { before, after = row.Assignee });
        if (assignee is null) CaseTurns.Offer(db, await CaseSetup.ReadAsync(db, ct), row, now);
        return null;
    }

    private static void Add(PlatformDb db, CaseSetup setup, Case row, string about, Actor by, DateTimeOffset now)
    {
        setup.Place(row, CaseFacts.Of(about, row), now);
        db.Add(row);
        CaseLog.Write(db, by, now, "case.opened", row, new { queue = row.QueueId, template = row.TemplateId, row.Priority, row.Reasons, due_at = row.DueAt, four_eyes = row.FourEyes });
        CaseTurns.Offer(db, setup, row, now);
    }

    private static async Task<Case?> FindAsync(PlatformDb db, Guid id, CancellationToken ct)
    {
        var key = new CaseId(id);
        return db.Set<Case>().Local.FirstOrDefault(c => c.Id == key) ?? (await Case.ById.TrackAsync(db, id, ct)).SingleOrDefault();
    }
}
