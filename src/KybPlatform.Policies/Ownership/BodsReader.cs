using System.Text.Json;

namespace KybPlatform.Policies.Ownership;

/// <summary>Reads the Beneficial Ownership Data Standard: versions 0.2 and 0.3 (statements that refer to statements) and 0.4 (records).</summary>
public static class BodsReader
{
    /// <summary>Statements that are not understood are left out; interests without a holder are held by somebody unknown.</summary>
    /// <exception cref="FormatException">It is no list of statements.</exception>
    public static OwnershipNetwork Read(JsonElement statements)
    {
        if (statements.ValueKind != JsonValueKind.Array) throw new FormatException("Ownership statements are a list.");
        var (parties, interests) = (new List<OwnershipParty>(), new List<OwnershipInterest>());
        foreach (var statement in statements.EnumerateArray())
        {
            // A closed record says that it was so once.
            if (Text(statement, "recordStatus") == "closed") continue;
            var details = Member(statement, "recordDetails") is { ValueKind: JsonValueKind.Object } record ? record : statement;
            var id = Text(statement, "recordId") ?? Text(statement, "statementId") ?? Text(statement, "statementID");
            if (id is null) continue;
            switch (Text(statement, "recordType") ?? Text(statement, "statementType"))
            {
                case "person" or "personStatement":
                    parties.Add(new OwnershipParty(id, PartyKind.Person, NameOf(details)));
                    break;
                case "entity" or "entityStatement":
                    parties.Add(new OwnershipParty(id, KindOf(details), Text(details, "name") ?? NameOf(details), Member(Member(details, "publicListing"), "hasPublicListing").ValueKind == JsonValueKind.True));
                    break;
                case "relationship" or "ownershipOrControlStatement":
                    Relationship(details, id, parties, interests);
                    break;
            }
        }
        return new OwnershipNetwork(parties, interests);
    }

    private static void Relationship(JsonElement details, string id, List<OwnershipParty> parties, List<OwnershipInterest> interests)
    {
        if (Reference(Member(details, "subject")) is not { } subject) return;
        var holder = Reference(Member(details, "interestedParty"));
        if (holder is null) parties.Add(new OwnershipParty(holder = $"{id}#unspecified", PartyKind.Unknown));
        if (Member(details, "interests") is not { ValueKind: JsonValueKind.Array } list) return;
        foreach (var interest in list.EnumerateArray().Where(i => Text(i, "endDate") is null))
        {
            if (KindOf(Text(interest, "type")) is not { } kind) continue;
            var share = Member(interest, "share");
            var exact = Number(share, "exact");
            interests.Add(new OwnershipInterest(subject, [holder], kind, exact ?? Number(share, "minimum") ?? Number(share, "exclusiveMinimum"), exact ?? Number(share, "maximum") ?? Number(share, "exclusiveMaximum")));
        }
    }

    private static string? Reference(JsonElement at) => at.ValueKind switch
    {
        JsonValueKind.String => at.GetString(),
        JsonValueKind.Object => Text(at, "describedByEntityStatement") ?? Text(at, "describedByPersonStatement"),
        _ => null,
    };

    private static PartyKind KindOf(JsonElement entity)
    {
        var type = Member(entity, "entityType");
        var word = type.ValueKind == JsonValueKind.String ? type.GetString() : Text(type, "type");
        return word switch { "arrangement" => PartyKind.Trust, "unknownEntity" or "anonymousEntity" => PartyKind.Unknown, _ => PartyKind.Business };
    }

    private static InterestKind? KindOf(string? type) => type?.Replace("-", "", StringComparison.Ordinal).ToUpperInvariant() switch
    {
        "SHAREHOLDING" => InterestKind.Shareholding,
        "VOTINGRIGHTS" => InterestKind.VotingRights,
        "APPOINTMENTOFBOARD" => InterestKind.Appointment,
        "SETTLOR" => InterestKind.Settlor,
        "TRUSTEE" => InterestKind.Trustee,
        "PROTECTOR" => InterestKind.Protector,
        "BENEFICIARYOFLEGALARRANGEMENT" => InterestKind.Beneficiary,
        "OTHERINFLUENCEORCONTROL" or "INFLUENCEORCONTROL" or "CONTROLVIACOMPANYRULESORARTICLES" or "CONTROLBYLEGALFRAMEWORK" or "CONDITIONALRIGHTSGRANTEDBYCONTRACT" => InterestKind.OtherControl,
        // Sitting on a board or managing day by day is no ownership and no control by itself.
        _ => null,
    };

    private static string? NameOf(JsonElement details) =>
        Member(details, "names") is { ValueKind: JsonValueKind.Array } names && names.GetArrayLength() > 0 ? Text(names[0], "fullName") ?? $"{Text(names[0], "givenName")} {Text(names[0], "familyName")}".Trim() : null;

    private static JsonElement Member(JsonElement of, string name) => of.ValueKind == JsonValueKind.Object && of.TryGetProperty(name, out var value) ? value : default;

    private static string? Text(JsonElement of, string name) => Member(of, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    private static decimal? Number(JsonElement of, string name) => Member(of, name) is { ValueKind: JsonValueKind.Number } number && number.TryGetDecimal(out var value) && value is >= 0 and <= 100 ? value : null;
}
