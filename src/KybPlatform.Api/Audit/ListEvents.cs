using KybPlatform.Api.Http;
using KybPlatform.Api.Http.OpenApi;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Recording;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace KybPlatform.Api.Audit;

/// <summary>Something that happened: ids and a kind. What it means now is read from the resource.</summary>
/// <param name="Position">Its place in the tenant's log: 1, 2, 3 without gaps.</param>
/// <param name="Parent">What the resource belongs to.</param>
public sealed record EventResource(EventId Id, long Position, string Type, string Resource, string? Parent, DateTimeOffset OccurredAt);

/// <summary>
/// The log of a tenant, oldest first. The cursor is a position and always given, so that a reader goes on from where it was; what
/// commits late gets a later position, so a reader who goes on misses nothing.
/// </summary>
internal static class ListEvents
{
    public static void Map(RouteGroupBuilder events) =>
        events.MapGet("", HandleAsync).Requires(Scopes.EventsRead).Lists("types").Refuses(422, Expired.Code, Expired.Detail).Refuses(422, "unknown_event_type", "Nobody tells of such an event.")
            .WithSummary("Read the event log").Produces<Page<EventResource>>();

    private static async Task<IResult> HandleAsync(HttpContext http, Work work, string? types)
    {
        var page = PageQuery.ReadPosition(http);
        if (page.Error is { } error) return Refused.Because(error);
        var after = page.Position ?? 0;

        // The head is read first: whatever has a position up to it is committed and seen by the next statement.
        var head = await work.Db.Set<EventHead>().AsNoTracking().Select(h => h.Position).FirstOrDefaultAsync(work.Canceled);
        // Nobody was given it: the log is another one than the reader knows, such as one restored from a backup, and would pass over what happens next.
        if (after > head) return Refused.Because(PageQuery.InvalidCursor);
        var log = work.Db.Set<LoggedEvent>().AsNoTracking().Where(e => e.Position > after && e.Position <= head);
        if (work.Caller.Live)
        {
            // A test tenant's clock moves: its events keep.
            var since = work.Now - EventLog.Kept;
            if (page.Position is not null && head > after && !await log.AnyAsync(e => e.Position == after + 1 && e.OccurredAt >= since, work.Canceled)) return Refused.Because(Expired);
            log = log.Where(e => e.OccurredAt >= since);
        }
        if (types is not null)
        {
            var wanted = types.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            if (Array.Find(wanted, t => !EventTypes.IsKnown(t)) is { } strange) return Refused.Because(Unknown(strange));
            log = log.Where(e => wanted.Contains(e.Type));
        }
        var rows = await log.OrderBy(e => e.Position).Take(page.Limit + 1).ToListAsync(work.Canceled);
        var more = rows.Count > page.Limit;
        var next = more ? rows[page.Limit - 1].Position : Math.Max(head, after);
        return Answer.Ok(new Page<EventResource>([.. rows.Take(page.Limit).Select(View)], more, Cursor.Write(next)));
    }

    private static EventResource View(LoggedEvent e) => new(new EventId(e.EventId), e.Position, e.Type, e.Resource, e.Parent, e.OccurredAt);

    private static Error Unknown(string type)
    {
        var detail = $"There is no event '{type}'.{Nearest.Hint(type, EventTypes.All)}";
        return Error.Invalid("unknown_event_type", detail, new FieldError("?types", "unknown_event_type", detail)) with { OfShape = true };
    }

    private static Error Expired => Error.Invalid(
        "cursor_expired", "Events behind this cursor are no longer kept. Read the resources anew, then the log without a cursor.",
        new FieldError("?after", "cursor_expired", "Older than 90 days."));
}
