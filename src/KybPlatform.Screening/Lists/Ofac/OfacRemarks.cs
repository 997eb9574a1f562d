using System.Text.RegularExpressions;

namespace KybPlatform.Screening.Lists.Ofac;

/// <summary>
/// What OFAC writes into the remarks: dates of birth, nationalities, document and register numbers, and the weak a.k.a. which it puts in quotes
/// (OFAC FAQ 122: weak aliases of the CSV stand in the remarks). Everything else stays text.
/// </summary>
internal sealed partial class OfacRemarks
{
    public List<ListAlias> Aliases { get; } = [];
    public List<PartialDate> BirthDates { get; } = [];
    public List<string?> Countries { get; } = [];
    public List<ListIdentifier> Identifiers { get; } = [];

    public static OfacRemarks Parse(string remarks, Action<string> unreadDate)
    {
        var found = new OfacRemarks();
        foreach (var part in remarks.Split("; ", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var item = part.TrimEnd('.', ';');
            found.Add(item.StartsWith("alt. ", StringComparison.Ordinal) ? item[5..] : item, unreadDate);
        }
        return found;
    }

    private void Add(string item, Action<string> unreadDate)
    {
        if (item.StartsWith("DOB ", StringComparison.Ordinal))
            AddBirthDate(item[4..], unreadDate);
        else if (AfterAny(item, "nationality ", "citizen ", "Nationality of Registration ", "Flag ") is { } country)
            Countries.Add(CountryNames.ToCode(country));
        else if (QuotedAlias().Match(item) is { Success: true } alias)
            Aliases.Add(ListAlias.Of(alias.Groups[1].Value, AliasStrength.Weak));
        else if (OfacNumbers.Read(item) is { } number)
            Identifiers.Add(number);
    }

    private void AddBirthDate(string text, Action<string> unreadDate)
    {
        if (PartialDate.TryParse(text, out var date))
            BirthDates.Add(date);
        else
            unreadDate($"Date of birth '{text}' is not understood.");
    }

    private static string? AfterAny(string item, params ReadOnlySpan<string> starts)
    {
        foreach (var start in starts)
        {
            if (item.StartsWith(start, StringComparison.Ordinal))
                return item[start.Length..];
        }
        return null;
    }

    [GeneratedRegex("^(?:a|f|n)\\.k\\.a\\. ['\"](.+)['\"]$", RegexOptions.CultureInvariant)]
    private static partial Regex QuotedAlias();
}
