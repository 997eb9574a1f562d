using KybPlatform.Identifiers.CheckDigits;

namespace KybPlatform.Identifiers.Documents;

/// <summary>Two fillers part surname and given names; one filler is a space (an apostrophe or hyphen cannot be told apart).</summary>
internal static class MrzNames
{
    public static (string Surname, string Given) Read(string field)
    {
        var gap = field.IndexOf("<<", StringComparison.Ordinal);
        return gap < 0 ? (Plain(field), "") : (Plain(field[..gap]), Plain(field[(gap + 2)..]));
    }

    public static string Plain(string field) => string.Join(' ', field.Split('<', StringSplitOptions.RemoveEmptyEntries));
}

/// <summary>The document number with its check, and what is left of the optional data.</summary>
internal readonly record struct MrzNumber(string Value, bool Ok, string Rest)
{
    public static MrzNumber Read(MrzLayout layout, char[][] lines)
    {
        var first = layout.Number.In(lines);
        var check = layout.Number.CheckIn(lines);
        var optional = layout.Optional.In(lines);
        if (!layout.NumberMayContinue || check != '<' || optional[0] == '<')
            return new MrzNumber(first.TrimEnd('<'), MrzDigits.Agrees(first, check) && check != '<', MrzNames.Plain(optional));
        var end = optional.IndexOf('<', StringComparison.Ordinal);
        end = end < 0 ? optional.Length : end;
        var whole = first + optional[..(end - 1)];
        return new MrzNumber(whole, MrzDigits.Agrees(whole, optional[end - 1]), MrzNames.Plain(optional[end..]));
    }
}

/// <summary>Dates as <c>yymmdd</c>. Birth dates may have unknown parts, written as fillers.</summary>
internal static class MrzDates
{
    public static bool CanExist(string text)
    {
        if (!text.All(c => c is '<' || char.IsAsciiDigit(c)))
            return false;
        int? month = Part(text[2..4]), day = Part(text[4..]);
        if (month is null || day is null)
            return month is null or (>= 1 and <= 12) && day is null or (>= 1 and <= 31);
        return CalendarParts.IsDateOfSomeCentury(Part(text[..2]) ?? 0, month.Value, day.Value);
    }

    /// <summary>The latest century in which the day is not after the reference day.</summary>
    public static DateOnly? Birth(string text, DateOnly? today)
    {
        if (today is not { } reference || Part(text[..2]) is not { } year || Part(text[2..4]) is not { } month || Part(text[4..]) is not { } day)
            return null;
        for (var century = reference.Year / 100 * 100; century >= 1800; century -= 100)
        {
            if (CalendarParts.Date(century + year, month, day) is { } date && date <= reference)
                return date;
        }

        return null;
    }

    public static DateOnly? Expiry(string text) =>
        Part(text[..2]) is { } year && Part(text[2..4]) is { } month && Part(text[4..]) is { } day
            ? CalendarParts.Date(year + (year >= 70 ? 1900 : 2000), month, day)
            : null;

    private static int? Part(string text) => text.All(char.IsAsciiDigit) ? Digits.Number(text) : null;
}
