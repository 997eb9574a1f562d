using System.Text.Json;
using KybPlatform.Api.Verifications.Contracts;
using KybPlatform.Identifiers;
using KybPlatform.Policies;
using KybPlatform.Screening.Lists;
using KybPlatform.Screening.Scoring;

namespace KybPlatform.Api.Verifications.Providers;

/// <summary>
/// What a document is said to show, compared with the profile. Only what both have is compared; where that is nothing, nothing can be said.
/// Names are compared as policies compare them, and as screening does.
/// </summary>
internal sealed class FieldAgreement
{
    private const double NameThreshold = 0.9;
    private const double SameName = 0.99;
    private static readonly PlainDomainFunctions Functions = new();
    private readonly List<string> _agreeing = [];
    private readonly List<string> _differing = [];

    /// <summary>Names of fields, never their values.</summary>
    public IReadOnlyList<string> Agreeing => _agreeing;

    public IReadOnlyList<string> Differing => _differing;

    public CheckOutcome Outcome => _differing.Count > 0 ? CheckOutcome.Failed : _agreeing.Count > 0 ? CheckOutcome.Passed : CheckOutcome.Inconclusive;

    public static FieldAgreement Of(JsonElement fields, JsonElement facts)
    {
        var agreement = new FieldAgreement();
        var business = FactReader.Member(facts, "business");
        agreement.Name(fields, "business_name", [FactReader.Text(business, "legal_name"), FactReader.Text(business, "trade_name")]);
        agreement.Number(fields, "registration_number", FactReader.Applicant(facts));
        agreement.Number(fields, "tax_number", FactReader.Applicant(facts));
        agreement.Person(fields, People(facts));
        return agreement;
    }

    private void Name(JsonElement fields, string field, IEnumerable<string?> known)
    {
        var names = known.OfType<string>().ToList();
        if (FactReader.Text(fields, field) is { } shown && names.Count > 0) Note(field, names.Exists(n => Alike(EntitySchema.Company, shown, n)));
    }

    private void Number(JsonElement fields, string field, JsonElement applicant)
    {
        if (FactReader.Text(fields, field) is not { } shown || FactReader.Member(applicant, "identifiers") is not { ValueKind: JsonValueKind.Array } given) return;
        var numbers = given.EnumerateArray().ToList();
        if (numbers.Count > 0) Note(field, numbers.Exists(n => IsSameNumber(shown, FactReader.Text(n, "scheme"), FactReader.Text(n, "value"))));
    }

    // The person on the document is one of those that are known; which one, the names say.
    private void Person(JsonElement fields, List<JsonElement> people)
    {
        if (people.Count == 0 || NameParts.TrueForAll(n => Shown(fields, n) is null)) return;
        var best = people.Where(p => NameParts.TrueForAll(n => AgreesOn(fields, p, n))).ToList();
        // Many share a given name: alone it tells who somebody is not, never who.
        if (best.Count == 0 || Shown(fields, "family_name") is not null) Note("name", best.Count > 0);
        if (FactReader.Text(fields, "date_of_birth") is { } birth && best.Exists(p => FactReader.Text(p, "date_of_birth") is not null))
            Note("date_of_birth", best.Exists(p => FactReader.Text(p, "date_of_birth") == birth));
    }

    private static readonly List<string> NameParts = ["given_name", "family_name"];

    private static bool AgreesOn(JsonElement fields, JsonElement person, string part) =>
        Shown(fields, part) is not { } shown || (FactReader.Text(person, part) is { } known && Alike(EntitySchema.Person, shown, known));

    private static string? Shown(JsonElement fields, string part) => FactReader.Text(fields, part) is { } text && !string.IsNullOrWhiteSpace(text) ? text : null;

    private static List<JsonElement> People(JsonElement facts)
    {
        if (FactReader.Member(facts, "individual") is { ValueKind: JsonValueKind.Object } individual) return [individual];
        return FactReader.Member(FactReader.Member(facts, "business"), "people") is { ValueKind: JsonValueKind.Array } people ? [.. people.EnumerateArray()] : [];
    }

    // As policies compare them, or the very same name written in another way: "Ltd" is "Limited", and never "GmbH", which is a namesake.
    private static bool Alike(EntitySchema schema, string left, string right) =>
        (Functions.Similar(left, right).Value is double likeness && likeness >= NameThreshold) || NameScorer.Compare(schema, left, right).Score >= SameName;

    private static bool IsSameNumber(string shown, string? scheme, string? value) =>
        value is not null && (shown.Trim() == value || (IdentifierValidator.Validate(scheme, shown) is { FormatOk: true } read && read.Normalized == value));

    private void Note(string field, bool agrees) => (agrees ? _agreeing : _differing).Add(field);
}
