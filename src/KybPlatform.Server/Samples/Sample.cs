using System.Text.Json;
using System.Text.Json.Nodes;

namespace KybPlatform.Server.Samples;

/// <summary>A document of a sample: what it says is written into a small PDF.</summary>
internal sealed record SampleDocument(string Requirement, string Type, string? IssuedOn, string? ExpiresOn, JsonObject? Fields);

/// <summary>
/// One sample submission. Companies are facts of public registers or plainly fictional, people and their numbers are fictional.
/// </summary>
/// <param name="Label">The applicant as the table shows it.</param>
/// <param name="Shows">What a reader can learn from it.</param>
/// <param name="Expect">The status that it must end in.</param>
/// <param name="Submission">The body of POST /v1/inquiries without its documents.</param>
internal sealed record Sample(string Label, string Shows, string Expect, IReadOnlyList<SampleDocument> Documents, JsonObject Submission)
{
    private const string Folder = "samples/";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow,
    };

    /// <summary>Its file's name; also its reference and the seed of its idempotency key.</summary>
    public string Name { get; private init; } = "";

    public string Country => Submission["country"]!.GetValue<string>();

    public string SenderType => Submission["sender_type"]!.GetValue<string>();

    /// <summary>All samples, in the order of their files' names.</summary>
    public static IReadOnlyList<Sample> All()
    {
        var assembly = typeof(Sample).Assembly;
        var names = assembly.GetManifestResourceNames().Where(n => n.StartsWith(Folder, StringComparison.Ordinal)).Order(StringComparer.Ordinal);
        return [.. names.Select(n => Read(assembly.GetManifestResourceStream(n)!, Path.GetFileNameWithoutExtension(n)))];
    }

    /// <summary>The request: marked as a sample, with the ids of its uploaded documents.</summary>
    public JsonObject Body(IReadOnlyList<string> documentIds)
    {
        var body = Submission.DeepClone().AsObject();
        body["reference_id"] = "sample-" + Name;
        body["metadata"] = new JsonObject { ["sample"] = "true", ["shows"] = Shows };
        body["submit"] = true;
        if (Documents.Count > 0) body["documents"] = new JsonArray([.. Documents.Select((d, i) => DocumentEntry(d, documentIds[i]))]);
        return body;
    }

    private static JsonObject DocumentEntry(SampleDocument document, string id)
    {
        var entry = new JsonObject { ["requirement"] = document.Requirement, ["document_id"] = id, ["type"] = document.Type };
        if (document.IssuedOn is not null) entry["issued_on"] = document.IssuedOn;
        if (document.ExpiresOn is not null) entry["expires_on"] = document.ExpiresOn;
        if (document.Fields is not null) entry["fields"] = document.Fields.DeepClone();
        return entry;
    }

    private static Sample Read(Stream file, string name)
    {
        using (file) return JsonSerializer.Deserialize<Sample>(file, Json)! with { Name = name };
    }
}
