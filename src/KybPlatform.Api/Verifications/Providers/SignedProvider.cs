using System.Globalization;
using System.Net.Http;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using KybPlatform.Api.Http;
using KybPlatform.Api.Http.Outbound;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Verifications.Contracts;
using KybPlatform.Policies;

namespace KybPlatform.Api.Verifications.Providers;

/// <summary>
/// A provider that somebody runs himself: one HTTP call, signed as Standard Webhooks are, answered with an outcome for each named check and signed in turn, so that
/// nobody on the way can pass anybody. It is sent the facts that it was configured to get, and nothing else.
/// </summary>
internal sealed class SignedProvider(ProviderSettings settings, OutboundLine line, TimeProvider clock) : IVerificationProvider
{
    public const string Kind = "signed";

    private static readonly TimeSpan Drift = TimeSpan.FromMinutes(5);
    private readonly byte[] _secret = SecretOf(settings.Secret);

    public string Type => settings.Type!;

    public string Name => settings.Name;

    public string Description => "Asked of a service that the operator runs.";

    public IReadOnlyList<string> Checks => settings.Checks;

    public IReadOnlyList<string> Subjects => settings.Subjects;

    public IReadOnlyList<string> Facts => settings.Facts;

    public async Task<VerificationAnswer> CheckAsync(VerificationRequest request, CancellationToken ct)
    {
        var asked = this.Asked(request);
        var id = $"vrq_{Uuid7.New(clock.GetUtcNow()):N}";
        var body = Body(id, request, asked);
        var url = request.Work.Live ? settings.Url! : settings.SandboxUrl ?? settings.Url!;
        var answer = await line.SendAsync(request.Work.Tenant, url, () => Request(url, id, body), ct);
        if (!answer.IsAnswer || answer.Status != 200) return Unanswered(asked, answer.IsAnswer ? $"status_{answer.Status}" : SnakeCase.Of(answer.Failure));
        if (!IsSigned(id, answer)) return Unanswered(asked, "signature");
        return answer.Json() is { ValueKind: JsonValueKind.Object } json ? Read(json, asked) : Unanswered(asked, "unexpected_content");
    }

    /// <summary>Over <c>id.timestamp.body</c>, as Standard Webhooks has it.</summary>
    internal static string Sign(byte[] secret, string id, string timestamp, ReadOnlySpan<byte> body) =>
        "v1," + Convert.ToBase64String(HMACSHA256.HashData(secret, (byte[])[.. Encoding.UTF8.GetBytes($"{id}.{timestamp}."), .. body]));

    internal static byte[] SecretOf(string? secret) => secret is null ? [] : secret.StartsWith("whsec_", StringComparison.Ordinal) ? Convert.FromBase64String(secret["whsec_".Length..]) : Encoding.UTF8.GetBytes(secret);

    private byte[] Body(string id, VerificationRequest request, IReadOnlyList<string> asked)
    {
        var about = settings.Facts.Select(f => (Name: f, Value: FactReader.Member(request.About, f))).Where(f => f.Value.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null)).ToDictionary(f => f.Name, f => f.Value, StringComparer.Ordinal);
        return StoredJson.Bytes(new Question(id, settings.Type!, request.Subject, request.Work.Live, asked, FactReader.Text(request.Facts, "country"), about));
    }

    private HttpRequestMessage Request(Uri url, string id, byte[] body)
    {
        var timestamp = clock.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new("application/json");
        request.Headers.Add("webhook-id", id);
        request.Headers.Add("webhook-timestamp", timestamp);
        request.Headers.Add("webhook-signature", Sign(_secret, id, timestamp, body));
        return request;
    }

    private bool IsSigned(string id, LineAnswer answer)
    {
        if (!answer.Signature.TryGetValue("webhook-timestamp", out var timestamp) || !answer.Signature.TryGetValue("webhook-signature", out var signatures)) return false;
        if (!long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) || Math.Abs(clock.GetUtcNow().ToUnixTimeSeconds() - seconds) > Drift.TotalSeconds) return false;
        var expected = Encoding.ASCII.GetBytes(Sign(_secret, id, timestamp, answer.Body.Span));
        return signatures.Split(' ').Any(s => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(s), expected));
    }

    // What it does not name, or names in another word, is not known.
    private static VerificationAnswer Read(JsonElement json, IReadOnlyList<string> asked)
    {
        var said = FactReader.Member(json, "checks");
        var checks = asked.ToDictionary(c => c, c => SnakeCase.TryParse<CheckOutcome>(FactReader.Text(said, c), out var outcome) ? outcome : CheckOutcome.Inconclusive, StringComparer.Ordinal);
        var reason = FactReader.Text(json, "reason_code") is { } code && ReasonCodes.IsKnown(code) ? code : null;
        var days = FactReader.Member(json, "valid_for_days") is { ValueKind: JsonValueKind.Number } number && number.TryGetInt32(out var n) && n is > 0 and <= 3650 ? n : 30;
        return VerificationAnswer.Of(checks, reason, new Evidence(json)) with { ValidFor = TimeSpan.FromDays(days) };
    }

    private static VerificationAnswer Unanswered(IReadOnlyList<string> asked, string trouble) =>
        VerificationAnswer.Of(asked.All(CheckOutcome.Inconclusive), "provider_unavailable", new Silence(trouble)) with { Retry = true };

    private sealed record Question(string Id, string Type, string Subject, bool Live, IReadOnlyList<string> Checks, string? Country, IReadOnlyDictionary<string, JsonElement> Facts);

    private sealed record Evidence(JsonElement Raw);

    private sealed record Silence(string Trouble);
}
