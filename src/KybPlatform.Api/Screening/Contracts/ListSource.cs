using KybPlatform.Screening.Lists;

namespace KybPlatform.Api.Screening.Contracts;

/// <summary>Where a list's publisher offers the files of its newest issue.</summary>
public sealed record ListSource(string Key, IReadOnlyList<Uri> Addresses)
{
    // The files that their publishers name for everybody; lists that ask for a token, a licence or a choice have none here.
    private static readonly Dictionary<string, string[]> Official = new(StringComparer.Ordinal)
    {
        [ListKeys.OfacSdn] = ["https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports/SDN_ENHANCED.ZIP"],
        [ListKeys.OfacConsolidated] = ["https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports/CONS_ENHANCED.ZIP"],
        [ListKeys.Un] = ["https://scsanctions.un.org/resources/xml/en/consolidated.xml"],
        [ListKeys.Uk] = ["https://sanctionslist.fcdo.gov.uk/docs/UK-Sanctions-List.csv"],
        [ListKeys.UsCsl] = ["https://data.trade.gov/downloadable_consolidated_screening_list/v1/consolidated.csv"],
    };

    /// <summary>Reads <c>ofac_sdn; un; eu=https://… ; opensanctions=https://…|https://…</c>: keys, each with its publisher's address or with given ones.</summary>
    /// <exception cref="FormatException">Says what is wrong.</exception>
    public static IReadOnlyList<ListSource> Parse(string text)
    {
        var sources = text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(One).ToList();
        return sources.DistinctBy(s => s.Key).Count() == sources.Count ? sources : throw new FormatException("A list is named twice.");
    }

    private static ListSource One(string entry)
    {
        var cut = entry.IndexOf('=', StringComparison.Ordinal);
        var key = cut < 0 ? entry : entry[..cut].Trim();
        if (!ListFormats.Keys.Contains(key)) throw new FormatException($"There is no list '{key}'; there are {string.Join(", ", ListFormats.Keys)}.");
        if (cut >= 0) return new ListSource(key, [.. entry[(cut + 1)..].Split('|', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(a => Address(key, a))]);
        return Official.TryGetValue(key, out var official)
            ? new ListSource(key, [.. official.Select(a => new Uri(a))])
            : throw new FormatException($"The address of '{key}' must be given: {key}=https://….");
    }

    private static Uri Address(string key, string text) => Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "https" or "http"
        ? address : throw new FormatException($"'{text}' is no address for '{key}'.");
}
