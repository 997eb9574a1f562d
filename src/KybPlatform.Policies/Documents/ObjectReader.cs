using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace KybPlatform.Policies.Documents;

/// <summary>
/// Reads one object of a document member by member. What is asked for is what is known: <see cref="Close"/> refuses every other member by name.
/// Never throws; a wrong member becomes an issue and reads as absent.
/// </summary>
internal sealed class ObjectReader(JsonObject source, string pointer, DocumentTree tree)
{
    private readonly List<string> _known = [];

    public string Pointer => pointer;
    public DocumentTree Tree => tree;
    public IReadOnlyList<string> Known => _known;

    public bool Has(string name) => source.ContainsKey(name);

    public string At(string name) => DocumentTree.Child(pointer, name);

    public void Refuse(string name, string code, string detail, string? suggestion = null) => tree.Refuse(name.Length == 0 ? pointer : At(name), code, detail, suggestion);

    public JsonNode? Node(string name)
    {
        _known.Add(name);
        return source.TryGetPropertyValue(name, out var node) ? node : null;
    }

    public string? Text(string name, bool required = false, int maxLength = 4000)
    {
        var node = Node(name);
        if (node is null)
        {
            if (required) Missing(name);
            return null;
        }

        if (node is not JsonValue value || value.GetValueKind() != JsonValueKind.String) return Wrong(name, "text");
        var text = value.GetValue<string>();
        if (text.Length > maxLength) return Wrong(name, string.Create(CultureInfo.InvariantCulture, $"at most {maxLength} characters"));
        if (required && string.IsNullOrWhiteSpace(text)) return Wrong(name, "text that is not empty");
        return text;
    }

    public bool? Bool(string name) => Node(name) switch
    {
        null => null,
        JsonValue v when v.GetValueKind() is JsonValueKind.True => true,
        JsonValue v when v.GetValueKind() is JsonValueKind.False => false,
        _ => Wrong(name, "true or false") is null ? null : null,
    };

    public double? Number(string name, double least = double.MinValue, double most = double.MaxValue, bool required = false)
    {
        var node = Node(name);
        if (node is null)
        {
            if (required) Missing(name);
            return null;
        }

        if (node is JsonValue v && v.GetValueKind() == JsonValueKind.Number)
        {
            var number = Scalars.Number(v);
            if (number >= least && number <= most) return number;
        }

        Wrong(name, least > double.MinValue ? string.Create(CultureInfo.InvariantCulture, $"a number from {least}") : "a number");
        return null;
    }

    public int? Whole(string name, int least = 0, bool required = false, int most = int.MaxValue)
    {
        var number = Number(name, least, most, required);
        if (number is null) return null;
        if (number == Math.Floor(number.Value)) return (int)number.Value;
        Wrong(name, "a whole number");
        return null;
    }

    /// <summary>A member of an enum by its snake_case name.</summary>
    public TEnum? Choice<TEnum>(string name, bool required = false, params TEnum[] except) where TEnum : struct, Enum
    {
        var text = Text(name, required);
        if (text is null) return null;
        if (SnakeCase.TryRead<TEnum>(text, out var value) && !except.Contains(value)) return value;
        var names = Enum.GetValues<TEnum>().Except(except).Select(v => SnakeCase.Write(v)).ToList();
        Refuse(name, "unknown_value", $"'{text}' is none of {string.Join(", ", names)}.", NearestName.Of(text, names));
        return null;
    }

    public string? OneOf(string name, string[] allowed)
    {
        var text = Text(name);
        if (text is null || allowed.Contains(text)) return text;
        Refuse(name, "unknown_value", $"'{text}' is none of {string.Join(", ", allowed)}.", NearestName.Of(text, allowed));
        return null;
    }

    public DateOnly? Date(string name, bool required = false)
    {
        var text = Text(name, required);
        if (text is null) return null;
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)) return date;
        Wrong(name, "a date such as 2026-11-20");
        return null;
    }

    public IReadOnlyList<string> Texts(string name, bool required = false)
    {
        var result = new List<string>();
        foreach (var (node, at) in Items(name, required))
        {
            if (node is JsonValue v && v.GetValueKind() == JsonValueKind.String) result.Add(v.GetValue<string>());
            else tree.Refuse(at, "wrong_type", "Must be text.");
        }

        return result;
    }

    /// <summary>Scalars as string, double or bool.</summary>
    public IReadOnlyList<object> Values(string name)
    {
        var result = new List<object>();
        foreach (var (node, at) in Items(name, required: false))
        {
            if (Scalars.Of(node) is { } value) result.Add(value);
            else tree.Refuse(at, "wrong_type", "Must be text, a number, true or false.");
        }

        return result;
    }

    public IEnumerable<(JsonNode? Node, string Pointer)> Items(string name, bool required = false)
    {
        var node = Node(name);
        if (node is null && required) Missing(name);
        if (node is null) return [];
        if (node is JsonArray array) return [.. array.Select((item, i) => (item, DocumentTree.Child(At(name), i)))];
        Wrong(name, "a list");
        return [];
    }

    /// <param name="most">More than this are refused, and none is read.</param>
    public IEnumerable<ObjectReader> Objects(string name, bool required = false, int most = int.MaxValue)
    {
        if (source.TryGetPropertyValue(name, out var list) && list is JsonArray { Count: var count } && count > most)
        {
            _known.Add(name);
            Refuse(name, "too_many_entries", string.Create(CultureInfo.InvariantCulture, $"At most {most} entries, and these are {count}."));
            yield break;
        }

        foreach (var (node, at) in Items(name, required))
        {
            if (node is JsonObject item) yield return new ObjectReader(item, at, tree);
            else tree.Refuse(at, "wrong_type", "Must be an object.");
        }
    }

    public ObjectReader? Object(string name, bool required = false)
    {
        switch (Node(name))
        {
            case null:
                if (required) Missing(name);
                return null;
            case JsonObject child:
                return new ObjectReader(child, At(name), tree);
            default:
                Wrong(name, "an object");
                return null;
        }
    }

    /// <summary>Members of an object whose names are data.</summary>
    public IEnumerable<(string Name, JsonNode? Node)> Members() => source.Select(m => (m.Key, m.Value));

    public void Close()
    {
        foreach (var (name, _) in source)
        {
            if (!_known.Contains(name))
                Refuse(name, "unknown_key", $"'{name}' is not known here.", NearestName.Of(name, _known));
        }
    }

    public void Missing(string name) => Refuse("", "missing_key", $"'{name}' is required.");

    private string? Wrong(string name, string expected)
    {
        Refuse(name, "wrong_type", $"Must be {expected}.");
        return null;
    }
}
