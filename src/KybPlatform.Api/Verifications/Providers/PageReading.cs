using System.Net;
using System.Text.RegularExpressions;
using KybPlatform.Policies;

namespace KybPlatform.Api.Verifications.Providers;

/// <summary>What a page says, as far as words go: its text, its links, and whether it is one that is only there to hold a name.</summary>
internal static partial class PageReading
{
    private static readonly PlainDomainFunctions Functions = new();

    // Sentences of registrars and sellers of names; a page of a business that quotes one is longer than they are.
    private static readonly string[] Parked =
    [
        "this domain is for sale", "domain is parked", "buy this domain", "this domain may be for sale", "domain name is for sale", "parked free", "the domain has expired", "this domain has expired",
        "domain registered at", "future home of", "website coming soon", "site is under construction", "default web site page", "welcome to nginx", "apache2 default page", "sedoparking", "hugedomains", "is registered, but may still be available",
    ];

    private static readonly string[] PrivacyWords =
        ["privacy", "datenschutz", "confidentialite", "vie privee", "privacidad", "privacidade", "riservatezza", "personvern", "integritetspolicy", "prywatnosci", "gdpr", "data protection"];

    private static readonly string[] TermsWords =
        ["terms", "conditions", "agb", "nutzungsbedingungen", "cgu", "cgv", "mentions legales", "terminos", "condiciones", "termos", "termini", "vilkar", "villkor", "regulamin", "voorwaarden"];

    public static string Text(string html) => (string)Functions.Normalized(WebUtility.HtmlDecode(Tags().Replace(Hidden().Replace(html, " "), " "))).Value!;

    public static bool IsParked(string html, string text) =>
        text.Length < 4_000 && Array.Exists(Parked, p => text.Contains(p, StringComparison.Ordinal) || html.Contains(p, StringComparison.OrdinalIgnoreCase));

    public static bool HasPrivacy(string html) => HasLink(html, PrivacyWords);

    public static bool HasTerms(string html) => HasLink(html, TermsWords);

    /// <summary>Whether the words of the name stand in the page, in order, or its domain is made of them.</summary>
    public static bool Names(string text, string title, string? host, string name)
    {
        var core = Core(name);
        if (core.Length < 3) return false;
        if (Spaced(text).Contains(Spaced(core), StringComparison.Ordinal) || Spaced(title).Contains(Spaced(core), StringComparison.Ordinal)) return true;
        var squeezed = core.Replace(" ", "", StringComparison.Ordinal);
        return squeezed.Length >= 5 && host is not null && host.Split('.').Any(l => IsMadeOf(l.Split('-'), squeezed));
    }

    // "example-harbour", "exampleharbour-shop", and not "notexampleharbour".
    private static bool IsMadeOf(string[] parts, string name) =>
        Enumerable.Range(0, parts.Length).Any(from => Enumerable.Range(1, parts.Length - from).Any(count => string.Concat(parts.AsSpan(from, count).ToArray()) == name));

    public static string Title(string html) => TitleTag().Match(html) is { Success: true } found ? Text(found.Groups[1].Value) : "";

    // "Example Harbour Trading Limited" is "example harbour trading" on its own page.
    internal static string Core(string name)
    {
        var words = ((string)Functions.Normalized(name).Value!).Split(' ', StringSplitOptions.RemoveEmptyEntries).ToList();
        while (words.Count > 1 && Forms.Contains(words[^1])) words.RemoveAt(words.Count - 1);
        return string.Join(' ', words);
    }

    private static readonly HashSet<string> Forms = new(StringComparer.Ordinal)
    {
        "ltd", "limited", "plc", "llp", "llc", "inc", "incorporated", "corp", "corporation", "co", "company", "gmbh", "ag", "kg", "ug", "mbh", "sa", "sas", "sarl", "srl", "spa", "bv", "nv", "as", "asa", "ab", "oy", "oyj", "aps", "pty", "pte", "lda", "sl", "zoo", "sp", "sro", "doo", "kft", "holding", "group",
    };

    private static string Spaced(string text) => $" {text} ";

    private static bool HasLink(string html, string[] words) =>
        Links().Matches(html).Any(l => (string)Functions.Normalized(WebUtility.HtmlDecode(Tags().Replace(l.Groups[2].Value, " ")) + " " + l.Groups[1].Value.Replace('-', ' ').Replace('_', ' ').Replace('/', ' ')).Value! is var said
            && Array.Exists(words, w => Spaced(said).Contains(w.Length <= 3 ? Spaced(w) : w, StringComparison.Ordinal)));

    [GeneratedRegex("<(script|style|noscript|template)\\b.*?</\\1\\s*>|<!--.*?-->", RegexOptions.IgnoreCase | RegexOptions.Singleline | RegexOptions.CultureInvariant, 500)]
    private static partial Regex Hidden();

    [GeneratedRegex("<[^<>]*>", RegexOptions.CultureInvariant, 500)]
    private static partial Regex Tags();

    [GeneratedRegex("<title[^>]*>([^<]{0,300})", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 500)]
    private static partial Regex TitleTag();

    [GeneratedRegex("<a\\b[^>]{0,1000}?href\\s*=\\s*[\"']?([^\"'\\s>]{1,500})[^>]{0,500}>(.{0,300}?)</a", RegexOptions.IgnoreCase | RegexOptions.Singleline | RegexOptions.CultureInvariant, 500)]
    private static partial Regex Links();
}
