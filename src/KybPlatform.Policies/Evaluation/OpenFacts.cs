using System.Collections.Concurrent;
using System.Text.Json;
using KybPlatform.Policies.Documents;

namespace KybPlatform.Policies;

/// <summary>
/// The part of facts that is about no natural person, and which policies need no more than that. What may be about somebody is left out, and so is unknown:
/// only a policy that never looks at such a place may be evaluated on the open part, and then gives what it gives on the whole.
/// </summary>
public static class OpenFacts
{
    private static readonly ConcurrentDictionary<VocabularyNode, Openness> Places = new();

    /// <summary>Writes the members of the facts whose class is <see cref="PersonalData.None"/>. Places that the vocabulary does not have are left out.</summary>
    public static void Write(Utf8JsonWriter writer, JsonElement facts) => Object(writer, facts, Vocabulary.Shipped.Root);

    /// <summary>Whether facts can have an open part at all: what a business is called and does is a person's data where the business is one person.</summary>
    public static bool AreThere(JsonElement facts) =>
        facts.TryGetProperty("applicant", out var applicant) && applicant.ValueEquals("business")
        && facts.TryGetProperty("business", out var business) && business.ValueKind == JsonValueKind.Object
        && business.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String && !type.ValueEquals("sole_proprietor");

    /// <summary>
    /// Whether the policy looks at nothing but open facts. The fragment decided: fields, identifiers, documents, declarations, expressions without lists, and checks
    /// of the business itself; whatever else a policy asks counts as looking at persons.
    /// </summary>
    public static bool Suffice(ResolvedPolicy policy) =>
        !policy.AsksLists
        && policy.Requirements.All(IsOpen)
        && policy.Compiled.Programs.SelectMany(p => p.ReadPaths).All(IsOpenToExpressions);

    private static bool IsOpen(Requirement requirement) => requirement switch
    {
        FieldRequirement field => field.Paths.All(IsOpen),
        IdentifierRequirement identifier => identifier.Of is null or "business",
        DocumentRequirement document => document.AnyOf.SelectMany(a => a.Fields).All(f => IsOpen($"documents.{document.Key}.{f}")),
        VerificationRequirement verification => verification.Subjects.All(s => s is "business" or "applicant" || s.StartsWith("identifiers/", StringComparison.Ordinal))
            && verification.Type is "identifier" or "website" or "duplicate" or "business_register" or "sanctions_screening",
        AttestationRequirement or ConsistencyRequirement or RestrictionRequirement or PrerequisiteRequirement => true,
        PersonRequirement or OwnershipRequirement or AddressRequirement => false,
        _ => false,
    };

    private static bool IsOpen(string path) => Vocabulary.Shipped.Classify(path) == PersonalData.None;

    /// <summary>Lists that are shortened here would be read as complete.</summary>
    private static bool IsOpenToExpressions(string path) =>
        IsOpen(path) && !path.StartsWith("verifications", StringComparison.Ordinal) && !path.StartsWith("business.people", StringComparison.Ordinal);

    private static void Object(Utf8JsonWriter writer, JsonElement facts, VocabularyNode node)
    {
        writer.WriteStartObject();
        foreach (var member in facts.EnumerateObject())
        {
            if (node.Member(member.Name) is not { } place || Places.GetOrAdd(place, Open) == Openness.Closed) continue;
            writer.WritePropertyName(member.Name);
            Value(writer, member.Value, place);
        }

        writer.WriteEndObject();
    }

    private static void Value(Utf8JsonWriter writer, JsonElement value, VocabularyNode node)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                Object(writer, value, node);
                break;
            case JsonValueKind.Array when node.Each is { } each:
                writer.WriteStartArray();
                foreach (var item in value.EnumerateArray())
                {
                    if (!IsAboutSomebody(item)) Value(writer, item, each);
                }

                writer.WriteEndArray();
                break;
            default:
                value.WriteTo(writer);
                break;
        }
    }

    /// <summary>What a verification of a person came to is that person's, though none of its words is.</summary>
    private static bool IsAboutSomebody(JsonElement item) =>
        item.ValueKind == JsonValueKind.Object && item.TryGetProperty("subject", out var subject) && subject.ValueKind == JsonValueKind.String
        && subject.GetString() is { } name && (name.StartsWith("people/", StringComparison.Ordinal) || name == "individual");

    /// <summary>A place is closed when it is classified itself and nothing below it is declared open.</summary>
    private static Openness Open(VocabularyNode node)
    {
        var entry = Vocabulary.Shipped.Find(node.Path);
        if (entry is not null && entry.PersonalData == PersonalData.None) return Openness.Open;
        if (entry is not null && node.Path.EndsWith("[]", StringComparison.Ordinal)) return Openness.Closed;
        if (node.Members.Count > 0 || node.Each is not null) return HasOpenBelow(node) ? Openness.Partly : Openness.Closed;
        return Openness.Closed;
    }

    private static bool HasOpenBelow(VocabularyNode node) => node.Members.Values.Append(node.Each).OfType<VocabularyNode>().Any(n => Open(n) != Openness.Closed);

    private enum Openness
    {
        Closed,
        Partly,
        Open,
    }
}
