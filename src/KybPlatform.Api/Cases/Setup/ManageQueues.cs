using FluentValidation;
using KybPlatform.Api.Cases.Contracts;
using KybPlatform.Api.Http;
using KybPlatform.Api.Http.OpenApi;
using KybPlatform.Api.Persistence;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace KybPlatform.Api.Cases.Setup;

/// <summary>A queue as it is made and changed. What is missing takes its default.</summary>
/// <param name="Rule">Which cases it takes, an expression over <c>case.country</c>, <c>case.sender_type</c>, <c>case.applicant</c>, <c>case.policy</c>, <c>case.reasons</c>, <c>case.risk</c>, <c>case.priority</c>, <c>case.about</c>; missing takes those that are put there.</param>
/// <param name="Position">The smaller asks first.</param>
/// <param name="SlaMinutes">Working minutes that a case may take; missing measures nothing.</param>
/// <param name="EscalateMinutes">Working minutes after which it is escalated.</param>
/// <param name="UndoMinutes">For how long a decision can be undone.</param>
public sealed record QueueContent(
    string? Key, string? Title, string? Rule, int? Position, Assignment? Assignment, bool? BySkills, bool? FourEyes, int? Priority, int? SlaMinutes, int? EscalateMinutes,
    CaseQueueId? EscalateTo, CalendarId? CalendarId, int? UndoMinutes);

/// <summary>The one wire shape of a queue.</summary>
public sealed record QueueResource(
    CaseQueueId Id, string Key, string Title, string? Rule, int Position, Assignment Assignment, bool BySkills, bool FourEyes, int Priority, int? SlaMinutes, int? EscalateMinutes,
    CaseQueueId? EscalateTo, CalendarId? CalendarId, int UndoMinutes, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt)
{
    internal static QueueResource From(CaseQueue q) => new(
        q.Id, q.Key, q.Title, q.Rule, q.Position, q.Assignment, q.BySkills, q.FourEyes, q.Priority, q.SlaMinutes, q.EscalateMinutes, q.EscalateTo, q.CalendarId, q.UndoMinutes, q.CreatedAt, q.UpdatedAt);
}

internal sealed class QueueContentValidator : AbstractValidator<QueueContent>
{
    public QueueContentValidator()
    {
        RuleFor(q => q.Key).AKey();
        RuleFor(q => q.Title).NotEmpty().MaximumLength(200);
        RuleFor(q => q.Rule).ARule();
        RuleFor(q => q.Priority).InclusiveBetween(-1000, 1000);
        RuleFor(q => q.SlaMinutes).InclusiveBetween(1, 525_600);
        RuleFor(q => q.EscalateMinutes).InclusiveBetween(1, 525_600);
        RuleFor(q => q.EscalateMinutes).Must((q, m) => m is null || (q.SlaMinutes is { } sla && m <= sla)).WithErrorCode("out_of_range").WithMessage("Within sla_minutes.");
        RuleFor(q => q.UndoMinutes).InclusiveBetween(0, 10_080);
    }
}

internal static class ManageQueues
{
    public const string Example = """
        { "key": "gb_alphanumeric", "title": "United Kingdom, sender IDs", "rule": "case.country == \"GB\" && case.sender_type == \"alphanumeric\"",
          "position": 10, "sla_minutes": 480, "escalate_minutes": 360, "undo_minutes": 15 }
        """;

    public static void Map(RouteGroupBuilder queues)
    {
        queues.MapGet("", ListAsync).Requires(Scopes.CasesRead).Lists().WithSummary("List queues").Produces<Page<QueueResource>>().ProducesRefusals(422);
        queues.MapGet("/{id}", GetAsync).Requires(Scopes.CasesRead).Versioned().WithSummary("Read a queue").Produces<QueueResource>().ProducesRefusals(404);
        queues.MapPost("", AddAsync).Requires(Scopes.CasesManage).Idempotent().WithSummary("Make a queue").Produces<QueueResource>(201).ProducesRefusals(400, 413, 415, 422)
            .Refuses(409, "already_exists", "There is one of this key.").Refuses(422, "unknown_calendar", "There is no such calendar.").Refuses(422, "unknown_queue", "There is no such queue.").ExampleRequest(Example);
        queues.MapPut("/{id}", ReplaceAsync).Requires(Scopes.CasesManage).Versioned().WithSummary("Replace what a queue says; its key stays").Produces<QueueResource>().ProducesRefusals(400, 404, 413, 415, 422)
            .Refuses(422, "unknown_calendar", "There is no such calendar.").Refuses(422, "unknown_queue", "There is no such queue.").ExampleRequest(Example);
        queues.MapDelete("/{id}", DeleteAsync).Requires(Scopes.CasesManage).Versioned().WithSummary("Delete a queue that no case was ever in").Produces(204).ProducesRefusals(404)
            .Refuses(409, "in_use", "Cases or queues name it.");
    }

    private static async Task<IResult> ListAsync(Work work, HttpContext http)
    {
        var page = PageQuery.Read(http);
        if (page.Error is { } error) return Refused.Because(error);
        var found = await work.Db.Set<CaseQueue>().AsNoTracking().NewestFirst(q => q.Id, page.After).Take(page.Limit + 1).ToListAsync(work.Canceled);
        return Answer.Ok(page.Of(found, QueueResource.From, q => q.Id.Value));
    }

    private static async Task<IResult> GetAsync(string id, Work work) =>
        await FindAsync(work, id) is { } queue ? Answer.Ok(QueueResource.From(queue), ETags.Of(queue)) : Refused.Because(CaseErrors.NoQueue);

    private static async Task<IResult> AddAsync(Body<QueueContent> body, Work work)
    {
        var given = body.Value;
        if (await UnknownAsync(work, given) is { } unknown) return await work.RefuseAsync(unknown);
        var queue = new CaseQueue { TenantId = work.Tenant, Id = PublicId.New<CaseQueueId>(work.Now), Key = given.Key!, Title = given.Title!, CreatedAt = work.Now, UpdatedAt = work.Now };
        Take(queue, given, work.Now);
        work.Db.Add(queue);
        work.Record("case_queue.created", queue.Id.ToString(), details: new { after = QueueResource.From(queue) });
        return await SetupAnswers.AddedAsync(work, QueueResource.From(queue), $"/v1/case-queues/{queue.Id}", queue, CaseQueueConfiguration.KeyIndex);
    }

    private static async Task<IResult> ReplaceAsync(string id, Body<QueueContent> body, Work work, HttpContext http)
    {
        if (await FindAsync(work, id) is not { } queue) return Refused.Because(CaseErrors.NoQueue);
        if (ETags.Check(http, queue) is { } stale) return Refused.Because(stale);
        if (body.Value.Key != queue.Key) return Refused.Because(SetupAnswers.KeyStays(queue.Key));
        if (await UnknownAsync(work, body.Value) is { } unknown) return Refused.Because(unknown);
        var before = QueueResource.From(queue);
        Take(queue, body.Value, work.Now);
        work.Record("case_queue.changed", queue.Id.ToString(), details: new { before, after = QueueResource.From(queue) });
        return await work.AnswerAsync(200, QueueResource.From(queue), Keeping.Plainly, etag: queue);
    }

    private static async Task<IResult> DeleteAsync(string id, Work work, HttpContext http)
    {
        if (await FindAsync(work, id) is not { } queue) return Refused.Because(CaseErrors.NoQueue);
        if (ETags.Check(http, queue) is { } stale) return Refused.Because(stale);
        work.Db.Remove(queue);
        work.Record("case_queue.deleted", queue.Id.ToString(), details: new { before = QueueResource.From(queue) });
        return await SetupAnswers.DeletedAsync(work);
    }

    private static void Take(CaseQueue queue, QueueContent given, DateTimeOffset now)
    {
        (queue.Title, queue.Rule, queue.Position, queue.Assignment) = (given.Title!, given.Rule, given.Position ?? 0, given.Assignment ?? Assignment.Claim);
        (queue.BySkills, queue.FourEyes, queue.Priority) = (given.BySkills ?? false, given.FourEyes ?? false, given.Priority ?? 0);
        (queue.SlaMinutes, queue.EscalateMinutes, queue.EscalateTo, queue.CalendarId) = (given.SlaMinutes, given.EscalateMinutes, given.EscalateTo, given.CalendarId);
        (queue.UndoMinutes, queue.UpdatedAt) = (given.UndoMinutes ?? CaseSetup.UsualUndoMinutes, now);
    }

    private static async Task<Error?> UnknownAsync(Work work, QueueContent given)
    {
        if (given.CalendarId is { } calendar && !await work.Db.Set<CalendarRow>().AnyAsync(c => c.Id == calendar, work.Canceled)) return CaseErrors.Unknown("/calendar_id", "unknown_calendar", "calendar");
        if (given.EscalateTo is { } to && !await work.Db.Set<CaseQueue>().AnyAsync(q => q.Id == to, work.Canceled)) return CaseErrors.Unknown("/escalate_to", "unknown_queue", "queue");
        return null;
    }

    private static async Task<CaseQueue?> FindAsync(Work work, string id) =>
        PublicId.TryParse<CaseQueueId>(id, out var key) ? await work.Db.Set<CaseQueue>().SingleOrDefaultAsync(q => q.Id == key, work.Canceled) : null;
}
