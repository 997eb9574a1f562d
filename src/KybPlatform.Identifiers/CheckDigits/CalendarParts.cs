namespace KybPlatform.Identifiers.CheckDigits;

/// <summary>Dates inside numbers. Two-digit years never decide a century here: that needs a clock.</summary>
internal static class CalendarParts
{
    public static bool IsDate(int year, int month, int day) =>
        year is >= 1 and <= 9999 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month);

    /// <summary>True when the day exists in that year of the 19th, 20th or 21st century.</summary>
    public static bool IsDateOfSomeCentury(int twoDigitYear, int month, int day) =>
        IsDate(1900 + twoDigitYear, month, day) || IsDate(2000 + twoDigitYear, month, day);

    public static DateOnly? Date(int year, int month, int day) => IsDate(year, month, day) ? new DateOnly(year, month, day) : null;
}
