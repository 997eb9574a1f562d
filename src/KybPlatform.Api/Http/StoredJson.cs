using System.Text.Json;
using System.Text.Json.Serialization;

namespace KybPlatform.Api.Http;

/// <summary>JSON as rows keep it: the wire's names, nothing for null, so that what is absent stays absent.</summary>
public static class StoredJson
{
    public static JsonSerializerOptions Options { get; } = new(Wire.Json) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    public static string Write<T>(T value) => JsonSerializer.Serialize(value, Options);

    public static byte[] Bytes<T>(T value) => JsonSerializer.SerializeToUtf8Bytes(value, Options);

    public static T Read<T>(string json) => JsonSerializer.Deserialize<T>(json, Options)!;

    public static T Read<T>(ReadOnlySpan<byte> json) => JsonSerializer.Deserialize<T>(json, Options)!;
}
