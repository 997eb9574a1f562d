using System.Text.Json;

namespace KybPlatform.Api.Http.Outbound;

/// <summary>Why a call got no answer that can be read. All of them are the provider's or the way's trouble, never what was asked about.</summary>
public enum LineFailure { None, Timeout, Busy, RateLimited, Paused, Broken, Unreachable, PrivateTarget, Tls, TooLarge, ServerError, Throttled, Refused, UnexpectedContent }

/// <summary>What came back from a provider.</summary>
/// <param name="RetryAfter">How long it asked to be left alone.</param>
public sealed record LineAnswer(int Status, string? MediaType, ReadOnlyMemory<byte> Body, LineFailure Failure = LineFailure.None, TimeSpan? RetryAfter = null)
{
    /// <summary>Headers that an answer may be signed by.</summary>
    public IReadOnlyDictionary<string, string> Signature { get; init; } = new Dictionary<string, string>();

    public static LineAnswer Failed(LineFailure failure, int status = 0, TimeSpan? retryAfter = null) => new(status, null, default, failure, retryAfter);

    public bool IsAnswer => Failure == LineFailure.None;

    /// <summary>The body as JSON; undefined where it is none.</summary>
    public JsonElement Json()
    {
        if (MediaType is not { } type || !(type == "application/json" || type == "text/json" || type.EndsWith("+json", StringComparison.Ordinal))) return default;
        try
        {
            return JsonDocument.Parse(Body, new JsonDocumentOptions { MaxDepth = Wire.MaxDepth }).RootElement;
        }
        catch (JsonException)
        {
            return default;
        }
    }
}
