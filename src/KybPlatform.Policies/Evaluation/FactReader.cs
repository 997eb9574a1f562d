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

    private static readonly ConcurrentDictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> NamesBySpan = Names.GetAlternateLookup<ReadOnlySpan<char>>();

    public static string Pooled(string name) => Names.GetOrAdd(name, name);

    public static FactObject Root(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object) throw new ArgumentException("Facts are a JSON object.", nameof(json));
        var root = new FactObject(null, "", -1, 12);
        foreach (var member in json.EnumerateObject())
        {
            var name = Name(member);
            root.Set(name, Value(member.Value, null, name, -1, Vocabulary.Shipped.Root.Member(name)));
        }

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

    private static string Name(JsonProperty member) => NamesBySpan.TryGetValue(member.Name, out var pooled) ? pooled : member.Name;

    private static CelValue Value(JsonElement json, FactObject? parent, string name, int index, VocabularyNode? node) => json.ValueKind switch
    {
        JsonValueKind.Null => CelValue.Null,
        JsonValueKind.Object => Object(json, parent, name, index, node),
        JsonValueKind.Array => List(json, parent, name, node),
        JsonValueKind.String => Text(json.GetString()!, node?.Type ?? FactType.String),
        JsonValueKind.Number => Number(json, node?.Type),
        JsonValueKind.True or JsonValueKind.False => node is null or { Type: FactType.Bool or FactType.Object or FactType.Map } ? CelValue.Of(json.GetBoolean()) : Unfit,
        _ => Unfit,
    };

    private static CelValue Unfit { get; } = new CelError(CelErrorCodes.InvalidFact, "The value does not fit its path.");

    private static CelValue Object(JsonElement json, FactObject? parent, string name, int index, VocabularyNode? node)
    {
        if (node is not null and not { Type: FactType.Object or FactType.Map }) return Unfit;
        var result = new FactObject(parent, name, index, 8);
        foreach (var member in json.EnumerateObject())
        {
            var memberName = Name(member);
            result.Set(memberName, Value(member.Value, result, memberName, -1, node?.Member(memberName)));
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

    private static CelValue List(JsonElement json, FactObject? parent, string name, VocabularyNode? node)
    {
        if (node is not null and not { Type: FactType.List or FactType.Object or FactType.Map }) return Unfit;
        var items = new CelValue[json.GetArrayLength()];
        var i = 0;
        foreach (var item in json.EnumerateArray())
        {
            items[i] = Value(item, parent, name, i, node?.Each);
            i++;
        }

        return new CelList(items);
    }

    private static CelValue Text(string text, FactType type) => type switch
    {
        FactType.Date => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? CelValue.Of(date) : Unfit,
        FactType.Timestamp => (CelValue?)CelTimestamp.Parse(text) ?? Unfit,
        FactType.Int or FactType.Number or FactType.Bool or FactType.List => Unfit,
        _ => CelValue.Of(text),
    };

    private static CelValue Number(JsonElement json, FactType? type) => type switch
    {
        FactType.Number => CelValue.Of(json.GetDouble()),
        null or FactType.Int or FactType.Object or FactType.Map => json.TryGetInt64(out var integer) ? CelValue.Of(integer) : type == FactType.Int ? Unfit : CelValue.Of(json.GetDouble()),
        _ => Unfit,
    };
}
