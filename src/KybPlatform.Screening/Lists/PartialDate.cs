using System.Globalization;

namespace KybPlatform.Screening.Lists;

/// <summary>
/// A date as sanctions lists know it: a day, a month, a year or a range, perhaps only circa. Held as the inclusive first and last day
/// it can mean; circa does not widen the range, it is weighed when dates are compared.
/// </summary>
public readonly record struct PartialDate
{
    private PartialDate(DateOnly first, DateOnly last, bool circa)
    {
        First = first;
        Last = last;
        IsCirca = circa;
    }

    public DateOnly First { get; }
    public DateOnly Last { get; }
    public bool IsCirca { get; }

    /// <summary>True when the date is known to the day.</summary>
    public bool IsDay => First == Last;

    public static PartialDate Day(DateOnly day, bool circa = false) => new(day, day, circa);

    public static PartialDate Month(int year, int month, bool circa = false)
    {
        var first = new DateOnly(year, month, 1);
        return new(first, first.AddMonths(1).AddDays(-1), circa);
    }

    public static PartialDate Year(int year, bool circa = false) => new(new DateOnly(year, 1, 1), new DateOnly(year, 12, 31), circa);

    /// <summary>From the first day of <paramref name="from"/> to the last day of <paramref name="to"/>; the two may come in any order.</summary>
    public static PartialDate Between(PartialDate from, PartialDate to) => new(
        from.First < to.First ? from.First : to.First,
        from.Last > to.Last ? from.Last : to.Last,
        from.IsCirca || to.IsCirca);

    /// <summary>
    /// Reads ISO dates (2001, 2001-02, 2001-02-03), OFAC's words (03 Feb 2001, Feb 2001, circa 1962, 1960 to 1962) and the same with full
    /// month names. False for everything else, among it impossible days; the caller keeps the text and warns.
    /// </summary>
    public static bool TryParse(string text, out PartialDate date)
    {
        date = default;
        var rest = text.Trim().TrimEnd('.');
        var circa = TakeCirca(ref rest);
        var cut = rest.IndexOf(" to ", StringComparison.OrdinalIgnoreCase);
        if (cut > 0)
        {
            if (!TryParse(rest[..cut], out var from) || !TryParse(rest[(cut + 4)..], out var to))
                return false;
            var range = Between(from, to);
            date = new(range.First, range.Last, range.IsCirca || circa);
            return true;
        }
        if (rest.Length == 9 && rest[4] is ('-' or '/') && TryParse($"{rest[..4]} to {rest[5..]}", out var years))
        {
            date = new(years.First, years.Last, circa);
            return true;
        }
        return TryParseSingle(rest, circa, out date);
    }

    /// <summary>Stable text: <c>1960</c>, <c>1960-05</c>, <c>1960-05-04</c>, <c>1960-01-01/1962-12-31</c>, with <c>~</c> in front for circa.</summary>
    public override string ToString() => (IsCirca ? "~" : "") + (this switch
    {
        { IsDay: true } => First.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        _ when this == Year(First.Year, IsCirca) => First.ToString("yyyy", CultureInfo.InvariantCulture),
        _ when this == Month(First.Year, First.Month, IsCirca) => First.ToString("yyyy-MM", CultureInfo.InvariantCulture),
        _ => $"{First.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}/{Last.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}",
    });

    private static bool TakeCirca(ref string text)
    {
        foreach (var word in (string[])["circa ", "approximately ", "c. ", "approx. ", "~"])
        {
            if (!text.StartsWith(word, StringComparison.OrdinalIgnoreCase))
                continue;
            text = text[word.Length..].Trim();
            return true;
        }
        return false;
    }

    private static bool TryParseSingle(string text, bool circa, out PartialDate date)
    {
        date = default;
        if (DateOnly.TryParseExact(text, DayFormats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            date = Day(day, circa);
        else if (DateOnly.TryParseExact(text, MonthFormats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var month))
            date = Month(month.Year, month.Month, circa);
        else if (text.Length == 4 && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var year) && year > 0)
            date = Year(year, circa);
        else
            return false;
        return true;
    }

    private static readonly string[] DayFormats = ["yyyy-MM-dd", "dd MMM yyyy", "d MMM yyyy", "dd MMMM yyyy", "d MMMM yyyy", "d MMM. yyyy"];
    private static readonly string[] MonthFormats = ["yyyy-MM", "MMM yyyy", "MMMM yyyy", "MMM. yyyy"];
}
