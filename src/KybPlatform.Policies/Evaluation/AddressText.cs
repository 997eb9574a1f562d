using System.Collections.Frozen;

namespace KybPlatform.Policies;

/// <summary>Addresses as papers write them: words without marks and case, with the usual short forms of streets.</summary>
public static class AddressText
{
    private static readonly FrozenDictionary<string, string> Short = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["street"] = "st",
        ["strasse"] = "str",
        ["road"] = "rd",
        ["avenue"] = "ave",
        ["avenida"] = "ave",
        ["avda"] = "ave",
        ["av"] = "ave",
        ["calle"] = "c",
        ["lane"] = "ln",
        ["drive"] = "dr",
        ["square"] = "sq",
        ["place"] = "pl",
        ["plaza"] = "pl",
        ["pza"] = "pl",
        ["court"] = "ct",
        ["boulevard"] = "blvd",
        ["bd"] = "blvd",
        ["suite"] = "ste",
        ["gate"] = "gt",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    // They come and go between the words of one address.
    private static readonly FrozenSet<string> Small = new[] { "de", "del", "la", "el", "los", "las", "da", "do", "dos", "das", "di", "du", "des", "le", "les", "von", "der", "am", "the", "of", "no", "nr", "num" }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>The words and numbers in their order.</summary>
    public static IEnumerable<string> Words(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        foreach (var word in PlainDomainFunctions.Normal(text).Replace("ß", "ss", StringComparison.Ordinal).Split(' ', StringSplitOptions.RemoveEmptyEntries))
            yield return Short.GetValueOrDefault(word) ?? (word.EndsWith("strasse", StringComparison.Ordinal) ? word[..^4] : word);
    }

    /// <summary>Whether every word and number of an address stands in a text; small words do not matter. An address without any is shown nowhere.</summary>
    public static bool Shows(string text, string address)
    {
        HashSet<string> shown = [.. Words(text)];
        var any = false;
        foreach (var word in Words(address).Where(w => !Small.Contains(w)))
        {
            if (!shown.Contains(word)) return false;
            any = true;
        }

        return any;
    }
}
