using System.Net.Http;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using KybPlatform.Api.Http.Outbound;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Verifications.Contracts;

namespace KybPlatform.Api.Verifications.Providers;

/// <summary>
/// A commercial business report in Middesk's shape: a business is created, the service looks around for a while, and its review has a task for each thing that it
/// looked at. One that is not finished is no answer yet. Creating it twice for the same facts is told by the same key.
/// </summary>
internal sealed class MiddeskProvider(ProviderSettings settings, OutboundLine line, TimeProvider clock) : IVerificationProvider
{
    public const string Kind = "middesk";

    private const int Looks = 3;
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(1);

    // Which of its tasks speak for which check: the first is needed to pass it, and none of the others may say anything else.
    private static readonly Dictionary<string, string[]> Tasks = new(StringComparer.Ordinal)
    {
        ["name_match"] = ["name"],
        ["tin_match"] = ["tin"],
        ["address_match"] = ["address_verification"],
        ["register_active"] = ["sos_active", "sos_domestic", "sos_match"],
        ["no_match"] = ["watchlist"],
    };

    private readonly Uri _home = settings.Url ?? new Uri("https://api.middesk.com/");

    public string Type => "business_report";

    public string Name => settings.Name;

    public string Description => "What a commercial report says of a business in the United States: name, tax number, address, state registration, watch lists.";

    internal static IReadOnlyList<string> Named { get; } = [.. Tasks.Keys];

    public IReadOnlyList<string> Checks => Named;

    public IReadOnlyList<string> Subjects { get; } = ["business"];

    public IReadOnlyList<string> Facts { get; } = ["legal_name", "identifiers", "registered_address", "website"];

    public async Task<VerificationAnswer> CheckAsync(VerificationRequest request, CancellationToken ct)
    {
        var asked = this.Asked(request);
        if (FactReader.Text(request.About, "legal_name") is not { } name) return asked.NothingToCheck();
        if (!request.Work.Live && SandboxProvider.All[Type].Knows(request.About)) return await SandboxProvider.All[Type].CheckAsync(request, ct);
        var body = Body(name, request.About);
        var answer = await SendAsync(request, HttpMethod.Post, "v1/businesses", body, ct);
        for (var look = 1; look < Looks && IsOpen(answer) && FactReader.Text(answer.Json(), "id") is { } id; look++)
        {
            await Task.Delay(Between, clock, ct);
            answer = await SendAsync(request, HttpMethod.Get, $"v1/businesses/{Uri.EscapeDataString(id)}", null, ct);
        }
        if (!answer.IsAnswer || answer.Status is not (200 or 201) || answer.Json().ValueKind != JsonValueKind.Object || IsOpen(answer))
            return VerificationAnswer.Of(asked.All(CheckOutcome.Inconclusive), "provider_unavailable", new Silence(answer.IsAnswer ? IsOpen(answer) ? "not_finished" : $"status_{answer.Status}" : SnakeCase.Of(answer.Failure))) with { Retry = true };
        var tasks = FactReader.Member(FactReader.Member(answer.Json(), "review"), "tasks");
        var checks = asked.ToDictionary(c => c, c => Outcome(tasks, Tasks[c]), StringComparer.Ordinal);
        return VerificationAnswer.Of(checks, null, new Evidence(answer.Json())) with { ValidFor = TimeSpan.FromDays(30) };
    }

    private static bool IsOpen(LineAnswer answer) => answer is { IsAnswer: true, Status: 200 or 201 } && FactReader.Text(answer.Json(), "status") is "open" or "pending" or "in_audit";

    // A warning is for a person, whatever else succeeded; a task that is not there was not looked at, and a registration that was found may be a dead one.
    private static CheckOutcome Outcome(JsonElement tasks, string[] keys)
    {
        if (tasks.ValueKind != JsonValueKind.Array) return CheckOutcome.Inconclusive;
        List<(string? Key, string? Status)> said = [.. tasks.EnumerateArray().Select(t => (Key: FactReader.Text(t, "key"), Status: FactReader.Text(t, "status"))).Where(t => keys.Contains(t.Key))];
        return said.Exists(t => t.Status == "failure") ? CheckOutcome.Failed : said.Exists(t => t.Key == keys[0]) && said.TrueForAll(t => t.Status == "success") ? CheckOutcome.Passed : CheckOutcome.Inconclusive;
    }

    private static string Body(string name, JsonElement about)
    {
        var address = FactReader.Member(about, "registered_address");
        var tin = FactReader.Member(about, "identifiers") is { ValueKind: JsonValueKind.Array } numbers ? numbers.EnumerateArray().FirstOrDefault(n => FactReader.Text(n, "scheme") == "US:EIN") : default;
        return JsonSerializer.Serialize(new
        {
            name,
            tin = FactReader.Text(tin, "value") is { } ein ? new { tin = ein } : null,
            website = FactReader.Text(about, "website") is { } url ? new { url } : null,
            addresses = address.ValueKind == JsonValueKind.Object
                ? new[] { new { address_line1 = FactReader.Text(address, "line1"), address_line2 = FactReader.Text(address, "line2"), city = FactReader.Text(address, "city"), state = FactReader.Text(address, "region"), postal_code = FactReader.Text(address, "postal_code") } } : null,
        });
    }

    private Uri HomeOf(VerificationRequest request) => request.Work.Live ? _home : settings.SandboxUrl ?? _home;

    private Task<LineAnswer> SendAsync(VerificationRequest request, HttpMethod method, string path, string? body, CancellationToken ct) => line.SendAsync(request.Work.Tenant, HomeOf(request), () =>
    {
        var message = new HttpRequestMessage(method, new Uri(HomeOf(request), path));
        message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", settings.Key);
        if (body is null) return message;
        message.Content = new StringContent(body, Encoding.UTF8, "application/json");
        message.Headers.Add("Idempotency-Key", Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{request.Profile:N}\n{body}"))));
        return message;
    }, ct);

    private sealed record Evidence(JsonElement Raw);

    private sealed record Silence(string Trouble);
}
