using System.Text.Json;
using System.Text.Json.Nodes;
using KybPlatform.IntegrationTests.App;
using KybPlatform.IntegrationTests.Http;

namespace KybPlatform.IntegrationTests.Tenancy;

/// <summary>One request in two forms that a stranger must not be able to tell apart: with the owner's value, and with one that never was.</summary>
internal sealed record Probe(string Name, HttpMethod Method, string Owners, string Nobodys, string? OwnersBody = null, string? NobodysBody = null, string? Prefix = null);

/// <summary>Makes probes of all operations: for ids in paths, in bodies and in queries, for cursors and for the owner's own words.</summary>
internal static class Sweep
{
    public static IEnumerable<Probe> Probes(Operation operation, SweepWorld world, IReadOnlyDictionary<string, string> words) =>
        InPath(operation, world).Concat(InBody(operation, world)).Concat(InQuery(operation, world, words));

    /// <summary>What a stranger could tell: null where both answers are the same but for the request's id and what was sent.</summary>
    public static async Task<string?> DifferenceAsync(ApiClient stranger, Probe probe)
    {
        var (theirs, none) = (await SendAsync(stranger, probe, probe.Owners, probe.OwnersBody), await SendAsync(stranger, probe, probe.Nobodys, probe.NobodysBody));
        var (a, b) = (Plain(theirs), Plain(none));
        return a == b ? null : $"{probe.Name}: {a} instead of {b}";
    }

    private static Task<HttpAnswer> SendAsync(ApiClient stranger, Probe probe, string path, string? body) => stranger.SendAsync(probe.Method, path, body);

    // Everything but what differs from any request to the next: its own ids, instants and counts.
    private static string Plain(HttpAnswer answer)
    {
        var headers = answer.Headers.Where(h => h.Key is not ("Request-Id" or "Date") && !h.Key.StartsWith("RateLimit-", StringComparison.Ordinal)).Select(h => $"{h.Key}={string.Join(',', h.Value)}").Order(StringComparer.Ordinal);
        var text = $"{answer.Status} {string.Join(';', headers)} {answer.Content.ContentType} {answer.Body}";
        return Instants.Replace(SweepWorld.Ids().Replace(text, "$1_"), "instant");
    }

    private static readonly System.Text.RegularExpressions.Regex Instants = new(@"\d{4}-\d\d-\d\dT[\d:.]+Z");

    private static IEnumerable<Probe> InPath(Operation operation, SweepWorld world)
    {
        var parameters = operation.Parameters.Where(p => p.Text("/in") == "path").ToList();
        foreach (var parameter in parameters.Where(p => PrefixOf(p) is not null))
        {
            var prefix = PrefixOf(parameter)!;
            string Filled(string value) => parameters.Aggregate(operation.Path, (path, p) => path.Replace(
                $"{{{p.Text("/name")}}}", p.Text("/name") == parameter.Text("/name") ? value : PrefixOf(p) is { } other ? world.IdOf(other) ?? SweepWorld.FreshId(other) : p.Text("/example"), StringComparison.Ordinal));
            var body = operation.Request("application/json")?.Find("/example")?.GetRawText();
            yield return new($"{operation.Name} {{{parameter.Text("/name")}}}", new HttpMethod(operation.Method), Filled(world.IdOf(prefix) ?? "missing"), Filled(SweepWorld.FreshId(prefix)), body, body, prefix);
        }
    }

    private static IEnumerable<Probe> InQuery(Operation operation, SweepWorld world, IReadOnlyDictionary<string, string> words)
    {
        if (operation.Path.Contains('{', StringComparison.Ordinal)) yield break;
        var required = operation.Parameters.Where(p => p.Text("/in") == "query" && p.Find("/required")?.GetBoolean() == true).ToList();
        foreach (var parameter in operation.Parameters.Where(p => p.Text("/in") == "query" && p.Text("/name") != "limit"))
        {
            var name = parameter.Text("/name");
            var others = string.Concat(required.Where(r => r.Text("/name") != name).Select(r => $"&{r.Text("/name")}={Uri.EscapeDataString(words.GetValueOrDefault("with " + r.Text("/name")) ?? r.At("/example").ToString())}"));
            string Path(string value) => $"{operation.Path}?{name}={Uri.EscapeDataString(value)}{others}";
            var prefixes = SweepWorld.Ids().Match(parameter.At("/example").ToString()) is { Success: true } id ? (name == "profile" ? ["biz", "ind"] : [id.Groups[1].Value]) : Array.Empty<string>();
            foreach (var prefix in prefixes.Where(p => world.IdOf(p) is not null))
                yield return new($"{operation.Name} ?{name}", new HttpMethod(operation.Method), Path(world.IdOf(prefix)!), Path(SweepWorld.FreshId(prefix)), Prefix: prefix);
            if (words.TryGetValue($"{operation.Path} {name}", out var word) || words.TryGetValue(name, out word))
                yield return new($"{operation.Name} ?{name}", new HttpMethod(operation.Method), Path(word), Path(Beside(word)));
        }
    }

    // Of the same form, and said by nobody: its last sign is another one.
    private static string Beside(string word) => word[..^1] + (word[^1] switch { '0' => '1', >= '1' and <= '9' => '0', 'a' => 'b', _ => 'a' });

    /// <summary>For each field that is an id by its schema: the example with it, and the least body that has it.</summary>
    private static IEnumerable<Probe> InBody(Operation operation, SweepWorld world)
    {
        if (operation.Request("application/json") is not { } media) yield break;
        var example = media.Find("/example") is { } shown ? JsonNode.Parse(shown.GetRawText())!.AsObject() : [];
        foreach (var (pointer, prefix) in IdFields(operation, media.At("/schema"), ""))
        {
            if (world.IdOf(prefix) is not { } owners) continue;
            foreach (var whole in (bool[])[true, false])
            {
                string Body(string id) => With(operation, media.At("/schema"), whole ? example : Least(operation, media.At("/schema"), example), pointer, id).ToJsonString();
                var path = operation.Parameters.Where(p => p.Text("/in") == "path").Aggregate(operation.Path, (at, p) => at.Replace($"{{{p.Text("/name")}}}", p.Text("/example"), StringComparison.Ordinal));
                yield return new($"{operation.Name} {pointer}{(whole ? "" : " alone")}", new HttpMethod(operation.Method), path, path, Body(owners), Body(SweepWorld.FreshId(prefix)), prefix);
            }
        }
    }

    private static IEnumerable<(string Pointer, string Prefix)> IdFields(Operation operation, JsonElement schema, string at)
    {
        schema = NotNull(operation, schema);
        if (schema.Find("/pattern")?.GetString() is { } pattern && pattern is ['^', var a, var b, var c, '_', ..]) yield return (at, $"{a}{b}{c}");
        if (at.Split('/').Length > 8) yield break;
        if (schema.Find("/items") is { } items)
            foreach (var field in IdFields(operation, items, at + "/0")) yield return field;
        if (schema.Find("/properties") is not { } properties) yield break;
        foreach (var property in properties.EnumerateObject())
            foreach (var field in IdFields(operation, property.Value, $"{at}/{property.Name}")) yield return field;
    }

    private static JsonElement NotNull(Operation operation, JsonElement schema)
    {
        schema = operation.Schemas.Resolve(schema);
        return schema.Find("/anyOf/0") is { } first ? operation.Schemas.Resolve(first) : schema;
    }

    private static JsonObject Least(Operation operation, JsonElement schema, JsonObject example)
    {
        var least = new JsonObject();
        foreach (var name in NotNull(operation, schema).Find("/required")?.EnumerateArray().Select(r => r.GetString()!) ?? [])
            if (example[name] is { } value) least[name] = value.DeepClone();
        return least;
    }

    /// <summary>A copy of the body with the id at the pointer; objects and lists on the way are made with what they require.</summary>
    private static JsonObject With(Operation operation, JsonElement schema, JsonObject body, string pointer, string id)
    {
        var copy = body.DeepClone().AsObject();
        JsonNode at = copy;
        var segments = pointer.Split('/')[1..];
        for (var i = 0; i < segments.Length; i++)
        {
            var last = i == segments.Length - 1;
            schema = NotNull(operation, schema);
            schema = at is JsonArray ? schema.At("/items") : schema.At("/properties").GetProperty(segments[i]);
            if (at is JsonArray list)
            {
                if (list.Count == 0) list.Add(last ? JsonValue.Create(id) : Required(operation, schema));
                else if (last) list[0] = id;
                at = list[0]!;
            }
            else
            {
                var held = at.AsObject();
                if (last) held[segments[i]] = id;
                else held[segments[i]] ??= NotNull(operation, schema).Find("/items") is not null ? new JsonArray() : Required(operation, schema);
                at = held[segments[i]]!;
            }
        }
        return copy;
    }

    private static JsonObject Required(Operation operation, JsonElement schema)
    {
        var made = new JsonObject();
        schema = NotNull(operation, schema);
        foreach (var name in schema.Find("/required")?.EnumerateArray().Select(r => r.GetString()!) ?? [])
            made[name] = NotNull(operation, schema.At("/properties").GetProperty(name)).Find("/type")?.ToString() == "boolean" ? true : "text";
        return made;
    }

    public static string? PrefixOf(JsonElement parameter) => parameter.Find("/schema/pattern")?.GetString() is ['^', var a, var b, var c, '_', ..] ? $"{a}{b}{c}" : null;
}
