using System.Globalization;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using KybPlatform.Api.Documents.Contracts;
using KybPlatform.Api.Http.Outbound;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Verifications.Contracts;

namespace KybPlatform.Api.Verifications.Providers;

/// <summary>
/// An identity document looked at by a service in the shape of Persona's government ID verifications: one is created with the picture and what is claimed, submitted, and
/// looked at until it is decided. Asking again for the same document and the same facts goes on with the same one, by its idempotency key.
/// </summary>
internal sealed class PersonaProvider(ProviderSettings settings, OutboundLine line, IDocuments documents, TimeProvider clock) : IVerificationProvider
{
    public const string Kind = "persona";

    private const int Looks = 3;
    private const int MostBytes = 15 * 1024 * 1024;
    private const string Home = "api/v1/verification/government-ids";
    private const string Readable = "readable";
    private const string DataMatch = "data_match";

    // Only this one holds the picture against what is claimed; the others look at the picture alone.
    private const string Comparison = "id_inquiry_comparison";
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(1);

    // Which of its checks speak for which of ours: one that failed fails it, and one that passed is needed to pass it while none of the others is undecided.
    private static readonly Dictionary<string, string[]> Named = new(StringComparer.Ordinal)
    {
        ["authentic"] = ["id_image_tampering_detection", "id_physical_tampering_detection", "id_fabrication_detection", "id_compromised_detection", "id_electronic_replica_detection", "id_paper_detection"],
        [DataMatch] = [Comparison, "id_extraction_inconsistency_detection", "id_age_inconsistency_detection"],
        ["not_expired"] = ["id_expired_detection"],
        [Readable] = ["id_extracted_properties_detection", "id_entity_detection", "id_portrait_detection"],
    };

    private readonly Uri _service = settings.Url ?? new Uri("https://withpersona.com/");

    public string Type => "identity_document";

    public string Name => settings.Name;

    public string Description => "Whether an identity document is genuine, says what it is said to, has not expired and can be read, by a service that looks at its picture.";

    internal static IReadOnlyList<string> Offered { get; } = [.. Named.Keys];

    public IReadOnlyList<string> Checks => Offered;

    public IReadOnlyList<string> Subjects { get; } = ["documents/<requirement>"];

    public IReadOnlyList<string> Facts { get; } = ["documents.*.document_id", "documents.*.type", "documents.*.fields"];

    public async Task<VerificationAnswer> CheckAsync(VerificationRequest request, CancellationToken ct)
    {
        var asked = this.Asked(request);
        var fields = FactReader.Member(request.About, "fields");
        if (FactReader.Text(request.About, "document_id") is not { } id) return asked.NothingToCheck();
        if (!request.Work.Live && MagicValues.OfNumber(FactReader.Text(fields, "document_number")) is { } forced) return MagicValues.Answer(asked, forced, "document_invalid");
        if ((await documents.FindAsync(request.Work.Db, [id], ct)).GetValueOrDefault(id) is not { } stored) return asked.NothingToCheck();
        if (stored.State == "pending") return Unanswered(asked, "document_pending");
        if (await PictureAsync(request, id, ct) is not { } picture) return asked.NothingToCheck();

        var body = Body(picture, stored, FactReader.Text(request.About, "type"), FactReader.Text(request.Facts, "country"), fields);
        var key = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{request.Profile:N}\n{stored.Sha256}\n{(fields.ValueKind == JsonValueKind.Object ? fields.GetRawText() : "")}\n{FactReader.Text(request.About, "type")}\n{FactReader.Text(request.Facts, "country")}")));
        var answer = await SendAsync(request, HttpMethod.Post, Home, body, key, ct);
        if (IdOf(answer) is not { } made) return Unanswered(asked, Trouble(answer));
        var path = $"{Home}/{Uri.EscapeDataString(made)}";
        if (StatusOf(answer) is "initiated" or "created") answer = await SendAsync(request, HttpMethod.Post, $"{path}/submit", "{}", $"{key}-submit", ct);
        for (var look = 1; look < Looks && IsOpen(answer); look++)
        {
            await Task.Delay(Between, clock, ct);
            answer = await SendAsync(request, HttpMethod.Get, path, null, null, ct);
        }
        return StatusOf(answer) is "passed" or "failed" or "requires_retry" ? Read(answer.Json(), asked, request.Work.Now) : Unanswered(asked, Trouble(answer));
    }

    private static VerificationAnswer Read(JsonElement json, IReadOnlyList<string> asked, DateTimeOffset now)
    {
        var attributes = FactReader.Member(FactReader.Member(json, "data"), "attributes");
        var said = FactReader.Member(attributes, "checks");
        var checks = asked.ToDictionary(c => c, c => Outcome(said, Named[c]), StringComparer.Ordinal);
        // What it refused for a reason that is not known here, or could not decide, passed nothing.
        var whole = FactReader.Text(attributes, "status");
        if (whole == "requires_retry" || (whole == "failed" && Named.Values.All(n => Outcome(said, n) != CheckOutcome.Failed)))
            foreach (var check in checks.Where(c => c.Value is CheckOutcome.Passed).Select(c => c.Key).ToList()) checks[check] = CheckOutcome.Inconclusive;
        // It could not be read well enough to say anything: a better picture is needed.
        if (whole == "requires_retry" && checks.ContainsKey(Readable)) checks[Readable] = CheckOutcome.Failed;
        var failed = checks.Where(c => c.Value is CheckOutcome.Failed).Select(c => c.Key).ToHashSet(StringComparer.Ordinal);
        var reason = failed.Contains("authentic") ? "document_suspected" : failed.Contains("not_expired") ? "document_expired" : failed.Contains("data_match") ? "document_invalid" : failed.Contains(Readable) ? "document_unreadable" : null;
        return VerificationAnswer.Of(checks, reason, new Evidence(json)) with { ValidFor = ValidFor(attributes, now) };
    }

    private static CheckOutcome Outcome(JsonElement said, string[] names)
    {
        if (said.ValueKind != JsonValueKind.Array) return CheckOutcome.Inconclusive;
        List<(string? Name, string? Status)> outcomes = [.. said.EnumerateArray().Select(c => (Name: FactReader.Text(c, "name"), Status: FactReader.Text(c, "status"))).Where(c => names.Contains(c.Name))];
        if (outcomes.Exists(c => c.Status == "failed")) return CheckOutcome.Failed;
        var needed = outcomes.Exists(c => c.Status == "passed" && (names[0] != Comparison || c.Name == Comparison));
        return needed && outcomes.TrueForAll(c => c.Status is "passed" or "not_applicable") ? CheckOutcome.Passed : CheckOutcome.Inconclusive;
    }

    // A year, and no longer than the document is good.
    private static TimeSpan ValidFor(JsonElement attributes, DateTimeOffset now)
    {
        var most = TimeSpan.FromDays(365);
        if (!DateOnly.TryParseExact(FactReader.Text(attributes, "expiration-date"), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var expires)) return most;
        var left = expires.AddDays(1).ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc) - now;
        return left > TimeSpan.Zero && left < most ? left : most;
    }

    private async Task<byte[]?> PictureAsync(VerificationRequest request, string id, CancellationToken ct)
    {
        await using var content = await documents.OpenAsync(request.Work.Db, id, ct);
        if (content is null) return null;
        using var taken = new MemoryStream();
        var buffer = new byte[64 * 1024];
        while (await content.ReadAsync(buffer, ct) is var read and > 0)
        {
            if (taken.Length + read > MostBytes) return null;
            taken.Write(buffer, 0, read);
        }
        return taken.ToArray();
    }

    private static string Body(byte[] picture, DocumentView stored, string? type, string? country, JsonElement fields) => JsonSerializer.Serialize(new Dictionary<string, object>
    {
        ["data"] = new Dictionary<string, object>
        {
            ["attributes"] = new Dictionary<string, object?>
            {
                ["country-code"] = FactReader.Text(fields, "issuing_country") ?? country,
                ["id-class"] = type switch { "passport" => "pp", "driving_licence" or "driver_license" => "dl", "residence_permit" => "rp", _ => "id" },
                ["name-first"] = FactReader.Text(fields, "given_name"),
                ["name-last"] = FactReader.Text(fields, "family_name"),
                ["birthdate"] = FactReader.Text(fields, "date_of_birth"),
                ["identification-number"] = FactReader.Text(fields, "document_number"),
                ["front-photo"] = new Dictionary<string, string> { ["data"] = Convert.ToBase64String(picture), ["filename"] = $"front.{stored.ContentType.Split('/')[1]}" },
            },
        },
    });

    private Task<LineAnswer> SendAsync(VerificationRequest request, HttpMethod method, string path, string? body, string? key, CancellationToken ct) => line.SendAsync(request.Work.Tenant, ServiceOf(request), () =>
    {
        var message = new HttpRequestMessage(method, new Uri(ServiceOf(request), path));
        message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", settings.Key);
        message.Headers.Add("Persona-Version", "2023-01-05");
        if (body is null) return message;
        message.Content = new StringContent(body, Encoding.UTF8, "application/json");
        message.Headers.Add("Idempotency-Key", key);
        return message;
    }, ct);

    private Uri ServiceOf(VerificationRequest request) => request.Work.Live ? _service : settings.SandboxUrl ?? _service;

    private static bool IsOpen(LineAnswer answer) => StatusOf(answer) is "initiated" or "created" or "submitted" or "confirmed";

    private static string? IdOf(LineAnswer answer) => answer is { IsAnswer: true, Status: 200 or 201 } ? FactReader.Text(FactReader.Member(answer.Json(), "data"), "id") : null;

    private static string? StatusOf(LineAnswer answer) =>
        answer is { IsAnswer: true, Status: 200 or 201 } ? FactReader.Text(FactReader.Member(FactReader.Member(answer.Json(), "data"), "attributes"), "status") : null;

    private static string Trouble(LineAnswer answer) => !answer.IsAnswer ? SnakeCase.Of(answer.Failure) : IsOpen(answer) ? "not_finished" : answer.Status is 200 or 201 ? "unexpected_content" : $"status_{answer.Status}";

    private static VerificationAnswer Unanswered(IReadOnlyList<string> asked, string trouble) =>
        VerificationAnswer.Of(asked.All(CheckOutcome.Inconclusive), "provider_unavailable", new Silence(trouble)) with { Retry = true };

    private sealed record Evidence(JsonElement Raw);

    private sealed record Silence(string Trouble);
}
