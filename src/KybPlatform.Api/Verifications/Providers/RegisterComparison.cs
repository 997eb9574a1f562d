using System.Text.Json;
using KybPlatform.Api.Registers.Contracts;
using KybPlatform.Api.Verifications.Contracts;
using KybPlatform.Identifiers;
using KybPlatform.Policies;
using KybPlatform.Screening.Lists;
using KybPlatform.Screening.Scoring;

namespace KybPlatform.Api.Verifications.Providers;

/// <summary>How one field of a register's entry stands against what the applicant said. Any of the claims may agree with any of the register's values.</summary>
/// <param name="Outcome"><c>matched</c>, <c>partial</c>, <c>different</c>, <c>not_claimed</c> or <c>not_in_register</c>.</param>
/// <param name="Against">The register's value that agreed best.</param>
/// <param name="Kind">What that value is to the register: <c>legal</c>, <c>former</c>, <c>registered</c>, …</param>
internal sealed record FieldMatch(string Field, string Outcome, string? Claimed, string? Against, string? Kind, double? Likeness)
{
    public CheckOutcome AsCheck => Outcome switch { "matched" => CheckOutcome.Passed, "different" => CheckOutcome.Failed, _ => CheckOutcome.Inconclusive };
}

/// <summary>Holds a register's entry against the applicant's claims, field by field.</summary>
internal static class RegisterComparison
{
    private const double SameName = 0.9;
    private const double NearName = 0.8;
    private const double SameStreet = 0.75;
    private static readonly string[] AddressFields = ["registered_address", "operating_address", "address"];
    private static readonly string[] LineFields = ["line1", "line2", "postal_code", "city", "country"];

    /// <summary>
    /// The names of the applicant against every name that the register has. The legal name decides, by a legal name of the register: whoever trades under a name, or did so once, has
    /// not shown to be called so. What agrees otherwise is no match but worth a look.
    /// </summary>
    public static FieldMatch Name(RegisterRecord record, JsonElement applicant)
    {
        List<string> claims = [.. new[] { FactReader.Text(applicant, "legal_name"), FactReader.Text(applicant, "trade_name"), Person(applicant) }.Where(n => !string.IsNullOrWhiteSpace(n)).Select(n => n!)];
        var hasLegal = !string.IsNullOrWhiteSpace(FactReader.Text(applicant, "legal_name"));
        if (claims.Count == 0) return new FieldMatch("name", "not_claimed", null, record.Names is [var name, ..] ? name.Name : null, null, null);
        if (record.Names.Count == 0) return new FieldMatch("name", "not_in_register", claims[0], null, null, null);
        var best = claims.SelectMany((c, i) => record.Names.Select(n => (Claim: c, Name: n, Score: Likeness(c, n.Name), Decides: Decides(n.Kind, hasLegal, isFirst: i == 0))))
            .OrderByDescending(p => p.Decides && p.Score >= SameName).ThenByDescending(p => p.Score).ThenBy(p => p.Name.Kind).First();
        var outcome = best.Score >= SameName ? best.Decides ? "matched" : "partial" : best.Score >= NearName ? "partial" : "different";
        return new FieldMatch("name", outcome, best.Claim, best.Name.Name, Persistence.SnakeCase.Of(best.Name.Kind), Math.Round(best.Score, 3));
    }

    // Who gave no legal name is compared by the names that there are.
    private static bool Decides(RegisterNameKind kind, bool hasLegal, bool isFirst) =>
        kind is not RegisterNameKind.Former && (!hasLegal || (isFirst && kind is not RegisterNameKind.Trading));

    /// <summary>The registered or operating address against every address that the register has.</summary>
    public static FieldMatch Address(RegisterRecord record, JsonElement applicant)
    {
        List<JsonElement> claims = [.. AddressFields.Select(n => FactReader.Member(applicant, n)).Where(a => a.ValueKind == JsonValueKind.Object)];
        if (claims.Count == 0) return new FieldMatch("address", "not_claimed", null, null, null, null);
        if (record.Addresses is not { Count: > 0 } known) return new FieldMatch("address", "not_in_register", Line(claims[0]), null, null, null);
        var best = claims.SelectMany(c => known.Select(k => (Claim: c, Known: k, Score: AddressScore(c, k)))).MaxBy(p => p.Score);
        var outcome = best.Score >= 0.9 ? "matched" : best.Score >= 0.5 ? "partial" : "different";
        return new FieldMatch("address", outcome, Line(best.Claim), string.Join(", ", [.. best.Known.Lines, best.Known.PostalCode, best.Known.City]), Persistence.SnakeCase.Of(best.Known.Kind), best.Score);
    }

    public static FieldMatch Incorporated(RegisterRecord record, JsonElement applicant)
    {
        var claimed = FactReader.Text(applicant, "incorporated_on");
        var known = record.IncorporatedOn?.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        return new FieldMatch("incorporated_on", claimed is null ? "not_claimed" : known is null ? "not_in_register" : claimed == known ? "matched" : "different", claimed, known, null, null);
    }

    /// <summary>The applicant's other numbers of schemes that the register has too.</summary>
    public static FieldMatch Numbers(RegisterRecord record, JsonElement applicant)
    {
        if (FactReader.Member(applicant, "identifiers") is not { ValueKind: JsonValueKind.Array } list) return new FieldMatch("number", "not_claimed", null, null, null, null);
        FieldMatch? found = null;
        foreach (var item in list.EnumerateArray())
        {
            if (FactReader.Text(item, "scheme") is not { } scheme || FactReader.Text(item, "value") is not { } value) continue;
            var given = IdentifierValidator.Validate(scheme, value);
            // A register may have several of one scheme, such as those of establishments.
            if ((record.Numbers.FirstOrDefault(n => n.Scheme == given.Scheme && n.Value == given.Normalized) ?? record.Numbers.FirstOrDefault(n => n.Scheme == given.Scheme)) is not { } known) continue;
            var match = new FieldMatch("number", known.Value == given.Normalized ? "matched" : "different", given.Normalized, known.Value, known.Scheme, null);
            if (match.Outcome == "different") return match;
            found = match;
        }
        return found ?? new FieldMatch("number", "not_in_register", null, null, null, null);
    }

    public static CheckOutcome Active(RegisterRecord record) => record.Status switch
    {
        RegisterStatus.Active => record.Doubt is null ? CheckOutcome.Passed : CheckOutcome.Inconclusive,
        RegisterStatus.Inactive or RegisterStatus.Dissolved or RegisterStatus.InInsolvency or RegisterStatus.Suspended => CheckOutcome.Failed,
        RegisterStatus.NotPublic or RegisterStatus.Unknown => CheckOutcome.Inconclusive,
        _ => throw new ArgumentOutOfRangeException(nameof(record)),
    };

    private static string? Person(JsonElement applicant) => FactReader.Text(applicant, "family_name") is { } family ? $"{FactReader.Text(applicant, "given_name")} {family}".Trim() : null;

    private static double Likeness(string left, string right) =>
        string.Equals(left, right, StringComparison.OrdinalIgnoreCase) ? 1 : NameScorer.Compare(EntitySchema.Company, left, right).Score;

    // Country first: the same street name in another country is another street.
    private static double AddressScore(JsonElement claim, RegisterAddress known)
    {
        if (FactReader.Text(claim, "country") is { } country && known.Country is { } other && country != other) return 0;
        var postal = Squeezed(FactReader.Text(claim, "postal_code")) is { } given && Squeezed(known.PostalCode) is { } registered ? given == registered : (bool?)null;
        var city = FactReader.Text(claim, "city") is { } town && known.City is { } place ? Likeness(town, place) >= SameName || Contains(known, town) : (bool?)null;
        var street = FactReader.Text(claim, "line1") is { } line && known.Lines.Count > 0 ? StreetLikeness(line, FactReader.Text(claim, "line2"), known) : (double?)null;
        if (postal == false && city != true) return street >= SameStreet ? 0.5 : 0;
        var placed = postal == true || (postal is null && city == true);
        if (street is null) return placed ? 0.8 : city == true ? 0.5 : 0;
        return street >= SameStreet && placed ? 1 : street >= SameStreet || placed ? 0.6 : city == true ? 0.3 : 0;
    }

    private static bool Contains(RegisterAddress known, string town) =>
        string.Join(' ', AddressText.Words(town)) is { Length: > 0 } words && known.Lines.Append(known.Region ?? "").Any(l => $" {string.Join(' ', AddressText.Words(l))} ".Contains($" {words} ", StringComparison.Ordinal));

    // The share of the claimed words that the register's lines have; a house number that differs is another house.
    private static double StreetLikeness(string line1, string? line2, RegisterAddress known)
    {
        var words = AddressText.Words(line1).ToList();
        var all = AddressText.Words(string.Join(' ', known.Lines)).ToHashSet(StringComparer.Ordinal);
        if (words.Count == 0 || all.Count == 0) return 0;
        var numbers = words.Where(w => char.IsAsciiDigit(w[0])).ToList();
        if (numbers.Count > 0 && all.Any(w => char.IsAsciiDigit(w[0])) && !numbers.Exists(all.Contains)) return 0;
        var forward = words.Count(all.Contains) / (double)words.Count;
        var claimed = AddressText.Words($"{line1} {line2}").ToHashSet(StringComparer.Ordinal);
        var first = AddressText.Words(known.Lines[0]).ToList();
        return Math.Max(forward, first.Count == 0 ? 0 : first.Count(claimed.Contains) / (double)first.Count);
    }

    private static string? Squeezed(string? code) => code is null ? null : string.Concat(code.Where(char.IsAsciiLetterOrDigit)).ToUpperInvariant() is { Length: > 0 } squeezed ? squeezed : null;

    private static string? Line(JsonElement address) => string.Join(", ", LineFields.Select(n => FactReader.Text(address, n)).Where(t => t is not null));
}
