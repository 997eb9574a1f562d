using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using KybPlatform.Policies;

namespace KybPlatform.Api.Http;

/// <summary>
/// Measures facts in a request by the vocabulary: known fields, right types, allowed values, lengths. It asks for nothing: what is
/// missing is the policy's business. All faults are told at once, each with its pointer.
/// </summary>
internal static class FactShape
{
    private const int MostFaults = 50;
    private const int MostItems = 200;

    /// <param name="root">The vocabulary path that the facts stand under: <c>business</c>, <c>use_case</c>.</param>
    /// <param name="also">Fields that are no facts and are allowed at the top, such as <c>reference_id</c>.</param>
    public static Error? Check(JsonElement facts, string root, string pointer, params ReadOnlySpan<string> also)
    {
        var faults = ImmutableArray.CreateBuilder<FieldError>();
        var node = Vocabulary.Shipped.NodeAt(root) ?? throw new ArgumentException("Not in the vocabulary.", nameof(root));
        if (facts.ValueKind != JsonValueKind.Object) Wrong(pointer, "an object", faults);
        else VisitObject(facts, node, pointer, faults, also);
        if (faults.Count == 0) return null;
        return Error.Invalid(faults[0].Code, faults[0].Detail, faults.ToImmutable()) with { OfShape = true };
    }

    /// <summary>The same for a whole fact document.</summary>
    public static Error? CheckDocument(JsonElement facts, string pointer)
    {
        var faults = ImmutableArray.CreateBuilder<FieldError>();
        VisitObject(facts, Vocabulary.Shipped.Root, pointer, faults, []);
        if (faults.Count == 0) return null;
        return Error.Invalid(faults[0].Code, faults[0].Detail, faults.ToImmutable()) with { OfShape = true };
    }

    private static void Visit(JsonElement value, VocabularyNode node, string pointer, ImmutableArray<FieldError>.Builder faults)
    {
        if (faults.Count >= MostFaults || value.ValueKind == JsonValueKind.Null) return;
        switch (node.Type)
        {
            case FactType.Object:
                if (value.ValueKind != JsonValueKind.Object) Wrong(pointer, "an object", faults);
                else VisitObject(value, node, pointer, faults, []);
                break;
            case FactType.Map:
                if (value.ValueKind != JsonValueKind.Object) Wrong(pointer, "an object", faults);
                else foreach (var member in value.EnumerateObject()) Visit(member.Value, node.Each!, Pointer.Append(pointer, member.Name), faults);
                break;
            case FactType.List:
                VisitList(value, node, pointer, faults);
                break;
            case FactType.String or FactType.Int or FactType.Number or FactType.Bool or FactType.Date or FactType.Timestamp or FactType.Country
                or FactType.Enum or FactType.Email or FactType.Phone or FactType.Url:
                VisitScalar(value, node, pointer, faults);
                break;
            default:
                throw new InvalidOperationException();
        }
    }

    private static void VisitObject(JsonElement value, VocabularyNode node, string pointer, ImmutableArray<FieldError>.Builder faults, ReadOnlySpan<string> also)
    {
        foreach (var member in value.EnumerateObject())
        {
            var place = Pointer.Append(pointer, member.Name);
            if (node.Members.TryGetValue(member.Name, out var known)) Visit(member.Value, known, place, faults);
            else if (!also.Contains(member.Name))
                faults.Add(new FieldError(place, "unknown_field",
                    $"There is no field '{member.Name[..Math.Min(member.Name.Length, 60)]}' here.{Nearest.Hint(member.Name, node.Members.Keys)}"));
        }
    }

    private static void VisitList(JsonElement value, VocabularyNode node, string pointer, ImmutableArray<FieldError>.Builder faults)
    {
        if (value.ValueKind != JsonValueKind.Array) Wrong(pointer, "a list", faults);
        else if (value.GetArrayLength() > MostItems) faults.Add(new FieldError(pointer, "too_long", $"At most {MostItems} items."));
        else
        {
            var index = 0;
            foreach (var item in value.EnumerateArray())
            {
                var place = $"{pointer}/{index++}";
                if (item.ValueKind == JsonValueKind.Null) Wrong(place, "a value, not null", faults);
                else Visit(item, node.Each!, place, faults);
            }
        }
    }

    private static void VisitScalar(JsonElement value, VocabularyNode node, string pointer, ImmutableArray<FieldError>.Builder faults)
    {
        var entry = Vocabulary.Shipped.Find(node.Path);
        switch (node.Type)
        {
            case FactType.Bool when value.ValueKind is not (JsonValueKind.True or JsonValueKind.False): Wrong(pointer, "true or false", faults); return;
            case FactType.Int when value.ValueKind != JsonValueKind.Number || !value.TryGetInt64(out _): Wrong(pointer, "a whole number", faults); return;
            case FactType.Number when value.ValueKind != JsonValueKind.Number || !value.TryGetDecimal(out _): Wrong(pointer, "a number", faults); return;
            case FactType.Bool or FactType.Int or FactType.Number: return;
        }
        if (value.ValueKind != JsonValueKind.String)
        {
            Wrong(pointer, "text", faults);
            return;
        }
        var text = value.GetString()!;
        if (entry?.MaxLength is { } most && text.Length > most || text.Length > 20_000) faults.Add(new FieldError(pointer, "too_long", $"At most {entry?.MaxLength ?? 20_000} characters."));
        if (node.Type == FactType.Date && !DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _)) Wrong(pointer, "a date as YYYY-MM-DD", faults);
        if (node.Type == FactType.Timestamp && !(value.TryGetDateTimeOffset(out _) && InstantJson.HasOffset(text))) Wrong(pointer, "an instant as RFC 3339", faults);
        if (node.Type == FactType.Country && !(text.Length == 2 && text.All(char.IsAsciiLetterUpper)))
            faults.Add(new FieldError(pointer, "invalid_country", $"Must be an ISO 3166-1 alpha-2 code in capitals, such as GB.{(CountryGuess.Of(text) is { } meant ? $" Did you mean '{meant}'?" : "")}"));
        if (node.Type == FactType.Enum && entry is not null && !entry.Values.Contains(text))
            faults.Add(new FieldError(pointer, "unknown_value", $"Not one of {string.Join(", ", entry.Values.Take(40))}.{Nearest.Hint(text, entry.Values)}"));
    }

    private static void Wrong(string pointer, string words, ImmutableArray<FieldError>.Builder faults) =>
        faults.Add(new FieldError(pointer, "invalid_type", $"Must be {words}."));
}
