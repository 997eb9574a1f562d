using System.Buffers;
using System.Text.Json;
using KybPlatform.Api.Http;
using KybPlatform.Policies;

namespace KybPlatform.Api.Decisions.Contracts;

/// <summary>The bytes of a receipt: what was known, under which options, what functions answered, what the engine concluded and why.</summary>
public static class Receipts
{
    /// <param name="facts">The whole fact document, as it was evaluated.</param>
    public static byte[] Write(ReadOnlyMemory<byte> facts, PolicyEvaluation evaluation)
    {
        var buffer = new ArrayBufferWriter<byte>(16 * 1024);
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = Wire.Json.Encoder }))
        {
            json.WriteStartObject();
            json.WriteNumber("format", 1);
            json.WritePropertyName("facts");
            json.WriteRawValue(facts.Span, skipInputValidation: true);
            Options(json, evaluation.Options);
            json.WritePropertyName("calls");
            JsonSerializer.Serialize(json, evaluation.DomainCalls, Wire.Json);
            json.WritePropertyName("evaluation");
            evaluation.WriteTo(json);
            json.WriteEndObject();
        }
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>The requirement results of an evaluation, as JSON.</summary>
    public static JsonElement Results(PolicyEvaluation evaluation)
    {
        var buffer = new ArrayBufferWriter<byte>(8 * 1024);
        using (var json = new Utf8JsonWriter(buffer)) evaluation.WriteTo(json);
        using var document = JsonDocument.Parse(buffer.WrittenMemory);
        return document.RootElement.GetProperty("requirements").Clone();
    }

    private static void Options(Utf8JsonWriter json, EvaluationOptions options)
    {
        json.WriteStartObject("options");
        json.WriteBoolean("live", options.Live);
        json.WriteBoolean("attested", options.Attested);
        json.WriteBoolean("retry_scheduled", options.RetryScheduled);
        if (options.UsualThreshold is { } threshold) json.WriteNumber("usual_threshold", threshold);
        if (options.Undecided.Count > 0)
        {
            json.WriteStartArray("undecided");
            foreach (var path in options.Undecided) json.WriteStringValue(path);
            json.WriteEndArray();
        }
        json.WriteStartArray("available");
        foreach (var provider in options.AvailableProviders.Order(StringComparer.Ordinal)) json.WriteStringValue(provider);
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
