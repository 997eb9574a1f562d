namespace KybPlatform.Policies.Expressions.Functions;

/// <summary>A wall-clock reading. Computed by hand, since an offset may lead out of the years 1 to 9999 that DateTime knows.</summary>
internal readonly record struct LocalTime(int Year, int Month, int Day, int DayOfWeek, int DayOfYear, int SecondOfDay, int Nanos)
{
    private const int DaysPerEra = 146_097;
    private const int DaysToUnixEpochFromMarchYearZero = 719_468;

    public static LocalTime Of(CelTimestamp time, int offsetSeconds)
    {
        var seconds = time.Seconds + offsetSeconds;
        var day = Math.DivRem(seconds, 86_400, out var second);
        if (second < 0) (day, second) = (day - 1, second + 86_400);
        var (year, month, dayOfMonth) = Civil(day);
        var weekday = (int)(((day + 4) % 7 + 7) % 7);
        return new(year, month, dayOfMonth, weekday, DayOfYearOf(year, month, dayOfMonth), (int)second, time.Nanos);
    }

    /// <summary>The Gregorian date of a day counted from 1970-01-01, by eras of 400 years that begin in March.</summary>
    private static (int Year, int Month, int Day) Civil(long day)
    {
        var shifted = day + DaysToUnixEpochFromMarchYearZero;
        var era = (shifted >= 0 ? shifted : shifted - (DaysPerEra - 1)) / DaysPerEra;
        var dayOfEra = (int)(shifted - era * DaysPerEra);
        var yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
        var dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        var marchMonth = (5 * dayOfYear + 2) / 153;
        var month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
        var year = (int)(yearOfEra + era * 400) + (month <= 2 ? 1 : 0);
        return (year, month, dayOfYear - (153 * marchMonth + 2) / 5 + 1);
    }

    private static int DayOfYearOf(int year, int month, int day)
    {
        ReadOnlySpan<int> before = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];
        var isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        return before[month - 1] + day - 1 + (isLeap && month > 2 ? 1 : 0);
    }
}
