using System.Text.Json;
using KybPlatform.Api.Cases.Contracts;

namespace KybPlatform.Api.Inquiries;

/// <summary>What cases may have in common, out of the facts of an inquiry.</summary>
internal static class CaseTraits
{
    public static IReadOnlyList<CaseTrait> Of(Dossier dossier, IEnumerable<string> documentHashes)
    {
        var traits = new List<CaseTrait>();
        using var facts = JsonDocument.Parse(dossier.Facts);
        if (facts.RootElement.TryGetProperty(dossier.Inquiry.Applicant, out var applicant))
        {
            OfParty(applicant, traits);
            if (applicant.TryGetProperty("people", out var people) && people.ValueKind is JsonValueKind.Array)
                foreach (var person in people.EnumerateArray()) OfParty(person, traits);
        }
        traits.AddRange(documentHashes.Select(h => new CaseTrait("document", h)));
        return traits;
    }

    private static void OfParty(JsonElement party, List<CaseTrait> traits)
    {
        Add("phone", Text(party, "phone"));
        Add("email", Text(party, "email"));
        // A name alone is shared by strangers: with the day of birth it is a person.
        if (Text(party, "given_name") is { } given && Text(party, "family_name") is { } family && Text(party, "date_of_birth") is { } born) Add("owner", $"{given} {family} {born}");
        foreach (var place in (string[])["registered_address", "address"])
            if (party.TryGetProperty(place, out var address) && address.ValueKind is JsonValueKind.Object && Text(address, "line1") is { } line)
                Add("address", $"{line} {Text(address, "postal_code")} {Text(address, "country")}");
        if (party.TryGetProperty("identifiers", out var numbers) && numbers.ValueKind is JsonValueKind.Array)
            foreach (var number in numbers.EnumerateArray()) Add("identifier", Text(number, "scheme") is { } scheme ? $"{scheme} {Text(number, "value")}" : null);

        void Add(string kind, string? value)
        {
            if (!string.IsNullOrWhiteSpace(value)) traits.Add(new CaseTrait(kind, value));
        }
    }

    private static string? Text(JsonElement of, string name) =>
        of.ValueKind is JsonValueKind.Object && of.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString() : null;
}
