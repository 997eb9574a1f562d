using System.Text;

namespace KybPlatform.Api.Http.OpenApi;

/// <summary>Names an operation as a client's method: <c>create_inquiry</c>, <c>list_api_keys</c>, <c>submit_inquiry</c>.</summary>
internal static class OperationIds
{
    public static string Of(string method, string path, bool lists)
    {
        var segments = path.Trim('/').Split('/').Where(s => s != "v1").ToArray();
        var names = segments.Where(s => s[0] != '{').Select(s => s.Replace('-', '_')).ToArray();
        var last = names[^1];
        var endsInId = segments[^1][0] == '{';
        var owners = string.Join('_', names[..^1].Select(Singular));
        return method.ToUpperInvariant() switch
        {
            "GET" when lists => Join("list", owners, last),
            "GET" => Join("get", owners, endsInId ? Singular(last) : last),
            "POST" when IsCollection(last) || names.Length == 1 => Join("create", owners, Singular(last)),
            "POST" => Join(last, owners),
            "PUT" => Join(endsInId ? "replace" : "set", owners, Singular(last)),
            "PATCH" => Join("update", owners, Singular(last)),
            "DELETE" => Join("delete", owners, Singular(last)),
            var other => Join(other.ToLowerInvariant(), owners, last),
        };
    }

    private static bool IsCollection(string name) => Singular(name) != name;

    private static string Singular(string name) => name switch
    {
        "people" => "person",
        "addresses" => "address",
        _ when name.EndsWith("ies", StringComparison.Ordinal) && name is not "series" => string.Concat(name.AsSpan(0, name.Length - 3), "y"),
        _ when name.EndsWith('s') && !name.EndsWith("ss", StringComparison.Ordinal) && !name.EndsWith("us", StringComparison.Ordinal) => name[..^1],
        _ => name,
    };

    private static string Join(params ReadOnlySpan<string> words)
    {
        var text = new StringBuilder();
        foreach (var word in words)
            if (word.Length > 0) text.Append(text.Length == 0 ? "" : "_").Append(word);
        return text.ToString();
    }
}
