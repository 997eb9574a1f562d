using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using KybPlatform.Api.Persistence;

namespace KybPlatform.Api.Http;

/// <summary>Public ids are written as text and never read from bodies as typed ids: a body's id is text until it is looked up.</summary>
internal sealed class PublicIdJson : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) =>
        typeToConvert.IsValueType && typeToConvert.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IPublicId<>));

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(Converter<>).MakeGenericType(typeToConvert))!;

    private sealed class Converter<T> : JsonConverter<T> where T : struct, IPublicId<T>
    {
        public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            PublicId.TryParse<T>(reader.GetString(), out var id) ? id : throw new JsonException("Not an id.");

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(PublicId.Write(value));
    }
}

/// <summary>Instants: RFC 3339, always UTC, microseconds at most (what the database keeps).</summary>
internal sealed class InstantJson : JsonConverter<DateTimeOffset>
{
    private const string Format = "yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'";

    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TryGetDateTimeOffset(out var value) && HasOffset(reader.GetString()!) ? value.ToUniversalTime() : throw new JsonException("Not an instant.");

    /// <summary>Whether it ends with its offset, as RFC 3339 (section 5.6) has it: without one it would be another instant on every server.</summary>
    public static bool HasOffset(string text) => text is [.., 'Z' or 'z'] or [.., '+' or '-', _, _, ':', _, _];

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) => writer.WriteStringValue(Text(value));

    public static string Text(DateTimeOffset value) => value.UtcDateTime.ToString(Format, CultureInfo.InvariantCulture);
}
