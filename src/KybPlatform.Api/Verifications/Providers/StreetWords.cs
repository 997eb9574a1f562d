namespace KybPlatform.Api.Verifications.Providers;

/// <summary>Words of addresses as they are compared: without marks, and with the usual short forms.</summary>
internal static class StreetWords
{
    private static readonly KybPlatform.Policies.PlainDomainFunctions Functions = new();

    private static readonly Dictionary<string, string> Short = new(StringComparer.Ordinal)
    {
        ["street"] = "st",
        ["strasse"] = "str",
        ["road"] = "rd",
        ["avenue"] = "ave",
        ["lane"] = "ln",
        ["drive"] = "dr",
        ["square"] = "sq",
        ["place"] = "pl",
        ["court"] = "ct",
        ["boulevard"] = "blvd",
        ["suite"] = "ste",
        ["gate"] = "gt",
    };

    public static IEnumerable<string> Of(string text) =>
        ((string)Functions.Normalized(text).Value!).Replace("ß", "ss", StringComparison.Ordinal).Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(w => Short.GetValueOrDefault(w, w));

    /// <summary>Whether all words and numbers of an address stand close together: within three times their number, so that a street of one address and the town of another are none.</summary>
    public static bool StandTogether(IReadOnlyList<string> text, string address)
    {
        HashSet<string> wanted = [.. Of(address)];
        if (wanted.Count < 2) return false;
        var (missing, counts, first) = (wanted.Count, new Dictionary<string, int>(StringComparer.Ordinal), 0);
        for (var last = 0; last < text.Count; last++)
        {
            if (!wanted.Contains(text[last])) continue;
            if ((counts[text[last]] = counts.GetValueOrDefault(text[last]) + 1) == 1) missing--;
            for (; missing == 0; first++)
            {
                if (last - first + 1 <= 3 * wanted.Count) return true;
                if (wanted.Contains(text[first]) && --counts[text[first]] == 0) missing++;
            }
        }
        return false;
    }
}
