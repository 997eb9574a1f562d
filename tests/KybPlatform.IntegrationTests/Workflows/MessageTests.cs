using System.Collections.Concurrent;
using System.Text;
using KybPlatform.Api.Http.Outbound;
using KybPlatform.IntegrationTests.App;
using KybPlatform.IntegrationTests.Postgres;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace KybPlatform.IntegrationTests.Workflows;

/// <summary>The two adapters that send messages, over HTTP, against a server that answers as their providers document it.</summary>
public sealed class MessageTests(TestPostgres postgres)
{
    private const string Sms = """{ "key": "tell", "kind": "send_message", "channel": "sms", "to": "+447700900123", "text": "Hello {{1 + 1}}", "retry": { "attempts": 3, "pause": "1s" } }""";
    private const string Email = """{ "key": "tell", "kind": "send_message", "channel": "email", "to": "ada@example.com", "subject": "About you", "text": "Hello & welcome" }""";

    [Fact]
    public async Task A_text_message_is_sent_as_the_provider_documents_it_and_tried_again_where_the_provider_is_away()
    {
        await using var provider = await MessageProvider.StartAsync();
        await using var platform = await PlatformAsync(provider);
        var tenant = await platform.ANewTenantAsync();
        await tenant.AFlowAsync("test.sms", Sms, about: "nothing");
        provider.Answers.Enqueue((503, "{}"));
        provider.Answers.Enqueue((201, """{ "sid": "SM0123", "status": "queued" }"""));

        var sent = await tenant.RunAsync(await tenant.StartAsync("test.sms"), "completed", "failed");
        sent.Text("/status").Should().Be("completed", "the answer was {0}", sent.Body);
        var asked = provider.Asked.Last();
        (asked.Path, asked.Authorization, asked.ContentType).Should().Be(("/2010-04-01/Accounts/AC1/Messages.json", "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes("AC1:hidden")), "application/x-www-form-urlencoded"));
        asked.Body.Should().Be("To=%2B447700900123&From=%2B15550100&Body=Hello+2");

        // What the provider does not take is not tried again, and the run says why.
        provider.Answers.Enqueue((400, """{ "code": 21211, "message": "Invalid 'To' Phone Number" }"""));
        var before = provider.Asked.Count;
        var refused = await tenant.RunAsync(await tenant.StartAsync("test.sms"), "completed", "failed");
        (refused.Text("/failure/code"), provider.Asked.Count - before).Should().Be(("message_refused", 1));
        refused.Text("/failure/detail").Should().Contain("21211");
    }

    [Fact]
    public async Task An_email_is_sent_as_the_provider_documents_it_and_a_test_tenant_sends_nothing()
    {
        await using var provider = await MessageProvider.StartAsync();
        await using var platform = await PlatformAsync(provider);
        var tenant = await platform.ANewTenantAsync();
        await tenant.AFlowAsync("test.email", Email, about: "nothing");
        await tenant.Test.AFlowAsync("test.email", Email, about: "nothing");
        provider.Answers.Enqueue((202, ""));

        var run = await tenant.StartAsync("test.email");
        (await tenant.RunAsync(run, "completed", "failed")).Text("/status").Should().Be("completed");
        var asked = provider.Asked.Single();
        (asked.Path, asked.Authorization, asked.ContentType).Should().Be(("/v3/mail/send", "Bearer SG.key", "application/json"));
        using var body = System.Text.Json.JsonDocument.Parse(asked.Body);
        var mail = body.RootElement;
        (mail.Text("/personalizations/0/to/0/email"), mail.Text("/from/email"), mail.Text("/subject"), mail.Text("/content/0/type"), mail.Text("/content/0/value"))
            .Should().Be(("ada@example.com", "hello@example.org", "About you", "text/plain", "Hello & welcome"));
        mail.Text("/personalizations/0/custom_args/message_id").Should().Be($"{run}.tell", "the same for every try");

        (await tenant.Test.RunAsync(await tenant.Test.StartAsync("test.email"), "completed", "failed")).Text("/failure/code").Should().Be("no_sandbox");
        provider.Answers.Enqueue((401, """{ "errors": [] }"""));
        (await tenant.RunAsync(await tenant.StartAsync("test.email"), "completed", "failed")).Text("/failure/code").Should().BeOneOf("provider_refused", "message_refused");
        provider.Asked.Should().HaveCount(2);
    }

    private Task<RunningPlatform> PlatformAsync(MessageProvider provider) => RunningPlatform.StartAsync(postgres, s => s with
    {
        Providers =
        [
            new ProviderSettings("texts", "twilio", provider.Url, Key: "AC1", Secret: "hidden") { From = "+15550100", PrivateNetwork = true },
            new ProviderSettings("mails", "sendgrid", provider.Url, Key: "SG.key") { From = "hello@example.org", PrivateNetwork = true },
        ],
    });

    private sealed record Request(string Path, string Authorization, string? ContentType, string Body);

    private sealed class MessageProvider(WebApplication app) : IAsyncDisposable
    {
        public ConcurrentQueue<(int Status, string Body)> Answers { get; } = new();
        public ConcurrentQueue<Request> Asked { get; } = new();
        public Uri Url => new(app.Urls.Single());

        public static async Task<MessageProvider> StartAsync()
        {
            var builder = WebApplication.CreateSlimBuilder();
            builder.Logging.ClearProviders();
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            var app = builder.Build();
            var provider = new MessageProvider(app);
            app.Run(provider.TakeAsync);
            await app.StartAsync();
            return provider;
        }

        public async ValueTask DisposeAsync() => await app.DisposeAsync();

        private async Task TakeAsync(HttpContext http)
        {
            using var reader = new StreamReader(http.Request.Body);
            Asked.Enqueue(new Request(http.Request.Path, http.Request.Headers.Authorization.ToString(), http.Request.ContentType?.Split(';')[0], await reader.ReadToEndAsync()));
            var (status, body) = Answers.TryDequeue(out var answer) ? answer : (500, "{}");
            (http.Response.StatusCode, http.Response.ContentType) = (status, "application/json");
            await http.Response.WriteAsync(body);
        }
    }
}
