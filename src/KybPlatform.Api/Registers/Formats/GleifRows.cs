using System.Globalization;
using KybPlatform.Api.Registers.Contracts;

namespace KybPlatform.Api.Registers.Formats;

/// <summary>The golden copies of GLEIF as separated files: Level 1 (entities) and Level 2 (relationships).</summary>
internal static class GleifRows
{
    public static readonly IReadOnlyList<string> NeededOfEntities = ["LEI", "Entity.LegalName", "Entity.EntityStatus", "Registration.RegistrationStatus", "Entity.LegalAddress.Country"];
    public static readonly IReadOnlyList<string> NeededOfRelationships =
        ["Relationship.StartNode.NodeID", "Relationship.EndNode.NodeID", "Relationship.RelationshipType", "Relationship.RelationshipStatus"];

    public static RegisterRecord? Entity(CsvRow row)
    {
        if (RegisterTexts.Number(GleifRecords.Lei, row["LEI"]) is not { } lei) return null;
        var own = RegistrationAuthorities.SchemeOf(row["Entity.RegistrationAuthority.RegistrationAuthorityID"]) is { } scheme
            ? RegisterTexts.Number(scheme, row["Entity.RegistrationAuthority.RegistrationAuthorityEntityID"]) : null;
        return GleifRecords.Make(
            lei, own, row["Entity.LegalName"], Others(row), row["Entity.EntityStatus"], row["Registration.RegistrationStatus"],
            [Address(row, "LegalAddress", RegisterAddressKind.Registered), Address(row, "HeadquartersAddress", RegisterAddressKind.Headquarters)],
            row["Entity.LegalForm.EntityLegalFormCode"], row["Entity.EntityCreationDate"], row["Entity.EntityExpirationDate"]);
    }

    public static RegisterRecord? Relationship(CsvRow row) =>
        RegisterTexts.Number(GleifRecords.Lei, row["Relationship.StartNode.NodeID"]) is { } child && RegisterTexts.Number(GleifRecords.Lei, row["Relationship.EndNode.NodeID"]) is { } parent
            ? GleifRelationships.Make(child, parent, row["Relationship.RelationshipType"], row["Relationship.RelationshipStatus"]) : null;

    private static IEnumerable<RegisterName?> Others(CsvRow row)
    {
        for (var i = 1; i <= 5; i++)
        {
            var at = string.Create(CultureInfo.InvariantCulture, $"Entity.OtherEntityNames.OtherEntityName.{i}");
            yield return RegisterTexts.Name(row[at], GleifRecords.KindOf(row[at + ".type"]));
            yield return RegisterTexts.Name(row[string.Create(CultureInfo.InvariantCulture, $"Entity.TransliteratedOtherEntityNames.TransliteratedOtherEntityName.{i}")], RegisterNameKind.Transliterated);
        }
    }

    private static RegisterAddress? Address(CsvRow row, string which, RegisterAddressKind kind)
    {
        string? At(string part) => row[$"Entity.{which}.{part}"];
        return RegisterTexts.Address(
            kind, [At("FirstAddressLine"), At("AdditionalAddressLine.1"), At("AdditionalAddressLine.2"), At("AdditionalAddressLine.3")], At("City"), At("Region"), At("PostalCode"), At("Country"));
    }
}
