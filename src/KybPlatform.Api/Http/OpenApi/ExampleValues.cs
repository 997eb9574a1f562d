using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using KybPlatform.Api.Persistence;

namespace KybPlatform.Api.Http.OpenApi;

/// <summary>Composes an example of any wire type from its shape and from what its fields are called. Fictional people, example domains.</summary>
internal static class ExampleValues
{
    private static readonly FrozenDictionary<string, string> Texts = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["name"] = "Acme Messaging Ltd",
        ["legal_name"] = "Acme Messaging Ltd",
        ["country"] = "GB",
        ["sender_type"] = "alphanumeric",
        ["reference_id"] = "cust-4711",
        ["given_name"] = "Jane",
        ["family_name"] = "Example",
        ["email"] = "jane@example.com",
        ["phone"] = "+442079460018",
        ["website"] = "https://example.com",
        ["line1"] = "1 Example Street",
        ["line2"] = "Floor 2",
        ["city"] = "London",
        ["region"] = "Greater London",
        ["postal_code"] = "EC1A 1AA",
        ["scheme"] = "GB:CRN",
        ["value"] = "01234567",
        ["api_key"] = "kyb_test_" + "EXAMPLEexampleEXAMPLEexampleEXAMPLEexample0",
        ["secret"] = "kyb_test_" + "EXAMPLEexampleEXAMPLEexampleEXAMPLEexample0",
        ["last_four"] = "ple0",
        ["hash"] = "sha256:" + new string('0', 64),
        ["sha256"] = new string('0', 64),
        ["content_type"] = "application/pdf",
        ["actor"] = "key_" + IdDigits,
        ["created_by"] = "key_" + IdDigits,
        ["type"] = "business_registration",
        ["action"] = "inquiry.submitted",
        ["resource"] = "inq_" + IdDigits,
        ["request_id"] = "req_" + IdDigits,
        ["next_cursor"] = "i0193a5c0d1e27f3a8b4c5d6e7f809112",
        ["code"] = "required",
        ["pointer"] = "/name",
        ["detail"] = "'Name' must not be empty.",
        ["sender"] = "ACME",
        ["language"] = "en",
        ["timezone"] = "Europe/London",
        ["currency"] = "GBP",
        ["expression"] = "business.country == \"GB\"",
        ["sender_id"] = "ACME",
        ["national_id"] = "AB123456C",
        ["requirement"] = "proof_of_business",
        ["by"] = "Jane Example",
        ["profile"] = "biz_" + IdDigits,
        ["locality"] = "London",
        ["purpose"] = "transactional",
        ["description"] = "Delivery notices to customers who ordered",
        ["industry"] = "retail",
        ["ip_address"] = "192.0.2.1",
        ["note"] = "Checked against the register",
        ["path"] = "business.legal_name",
        ["key"] = "legal_name",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, string> Lists = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["ip_allow_list"] = "192.0.2.0/24",
        ["scopes"] = Scopes.InquiriesRead,
        ["sender_ids"] = "ACME",
        ["sample_messages"] = "Your parcel arrives today between 10 and 12.",
        ["countries"] = "GB",
        ["lists"] = "ofac_sdn",
        ["roles"] = "developer",
        ["nationalities"] = "GB",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private const string IdDigits = "01jd3k6mz0e1b9w4r7t2y5x8c3";

    /// <summary>Prefixes of public ids by the wire name of what they name: <c>business_profile_id</c> is a <c>biz_…</c>.</summary>
    public static FrozenDictionary<string, string> Prefixes { get; } = typeof(IPublicId<>).Assembly.GetTypes()
        .Where(IsPublicId).ToFrozenDictionary(t => JsonNamingPolicy.SnakeCaseLower.ConvertName(t.Name), PrefixOf, StringComparer.Ordinal);

    public static bool IsPublicId(Type type) =>
        type.IsValueType && type.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IPublicId<>));

    public static string PrefixOf(Type id) => (string)id.GetProperty("Prefix")!.GetValue(null)!;

    public static string Id(string prefix) => $"{prefix}_{IdDigits}";

    public static string Pattern(string prefix) => $"^{prefix}_[0-7][0-9a-hjkmnp-tv-z]{{25}}$";

    public static JsonNode? Of(Type type, string name = "", int depth = 0)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (IsPublicId(type)) return Id(PrefixOf(type));
        if (type == typeof(string)) return Text(name);
        if (type == typeof(bool)) return true;
        if (type == typeof(int) || type == typeof(long)) return name is "position" or "version" ? 7 : name.EndsWith("percent", StringComparison.Ordinal) ? 60 : 1;
        if (type == typeof(decimal) || type == typeof(double)) return name is "score" or "threshold" or "weight" or "similarity" ? 0.9 : 60;
        if (type == typeof(DateTimeOffset)) return name is "expires_at" || name.EndsWith("until", StringComparison.Ordinal) ? "2036-11-20T09:30:00Z" : "2026-11-20T09:30:00Z";
        if (type == typeof(DateOnly)) return name.Contains("birth", StringComparison.Ordinal) ? "1980-02-03" : "2026-11-20";
        if (type.IsEnum) return JsonNamingPolicy.SnakeCaseLower.ConvertName(Enum.GetNames(type)[0]);
        if (type == typeof(JsonElement) || type == typeof(object) || type.IsAssignableTo(typeof(JsonNode))) return new JsonObject();
        return Composed(type, name, depth);
    }

    private static JsonNode? Composed(Type type, string name, int depth)
    {
        if (depth > 6) return null;
        var info = Wire.Json.GetTypeInfo(type);
        switch (info.Kind)
        {
            case JsonTypeInfoKind.Enumerable:
                return Of(info.ElementType!, name, depth + 1) is { } item ? new JsonArray(item) : new JsonArray();
            case JsonTypeInfoKind.Dictionary:
                return Of(info.ElementType!, name, depth + 1) is { } held ? new JsonObject { ["example"] = held } : new JsonObject();
            case JsonTypeInfoKind.Object:
                var example = new JsonObject();
                foreach (var property in info.Properties.Where(p => !p.IsExtensionData))
                    if (OfMember(property, depth) is { } value) example[property.Name] = value;
                return example;
            default:
                return Text(name);
        }
    }

    private static JsonNode? OfMember(JsonPropertyInfo property, int depth) =>
        property.AttributeProvider?.GetCustomAttributes(typeof(FactsAttribute), false) is [FactsAttribute facts]
            ? FactSchemas.Example(facts.Path)
            : Of(property.PropertyType, property.Name, depth + 1);

    private static string Text(string name) =>
        Prefixes.TryGetValue(name, out var prefix) ? Id(prefix)
        : Texts.TryGetValue(name, out var text) || Lists.TryGetValue(name, out text) ? text
        : name.EndsWith("_id", StringComparison.Ordinal) ? "example-1"
        : name.EndsWith("_on", StringComparison.Ordinal) ? "2026-11-20"
        : name.EndsWith("country", StringComparison.Ordinal) ? "GB"
        : name.EndsWith("url", StringComparison.Ordinal) ? "https://example.com/"
        : "text";
}
