using KybPlatform.Policies;

namespace KybPlatform.Api.Verifications.Providers;

/// <summary>Addresses among other words.</summary>
internal static class StreetWords
{
    /// <summary>Whether all words and numbers of an address stand close together: within three times their number, so that a street of one address and the town of another are none.</summary>
    public static bool StandTogether(IReadOnlyList<string> text, string address)
    {
        HashSet<string> wanted = [.. AddressText.Words(address)];
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
