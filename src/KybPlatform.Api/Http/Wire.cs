using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace KybPlatform.Api.Http;

/// <summary>How the API reads and writes JSON: snake_case, strict in, compact out, instants in RFC 3339 UTC.</summary>
public static class Wire
{
    public const int MaxDepth = 32;

    public static JsonSerializerOptions Json { get; } = Create();

    public static JsonDocumentOptions Strict { get; } = new() { MaxDepth = MaxDepth, AllowDuplicateProperties = false };

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web)
        {
            PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
            PropertyNameCaseInsensitive = false,
            NumberHandling = JsonNumberHandling.Strict,
            MaxDepth = MaxDepth,
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            RespectNullableAnnotations = false,
            AllowDuplicateProperties = false,
        };
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false));
        options.Converters.Add(new PublicIdJson());
        options.Converters.Add(new InstantJson());
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }
}
