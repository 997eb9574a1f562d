using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using KybPlatform.IntegrationTests.App;

namespace KybPlatform.IntegrationTests.Http;

/// <summary>A body that no route can mean anything by. <see cref="Status"/> is null where any documented refusal is right.</summary>
internal sealed record BadBody(string Kind, byte[] Bytes, int? Status, string? Code, string ContentType = "application/json")
{
    public override string ToString() => $"{Kind}: {Encoding.UTF8.GetString(Bytes.AsSpan(0, Math.Min(Bytes.Length, 400)))}";
}

/// <summary>Ways to spoil a good body of an operation, each at a random place.</summary>
internal static class BadBodies
{
    private const int Limit = 1024 * 1024;

    public static IReadOnlyList<Gen<BadBody>> Of(Operation operation)
    {
        var media = operation.Request("application/json")!.Value;
        var (good, schema) = (media.Find("/example")?.GetRawText() ?? "{}", media.At("/schema"));
        var bytes = Encoding.UTF8.GetBytes(good);
        var objects = Starts(bytes, JsonTokenType.StartObject);
        var strings = Starts(bytes, JsonTokenType.String);
        var ways = new List<Gen<BadBody>>
        {
            Gen.Int[1, bytes.Length - 1].Select(cut => new BadBody("cut short", bytes[..cut], 400, "malformed_json")),
            Inserted("a key twice", bytes, objects, "\"zz\":1,\"zz\":2", 400, "duplicate_key"),
            Inserted("a key twice, once by escapes", bytes, objects, "\"zz\":1,\"z\\u007a\":2", 400, "duplicate_key"),
            Gen.Int[33, 400].SelectMany(depth => Inserted("lists too deep", bytes, objects, $"\"zz\":{new string('[', depth)}{new string(']', depth)}", 400, "too_deep")),
            Gen.Int[33, 400].SelectMany(depth => Inserted("objects too deep", bytes, objects, $"\"zz\":{string.Concat(Enumerable.Repeat("{\"a\":", depth))}1{new string('}', depth)}", 400, "too_deep")),
            Inserted("half a character", bytes, objects, "\"zz\":\"\\ud83d\"", 400, "invalid_unicode"),
            Inserted("half a character in a key", bytes, objects, "\"z\\udc00\":1", 400, "invalid_unicode"),
            Gen.OneOf<byte>(0xFF, 0xC0, 0x80, 0xED).SelectMany(b => Gen.Int[1, bytes.Length - 1].Select(at => new BadBody("not UTF-8", [.. bytes[..at], b, 0x28, .. bytes[at..]], 400, "invalid_utf8"))),
            Gen.Int[1, bytes.Length - 1].Select(at => new BadBody("a raw NUL", [.. bytes[..at], 0, .. bytes[at..]], 400, "malformed_json")),
            Gen.Int[Limit + 1, Limit + 5000].Select(size => new BadBody("too large", Padded(bytes, size), 413, "body_too_large")),
            Gen.OneOf("text/plain", "application/xml", "multipart/form-data; boundary=x", "application/x-www-form-urlencoded", "application/jsonl", "application/json; charset=utf-16").Select(type => new BadBody($"as {type}", bytes, 415, "unsupported_media_type", type)),
            Gen.Byte.Array[1, 200].Where(noise => !IsJson(noise)).Select(noise => new BadBody("noise", noise, 400, null)),
            Gen.OneOf("[]", "[{}]", "1", "\"text\"", "true", "-0.0e5").Select(json => new BadBody("not an object", Encoding.UTF8.GetBytes(json), 422, null)),
            Gen.OneOf("{}x", "{},{}", "{'a':1}", "{a:1}", "{\"a\":NaN}", "{\"a\":01}", "{\"a\":1,}", "/*x*/{}", "\uFEFF{}").Select(json => new BadBody("nearly JSON", Encoding.UTF8.GetBytes(json), 400, "malformed_json")),
            Gen.String[Gen.Char['a', 'z'], 1, 40].Select(name => new BadBody("a field that is not there", Encoding.UTF8.GetBytes($"{{\"zz_{name}\":1}}"), 422, null)),
            WrongTypes(operation, good, schema),
        };
        if (strings.Count > 0)
        {
            ways.Add(Gen.Int[0, strings.Count - 1].Select(i => new BadBody("NUL in text", At(bytes, strings[i] + 1, "\\u0000"), null, null)));
            ways.Add(Gen.Int[0, strings.Count - 1].Select(i => new BadBody("half a character in text", At(bytes, strings[i] + 1, "\\udfff"), 400, "invalid_unicode")));
        }
        return ways;
    }

    /// <summary>Anything in the place of anything, as far as the document's own schema says that it does not fit there.</summary>
    private static Gen<BadBody> WrongTypes(Operation operation, string good, JsonElement schema)
    {
        string[] odd = ["true", "12.5", "-1", "1e400", "99999999999999999999", "\"\"", "\"text\"", "[]", "{}", "[[1]]", "{\"a\":{}}", "[null]", "null"];
        var misfits = new List<BadBody>();
        foreach (var pointer in Places(JsonNode.Parse(good)!, ""))
        {
            foreach (var value in odd)
            {
                var spoiled = Replaced(good, pointer, value);
                using var read = JsonDocument.Parse(spoiled);
                if (operation.Schemas.Faults(read.RootElement, schema).Count > 0) misfits.Add(new BadBody($"{value} at {pointer}", Encoding.UTF8.GetBytes(spoiled), null, null));
            }
        }
        if (misfits.Count == 0) return Gen.Const(new BadBody("a list", "[1]"u8.ToArray(), 422, null));
        return Gen.Int[0, misfits.Count - 1].Select(i => misfits[i]);
    }

    private static IEnumerable<string> Places(JsonNode node, string at)
    {
        if (at.Length > 0) yield return at;
        var below = node switch
        {
            JsonObject held => held.Where(m => m.Value is not null).Select(m => (m.Key, m.Value!)),
            JsonArray list => list.Select((item, i) => (i.ToString(System.Globalization.CultureInfo.InvariantCulture), item!)),
            _ => [],
        };
        foreach (var (key, child) in below)
            foreach (var place in Places(child, $"{at}/{key}")) yield return place;
    }

    private static string Replaced(string good, string pointer, string value)
    {
        // A word that is nowhere else stands in for what no node can hold, such as 1e400.
        const string Mark = "\"\\u0001mark\"";
        var root = JsonNode.Parse(good)!;
        var segments = pointer.Split('/')[1..];
        var at = segments[..^1].Aggregate(root, (node, s) => node is JsonArray list ? list[int.Parse(s, System.Globalization.CultureInfo.InvariantCulture)]! : node[s]!);
        if (at is JsonArray items) items[int.Parse(segments[^1], System.Globalization.CultureInfo.InvariantCulture)] = "\u0001mark";
        else at[segments[^1]] = "\u0001mark";
        return root.ToJsonString().Replace(Mark, value, StringComparison.Ordinal);
    }

    private static Gen<BadBody> Inserted(string kind, byte[] bytes, List<int> objects, string members, int? status, string? code) =>
        Gen.Int[0, objects.Count - 1].Select(i =>
        {
            var rest = bytes.AsSpan(objects[i] + 1);
            var empty = Encoding.UTF8.GetString(rest).TrimStart().StartsWith('}');
            return new BadBody(kind, At(bytes, objects[i] + 1, empty ? members : members + ","), status, code);
        });

    private static byte[] At(byte[] bytes, int at, string text) => [.. bytes[..at], .. Encoding.UTF8.GetBytes(text), .. bytes[at..]];

    private static byte[] Padded(byte[] bytes, int size) => [.. bytes, .. Enumerable.Repeat((byte)' ', size - bytes.Length)];

    private static bool IsJson(byte[] bytes)
    {
        try
        {
            JsonDocument.Parse(bytes).Dispose();
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static List<int> Starts(byte[] json, JsonTokenType type)
    {
        var starts = new List<int>();
        var reader = new Utf8JsonReader(json);
        while (reader.Read())
            if (reader.TokenType == type) starts.Add((int)reader.TokenStartIndex);
        return starts;
    }
}
