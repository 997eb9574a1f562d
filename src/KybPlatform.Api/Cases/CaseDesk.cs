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
            (open.Reasons, open.Risk, open.PolicyKey, open.UpdatedAt) = ([.. subject.Reasons], subject.Risk, subject.PolicyKey, now);
            if (open.Answered(setup.Calendar(open.CalendarId), now)) CaseLog.Write(db, Actor.Automation, now, "case.resumed", open, new { reasons = open.Reasons });
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
            SealedFor = subject.Profile,
            CreatedBy = Actor.Automation.ToString(),
            CreatedAt = now,
            UpdatedAt = now,
        };
        Add(db, setup, row, "inquiry", Actor.Automation, now);
        CaseLinks.Add(db, index, row, subject.Traits);
        return row.Id;
    }

    public async Task AwaitAsync(PlatformDb db, Guid known, DateTimeOffset until, DateTimeOffset now, CancellationToken ct)
    {
        if (await FindAsync(db, known, ct) is not { Status: not (CaseStatus.Resolved or CaseStatus.Waiting) } row) return;
        var setup = await CaseSetup.ReadAsync(db, ct);
        CaseLog.TellIfLate(db, now, row);
        row.Await(until, setup.Calendar(row.CalendarId), now);
        CaseLog.Write(db, Actor.Automation, now, "case.waiting", row, new { until = row.WaitingUntil });
    }

    public async Task AnsweredAsync(PlatformDb db, Guid known, DateTimeOffset now, CancellationToken ct)
    {
        if (await FindAsync(db, known, ct) is not { Status: CaseStatus.Waiting } row) return;
        var setup = await CaseSetup.ReadAsync(db, ct);
        row.Answered(setup.Calendar(row.CalendarId), now);
        CaseLog.Write(db, Actor.Automation, now, "case.answered", row);
    }

    public async Task EndAsync(PlatformDb db, Guid known, string how, DateTimeOffset now, CancellationToken ct)
    {
        if (await FindAsync(db, known, ct) is not { Status: not CaseStatus.Resolved } row) return;
        var setup = await CaseSetup.ReadAsync(db, ct);
        CaseLog.TellIfLate(db, now, row);
        row.Resolve(how, setup.Calendar(row.CalendarId), now);
        CaseLog.Write(db, Actor.Automation, now, "case.resolved", row, new { resolution = how });
    }

    public async Task<Result<CaseTurn>> DecideAsync(Work work, Guid known, Verdict verdict)
    {
        // Decided before there were cases, or by a case that is over: the inquiry's own state is all there is to hold.
        if (await FindAsync(work.Db, known, work.Canceled) is not { Status: not CaseStatus.Resolved } row) return new CaseTurn(true, verdict);
        var ends = verdict.Outcome is DecisionOutcome.Approve or DecisionOutcome.Decline;
        var outcome = SnakeCase.Of(verdict.Outcome);
        var turn = row.Decide(work.Caller.Actor, outcome, ends);
        if (turn.IsRefused(out var refused)) return refused;
        if (ends && await CaseDemands.UnmetAsync(work, row, verdict, vault) is { } unmet) return unmet;
        var ring = await vault.RingAsync(work.Db, work.Tenant, [row.SealedFor], work.Canceled);
        if (turn.Value) return new CaseTurn(true, WithFirst(row, verdict, ring));
        var proposal = ring.Has(row.SealedFor) ? ring.Seal(row.SealedFor, StoredJson.Bytes(verdict), CaseWords.ProposalPurpose) : null;
        row.Propose(work.Caller.Actor.ToString(), outcome, proposal, work.Now);
        CaseLog.Write(work, "case.decision_proposed", row, new { outcome, reasons = verdict.ReasonCodes, overrides = verdict.Overrides.Keys });
        return new CaseTurn(false, verdict);
    }

    // The second person repeats the outcome; reasons for what may stay unmet hold from either.
    private static Verdict WithFirst(Case row, Verdict verdict, SubjectRing ring)
    {
        if (row.Proposal is not { } cipher || row.Proposed != SnakeCase.Of(verdict.Outcome) || ring.Open(row.SealedFor, cipher, CaseWords.ProposalPurpose) is not { } plain) return verdict;
        var first = StoredJson.Read<Verdict>(plain);
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
            row.Await(until, calendar, work.Now);
            CaseLog.Write(work, "case.information_requested", row, new { until = row.WaitingUntil });
            return;
        }
        row.Decided(work.Caller.Actor.ToString(), SnakeCase.Of(outcome), decision.Value, calendar, work.Now);
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
        if (before != row.Assignee) CaseLog.Write(db, by, now, assignee is null ? "case.released" : "case.assigned", row, new { before, after = row.Assignee });
        return null;
    }

    private static void Add(PlatformDb db, CaseSetup setup, Case row, string about, Actor by, DateTimeOffset now)
    {
        setup.Place(row, new CaseFacts(about, row.Country, row.SenderType, row.Applicant, row.PolicyKey, row.Reasons, row.Risk, row.Priority), now);
        db.Add(row);
        CaseLog.Write(db, by, now, "case.opened", row, new { queue = row.QueueId, template = row.TemplateId, row.Priority, row.Reasons, due_at = row.DueAt, four_eyes = row.FourEyes });
        if (row.Assignee is null && setup.Queue(row.QueueId) is { Assignment: not Assignment.Claim }) db.Enqueue(AssignCases.Kind, row.Id.Value, now);
    }

    private static async Task<Case?> FindAsync(PlatformDb db, Guid id, CancellationToken ct)
    {
        var key = new CaseId(id);
        return db.Set<Case>().Local.FirstOrDefault(c => c.Id == key) ?? (await Case.ById.TrackAsync(db, id, ct)).SingleOrDefault();
    }
}
