namespace KybPlatform.Api.Insights;

/// <summary>How a period is made up: whole months, the whole days before and after them, and what is left at both ends. Days and months are those of UTC.</summary>
/// <param name="Days">The first whole day.</param>
/// <param name="Months">The first whole month; where there is none, the same as <paramref name="End"/>.</param>
/// <param name="AfterMonths">The first day after the last whole month.</param>
/// <param name="End">The first day after the last whole day; the same as <paramref name="Days"/> where there is none.</param>
internal readonly record struct WholeDays(DateOnly Days, DateOnly Months, DateOnly AfterMonths, DateOnly End)
{
    public static WholeDays Of(DateTimeOffset from, DateTimeOffset to)
    {
        var end = DateOnly.FromDateTime(to.UtcDateTime);
        var days = DateOnly.FromDateTime(from.UtcDateTime);
        if (from.UtcDateTime.TimeOfDay > TimeSpan.Zero) days = days.AddDays(1);
        if (days >= end) return new WholeDays(end, end, end, end);
        var months = days.Day == 1 ? days : new DateOnly(days.Year, days.Month, 1).AddMonths(1);
        var after = new DateOnly(end.Year, end.Month, 1);
        return months < after ? new WholeDays(days, months, after, end) : new WholeDays(days, end, end, end);
    }

    public bool None => Days == End;
}
