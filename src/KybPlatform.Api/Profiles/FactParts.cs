using System.Text.Json;
using System.Text.Json.Nodes;
using KybPlatform.Api.Http;
using KybPlatform.Policies;

namespace KybPlatform.Api.Profiles;

/// <summary>The facts of a business, taken apart by how they are kept.</summary>
/// <param name="Data">What registers publish: kept readable.</param>
/// <param name="Contact">Contacts and addresses: sealed under the profile's key.</param>
/// <param name="People">Everybody named: each sealed under their own key.</param>
internal sealed record FactParts(JsonObject Data, JsonObject Contact, IReadOnlyList<JsonObject> People, string? ReferenceId)
{
    /// <summary>Everything classified at the top level of a business, as the vocabulary says.</summary>
    public static readonly IReadOnlyList<string> ContactFields =
        [.. Vocabulary.Shipped.NodeAt("business")!.Members.Keys.Where(m => m != "people" && Vocabulary.Shipped.Classify($"business.{m}") != PersonalData.None).Order(StringComparer.Ordinal)];

    public static FactParts Of(JsonElement facts) => Of(JsonObject.Create(facts)!);

    /// <summary>Takes the given object apart; it is used up.</summary>
    public static FactParts Of(JsonObject data)
    {
        Nulls.Drop(data);
        var contact = new JsonObject();
        foreach (var field in ContactFields)
            if (data.Remove(field, out var value)) contact[field] = value!.DeepClone();
        var people = data.Remove("people", out var listed) ? listed!.AsArray().Select(p => p!.DeepClone().AsObject()).ToList() : [];
        data.Remove("reference_id", out var reference);
        if (data["identifiers"] is JsonArray numbers) data["identifiers"] = IdentifierKeys.Canonical(numbers, CountryOf(contact));
        foreach (var owner in (data["owned_by"] as JsonArray)?.OfType<JsonObject>() ?? [])
            if (owner["identifiers"] is JsonArray theirs) owner["identifiers"] = IdentifierKeys.Canonical(theirs, Text(owner, "country"));
        return new FactParts(data, contact, people, reference?.GetValue<string>());
    }

    /// <summary>Data and contact together, as one object.</summary>
    public JsonObject Whole()
    {
        var whole = Data.DeepClone().AsObject();
        foreach (var (name, value) in Contact) whole[name] = value!.DeepClone();
        return whole;
    }

    private static string? CountryOf(JsonObject contact) => contact["registered_address"] is JsonObject address ? Text(address, "country") : null;

    public static string? Text(JsonObject facts, string field) => facts[field] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    public static string[] Texts(JsonObject facts, string field) => facts[field] is JsonArray list ? [.. list.Select(i => i!.GetValue<string>())] : [];

    public static byte[] Bytes(JsonNode node) => JsonSerializer.SerializeToUtf8Bytes(node, StoredJson.Options);
}
