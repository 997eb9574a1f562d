using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using KybPlatform.Policies.Documents;

namespace KybPlatform.Policies.Resolution;

/// <summary>Writes the index of the packs by reading, merging and compiling all of them: one document a line, so that a difference can be read.</summary>
internal static class PackIndexWriter
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Of all documents, by the file that each was read from and its place in it, and of the pack that they make.</summary>
    public static string Write(IEnumerable<(string File, int Part, PolicyDocument Document)> documents, PolicyPack pack)
    {
        var lines = documents.OrderBy(d => d.Document.Key, StringComparer.Ordinal).Select(d => Line(d.File.Replace('\\', '/'), d.Part, d.Document, pack.Catalog.Find(d.Document.Key)?.Head).ToJsonString(Plain));
        return $"{{ \"version\": {JsonValue.Create(pack.Version).ToJsonString(Plain)}, \"documents\": [\n{string.Join(",\n", lines)}\n] }}\n";
    }

    private static JsonObject Line(string file, int part, PolicyDocument document, PolicyHead? head)
    {
        var line = new JsonObject { ["key"] = document.Key, ["file"] = file, ["part"] = part };
        if (document.Extends.Count > 0) line["extends"] = Texts(document.Extends);
        if (head is null) return line;
        (line["version"], line["title"], line["scope"]) = (head.Version, head.Title, Scope(head.Scope));
        if (head.NotOffered) line["not_offered"] = true;
        line["certainty"] = SnakeCase.Write(head.Certainty);
        if (head.Needs.Count > 0) line["needs"] = Texts(head.Needs.Select(n => n.ToString()));
        line["hash"] = head.Hash;
        return line;
    }

    private static JsonObject Scope(PolicyScope scope)
    {
        var written = new JsonObject();
        (string Name, string? Value)[] parts =
        [
            ("country", scope.Country), ("region", scope.Region), ("sender_type", scope.SenderType), ("applicant", scope.Applicant),
            ("use_case", scope.UseCase), ("origin", scope.Origin), ("purpose", scope.Purpose),
        ];
        foreach (var (name, value) in parts)
        {
            if (value is not null) written[name] = value;
        }

        if (scope.Fallback) written["fallback"] = true;
        return written;
    }

    private static JsonArray Texts(IEnumerable<string> texts) => [.. texts.Select(t => (JsonNode)t)];
}
