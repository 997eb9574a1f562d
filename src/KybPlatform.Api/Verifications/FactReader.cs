using System.Text.Json;

namespace KybPlatform.Api.Verifications;

/// <summary>Finds in a fact document what a verification's subject names.</summary>
internal static class FactReader
{
    /// <summary>Undefined where the facts do not hold it.</summary>
    public static JsonElement About(JsonElement facts, string subject)
    {
        var slash = subject.IndexOf('/', StringComparison.Ordinal);
        var kind = slash < 0 ? subject : subject[..slash];
        var name = slash < 0 ? "" : subject[(slash + 1)..];
        return kind switch
        {
            "business" or "individual" => Member(facts, kind),
            "people" => Find(Member(Member(facts, "business"), "people"), "id", name),
            "documents" => Member(Member(facts, "documents"), name),
            "identifiers" => Find(Member(Applicant(facts), "identifiers"), "scheme", name),
            _ => default,
        };
    }

    /// <summary>The business or the individual that applies.</summary>
    public static JsonElement Applicant(JsonElement facts) =>
        Member(facts, "business") is { ValueKind: JsonValueKind.Object } business ? business : Member(facts, "individual");

    public static JsonElement Member(JsonElement of, string name) =>
        of.ValueKind == JsonValueKind.Object && of.TryGetProperty(name, out var value) ? value : default;

    public static string? Text(JsonElement of, string name) => Member(of, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    private static JsonElement Find(JsonElement list, string key, string value)
    {
        if (list.ValueKind != JsonValueKind.Array) return default;
        foreach (var item in list.EnumerateArray())
            if (Text(item, key) == value) return item;
        return default;
    }
}
