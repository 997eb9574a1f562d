using System.Buffers;
using System.Collections.Frozen;
using System.Text.Json;
using KybPlatform.Api.Http;
using KybPlatform.Api.Jobs;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Webhooks.Contracts;
using Microsoft.Extensions.DependencyInjection;

namespace KybPlatform.Api.Webhooks.Dispatch;

/// <summary>What an endpoint is told of.</summary>
internal sealed record News(Guid Event, long? Position, string Type, string Resource, string? Parent, DateTimeOffset OccurredAt)
{
    public static News OfTest(WebhookDelivery delivery) =>
        new(delivery.EventId, null, delivery.Type, new WebhookEndpointId(delivery.EndpointId).ToString(), null, delivery.CreatedAt);
}

/// <summary>Writes bodies in the shape that Standard Webhooks proposes: <c>type</c>, <c>timestamp</c>, <c>data</c>.</summary>
internal sealed class Envelopes(IEnumerable<EventObjectKind> kinds)
{
    private const string Mask = "[masked]";
    private static readonly JsonWriterOptions Writing = new() { Encoder = Wire.Json.Encoder, SkipValidation = true };
    private readonly FrozenDictionary<string, EventObjectKind> _kinds = kinds.ToFrozenDictionary(k => k.Prefix, StringComparer.Ordinal);

    public byte[] Thin(News news) => Write(news, _ => { });

    /// <summary>With the resource as it is now, and its classified facts where they were asked for.</summary>
    public async Task<byte[]> FullAsync(IServiceProvider services, TenantWork work, News news, bool personal, CancellationToken ct)
    {
        if (Of(news) is not { } kind) return Thin(news);
        var source = (IEventObjects)services.GetRequiredService(kind.Reader);
        var held = await source.ReadAsync(work, news.Resource, ct);
        var facts = personal ? await source.ReadFactsAsync(work, news.Resource, ct) : null;
        return Write(news, writer =>
        {
            Member(writer, "object", held);
            if (personal) Member(writer, "facts", facts);
        });
    }

    /// <summary>As the log shows it: what stood in a full payload is not kept, and read anew it would be another one.</summary>
    public JsonElement Masked(News news, WebhookPayload payload) => JsonDocument.Parse(Write(news, writer =>
    {
        if (payload == WebhookPayload.Full) writer.WriteString("object", Mask);
    })).RootElement;

    private byte[] Write(News news, Action<Utf8JsonWriter> more)
    {
        var buffer = new ArrayBufferWriter<byte>(320);
        using (var writer = new Utf8JsonWriter(buffer, Writing))
        {
            writer.WriteStartObject();
            writer.WriteString("type", news.Type);
            writer.WriteString("timestamp", InstantJson.Text(news.OccurredAt));
            writer.WriteStartObject("data");
            writer.WriteString("event_id", new EventId(news.Event).ToString());
            if (news.Position is { } position) writer.WriteNumber("position", position);
            else writer.WriteNull("position");
            writer.WriteString("resource", news.Resource);
            writer.WriteString("parent", news.Parent);
            writer.WriteString("status", StatusOf(news));
            more(writer);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }
        return buffer.WrittenSpan.ToArray();
    }

    private string? StatusOf(News news)
    {
        var word = news.Type[(news.Type.IndexOf('.', StringComparison.Ordinal) + 1)..];
        return Of(news) is { } kind && kind.States.Contains(word) ? word : null;
    }

    private EventObjectKind? Of(News news) =>
        news.Resource.IndexOf('_', StringComparison.Ordinal) is > 0 and var at ? _kinds.GetValueOrDefault(news.Resource[..at]) : null;

    private static void Member(Utf8JsonWriter writer, string name, JsonElement? value)
    {
        writer.WritePropertyName(name);
        if (value is { } held) held.WriteTo(writer);
        else writer.WriteNullValue();
    }
}
