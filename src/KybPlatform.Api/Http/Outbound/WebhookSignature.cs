using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace KybPlatform.Api.Http.Outbound;

/// <summary>
/// The symmetric signature of Standard Webhooks: HMAC-SHA256 over <c>id.timestamp.body</c>, written <c>v1,</c> and base64; several, separated by
/// spaces, while a secret is rotated.
/// </summary>
internal static class WebhookSignature
{
    public static string Of(IReadOnlyList<byte[]> secrets, string id, long timestamp, ReadOnlySpan<byte> body)
    {
        var prefix = Encoding.UTF8.GetByteCount(id) + 22;
        var signed = new byte[prefix + body.Length];
        var length = Encoding.UTF8.GetBytes(id, signed);
        signed[length++] = (byte)'.';
        Utf8Formatter.TryFormat(timestamp, signed.AsSpan(length), out var digits);
        length += digits;
        signed[length++] = (byte)'.';
        body.CopyTo(signed.AsSpan(length));
        var content = signed.AsSpan(0, length + body.Length);
        if (secrets.Count == 1) return One(secrets[0], content);
        var all = new StringBuilder();
        foreach (var secret in secrets) all.Append(CultureInfo.InvariantCulture, $"{(all.Length > 0 ? " " : "")}{One(secret, content)}");
        return all.ToString();
    }

    private static string One(byte[] secret, ReadOnlySpan<byte> content)
    {
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(secret, content, hash);
        return $"v1,{Convert.ToBase64String(hash)}";
    }
}
