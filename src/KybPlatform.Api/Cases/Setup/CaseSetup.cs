using KybPlatform.Api.Cases.Contracts;
using KybPlatform.Api.Persistence;

namespace KybPlatform.Api.Cases.Setup;

/// <summary>How a tenant works on cases: its queues, templates and calendars, read in one round trip. They are few.</summary>
internal sealed record CaseSetup(IReadOnlyList<CaseQueue> Queues, IReadOnlyList<CaseTemplate> Templates, IReadOnlyList<CalendarRow> Calendars)
{
    /// <summary>What no queue measures may take so long, by the clock on the wall: nothing waits without a deadline.</summary>
    public static readonly TimeSpan UsualTarget = TimeSpan.FromHours(48);

    /// <summary>So long a decision can be undone, where no queue says otherwise.</summary>
    public const int UsualUndoMinutes = 15;

    /// <param name="also">What else is sent along in the same round trip.</param>
    public static async Task<CaseSetup> ReadAsync(PlatformDb db, CancellationToken ct, params IReadOnlyList<PlannedRead> also)
    {
        await db.ReadAheadAsync([.. also, CaseQueue.All.For(Guid.Empty), CaseTemplate.All.For(Guid.Empty), CalendarRow.All.For(Guid.Empty)], ct);
        return new CaseSetup(await CaseQueue.All.ReadAsync(db, Guid.Empty, ct), await CaseTemplate.All.ReadAsync(db, Guid.Empty, ct), await CalendarRow.All.ReadAsync(db, Guid.Empty, ct));
    }

    public CaseQueue? Queue(CaseQueueId? id) => Queues.FirstOrDefault(q => q.Id == id);

    public CaseTemplate? Template(CaseTemplateId? id) => Templates.FirstOrDefault(t => t.Id == id);

    public BusinessCalendar Calendar(CalendarId? id) => Calendars.FirstOrDefault(c => c.Id == id)?.ToCalendar() ?? BusinessCalendar.Always;

    /// <summary>Puts a new case where its facts lead, unless somebody named the place.</summary>
    public void Place(Case row, CaseFacts facts, DateTimeOffset now)
    {
        row.TemplateId = (Template(row.TemplateId) ?? TemplateFor(facts))?.Id;
        Move(row, Queue(row.QueueId) ?? QueueFor(facts), now);
    }

    /// <summary>
    /// Puts a case that is open already where the inquiry's facts lead. One that was in review before stays where somebody moved it, unless its new facts lead
    /// elsewhere than its old ones did. Two persons decide wherever a rule that takes it says so, whichever queue it lies in.
    /// </summary>
    /// <param name="before">What was known of it until now; null where no review looked at it yet.</param>
    public void PlaceAgain(Case row, CaseFacts? before, CaseFacts facts, DateTimeOffset now)
    {
        var (template, queue) = (TemplateFor(facts), QueueFor(facts));
        if (template is not null && (before is null || template != TemplateFor(before))) row.TemplateId = template.Id;
        row.FourEyes = row.FourEyes || template is { FourEyes: true } || queue is { FourEyes: true };
        Move(row, queue is not null && (before is null || queue != QueueFor(before)) ? queue : Queue(row.QueueId), now);
    }

    private CaseTemplate? TemplateFor(CaseFacts facts) => Templates.FirstOrDefault(t => CaseRule.Takes(t.Rule, facts));

    private CaseQueue? QueueFor(CaseFacts facts) => Queues.FirstOrDefault(q => CaseRule.Takes(q.Rule, facts));

    /// <summary>Puts a case into a queue: what the queue asks holds from now on, what was asked of two persons stays so, and so does the time that it took.</summary>
    public void Move(Case row, CaseQueue? to, DateTimeOffset now)
    {
        var before = Calendar(row.CalendarId);
        // Another queue escalates by itself.
        if (row.QueueId != to?.Id) row.EscalatedAt = null;
        row.QueueId = to?.Id;
        row.FourEyes = row.FourEyes || to is { FourEyes: true } || Template(row.TemplateId) is { FourEyes: true };
        row.Priority = Math.Max(row.Priority, to?.Priority ?? 0);
        row.UndoMinutes = to?.UndoMinutes ?? UsualUndoMinutes;
        var target = to is null ? (int)UsualTarget.TotalSeconds : to.SlaMinutes * 60;
        row.Measure(target, to?.EscalateMinutes * 60, to?.CalendarId, before, Calendar(to?.CalendarId), now);
        row.UpdatedAt = now;
    }
}
