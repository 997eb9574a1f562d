using System.Globalization;
using System.Xml.Linq;

namespace KybPlatform.Screening.Lists.Un;

/// <summary>
/// INDIVIDUAL_DATE_OF_BIRTH: DATE, YEAR, or FROM_YEAR and TO_YEAR, with TYPE_OF_DATE saying exact, approximate or between; a few entries
/// carry the month in NOTE only.
/// </summary>
internal static class UnBirthDates
{
    public static IEnumerable<PartialDate> Read(XElement person, Action<string> unread)
    {
        foreach (var element in person.Elements("INDIVIDUAL_DATE_OF_BIRTH"))
        {
            var circa = UnEntry.Text(element, "TYPE_OF_DATE") == "APPROXIMATELY";
            if (Given(element) is not { } text)
                continue;
            if (PartialDate.TryParse(circa ? $"circa {text}" : text, out var date))
                yield return date;
            else
                unread($"Date of birth '{text}' is not understood.");
        }
    }

    private static string? Given(XElement element)
    {
        if (UnEntry.Text(element, "DATE") is { } day)
            return day;
        if (UnEntry.Text(element, "YEAR") is { } year)
            return year;
        if (UnEntry.Text(element, "FROM_YEAR") is { } from && UnEntry.Text(element, "TO_YEAR") is { } to)
            return string.Create(CultureInfo.InvariantCulture, $"{from} to {to}");
        return UnEntry.Text(element, "NOTE");
    }
}
