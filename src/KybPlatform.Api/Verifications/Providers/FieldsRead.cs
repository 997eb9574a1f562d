using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using KybPlatform.Api.Verifications.Contracts;
using KybPlatform.Api.Verifications.Reading;
using KybPlatform.Identifiers.Documents;
using KybPlatform.Policies;

namespace KybPlatform.Api.Verifications.Providers;

/// <summary>
/// Whether a machine read all that a document is said to show: that it calls itself what it is said to be, and every stated field and date, in its text or in a machine-readable zone that is
/// read right. What was not found is left to a person and blames nobody: texts are laid out in many ways.
/// </summary>
/// <param name="TypeTold">Null where documents of the type are not known by their words.</param>
internal sealed partial record FieldsRead(bool? TypeTold, IReadOnlyList<string> Read, IReadOnlyList<string> Unread)
{
    private static readonly string[] Dates = ["issued_on", "expires_on"];

    /// <summary>Never failed.</summary>
    public CheckOutcome Outcome => TypeTold == true && Read.Count > 0 && Unread.Count == 0 ? CheckOutcome.Passed : CheckOutcome.Inconclusive;

    /// <param name="about">The document's entry among the facts.</param>
    /// <param name="zone">Null where none was found.</param>
    public static FieldsRead Of(DocumentText text, MrzResult? zone, JsonElement about)
    {
        var page = new Page(text);
        var (read, unread) = (new List<string>(), new List<string>());
        foreach (var (name, said) in Stated(about)) (page.Shows(name, said) || (zone is { Valid: true } && ZoneShows(zone, name, said)) ? read : unread).Add(name);
        var type = FactReader.Text(about, "type");
        return new FieldsRead(zone is { Valid: true } && IsOfZone(zone, type) ? true : DocumentTitles.Say(type, text.Whole), read, unread);
    }

    private static IEnumerable<(string Name, string Said)> Stated(JsonElement about)
    {
        if (FactReader.Member(about, "fields") is { ValueKind: JsonValueKind.Object } fields)
            foreach (var field in fields.EnumerateObject().Where(f => f.Value.ValueKind is not JsonValueKind.Null)) yield return (field.Name, field.Value.ValueKind is JsonValueKind.String ? field.Value.GetString()! : field.Value.GetRawText());
        foreach (var date in Dates)
            if (FactReader.Text(about, date) is { } said) yield return (date, said);
    }

    // A passport's zone begins with P, that of a card with A, C or I, of a visa with V (ICAO Doc 9303).
    private static bool IsOfZone(MrzResult zone, string? type) => type switch
    {
        "passport" => zone.DocumentType is ['P', ..],
        "national_id_card" => zone.DocumentType is ['I', ..],
        _ => false,
    };

    private static bool ZoneShows(MrzResult zone, string name, string said) => name switch
    {
        "family_name" => Same(said, zone.Surname),
        "given_name" => Same(said, zone.GivenNames),
        "document_number" => zone.DocumentNumber is { } number && DocumentWords.Squeezed(number) == DocumentWords.Squeezed(said),
        "date_of_birth" => Is(said, zone.BirthDate),
        "expires_on" => Is(said, zone.ExpiryDate),
        _ => false,
    };

    private static bool Same(string said, string? printed) => printed is { Length: > 0 } && DocumentWords.Of(said) is { Length: > 0 } words && $"{DocumentWords.Of(printed)} ".StartsWith($"{words} ", StringComparison.Ordinal);

    private static bool Is(string said, DateOnly? printed) => printed is { } date && said == date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    // Between labels, signs and gaps of a line; a name may hold some of these signs itself.
    private static bool HasAlone(string line, string name)
    {
        List<string> pieces = [.. Gaps().Split(line).Select(DocumentWords.Of).Where(p => p.Length > 0)];
        for (var first = 0; first < pieces.Count; first++)
        {
            var run = "";
            for (var last = first; last < pieces.Count && run.Length < name.Length; last++)
                if ((run = run.Length == 0 ? pieces[last] : $"{run} {pieces[last]}") == name) return true;
        }
        return false;
    }

    [GeneratedRegex(@"[:,;|/()\""«»–—\t]|\s[-\s]\s?", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant)]
    private static partial Regex Gaps();

    private sealed class Page(DocumentText text)
    {
        private readonly string _words = DocumentWords.Of(text.Whole);
        private IReadOnlyList<(DateOnly Date, DateLabel Label)>? _dates;
        private string[]? _places;

        public bool Shows(string name, string said) => name switch
        {
            "registration_number" or "tax_number" or "document_number" or "postal_code" => DocumentWords.Squeezed(said) is { Length: > 0 } number && TextAgreement.HasNumber(text.Whole, number),
            "date_of_birth" or "issued_on" or "expires_on" or "signed_on" => DateOnly.TryParseExact(said, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) && LabelledDates.Shows(_dates ??= LabelledDates.Of(text.Whole), name, date),
            "address" => StreetWords.StandTogether(_places ??= [.. AddressText.Words(text.Whole)], said),
            // "Harbour Ltd" is not the business of a paper about "Example Harbour Ltd".
            "business_name" or "principal_name" or "agent_name" => DocumentWords.Of(said) is { Length: > 0 } wanted && text.Lines.Any(l => HasAlone(l, wanted)),
            // Countries are written in too many ways to be looked for.
            "issuing_country" or "nationality" => false,
            _ => DocumentWords.Hold(_words, DocumentWords.Of(said)),
        };
    }
}
