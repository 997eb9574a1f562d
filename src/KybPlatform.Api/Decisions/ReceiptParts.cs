using System.Buffers;
using System.Text.Json;
using KybPlatform.Api.Http;
using KybPlatform.Policies;

namespace KybPlatform.Api.Decisions;

/// <summary>A receipt in its two parts: what was known, and what was concluded from it. Together, one after the other, they are its bytes.</summary>
internal sealed record ReceiptParts(ReadOnlyMemory<byte> Evidence, ReadOnlyMemory<byte> Conclusion)
{
    public static ReceiptParts Of(byte[] receipt)
    {
        var reader = new Utf8JsonReader(receipt);
        reader.Read();
        var end = 0L;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("evaluation"u8)) return new ReceiptParts(receipt.AsMemory(0, (int)end), receipt.AsMemory((int)end));
            reader.Read();
            reader.Skip();
            end = reader.BytesConsumed;
        }
        throw new FormatException("A receipt without an evaluation.");
    }

    /// <summary>Facts that are about nobody, with the options; null where whatever is said may be about somebody.</summary>
    public byte[]? Open()
    {
        using var evidence = JsonDocument.Parse((byte[])[.. Evidence.Span, (byte)'}']);
        var facts = evidence.RootElement.GetProperty("facts");
        if (!OpenFacts.AreThere(facts)) return null;
        var buffer = new ArrayBufferWriter<byte>(2048);
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = Wire.Json.Encoder, SkipValidation = true }))
        {
            json.WriteStartObject();
            json.WritePropertyName("facts");
            OpenFacts.Write(json, facts);
            json.WritePropertyName("options");
            evidence.RootElement.GetProperty("options").WriteTo(json);
            json.WriteEndObject();
        }
        return buffer.WrittenSpan.ToArray();
    }
}
