using System.Text.Json.Nodes;

namespace KybPlatform.Policies.Ownership;

/// <summary>Writes a network in the Beneficial Ownership Data Standard, version 0.4. The same network and date give the same statements.</summary>
public static class BodsWriter
{
    private const string Version = "0.4";

    /// <param name="date">When it is said.</param>
    /// <param name="by">Who says it.</param>
    public static JsonArray Write(OwnershipNetwork network, DateOnly date, string by)
    {
        ArgumentNullException.ThrowIfNull(network);
        var said = date.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        var statements = new JsonArray();
        foreach (var party in network.Parties) statements.Add((JsonNode)Statement(party.Id, party.Kind == PartyKind.Person ? "person" : "entity", Details(party)));
        var number = 0;
        foreach (var interest in network.Interests)
            foreach (var holder in interest.Holders) statements.Add((JsonNode)Statement($"{interest.Subject}-held-{++number}", "relationship", Details(interest, holder)));
        return statements;

        JsonObject Statement(string record, string type, JsonObject details) => new()
        {
            ["statementId"] = $"{record}-{said}",
            ["declarationSubject"] = network.Parties.Count == 0 ? record : network.Parties[0].Id,
            ["statementDate"] = said,
            ["recordId"] = record,
            ["recordType"] = type,
            ["recordStatus"] = "new",
            ["recordDetails"] = details,
            ["publicationDetails"] = new JsonObject { ["publicationDate"] = said, ["bodsVersion"] = Version, ["publisher"] = new JsonObject { ["name"] = by } },
        };
    }

    private static JsonObject Details(OwnershipParty party)
    {
        if (party.Kind == PartyKind.Person)
        {
            var person = new JsonObject { ["isComponent"] = false, ["personType"] = "knownPerson" };
            if (party.Name is not null) person["names"] = new JsonArray(new JsonObject { ["type"] = "legal", ["fullName"] = party.Name });
            return person;
        }
        var type = party.Kind switch { PartyKind.Trust => "arrangement", PartyKind.Unknown => "unknownEntity", _ => "registeredEntity" };
        var entity = new JsonObject { ["isComponent"] = false, ["entityType"] = new JsonObject { ["type"] = type } };
        if (party.Name is not null) entity["name"] = party.Name;
        if (party.Listed) entity["publicListing"] = new JsonObject { ["hasPublicListing"] = true };
        return entity;
    }

    private static JsonObject Details(OwnershipInterest interest, string holder)
    {
        var held = new JsonObject { ["type"] = TypeOf(interest.Kind), ["directOrIndirect"] = "direct" };
        if (interest.Least is { } least)
            held["share"] = interest.Most is { } most && most != least ? new JsonObject { ["minimum"] = least, ["maximum"] = most } : new JsonObject { ["exact"] = least };
        return new JsonObject { ["isComponent"] = false, ["subject"] = interest.Subject, ["interestedParty"] = holder, ["interests"] = new JsonArray(held) };
    }

    private static string TypeOf(InterestKind kind) => kind switch
    {
        InterestKind.Shareholding => "shareholding",
        InterestKind.VotingRights => "votingRights",
        InterestKind.Appointment => "appointmentOfBoard",
        InterestKind.OtherControl => "otherInfluenceOrControl",
        InterestKind.Settlor => "settlor",
        InterestKind.Trustee => "trustee",
        InterestKind.Beneficiary => "beneficiaryOfLegalArrangement",
        InterestKind.Protector => "protector",
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };
}
