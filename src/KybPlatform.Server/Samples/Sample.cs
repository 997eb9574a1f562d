using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

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
/// <param name="ProfileOf">An earlier sample whose profile applies again.</param>
internal sealed partial record Sample(
    string Label, string Shows, string Expect, IReadOnlyList<SampleDocument> Documents, JsonObject Submission, string? ProfileOf = null)
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

    /// <summary>Their files, in the order in which they are shown.</summary>
    public static IReadOnlyList<string> Names() =>
        [.. typeof(Sample).Assembly.GetManifestResourceNames().Where(n => n.StartsWith(Folder, StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    /// <param name="today">What <c>{today-40}</c> and <c>{today+40}</c> count from: documents must stay fresh however old the product gets.</param>
    public static IReadOnlyList<Sample> All(DateOnly today) => [.. Names().Select(n => Read(n, today))];

    /// <summary>The request: marked as a sample, with the ids of its uploaded documents.</summary>
    public JsonObject Body(IReadOnlyList<string> documentIds, string? profileId)
    {
        var body = Submission.DeepClone().AsObject();
        if (profileId is not null) body["business_profile_id"] = profileId;
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

    private static Sample Read(string resource, DateOnly today)
    {
        using var file = new StreamReader(typeof(Sample).Assembly.GetManifestResourceStream(resource)!);
        var text = RelativeDay().Replace(file.ReadToEnd(), m => today.AddDays(int.Parse(m.Groups[1].ValueSpan, CultureInfo.InvariantCulture)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        return JsonSerializer.Deserialize<Sample>(text, Json)! with { Name = Path.GetFileNameWithoutExtension(resource) };
    }

    [GeneratedRegex(@"\{today([+-]\d+)\}")]
    private static partial Regex RelativeDay();
}
