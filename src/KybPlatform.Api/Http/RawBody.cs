using System.Buffers;
using Microsoft.AspNetCore.Http;

namespace KybPlatform.Api.Http;

/// <summary>Reads a whole body once, within its limit, and keeps it for whoever compares it.</summary>
internal static class RawBody
{
    /// <summary>Bytes of a JSON body that are accepted at most.</summary>
    public const int Limit = 1024 * 1024;
    private const string Key = "kyb.raw_body";

    public static ReadOnlyMemory<byte>? Held(HttpContext http) => http.Items[Key] as ReadOnlyMemory<byte>?;

    public static async ValueTask<Result<ReadOnlyMemory<byte>>> ReadAsync(HttpContext http)
    {
        if (Held(http) is { } held) return held;
        if (http.Request.ContentLength > Limit) return TooLarge;
        var reader = http.Request.BodyReader;
        while (true)
        {
            var read = await reader.ReadAsync(http.RequestAborted);
            if (read.Buffer.Length > Limit)
            {
                // Whoever reads next, the server that drains the rest, must find the reader at rest.
                reader.AdvanceTo(read.Buffer.End);
                return TooLarge;
            }
            if (read.IsCompleted)
            {
                ReadOnlyMemory<byte> bytes = read.Buffer.ToArray();
                reader.AdvanceTo(read.Buffer.End);
                http.Items[Key] = (ReadOnlyMemory<byte>?)bytes;
                return bytes;
            }
            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    public static Error TooLarge => new("body_too_large", ErrorKind.TooLarge, $"A JSON body holds at most {Limit} bytes.");
}
