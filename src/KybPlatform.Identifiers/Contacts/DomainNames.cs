using System.Collections.Frozen;
using System.Globalization;

namespace KybPlatform.Identifiers.Contacts;

/// <summary>
/// Host names: IDNA form, and the part that somebody registered (<c>shop.acme.co.uk</c> → <c>acme.co.uk</c>).
/// </summary>
/// <remarks>
/// The suffixes under which names are registered are not the full Public Suffix List but a rule and a short list: under a two-letter top-level domain
/// the usual second labels (co, com, org, gov …) are suffixes, and so are some hosting providers' names. An unknown multi-label suffix
/// (say, a city's) is taken for a registered name; two strangers below it would then seem to match, so a match of two different hosts is a hint,
/// never proof. In the other direction doubt falls to "no match".
/// </remarks>
public static class DomainNames
{
    private static readonly IdnMapping Idn = new() { UseStd3AsciiRules = true, AllowUnassigned = false };

    private static readonly FrozenSet<string> SecondLabels = FrozenSet.Create(
        StringComparer.Ordinal,
        "ac", "ad", "asn", "asso", "biz", "co", "com", "ed", "edu", "fin", "firm", "gen", "go", "gob", "gouv", "gov", "govt", "gub", "id", "ind", "inf", "info", "int",
        "lg", "ltd", "me", "med", "mil", "mod", "muni", "name", "ne", "net", "nhs", "nic", "nom", "or", "org", "plc", "police", "pro", "re", "res", "sch", "school", "web");

    private static readonly FrozenSet<string> Hosters = FrozenSet.Create(
        StringComparer.Ordinal,
        "amazonaws.com", "appspot.com", "azurewebsites.net", "blogspot.com", "business.site", "cloudfront.net", "firebaseapp.com", "fly.dev", "github.io", "gitlab.io",
        "godaddysites.com", "herokuapp.com", "jimdosite.com", "mystrikingly.com", "myshopify.com", "netlify.app", "onrender.com", "pages.dev", "square.site",
        "surge.sh", "tumblr.com", "vercel.app", "web.app", "webflow.io", "weebly.com", "wixsite.com", "wordpress.com", "workers.dev");

    private static readonly FrozenSet<string> NotPublic = FrozenSet.Create(
        StringComparer.Ordinal, "localhost", "local", "internal", "intranet", "lan", "home", "corp", "test", "example", "invalid", "onion", "arpa");

    /// <summary>Lower-case ASCII (IDNA) form without a final dot; null when it is not a host name with at least two labels.</summary>
    public static string? ToAscii(string? host)
    {
        var name = host?.Trim();
        if (string.IsNullOrEmpty(name) || name.Length > 255)
            return null;
        name = name.EndsWith('.') ? name[..^1] : name;
        if (!Ascii(ref name) || name.Length > 253)
            return null;
        var labels = name.Split('.');
        return labels.Length >= 2 && Array.TrueForAll(labels, IsLabel) && !labels[^1].All(char.IsAsciiDigit) ? name : null;
    }

    /// <summary>The registered name above a host; null for a public suffix itself, an address or anything that is no host name.</summary>
    public static string? RegistrableDomain(string? host)
    {
        if (ToAscii(host) is not { } name)
            return null;
        var labels = name.Split('.');
        var suffix = SuffixLength(labels);
        return labels.Length > suffix ? string.Join('.', labels[^(suffix + 1)..]) : null;
    }

    /// <summary>Whether two hosts stand under one registered name; null when either has none.</summary>
    public static bool? Match(string? first, string? second) =>
        RegistrableDomain(first) is { } left && RegistrableDomain(second) is { } right ? left == right : null;

    /// <summary>False for names that the public internet does not resolve (reserved by RFC 2606, 6761 and 8375, or customary inside networks).</summary>
    public static bool IsPublic(string asciiName)
    {
        ArgumentNullException.ThrowIfNull(asciiName);
        return !NotPublic.Contains(asciiName[(asciiName.LastIndexOf('.') + 1)..]);
    }

    private static int SuffixLength(string[] labels)
    {
        if (labels.Length >= 2 && Hosters.Contains($"{labels[^2]}.{labels[^1]}"))
            return 2;
        return labels is [_, .., _] && labels[^1].Length == 2 && SecondLabels.Contains(labels[^2]) ? 2 : 1;
    }

    private static bool Ascii(ref string name)
    {
        try
        {
            name = Idn.GetAscii(name).ToLowerInvariant();
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private static bool IsLabel(string label) =>
        label.Length is > 0 and <= 63 && label[0] != '-' && label[^1] != '-' && label.All(c => char.IsAsciiLetterOrDigit(c) || c == '-');
}
