using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using KybPlatform.Policies.Expressions;

namespace KybPlatform.Policies;

/// <summary>
/// From JSON to facts, walking the vocabulary along: dates become instants at 00:00Z, numbers take the type of their path.
/// A value that does not fit its path becomes an error that every reader of it sees; it is never read as absent.
/// </summary>
internal static class FactReader
{
    /// <summary>Names of the vocabulary and of policies, so that lookups compare references. Names that only a caller wrote are not kept.</summary>
    private static readonly ConcurrentDictionary<string, string> Names = new(StringComparer.Ordinal);

    // The same names by their bytes, of as many as there were when it was made.
    private static volatile PooledNames _pooled = new(0, Utf8Table<string>.Empty);
    private static int _added;

    public static string Pooled(string name)
    {
        if (Names.TryGetValue(name, out var known)) return known;
        var pooled = Names.GetOrAdd(name, name);
        Interlocked.Increment(ref _added);
        return pooled;
    }

    /// <summary>Reads to the end of the text. Throws <see cref="JsonException"/> on malformed JSON, <see cref="ArgumentException"/> when it is no object.</summary>
    public static FactObject Root(ReadOnlySpan<byte> utf8)
    {
        var json = new Utf8JsonReader(utf8);
        if (!json.Read()) throw new ArgumentException("Facts are a JSON object.", nameof(utf8));
        var root = Root(ref json);
        if (json.Read()) throw new JsonException("Something follows after the facts.");
        return root;
    }

    /// <summary>Reads the object that the reader stands at, to its end. Throws <see cref="JsonException"/> on malformed or ended JSON, <see cref="ArgumentException"/> when it is no object.</summary>
    public static FactObject Root(ref Utf8JsonReader json)
    {
        if (json.TokenType != JsonTokenType.StartObject) throw new ArgumentException("Facts are a JSON object.", nameof(json));
        var depth = json.CurrentDepth;
        var root = new FactObject(null, "", -1, 12);
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var name = Name(ref json, Vocabulary.Shipped.Root, out var node);
            json.Read();
            root.Set(name, Value(ref json, null, name, -1, node));
        }

        if (json.TokenType != JsonTokenType.EndObject || json.CurrentDepth != depth) throw new JsonException("The facts end in the middle.");
        Applicant(root);
        return root;
    }

    /// <summary>The one who is described applies, where nobody says otherwise.</summary>
    private static void Applicant(FactObject root)
    {
        if (root.Find("applicant") is not null) return;
        var (business, individual) = (root.Object("business") is not null, root.Object("individual") is not null);
        if (business != individual) root.Set(Pooled("applicant"), CelValue.Of(business ? "business" : "individual"));
    }

    private static string Name(ref Utf8JsonReader json, VocabularyNode? parent, out VocabularyNode? node)
    {
        if (!json.ValueIsEscaped && !json.HasValueSequence)
        {
            if (parent?.Named(json.ValueSpan) is { } member)
            {
                node = member.Node;
                return member.Name;
            }

            if (NamesByBytes().Find(json.ValueSpan) is { } known)
            {
                node = parent?.Member(known);
                return known;
            }
        }

        // One that only a caller wrote.
        var name = json.GetString()!;
        name = Names.GetValueOrDefault(name, name);
        node = parent?.Member(name);
        return name;
    }

    private static Utf8Table<string> NamesByBytes()
    {
        var (pooled, added) = (_pooled, Volatile.Read(ref _added));
        // Its own ToArray: a list made of it would count first and copy later, and another thread may add between.
        if (pooled.Added != added) _pooled = pooled = new PooledNames(added, new Utf8Table<string>(Names.ToArray()));
        return pooled.Names;
    }

    private sealed record PooledNames(int Added, Utf8Table<string> Names);

    private static CelValue Value(ref Utf8JsonReader json, FactObject? parent, string name, int index, VocabularyNode? node) => json.TokenType switch
    {
        JsonTokenType.Null => CelValue.Null,
        JsonTokenType.StartObject => Object(ref json, parent, name, index, node),
        JsonTokenType.StartArray => List(ref json, parent, name, node),
        JsonTokenType.String => Known(ref json, node) ?? Text(json.GetString()!, node?.Type ?? FactType.String),
        JsonTokenType.Number => Number(ref json, node?.Type),
        JsonTokenType.True or JsonTokenType.False => node is null or { Type: FactType.Bool or FactType.Object or FactType.Map } ? CelValue.Of(json.GetBoolean()) : Unfit,
        _ => Unfit,
    };

    private static CelValue? Known(ref Utf8JsonReader json, VocabularyNode? node) => node is null || json.ValueIsEscaped || json.HasValueSequence ? null : node.Text(json.ValueSpan);

    private static CelValue Unfit { get; } = new CelError(CelErrorCodes.InvalidFact, "The value does not fit its path.");

    private static CelValue Object(ref Utf8JsonReader json, FactObject? parent, string name, int index, VocabularyNode? node)
    {
        if (node is not null and not { Type: FactType.Object or FactType.Map }) return Skipped(ref json);
        var result = new FactObject(parent, name, index, 8);
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var memberName = Name(ref json, node, out var member);
            json.Read();
            result.Set(memberName, Value(ref json, result, memberName, -1, member));
        }

        if (parent is { Path: "documents" }) ReadThrough(result);
        return result;
    }

    /// <summary><c>documents.proof.business_name</c> is <c>documents.proof.fields.business_name</c>; a document's own members come first.</summary>
    private static void ReadThrough(FactObject document)
    {
        if (document.Object("fields") is not { } fields) return;
        foreach (var name in fields.Fields)
        {
            if (document.Find(name) is null) document.Set(name, fields.Find(name)!);
        }
    }

    private static CelValue List(ref Utf8JsonReader json, FactObject? parent, string name, VocabularyNode? node)
    {
        if (node is not null and not { Type: FactType.List or FactType.Object or FactType.Map }) return Skipped(ref json);
        var (items, count) = (new CelValue[2], 0);
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            if (count == items.Length) Array.Resize(ref items, 2 * count);
            items[count] = Value(ref json, parent, name, count, node?.Each);
            count++;
        }

        if (count == 0) return CelList.Empty;
        if (count < items.Length) Array.Resize(ref items, count);
        return new CelList(items);
    }

    private static CelValue Skipped(ref Utf8JsonReader json)
    {
        json.Skip();
        return Unfit;
    }

    private static CelValue Text(string text, FactType type) => type switch
    {
        FactType.Date => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? CelValue.Of(date) : Unfit,
        FactType.Timestamp => (CelValue?)CelTimestamp.Parse(text) ?? Unfit,
        FactType.Int or FactType.Number or FactType.Bool or FactType.List => Unfit,
        _ => CelValue.Of(text),
    };

    private static CelValue Number(ref Utf8JsonReader json, FactType? type) => type switch
    {
        FactType.Number => CelValue.Of(json.GetDouble()),
        null or FactType.Int or FactType.Object or FactType.Map => json.TryGetInt64(out var integer) ? CelValue.Of(integer) : type == FactType.Int ? Unfit : CelValue.Of(json.GetDouble()),
        _ => Unfit,
    };
}
