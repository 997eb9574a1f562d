using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using KybPlatform.Api.Persistence;

namespace KybPlatform.Api.Http;

/// <summary>
/// Compares a JSON tree with the type that it should become: unknown fields are named with the nearest known one, wrong types
/// are named with what was expected, and all faults are told at once.
/// </summary>
internal static class JsonShape
{
    private const int MostFaults = 50;

    public static ImmutableArray<FieldError> Check(JsonElement root, Type type)
    {
        var faults = ImmutableArray.CreateBuilder<FieldError>();
        Visit(root, type, "", faults);
        return faults.ToImmutable();
    }

    private static void Visit(JsonElement element, Type type, string pointer, ImmutableArray<FieldError>.Builder faults)
    {
        if (faults.Count >= MostFaults || element.ValueKind == JsonValueKind.Null) return;
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type == typeof(JsonElement) || type.IsAssignableTo(typeof(System.Text.Json.Nodes.JsonNode))) NoNul(element, pointer, faults);
        else
        {
            var info = Wire.Json.GetTypeInfo(type);
            switch (info.Kind)
            {
                case JsonTypeInfoKind.Object: VisitObject(element, info, pointer, faults); break;
                case JsonTypeInfoKind.Enumerable: VisitArray(element, info.ElementType!, pointer, faults); break;
                case JsonTypeInfoKind.Dictionary: VisitMap(element, info.ElementType!, pointer, faults); break;
                default: VisitScalar(element, type, pointer, faults); break;
            }
        }
    }

    private static void VisitObject(JsonElement element, JsonTypeInfo info, string pointer, ImmutableArray<FieldError>.Builder faults)
    {
        if (!Expect(element, JsonValueKind.Object, "an object", pointer, faults)) return;
        foreach (var member in element.EnumerateObject())
        {
            var known = info.Properties.FirstOrDefault(p => p.Name == member.Name);
            var place = Pointer.Append(pointer, member.Name);
            if (known is not null) Visit(member.Value, known.PropertyType, place, faults);
            else faults.Add(new FieldError(place, "unknown_field", Unknown(member.Name, info.Properties.Select(p => p.Name))));
        }
    }

    private static void VisitArray(JsonElement element, Type item, string pointer, ImmutableArray<FieldError>.Builder faults)
    {
        if (!Expect(element, JsonValueKind.Array, "a list", pointer, faults)) return;
        var index = 0;
        foreach (var child in element.EnumerateArray())
        {
            var place = $"{pointer}/{index++}";
            if (child.ValueKind == JsonValueKind.Null) faults.Add(new FieldError(place, "invalid_type", "A list holds no null here."));
            else Visit(child, item, place, faults);
        }
    }

    private static void VisitMap(JsonElement element, Type item, string pointer, ImmutableArray<FieldError>.Builder faults)
    {
        if (!Expect(element, JsonValueKind.Object, "an object", pointer, faults)) return;
        foreach (var member in element.EnumerateObject())
        {
            if (member.Name.Contains('\0', StringComparison.Ordinal)) faults.Add(new FieldError(pointer, "nul_character", "A key holds U+0000."));
            Visit(member.Value, item, Pointer.Append(pointer, member.Name), faults);
        }
    }

    private static void VisitScalar(JsonElement element, Type type, string pointer, ImmutableArray<FieldError>.Builder faults)
    {
        NoNul(element, pointer, faults);
        if (type == typeof(string) || type == typeof(Guid)) Expect(element, JsonValueKind.String, "text", pointer, faults);
        else if (type == typeof(bool)) { if (element.ValueKind is not (JsonValueKind.True or JsonValueKind.False)) Wrong(pointer, "true or false", faults); }
        else if (type.IsEnum) VisitEnum(element, type, pointer, faults);
        else if (type == typeof(DateOnly)) { if (element.ValueKind != JsonValueKind.String || !DateOnly.TryParseExact(element.GetString(), "yyyy-MM-dd", out _)) Wrong(pointer, "a date as YYYY-MM-DD", faults); }
        else if (type == typeof(DateTimeOffset)) { if (element.ValueKind != JsonValueKind.String || !element.TryGetDateTimeOffset(out _) || !InstantJson.HasOffset(element.GetString()!)) Wrong(pointer, "an instant as RFC 3339", faults); }
        else if (type == typeof(int)) { if (element.ValueKind != JsonValueKind.Number || !element.TryGetInt32(out _)) Wrong(pointer, "a whole number", faults); }
        else if (type == typeof(long)) { if (element.ValueKind != JsonValueKind.Number || !element.TryGetInt64(out _)) Wrong(pointer, "a whole number", faults); }
        else if (type == typeof(decimal)) { if (element.ValueKind != JsonValueKind.Number || !element.TryGetDecimal(out _)) Wrong(pointer, "a number", faults); }
        else if (type == typeof(double)) { if (element.ValueKind != JsonValueKind.Number || !element.TryGetDouble(out _)) Wrong(pointer, "a number", faults); }
    }

    private static void VisitEnum(JsonElement element, Type type, string pointer, ImmutableArray<FieldError>.Builder faults)
    {
        if (!Expect(element, JsonValueKind.String, "text", pointer, faults)) return;
        var names = Enum.GetNames(type).Select(JsonNamingPolicy.SnakeCaseLower.ConvertName).ToList();
        var given = element.GetString()!;
        if (!names.Contains(given))
            faults.Add(new FieldError(pointer, "unknown_value", $"Not one of {string.Join(", ", names)}.{Nearest.Hint(given, names)}"));
    }

    private static void NoNul(JsonElement element, string pointer, ImmutableArray<FieldError>.Builder faults)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.String when element.GetString()!.Contains('\0', StringComparison.Ordinal):
                faults.Add(new FieldError(pointer, "nul_character", "Text must not hold U+0000."));
                break;
            case JsonValueKind.Object:
                foreach (var member in element.EnumerateObject())
                {
                    if (member.Name.Contains('\0', StringComparison.Ordinal)) faults.Add(new FieldError(pointer, "nul_character", "A key holds U+0000."));
                    NoNul(member.Value, Pointer.Append(pointer, member.Name), faults);
                }
                break;
            case JsonValueKind.Array:
                var index = 0;
                foreach (var child in element.EnumerateArray()) NoNul(child, $"{pointer}/{index++}", faults);
                break;
        }
    }

    private static bool Expect(JsonElement element, JsonValueKind kind, string words, string pointer, ImmutableArray<FieldError>.Builder faults)
    {
        if (element.ValueKind == kind) return true;
        Wrong(pointer, words, faults);
        return false;
    }

    private static void Wrong(string pointer, string words, ImmutableArray<FieldError>.Builder faults) =>
        faults.Add(new FieldError(pointer, "invalid_type", $"Must be {words}."));

    private static string Unknown(string name, IEnumerable<string> known) => $"There is no field '{name[..Math.Min(name.Length, 60)]}' here.{Nearest.Hint(name, known)}";
}
