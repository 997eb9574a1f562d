using System.Globalization;
using KybPlatform.Api.Screening.Contracts;
using KybPlatform.Server.Development;

namespace KybPlatform.Server.Hosting;

/// <summary>Which screening lists are fetched, and how often.</summary>
internal static class ListSettings
{
    public static IReadOnlyList<ListSource> Sources(string? text)
    {
        try
        {
            return text is null ? [] : ListSource.Parse(text);
        }
        catch (FormatException wrong)
        {
            throw new SetupException($"KYB_LISTS: {wrong.Message}");
        }
    }

    public static TimeSpan Every(string? hours) => hours is null ? TimeSpan.FromHours(6)
        : int.TryParse(hours, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= 168 ? TimeSpan.FromHours(number)
        : throw new SetupException("KYB_LISTS_EVERY_HOURS is a number of hours from 1 to 168.");
}
