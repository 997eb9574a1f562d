using System.Collections.Concurrent;
using System.Net;
using KybPlatform.Api;
using KybPlatform.Api.Http.Outbound;
using KybPlatform.Api.Webhooks.Dispatch;
using KybPlatform.IntegrationTests.App;
using KybPlatform.IntegrationTests.Postgres;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace KybPlatform.IntegrationTests.Webhooks;

/// <summary>Receivers that fail, hang, redirect, lie about their address or are gone: each costs itself, and nothing is lost.</summary>
public sealed class WebhookFailureTests(TestPostgres postgres)
{
    private static readonly WebhookLimits Impatient = new() { Timeout = TimeSpan.FromSeconds(2), Patience = TimeSpan.FromMilliseconds(300), Pace = 0.01 };

    [Fact]
    public async Task What_fails_is_tried_again_until_it_is_taken_and_redirects_and_huge_answers_are_not_followed()
    {
        await using var platform = await StartAsync(Impatient);
        await using var receiver = await Receiver.StartAsync();
        await using var elsewhere = await Receiver.StartAsync();
        var tenant = await platform.ANewTenantAsync();
        var tries = new ConcurrentDictionary<string, int>();
        receiver.Answers = async (received, http) =>
        {
            var attempt = tries.AddOrUpdate(received.Path + received.Id, 1, (_, n) => n + 1);
            switch (received.Path)
            {
                case "/flaky":
                    http.Response.StatusCode = attempt < 3 ? 500 : 204;
                    if (attempt < 3) await http.Response.WriteAsync("out of order, tell ada@example.com");
                    break;
                case "/moved": http.Response.Redirect(elsewhere.Url); break;
                case "/huge": await HugeAsync(http); break;
            }
        };
        var (flaky, _) = await tenant.AnEndpointAsync($"{receiver.Url}/flaky", ["user.*"]);
        var (moved, _) = await tenant.AnEndpointAsync($"{receiver.Url}/moved", ["user.*"]);
        var (huge, _) = await tenant.AnEndpointAsync($"{receiver.Url}/huge", ["user.*"]);

        await tenant.HappensAsync();

        var failed = (await tenant.DeliveryAsync($"endpoint={flaky}", d => d.Text("/status") == "delivered")).At("/data/0");
        failed.At("/attempts").GetInt32().Should().Be(3);
        receiver.All.Where(r => r.Path == "/flaky").Select(r => r.Id).Distinct().Should().ContainSingle("it is one event, however often it is sent");
        var redirect = (await tenant.DeliveryAsync($"endpoint={moved}", d => d.At("/attempts").GetInt32() > 1)).At("/data/0");
        (redirect.Text("/status"), redirect.Text("/fault"), redirect.At("/response_status").GetInt32()).Should().Be(("pending", "redirect", 302));
        elsewhere.All.Should().BeEmpty();
        var big = (await tenant.DeliveryAsync($"endpoint={huge}", d => d.Text("/status") == "delivered")).Text("/data/0/id");
        (await tenant.GetAsync($"/v1/webhook-deliveries/{big}")).ShouldBe(200).Text("/response_excerpt").Length.Should().BeLessThanOrEqualTo(500);

        // By hand: all that failed since an instant, once the receiver is mended.
        receiver.Answers = (_, _) => Task.CompletedTask;
        (await tenant.PostAsync($"/v1/webhook-endpoints/{moved}/redeliver", new { since = TimeProvider.System.GetUtcNow().AddHours(-1) })).ShouldBe(202).At("/deliveries").GetInt64().Should().Be(1);
        await tenant.DeliveryAsync($"endpoint={moved}", d => d.Text("/status") == "delivered");
    }

    [Fact]
    public async Task A_receiver_that_never_answers_and_one_that_is_dead_hold_up_nobody_else()
    {
        await using var platform = await StartAsync(new WebhookLimits { Timeout = TimeSpan.FromMinutes(5) });
        await using var receiver = await Receiver.StartAsync();
        var tenant = await platform.ANewTenantAsync();
        var released = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        receiver.Answers = (received, _) => received.Path == "/hangs" ? released.Task : Task.CompletedTask;
        for (var i = 0; i < 3; i++)
        {
            await tenant.AnEndpointAsync($"{receiver.Url}/hangs", ["user.*"]);
            await tenant.AnEndpointAsync($"http://127.0.0.1:{DeadPort()}/dead", ["user.*"]);
        }
        await tenant.AnEndpointAsync($"{receiver.Url}/lives", ["user.*"]);

        await tenant.HappensAsync(40);

        // Not one of the hanging ones has been answered by now.
        (await receiver.HasAsync(40, r => r.Path == "/lives")).Select(r => r.Id).Distinct().Should().HaveCount(40);
        (await receiver.HasAsync(3, r => r.Path == "/hangs")).Should().HaveCountLessThanOrEqualTo(12, "each has few under way and no more");
        released.SetResult();
        (await receiver.HasAsync(120, r => r.Path == "/hangs")).Select(r => r.Position).Distinct().Should().HaveCount(40, "what hung is sent");
    }

    [Fact]
    public async Task One_that_is_gone_is_disabled_at_once_and_one_that_fails_too_long_with_notice_and_comes_back_by_hand()
    {
        await using var platform = await StartAsync(Impatient with { GiveUp = TimeSpan.FromSeconds(3), Pace = 0.004 });
        await using var receiver = await Receiver.StartAsync();
        var tenant = await platform.ANewTenantAsync();
        receiver.Answers = (received, http) =>
        {
            http.Response.StatusCode = received.Path switch { "/gone" => 410, "/broken" => 503, _ => 200 };
            return Task.CompletedTask;
        };
        await tenant.AnEndpointAsync($"{receiver.Url}/notices", ["webhook_endpoint.*"]);
        var (gone, _) = await tenant.AnEndpointAsync($"{receiver.Url}/gone", ["user.*"]);
        var (broken, _) = await tenant.AnEndpointAsync($"{receiver.Url}/broken", ["user.*"]);

        await tenant.HappensAsync(12);

        foreach (var (id, reason) in ((string, string)[])[(gone, "gone"), (broken, "failing")])
        {
            var disabled = await Eventually.AsksAsync(() => tenant.GetAsync($"/v1/webhook-endpoints/{id}"), e => e.Text("/status") == "disabled");
            disabled.Text("/disabled_reason").Should().Be(reason);
            await receiver.HasAsync(1, r => r.Path == "/notices" && r.Type == "webhook_endpoint.disabled" && r.Json.Text("/data/resource") == id);
            (await tenant.GetAsync($"/v1/webhook-deliveries?endpoint={id}&status=pending")).ShouldBe(200).At("/data").GetArrayLength().Should().Be(0);
        }
        await receiver.HasAsync(1, r => r.Path == "/notices" && r.Type == "webhook_endpoint.failing" && r.Json.Text("/data/resource") == broken);
        var exhausted = (await tenant.GetAsync($"/v1/webhook-deliveries?endpoint={broken}&status=exhausted&limit=100")).ShouldBe(200).At("/data").GetArrayLength();
        exhausted.Should().BeGreaterThan(0);

        receiver.Answers = (_, _) => Task.CompletedTask;
        (await tenant.PostAsync($"/v1/webhook-endpoints/{broken}/enable")).ShouldBe(200);
        (await tenant.PostAsync($"/v1/webhook-endpoints/{broken}/redeliver", new { since = TimeProvider.System.GetUtcNow().AddHours(-1) })).ShouldBe(202).At("/deliveries").GetInt32().Should().Be(12, "what was never tried is sent, too");
        await Eventually.AsksAsync(() => tenant.GetAsync($"/v1/webhook-deliveries?endpoint={broken}&status=delivered"), d => d.At("/data").GetArrayLength() == 12);
    }

    [Fact]
    public async Task A_receiver_says_in_seconds_or_by_a_date_when_it_wants_to_be_asked_again()
    {
        await using var platform = await StartAsync(Impatient);
        await using var receiver = await Receiver.StartAsync();
        var tenant = await platform.ANewTenantAsync();
        var later = TimeProvider.System.GetUtcNow().AddMinutes(40);
        receiver.Answers = (received, http) =>
        {
            (http.Response.StatusCode, http.Response.Headers.RetryAfter) = (503, received.Path == "/date" ? later.ToString("R", System.Globalization.CultureInfo.InvariantCulture) : "2400");
            return Task.CompletedTask;
        };
        foreach (var path in (string[])["date", "seconds"])
        {
            var (id, _) = await tenant.AnEndpointAsync($"{receiver.Url}/{path}", ["user.*"]);
            await tenant.HappensAsync();
            var next = (await tenant.DeliveryAsync($"endpoint={id}", d => d.At("/attempts").GetInt32() == 1)).At("/data/0/next_attempt_at").GetDateTimeOffset();
            next.Should().BeCloseTo(later, TimeSpan.FromMinutes(1));
        }
    }

    [Fact]
    public async Task What_failed_since_an_instant_is_also_what_was_never_tried_because_the_endpoint_was_disabled()
    {
        await using var platform = await StartAsync(Impatient with { GiveUp = TimeSpan.FromSeconds(2), Pace = 0.004 });
        await using var receiver = await Receiver.StartAsync();
        var tenant = await platform.ANewTenantAsync();
        Task PlacedAsync(int events) => Eventually.AsksAsync(() => tenant.GetAsync("/v1/events?types=user.created&limit=100"), e => e.At("/data").GetArrayLength() == events);
        await tenant.HappensAsync(2);
        await PlacedAsync(2);
        receiver.Answers = (_, http) =>
        {
            http.Response.StatusCode = 503;
            return Task.CompletedTask;
        };
        var (id, _) = await tenant.AnEndpointAsync(receiver.Url, ["user.*"]);
        await tenant.HappensAsync(30);
        await Eventually.AsksAsync(() => tenant.GetAsync($"/v1/webhook-endpoints/{id}"), e => e.Text("/status") == "disabled");
        await tenant.HappensAsync(5);
        await PlacedAsync(37);
        var tried = (await tenant.GetAsync($"/v1/webhook-deliveries?endpoint={id}&limit=100")).ShouldBe(200).At("/data").GetArrayLength();
        tried.Should().BeLessThan(30, "an endpoint that fails is tried with few");

        receiver.Answers = (_, _) => Task.CompletedTask;
        (await tenant.PostAsync($"/v1/webhook-endpoints/{id}/enable")).ShouldBe(200);
        (await tenant.PostAsync($"/v1/webhook-endpoints/{id}/redeliver", new { since = TimeProvider.System.GetUtcNow().AddHours(-1) })).ShouldBe(202).At("/deliveries").GetInt64().Should().Be(35, "nothing of it arrived, and what was before the endpoint is not its business");

        var all = await Eventually.AsksAsync(() => tenant.GetAsync($"/v1/webhook-deliveries?endpoint={id}&status=delivered&limit=100"), d => d.At("/data").GetArrayLength() == 35);
        all.At("/data").EnumerateArray().Select(d => d.At("/position").GetInt64()).Should().OnlyHaveUniqueItems();
        (await tenant.PostAsync($"/v1/webhook-endpoints/{id}/redeliver", new { since = TimeProvider.System.GetUtcNow().AddHours(-1) })).ShouldBe(202).At("/deliveries").GetInt64().Should().Be(0, "all of it arrived");
    }

    [Fact]
    public async Task In_production_private_addresses_are_refused_when_the_endpoint_is_made_and_again_when_its_name_changes_its_meaning()
    {
        var names = new ChangingNames();
        await using var platform = await StartAsync(Impatient, s => s with { Development = false }, names);
        await using var receiver = await Receiver.StartAsync();
        var tenant = await platform.ANewTenantAsync();
        foreach (var (url, code) in ((string, string)[])[("http://hooks.example.com/", "https_required"), ("https://10.0.0.7/", "private_target"), ("https://[::ffff:127.0.0.1]/", "private_target"), ("https://169.254.169.254/", "private_target")])
            (await tenant.PostAsync("/v1/webhook-endpoints", new { url })).ShouldBeRefused(422, code).ShouldBlame("/url", code);
        var (id, _) = await tenant.AnEndpointAsync($"https://rebinding.example.com:{receiver.Port}/", ["user.*"]);
        (await tenant.PatchAsync($"/v1/webhook-endpoints/{id}", new { url = "https://192.168.1.1/" })).ShouldBeRefused(422, "private_target");

        await tenant.HappensAsync();

        var delivery = (await tenant.DeliveryAsync($"endpoint={id}", d => d.At("/attempts").GetInt32() > 1)).At("/data/0");
        (delivery.Text("/status"), delivery.Text("/fault")).Should().Be(("pending", "private_target"));
        names.Asked.Should().BeGreaterThan(1, "the name is looked at again for every connection");
        receiver.All.Should().BeEmpty();
    }

    [Fact]
    public async Task What_a_dead_process_held_is_sent_by_another_when_its_lease_is_over()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var first = await StartAsync(new WebhookLimits { Lease = TimeSpan.FromSeconds(3) }, s => s with { Roles = PlatformRoles.Api });
        var tenant = await first.ANewTenantAsync();
        await tenant.AnEndpointAsync(receiver.Url, ["user.*"]);
        await tenant.HappensAsync(5);
        // As a worker that was killed between claiming and writing down leaves it.
        await first.AskAsync<int>("UPDATE webhook_lanes SET lease = gen_random_uuid(), leased_until = clock_timestamp() + interval '2 seconds' RETURNING 1");

        await using var second = await first.BesideAsync(s => s with { Roles = PlatformRoles.Worker });

        (await receiver.HasAsync(5)).Select(r => r.Position).Distinct().Should().HaveCount(5);
    }

    private Task<RunningPlatform> StartAsync(WebhookLimits limits, Func<PlatformSettings, PlatformSettings>? settings = null, IHostAddresses? names = null) =>
        RunningPlatform.StartAsync(postgres, settings, services =>
        {
            services.Replace(ServiceDescriptor.Singleton(limits));
            if (names is not null) services.Replace(ServiceDescriptor.Singleton(names));
        });

    private static async Task HugeAsync(HttpContext http)
    {
        var chunk = new byte[65536];
        Array.Fill(chunk, (byte)'x');
        for (var i = 0; i < 1600 && !http.RequestAborted.IsCancellationRequested; i++) await http.Response.Body.WriteAsync(chunk, http.RequestAborted);
    }

    private static int DeadPort()
    {
        using var taken = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        return ((IPEndPoint)taken.LocalEndpoint).Port;
    }

    /// <summary>Says a public address first and this machine's own afterwards.</summary>
    private sealed class ChangingNames : IHostAddresses
    {
        private int _asked;

        public int Asked => _asked;

        public Task<IReadOnlyList<IPAddress>> FindAsync(string host, CancellationToken ct) =>
            Task.FromResult<IReadOnlyList<IPAddress>>(Interlocked.Increment(ref _asked) == 1 ? [IPAddress.Parse("8.8.8.8"), IPAddress.Loopback] : [IPAddress.Loopback]);
    }
}
