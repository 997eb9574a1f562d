using System.Text.Json;
using System.Text.Json.Nodes;
using KybPlatform.Api.Http;
using KybPlatform.Api.Inquiries.Contracts;
using KybPlatform.Api.Jobs;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Verifications.Contracts;
using KybPlatform.Api.Webhooks.Contracts;
using KybPlatform.Policies.Workflows;
using Microsoft.Extensions.DependencyInjection;

namespace KybPlatform.Api.Workflows.Running;

/// <summary>What a run is about, as it is now.</summary>
/// <param name="Inquiry">The inquiry that it is, or belongs to; null where there is none.</param>
internal sealed record RunScene(IReadOnlyDictionary<string, JsonElement> Resources, InquiryId? Inquiry, InquiryBrief? Brief, InquiryFactsView? Applicant, ReadOnlyMemory<byte>? Facts)
{
    public RunFacts At(JsonObject? @event, DateTimeOffset now) => new(Resources, Facts, @event, now);
}

/// <summary>Reads what expressions of a workflow may ask for, and nothing that none of them asks for.</summary>
internal sealed class RunScenes(IEnumerable<EventObjectKind> kinds, IServiceProvider services, IInquiryReviews inquiries, IInquiryFacts facts, IVerificationDesk verifications)
{
    private static readonly HashSet<string> Own = ["event", "input", "steps", "now", .. WorkflowTypes.Resources.Keys];

    public async Task<RunScene> ReadAsync(TenantWork work, WorkflowAbout about, string id, IReadOnlySet<string> reads, CancellationToken ct)
    {
        var resources = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        if (about is WorkflowAbout.Nothing) return new RunScene(resources, null, null, null, null);
        var root = WorkflowTypes.RootsOf(about)[0];
        // What another resource belongs to is told by itself.
        if ((about is not WorkflowAbout.Inquiry || reads.Contains(root)) && await ReadAsync(work, id, ct) is { } read) resources[root] = read;
        var inquiry = PublicId.TryParse<InquiryId>(about is WorkflowAbout.Inquiry ? id : Text(resources, root, "inquiry_id"), out var found) ? found : (InquiryId?)null;
        if (inquiry is not { } key) return new RunScene(resources, null, null, null, null);
        if (about is not WorkflowAbout.Inquiry && reads.Contains("inquiry") && await ReadAsync(work, key.ToString(), ct) is { } belongs) resources["inquiry"] = belongs;
        var brief = await inquiries.FindAsync(work.Db, key, ct);
        if (brief is null || reads.All(Own.Contains)) return new RunScene(resources, key, brief, null, null);
        var applicant = await facts.ReadAsync(work, key, ct);
        return new RunScene(resources, key, brief, applicant, applicant is null ? null : await WithVerificationsAsync(work, key, applicant, reads, ct));
    }

    /// <summary>Whether there is such a resource, and whose data a run about it may come to hold.</summary>
    public async Task<(bool Exists, Guid? Profile)> FindAsync(TenantWork work, WorkflowAbout about, string id, CancellationToken ct)
    {
        if (about is WorkflowAbout.Nothing) return (id.Length == 0, null);
        if (!id.StartsWith(WorkflowEvents.Prefix(about), StringComparison.Ordinal)) return (false, null);
        var scene = await ReadAsync(work, about, id, new HashSet<string>(WorkflowTypes.RootsOf(about).Take(1)), ct);
        return (scene.Resources.Count > 0, scene.Brief?.Profile);
    }

    private async Task<ReadOnlyMemory<byte>> WithVerificationsAsync(TenantWork work, InquiryId inquiry, InquiryFactsView applicant, IReadOnlySet<string> reads, CancellationToken ct)
    {
        if (!reads.Contains("verifications")) return applicant.Facts;
        var whole = JsonNode.Parse(applicant.Facts.Span)!.AsObject();
        using var document = JsonDocument.Parse(applicant.Facts);
        var view = await verifications.ReadAsync(work, applicant.Profile, document.RootElement, await facts.OrdersAsync(work, inquiry, applicant.Facts, ct), ct);
        whole["verifications"] = JsonNode.Parse(view.Json.Span);
        return JsonSerializer.SerializeToUtf8Bytes(whole, StoredJson.Options);
    }

    private async Task<JsonElement?> ReadAsync(TenantWork work, string id, CancellationToken ct)
    {
        var kind = kinds.FirstOrDefault(k => id.StartsWith(k.Prefix + "_", StringComparison.Ordinal));
        return kind is null ? null : await ((IEventObjects)services.GetRequiredService(kind.Reader)).ReadAsync(work, id, ct);
    }

    private static string? Text(Dictionary<string, JsonElement> resources, string root, string field) =>
        resources.TryGetValue(root, out var json) && json.TryGetProperty(field, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString() : null;
}
