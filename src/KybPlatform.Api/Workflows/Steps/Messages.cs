using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using KybPlatform.Api.Http;
using KybPlatform.Api.Http.Outbound;
using KybPlatform.Api.Persistence;

namespace KybPlatform.Api.Workflows.Steps;

/// <summary>A message that a step sends.</summary>
/// <param name="Id">The same for every try.</param>
/// <param name="Live">False in test tenants: only a sandbox is told then.</param>
internal sealed record OutgoingMessage(string Id, bool Live, string To, string? Subject, string Text);

/// <summary>What became of a message.</summary>
/// <param name="Reference">The provider's own id, or ours where it gives none.</param>
/// <param name="Fault">A code; null where the provider took it.</param>
internal sealed record MessageReceipt(string? Reference, string? Fault = null, string? Detail = null, bool MayRetry = false);

/// <summary>Sends messages of one channel.</summary>
internal interface IMessageSender
{
    /// <summary><c>email</c> or <c>sms</c>.</summary>
    string Channel { get; }

    Task<MessageReceipt> SendAsync(TenantId tenant, OutgoingMessage message, CancellationToken ct);
}

/// <summary>Text messages through Twilio's Messages resource (or what has its shape).</summary>
internal sealed class TwilioSender(ProviderSettings settings, OutboundLine line) : IMessageSender
{
    public const string Kind = "twilio";

    public string Channel => "sms";

    public async Task<MessageReceipt> SendAsync(TenantId tenant, OutgoingMessage message, CancellationToken ct)
    {
        if (!message.Live && settings.SandboxUrl is null) return Senders.NoSandbox;
        var root = (message.Live ? settings.Url : settings.SandboxUrl) ?? new Uri("https://api.twilio.com");
        var answer = await line.SendAsync(tenant, root, () => Request(root, message), ct);
        if (!answer.IsAnswer) return Senders.Unreached(answer);
        if (answer.Status is 200 or 201) return new MessageReceipt(answer.Json() is { ValueKind: JsonValueKind.Object } json && json.TryGetProperty("sid", out var sid) ? sid.GetString() : message.Id);
        var code = answer.Json() is { ValueKind: JsonValueKind.Object } refused && refused.TryGetProperty("code", out var number) ? number.ToString() : answer.Status.ToString(CultureInfo.InvariantCulture);
        return new MessageReceipt(null, "message_refused", $"The provider refused it: {code}.");
    }

    private HttpRequestMessage Request(Uri root, OutgoingMessage message)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(root, $"/2010-04-01/Accounts/{settings.Key}/Messages.json"))
        {
            Content = new FormUrlEncodedContent(new Dictionary<string, string> { ["To"] = message.To, ["From"] = settings.From!, ["Body"] = message.Text }),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{settings.Key}:{settings.Secret}")));
        return request;
    }
}

/// <summary>E-mail through SendGrid's version 3 mail send (or what has its shape).</summary>
internal sealed class SendGridSender(ProviderSettings settings, OutboundLine line) : IMessageSender
{
    public const string Kind = "sendgrid";

    public string Channel => "email";

    public async Task<MessageReceipt> SendAsync(TenantId tenant, OutgoingMessage message, CancellationToken ct)
    {
        if (!message.Live && settings.SandboxUrl is null) return Senders.NoSandbox;
        var root = (message.Live ? settings.Url : settings.SandboxUrl) ?? new Uri("https://api.sendgrid.com");
        var answer = await line.SendAsync(tenant, root, () => Request(root, message), ct);
        if (!answer.IsAnswer) return Senders.Unreached(answer);
        return answer.Status is 200 or 202 ? new MessageReceipt(message.Id) : new MessageReceipt(null, "message_refused", string.Create(CultureInfo.InvariantCulture, $"The provider refused it: {answer.Status}."));
    }

    private HttpRequestMessage Request(Uri root, OutgoingMessage message)
    {
        var body = new
        {
            personalizations = new[] { new { to = new[] { new { email = message.To } }, custom_args = new { message_id = message.Id } } },
            from = new { email = settings.From },
            subject = message.Subject ?? "",
            content = new[] { new { type = "text/plain", value = message.Text } },
        };
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(root, "/v3/mail/send")) { Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body, Wire.Json)) };
        request.Content.Headers.ContentType = new("application/json");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", settings.Key);
        return request;
    }
}

internal static class Senders
{
    public static MessageReceipt NoSandbox { get; } = new(null, "no_sandbox", "A test tenant sends nothing: the provider has no sandbox here.");

    public static MessageReceipt Unreached(LineAnswer answer) => answer.Failure is LineFailure.Refused or LineFailure.PrivateTarget or LineFailure.TooLarge
        ? new MessageReceipt(null, "provider_refused", "The provider does not take what it is sent: the operator's credentials or address.")
        : new MessageReceipt(null, "provider_unavailable", $"The provider could not be asked: {SnakeCase.Of(answer.Failure)}.", MayRetry: true);
}
