using System.Text;
using System.Text.Json;
using KybPlatform.Api.Verifications.Contracts;
using KybPlatform.Api.Verifications.Reading;
using KybPlatform.Identifiers.Documents;
using KybPlatform.Policies;
using KybPlatform.Screening.Lists;
using KybPlatform.Screening.Scoring;

namespace KybPlatform.Api.Verifications.Providers;

/// <summary>
/// Which of the fields that a document is said to show stand in its text, as whole words and whole numbers. What cannot be looked for, because nothing of it can be compared, is
/// unclear, and so is a business whose name stands there with another legal form: neither passes, and neither blames anybody.
/// </summary>
internal sealed record TextAgreement(IReadOnlyList<string> Found, IReadOnlyList<string> Absent, IReadOnlyList<string> Unclear, bool Exact)
{
    private static readonly string[] Names = ["business_name", "given_name", "family_name"];
    private static readonly string[] Numbers = ["registration_number", "tax_number", "document_number"];

    // Between the groups of one number: "0123 4567", "12-34", never the next line.
    private const int WidestGap = 3;

    public CheckOutcome Outcome =>
        Absent.Count > 0 ? Exact ? CheckOutcome.Failed : CheckOutcome.Inconclusive : Found.Count > 0 && Unclear.Count == 0 ? CheckOutcome.Passed : CheckOutcome.Inconclusive;

    public static TextAgreement Of(DocumentText text, JsonElement fields)
    {
        var (found, absent, unclear) = (new List<string>(), new List<string>(), new List<string>());
        var (whole, words) = (text.Whole, DocumentWords.Of(text.Whole));
        foreach (var name in Names)
            if (FactReader.Text(fields, name) is { Length: > 0 } said) ListOf(Stands(words, said, name == Names[0])).Add(name);
        foreach (var number in Numbers)
            if (FactReader.Text(fields, number) is { Length: > 0 } said) ListOf(DocumentWords.Squeezed(said) is { Length: > 0 } squeezed ? HasNumber(whole, squeezed) : null).Add(number);
        return new TextAgreement(found, absent, unclear, text.Exact);

        List<string> ListOf(bool? stands) => stands switch { true => found, false => absent, null => unclear };
    }

    private static bool? Stands(string words, string said, bool isBusiness) =>
        DocumentWords.Of(said) is not { Length: > 0 } wanted ? null : DocumentWords.Hold(words, wanted) ? true : isBusiness && DocumentWords.Hold(words, PageReading.Core(said)) ? null : false;

    // A run of digits inside a longer one is another number.
    internal static bool HasNumber(string text, string number)
    {
        var (signs, places) = (new StringBuilder(text.Length), new List<int>(text.Length));
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsAsciiLetterOrDigit(text[i])) continue;
            signs.Append(char.ToUpperInvariant(text[i]));
            places.Add(i);
        }
        var squeezed = signs.ToString();
        for (var at = squeezed.IndexOf(number, StringComparison.Ordinal); at >= 0; at = squeezed.IndexOf(number, at + 1, StringComparison.Ordinal))
        {
            var (first, last) = (places[at], places[at + number.Length - 1]);
            if (!GoesOn(text, first, first - 1) && !GoesOn(text, last, last + 1) && IsOneNumber(text, places, at, number.Length)) return true;
        }
        return false;
    }

    private static bool GoesOn(string text, int at, int next) =>
        next >= 0 && next < text.Length && (char.IsAsciiDigit(text[at]) ? char.IsAsciiDigit(text[next]) : char.IsLetter(text[next]));

    private static bool IsOneNumber(string text, List<int> places, int at, int length)
    {
        for (var i = at + 1; i < at + length; i++)
            if (places[i] - places[i - 1] is var step && step > 1 && (step > WidestGap + 1 || text.AsSpan(places[i - 1], step).Contains('\n'))) return false;
        return true;
    }
}

/// <summary>What a machine-readable zone says against what the document is said to show. Its check digits prove that it was read right; a misread one says nothing.</summary>
internal static class ZoneAgreement
{
    private const double SameName = 0.85;
    private const double SameNameInAnotherScript = 0.9;
    private static readonly PlainDomainFunctions Functions = new();

    /// <summary>Passed only where the family name agrees: numbers and given names alone do not tell whose document it is.</summary>
    public static CheckOutcome Of(MrzResult zone, DocumentText text, JsonElement fields, DateOnly today)
    {
        if (!zone.Valid) return text.Exact ? CheckOutcome.Failed : CheckOutcome.Inconclusive;
        if (zone.ExpiryDate < today) return CheckOutcome.Failed;
        var family = Agree(FactReader.Text(fields, "family_name"), zone.Surname);
        var compared = new List<bool?> { family };
        if (FactReader.Text(fields, "given_name") is { Length: > 0 } given) compared.Add(Agree(given, zone.GivenNames));
        if (FactReader.Text(fields, "date_of_birth") is { } born && zone.BirthDate is { } date) compared.Add(born == date.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
        if (FactReader.Text(fields, "document_number") is { } number && zone.DocumentNumber is { } printed) compared.Add(DocumentWords.Squeezed(number) == DocumentWords.Squeezed(printed));
        return compared.Contains(false) ? CheckOutcome.Failed : compared.Contains(null) ? CheckOutcome.Inconclusive : CheckOutcome.Passed;
    }

    // The zone writes names in Latin letters without marks, and may leave some of several out. Null where that cannot be told from another name.
    private static bool? Agree(string? said, string? printed)
    {
        if (said is null || string.IsNullOrEmpty(printed) || DocumentWords.Of(said) is not { Length: > 0 } words) return null;
        var zone = DocumentWords.Of(printed);
        if ($"{zone} ".StartsWith($"{words} ", StringComparison.Ordinal)) return true;
        if (Functions.Similar(said, printed).Value is double likeness && likeness >= SameName) return true;
        if (NameScorer.Compare(EntitySchema.Person, said, printed).Score >= SameNameInAnotherScript) return true;
        return words.Any(IsOfAnotherScript) || DocumentWords.Hold(zone, words) ? null : false;
    }

    private static bool IsOfAnotherScript(char c) => c > '\u024F' && char.IsLetter(c);
}

/// <summary>Words and signs of a document as they are compared.</summary>
internal static class DocumentWords
{
    private static readonly PlainDomainFunctions Functions = new();

    public static string Of(string text) => (string)Functions.Normalized(text).Value!;

    public static bool Hold(string words, string wanted) => wanted.Length > 0 && $" {words} ".Contains($" {wanted} ", StringComparison.Ordinal);

    public static string Squeezed(string text) => string.Concat(text.Where(char.IsAsciiLetterOrDigit)).ToUpperInvariant();
}
