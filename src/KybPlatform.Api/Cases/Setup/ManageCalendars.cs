using System.Globalization;
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

/// <summary>Working hours of one weekday.</summary>
/// <param name="Day"><c>monday</c> … <c>sunday</c>.</param>
/// <param name="From">Local time, <c>09:00</c>.</param>
/// <param name="Until">Local time; <c>00:00</c> is the end of the day.</param>
public sealed record DayHours(DayOfWeek? Day, string? From, string? Until)
{
    internal static DayHours Of(WorkingHours hours) => new(hours.Day, hours.From.ToString("HH:mm", CultureInfo.InvariantCulture), hours.Until.ToString("HH:mm", CultureInfo.InvariantCulture));

    internal static TimeOnly? Time(string? text) => TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time : null;
}

/// <summary>When a tenant's people work.</summary>
/// <param name="TimeZone">IANA name.</param>
public sealed record CalendarContent(string? Key, string? Title, string? TimeZone, IReadOnlyList<DayHours>? Hours, IReadOnlyList<DateOnly>? Holidays);

/// <summary>The one wire shape of a calendar.</summary>
public sealed record CalendarResource(
    CalendarId Id, string Key, string Title, string TimeZone, IReadOnlyList<DayHours> Hours, IReadOnlyList<DateOnly> Holidays, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt)
{
    internal static CalendarResource From(CalendarRow c) =>
        new(c.Id, c.Key, c.Title, c.TimeZone, [.. StoredJson.Read<List<WorkingHours>>(c.Hours).Select(DayHours.Of)], c.Holidays, c.CreatedAt, c.UpdatedAt);
}

internal sealed class CalendarContentValidator : AbstractValidator<CalendarContent>
{
    public CalendarContentValidator()
    {
        RuleFor(c => c.Key).AKey();
        RuleFor(c => c.Title).NotEmpty().MaximumLength(200);
        RuleFor(c => c.TimeZone).NotNull().MaximumLength(100).Must(z => z is null || TimeZoneInfo.TryFindSystemTimeZoneById(z, out _)).WithErrorCode("unknown_value").WithMessage("No such time zone.");
        RuleFor(c => c.Hours).NotEmpty().Must(h => h is null || h.Count <= 100).WithErrorCode("too_long").WithMessage("At most 100.");
        RuleForEach(c => c.Hours).ChildRules(h =>
        {
            h.RuleFor(i => i.Day).NotNull();
            h.RuleFor(i => i.From).NotNull().Must(t => t is null || DayHours.Time(t) is not null).WithErrorCode("invalid_value").WithMessage("A time such as 09:00.");
            h.RuleFor(i => i.Until).NotNull().Must(t => t is null || DayHours.Time(t) is not null).WithErrorCode("invalid_value").WithMessage("A time such as 17:00.");
            h.RuleFor(i => i.Until).Must((i, _) => i.Until is null or "00:00" || DayHours.Time(i.Until) > DayHours.Time(i.From)).WithErrorCode("out_of_range").WithMessage("After from.");
        });
        RuleFor(c => c.Hours).Must(h => h is null || !Overlap(h)).WithErrorCode("invalid_value").WithMessage("Hours of a day do not overlap.");
        RuleFor(c => c.Holidays).Must(h => h is null || h.Count <= 2000).WithErrorCode("too_long").WithMessage("At most 2,000.");
    }

    private static bool Overlap(IReadOnlyList<DayHours> hours) => hours.Where(h => h is not null).GroupBy(h => h.Day).Select(day => day.OrderBy(h => h.From, StringComparer.Ordinal).ToList())
        .Any(day => day.Zip(day.Skip(1)).Any(p => p.First.Until == "00:00" || string.CompareOrdinal(p.First.Until, p.Second.From) > 0));
}

internal static class ManageCalendars
{
    private const string Example = """
        { "key": "london", "title": "London office", "time_zone": "Europe/London",
          "hours": [{ "day": "monday", "from": "09:00", "until": "17:00" }, { "day": "tuesday", "from": "09:00", "until": "17:00" }], "holidays": ["2026-12-25"] }
        """;

    public static void Map(RouteGroupBuilder calendars)
    {
        calendars.MapGet("", ListAsync).Requires(Scopes.CasesRead).Lists().WithSummary("List business calendars").Produces<Page<CalendarResource>>().ProducesRefusals(422);
        calendars.MapGet("/{id}", GetAsync).Requires(Scopes.CasesRead).Versioned().WithSummary("Read a business calendar").Produces<CalendarResource>().ProducesRefusals(404);
        calendars.MapPost("", AddAsync).Requires(Scopes.CasesManage).Idempotent().WithSummary("Make a business calendar").Produces<CalendarResource>(201).ProducesRefusals(400, 413, 415, 422)
            .Refuses(409, "already_exists", "There is one of this key.").ExampleRequest(Example);
        calendars.MapPut("/{id}", ReplaceAsync).Requires(Scopes.CasesManage).Versioned().WithSummary("Replace what a business calendar says; its key stays").Produces<CalendarResource>()
            .ProducesRefusals(400, 404, 413, 415, 422).ExampleRequest(Example);
    }

    private static async Task<IResult> ListAsync(Work work, HttpContext http)
    {
        var page = PageQuery.Read(http);
        if (page.Error is { } error) return Refused.Because(error);
        var found = await work.Db.Set<CalendarRow>().AsNoTracking().NewestFirst(c => c.Id, page.After).Take(page.Limit + 1).ToListAsync(work.Canceled);
        return Answer.Ok(page.Of(found, CalendarResource.From, c => c.Id.Value));
    }

    private static async Task<IResult> GetAsync(string id, Work work) =>
        await FindAsync(work, id) is { } calendar ? Answer.Ok(CalendarResource.From(calendar), ETags.Of(calendar)) : Refused.Because(CaseErrors.NoCalendar);

    private static async Task<IResult> AddAsync(Body<CalendarContent> body, Work work)
    {
        var given = body.Value;
        var calendar = new CalendarRow
        {
            TenantId = work.Tenant,
            Id = PublicId.New<CalendarId>(work.Now),
            Key = given.Key!,
            Title = given.Title!,
            TimeZone = given.TimeZone!,
            Hours = "[]",
            Holidays = [],
            CreatedAt = work.Now,
            UpdatedAt = work.Now,
        };
        Take(calendar, given, work.Now);
        work.Db.Add(calendar);
        work.Record("business_calendar.created", calendar.Id.ToString(), details: new { after = CalendarResource.From(calendar) });
        return await SetupAnswers.AddedAsync(work, CalendarResource.From(calendar), $"/v1/business-calendars/{calendar.Id}", calendar, CalendarRowConfiguration.KeyIndex);
    }

    private static async Task<IResult> ReplaceAsync(string id, Body<CalendarContent> body, Work work, HttpContext http)
    {
        if (await FindAsync(work, id) is not { } calendar) return Refused.Because(CaseErrors.NoCalendar);
        if (ETags.Check(http, calendar) is { } stale) return Refused.Because(stale);
        if (body.Value.Key != calendar.Key) return Refused.Because(SetupAnswers.KeyStays(calendar.Key));
        var before = CalendarResource.From(calendar);
        Take(calendar, body.Value, work.Now);
        work.Record("business_calendar.changed", calendar.Id.ToString(), details: new { before, after = CalendarResource.From(calendar) });
        return await work.AnswerAsync(200, CalendarResource.From(calendar), Keeping.Plainly, etag: calendar);
    }

    private static void Take(CalendarRow calendar, CalendarContent given, DateTimeOffset now)
    {
        (calendar.Title, calendar.TimeZone, calendar.UpdatedAt) = (given.Title!, given.TimeZone!, now);
        calendar.Hours = StoredJson.Write(given.Hours!.Select(h => new WorkingHours(h.Day!.Value, DayHours.Time(h.From)!.Value, DayHours.Time(h.Until)!.Value)));
        calendar.Holidays = [.. (given.Holidays ?? []).Distinct().Order()];
    }

    private static async Task<CalendarRow?> FindAsync(Work work, string id) =>
        PublicId.TryParse<CalendarId>(id, out var key) ? await work.Db.Set<CalendarRow>().SingleOrDefaultAsync(c => c.Id == key, work.Canceled) : null;
}
