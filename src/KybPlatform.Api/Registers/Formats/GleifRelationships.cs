using System.Text.Json;
using KybPlatform.Api.Registers.Contracts;

namespace KybPlatform.Api.Registers.Formats;

/// <summary>
/// Level 2 of GLEIF: who owns whom, by accounting consolidation, and why a parent is not told. Each record is about the child: found by its LEI, it adds a parent
/// to what Level 1 says.
/// </summary>
internal static class GleifRelationships
{
    public static RegisterRecord? Of(JsonElement resource) => RegisterTexts.Text(resource, "type") switch
    {
        "relationship-records" => Relationship(RegisterTexts.Member(resource, "attributes")),
        "reporting-exceptions" => Exception(RegisterTexts.Member(resource, "attributes")),
        _ => null,
    };

    private static RegisterRecord? Relationship(JsonElement attributes)
    {
        var relationship = RegisterTexts.Member(attributes, "relationship");
        var (child, parent) = (RegisterTexts.Number(GleifRecords.Lei, RegisterTexts.Text(relationship, "startNode", "id")), RegisterTexts.Number(GleifRecords.Lei, RegisterTexts.Text(relationship, "endNode", "id")));
        return child is null || parent is null ? null : Make(child, parent, RegisterTexts.Text(relationship, "type"), RegisterTexts.Text(relationship, "status"));
    }

    internal static RegisterRecord? Make(RegisterNumber child, RegisterNumber parent, string? type, string? status)
    {
        var role = type switch
        {
            "IS_DIRECTLY_CONSOLIDATED_BY" => "parent",
            "IS_ULTIMATELY_CONSOLIDATED_BY" => "ultimate_parent",
            "IS_INTERNATIONAL_BRANCH_OF" => "head_office",
            "IS_FUND-MANAGED_BY" or "IS_SUBFUND_OF" or "IS_FEEDER_TO" => "fund",
            _ => null,
        };
        // Consolidation means control; it says nothing about a percentage.
        return role is null || status != "ACTIVE" ? null
            : new RegisterRecord([child], [], RegisterStatus.Unknown, Parties: [new RegisterParty(null, role, IsPerson: false, parent, NaturesOfControl: [type!.ToLowerInvariant()])]);
    }

    private static RegisterRecord? Exception(JsonElement attributes)
    {
        if (RegisterTexts.Number(GleifRecords.Lei, RegisterTexts.Text(attributes, "lei")) is not { } child) return null;
        var role = RegisterTexts.Text(attributes, "category") == "ULTIMATE_ACCOUNTING_CONSOLIDATION_PARENT" ? "no_ultimate_parent" : "no_parent";
        return new RegisterRecord([child], [], RegisterStatus.Unknown, Parties: [new RegisterParty(null, role, IsPerson: false, NaturesOfControl: [(RegisterTexts.Text(attributes, "reason") ?? "unknown").ToLowerInvariant()])]);
    }
}
