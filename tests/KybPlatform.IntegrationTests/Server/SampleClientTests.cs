using KybPlatform.Server.Samples;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace KybPlatform.IntegrationTests.Server;

public sealed class SampleClientTests
{
    [Fact]
    public async Task A_database_that_is_away_while_a_development_server_starts_is_waited_for()
    {
        var asked = 0;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        await using var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        app.MapGet("/v1/organizations/{id}", IResult () => Interlocked.Increment(ref asked) < 3 ? Results.StatusCode(503) : Results.Json(new { }));
        await app.StartAsync(TestContext.Current.CancellationToken);
        using var client = new SampleClient(new Uri(app.Urls.Single()));

        var known = await client.KnowsAsync(new DemoOrganization("org_1", "live", "test", new DateOnly(2026, 1, 1), SamplesDone: true), "platform-key", TestContext.Current.CancellationToken);

        (known, asked).Should().Be((true, 3));
    }
}
