using System.Buffers;
using System.Text.Json;
using KybPlatform.Api.Http;
using KybPlatform.Api.Persistence;

namespace KybPlatform.Api.Verifications;

/// <summary>Verifications as facts: by type, each with its subject, outcome, named checks and the lists that it rests on.</summary>
internal static class VerificationJson
{
    public static byte[] Write(IEnumerable<Verification> verifications)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            foreach (var type in verifications.GroupBy(v => v.Type))
            {
                json.WriteStartArray(type.Key);
                foreach (var verification in type) WriteOne(json, verification);
                json.WriteEndArray();
            }
            json.WriteEndObject();
        }
        return buffer.WrittenSpan.ToArray();
    }

    private static void WriteOne(Utf8JsonWriter json, Verification verification)
    {
        json.WriteStartObject();
        json.WriteString("verification_id", verification.Id.ToString());
        json.WriteString("subject", verification.Subject);
        json.WriteString("status", SnakeCase.Of(verification.Status));
        json.WritePropertyName("checks");
        json.WriteRawValue(verification.Checks);
        if (verification.ReasonCode is not null) json.WriteString("reason_code", verification.ReasonCode);
        if (verification.CompletedAt is { } at) json.WriteString("completed_at", InstantJson.Text(at));
        json.WriteString("provider", verification.Provider);
        json.WriteBoolean("sample", verification.Sample);
        if (verification.Threshold is { } threshold) json.WriteNumber("threshold", threshold);
        if (verification.Lists is not null)
        {
            json.WritePropertyName("lists");
            json.WriteRawValue(verification.Lists);
        }
        if (verification.DataVersion is not null) json.WriteString("data_version", verification.DataVersion);
        json.WriteEndObject();
    }
}
