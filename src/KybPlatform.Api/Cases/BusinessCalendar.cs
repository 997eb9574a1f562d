namespace KybPlatform.Api.Cases;

/// <summary>One span of working time of a weekday, in local time. Until 00:00 means to the end of the day.</summary>
public sealed record WorkingHours(DayOfWeek Day, TimeOnly From, TimeOnly Until);

/// <summary>Counts working time: local working hours of a time zone, without holidays. Days on which clocks change are as long as they are.</summary>
public sealed class BusinessCalendar(TimeZoneInfo zone, IReadOnlyList<WorkingHours> hours, IReadOnlySet<DateOnly> holidays)
{
    // A calendar that hardly ever works must not be searched for ever.
    private const int MostDays = 3660;

    /// <summary>Every hour of every day counts.</summary>
    public static BusinessCalendar Always { get; } = new(
        TimeZoneInfo.Utc, [.. Enum.GetValues<DayOfWeek>().Select(d => new WorkingHours(d, TimeOnly.MinValue, TimeOnly.MinValue))], new HashSet<DateOnly>());

    /// <summary>The instant at which so much working time has passed.</summary>
    public DateTimeOffset Add(DateTimeOffset from, TimeSpan working)
    {
        foreach (var (start, end) in Spans(from))
        {
            var begin = start < from ? from : start;
            if (end <= begin) continue;
            if (end - begin >= working) return begin + working;
            working -= end - begin;
        }
        return from + TimeSpan.FromDays(MostDays);
    }

    /// <summary>The working time between two instants; zero where they are the other way round.</summary>
    public TimeSpan Between(DateTimeOffset from, DateTimeOffset to)
    {
        var sum = TimeSpan.Zero;
        foreach (var (start, end) in Spans(from))
        {
            if (start >= to) break;
            var (begin, until) = (start < from ? from : start, end > to ? to : end);
            if (until > begin) sum += until - begin;
        }
        return sum;
    }

    private IEnumerable<(DateTimeOffset Start, DateTimeOffset End)> Spans(DateTimeOffset from)
    {
        // Where it is already tomorrow, and where it is still yesterday, the first day is begun one earlier.
        var first = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(from, zone).DateTime).AddDays(-1);
        for (var i = 0; i < MostDays; i++)
        {
            var day = first.AddDays(i);
            if (holidays.Contains(day)) continue;
            foreach (var span in hours.Where(h => h.Day == day.DayOfWeek).OrderBy(h => h.From))
                yield return (Instant(day, span.From), Instant(span.Until == TimeOnly.MinValue ? day.AddDays(1) : day, span.Until));
        }
    }

    private DateTimeOffset Instant(DateOnly day, TimeOnly time)
    {
        var local = day.ToDateTime(time, DateTimeKind.Unspecified);
        // An hour that the clocks skip begins when they have skipped it.
        while (zone.IsInvalidTime(local)) local = local.AddMinutes(15);
        return new DateTimeOffset(local, zone.GetUtcOffset(local)).ToUniversalTime();
    }
}
