using AwesomeAssertions;
using KybPlatform.Api.Http.Outbound;
using KybPlatform.Api.Persistence;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace KybPlatform.UnitTests.Http;

public sealed class OutboundLineTests
{
    [Fact]
    public async Task An_answer_is_read_whole_with_its_type()
    {
        await using var provider = await Simulator.StartAsync(h => Simulator.JsonAsync(h, "{\"a\":1}"));

        var answer = await GetAsync(provider, provider.Line());

        answer.IsAnswer.Should().BeTrue();
        answer.Json().GetProperty("a").GetInt32().Should().Be(1);
    }

    [Fact]
    public async Task A_server_that_stumbles_is_asked_again()
    {
        var calls = 0;
        await using var provider = await Simulator.StartAsync(h => ++calls < 3 ? Simulator.Status(h, 503) : Simulator.JsonAsync(h, "{}"));

        (await GetAsync(provider, provider.Line())).IsAnswer.Should().BeTrue();
        calls.Should().Be(3);
    }

    [Fact]
    public async Task A_pause_that_is_asked_for_is_kept_and_nobody_waits_for_a_long_one()
    {
        await using var provider = await Simulator.StartAsync(h =>
        {
            h.Response.Headers.RetryAfter = "120";
            return Simulator.Status(h, 429);
        });
        var line = provider.Line();

        var first = await GetAsync(provider, line);
        var second = await GetAsync(provider, line);

        first.Should().BeEquivalentTo(LineAnswer.Failed(LineFailure.Throttled, 429, TimeSpan.FromSeconds(120)));
        second.Failure.Should().Be(LineFailure.Paused);
        provider.Asked.Should().HaveCount(1);
    }

    [Fact]
    public async Task A_pause_of_decades_ends_within_the_hour_and_a_shorter_one_does_not_end_a_longer()
    {
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        var answers = new Queue<string>(["1800", "2147483647", "1800"]);
        await using var provider = await Simulator.StartAsync(h =>
        {
            h.Response.Headers.RetryAfter = answers.Dequeue();
            return Simulator.Status(h, 429);
        });
        var line = provider.Line(clock: clock);

        await GetAsync(provider, line);
        clock.Advance(TimeSpan.FromMinutes(31));
        (await GetAsync(provider, line)).Failure.Should().Be(LineFailure.Throttled);
        clock.Advance(TimeSpan.FromMinutes(59));
        (await GetAsync(provider, line)).Failure.Should().Be(LineFailure.Paused);
        clock.Advance(TimeSpan.FromMinutes(2));
        (await GetAsync(provider, line)).Failure.Should().NotBe(LineFailure.Paused, "nobody means 68 years");
    }

    [Fact]
    public async Task A_short_pause_is_waited_for()
    {
        var calls = 0;
        await using var provider = await Simulator.StartAsync(h =>
        {
            if (++calls > 1) return Simulator.JsonAsync(h, "{}");
            h.Response.Headers.RetryAfter = "0";
            return Simulator.Status(h, 429);
        });

        (await GetAsync(provider, provider.Line())).IsAnswer.Should().BeTrue();
    }

    [Fact]
    public async Task Silence_and_a_body_that_drips_end_in_time()
    {
        await using var silent = await Simulator.StartAsync(h => Task.Delay(Timeout.Infinite, h.RequestAborted));
        await using var dripping = await Simulator.StartAsync(async h =>
        {
            h.Response.ContentType = "application/json";
            for (var i = 0; ; i++)
            {
                await h.Response.WriteAsync(" ", h.RequestAborted);
                await h.Response.Body.FlushAsync(h.RequestAborted);
                await Task.Delay(20, h.RequestAborted);
            }
        });
        var impatient = Simulator.Quick with { AttemptTimeout = TimeSpan.FromMilliseconds(200) };

        (await GetAsync(silent, silent.Line(impatient))).Failure.Should().Be(LineFailure.Timeout);
        (await GetAsync(dripping, dripping.Line(impatient))).Failure.Should().Be(LineFailure.Timeout);
    }

    [Fact]
    public async Task A_body_that_never_ends_is_cut_whether_it_says_its_length_or_not()
    {
        var small = Simulator.Quick with { MostBytes = 1000 };
        await using var told = await Simulator.StartAsync(h => Simulator.JsonAsync(h, new string('1', 5000)));
        await using var untold = await Simulator.StartAsync(async h =>
        {
            for (var i = 0; i < 100; i++)
            {
                await h.Response.WriteAsync(new string('1', 1000), h.RequestAborted);
                await h.Response.Body.FlushAsync(h.RequestAborted);
            }
        });

        (await GetAsync(told, told.Line(small))).Failure.Should().Be(LineFailure.TooLarge);
        (await GetAsync(untold, untold.Line(small))).Failure.Should().Be(LineFailure.TooLarge);
    }

    [Fact]
    public async Task A_certificate_that_nobody_vouches_for_a_closed_port_and_a_private_host_are_told_apart()
    {
        await using var provider = await Simulator.StartAsync(h => Simulator.JsonAsync(h, "{}"), selfSigned: true);
        using var guarded = new OutboundLine("guarded", Simulator.Quick, new GuardedConnections(new SystemHostAddresses(), allowsPrivate: false).NewHandler(), TimeProvider.System);

        (await GetAsync(provider, provider.Line())).Failure.Should().Be(LineFailure.Tls);
        (await provider.Line().SendAsync(Simulator.Tenant, provider.Url, () => new HttpRequestMessage(HttpMethod.Get, "http://127.0.0.1:1/"), TestContext.Current.CancellationToken)).Failure.Should().Be(LineFailure.Unreachable);
        (await GetAsync(provider, guarded)).Failure.Should().Be(LineFailure.PrivateTarget);
        provider.Asked.Should().BeEmpty("nothing was sent to any of them");
    }

    [Theory]
    [InlineData("{ \"a\": ", "application/json")]
    [InlineData("{}", "text/html")]
    [InlineData("", "application/json")]
    public async Task What_is_no_JSON_is_none(string body, string type)
    {
        await using var provider = await Simulator.StartAsync(h => Simulator.JsonAsync(h, body, type));

        (await GetAsync(provider, provider.Line())).Json().ValueKind.Should().Be(System.Text.Json.JsonValueKind.Undefined);
    }

    [Fact]
    public async Task After_several_failures_nobody_is_sent_there_for_a_while()
    {
        await using var provider = await Simulator.StartAsync(h => Simulator.Status(h, 500));
        var line = provider.Line(Simulator.Quick with { Retries = 0, BreakAfter = 3 });

        for (var i = 0; i < 3; i++) (await GetAsync(provider, line)).Failure.Should().Be(LineFailure.ServerError);

        (await GetAsync(provider, line)).Failure.Should().Be(LineFailure.Broken);
        provider.Asked.Should().HaveCount(3);
    }

    [Fact]
    public async Task A_sandbox_that_is_down_hangs_or_asks_to_be_left_alone_takes_nothing_from_the_real_service()
    {
        await using var sandbox = await Simulator.StartAsync(h =>
        {
            if (h.Request.Path == "/hang") return Task.Delay(Timeout.Infinite, h.RequestAborted);
            if (h.Request.Path == "/busy") h.Response.Headers.RetryAfter = "600";
            return Simulator.Status(h, h.Request.Path == "/busy" ? 429 : 500);
        });
        await using var real = await Simulator.StartAsync(h => Simulator.JsonAsync(h, "{}"));
        var line = real.Line(Simulator.Quick with { Retries = 0, BreakAfter = 3, AtOnce = 2, AtOncePerTenant = 2, Patience = TimeSpan.FromMilliseconds(200), AttemptTimeout = TimeSpan.FromSeconds(1) });

        var hanging = Enumerable.Range(0, 2).Select(_ => SendAsync(sandbox, line, Simulator.Tenant, "hang")).ToList();
        var whileHanging = await GetAsync(real, line);
        await Task.WhenAll(hanging);
        for (var i = 0; i < 3; i++) await GetAsync(sandbox, line);
        var (broken, whileBroken) = (await GetAsync(sandbox, line), await GetAsync(real, line));
        var other = real.Line();
        await SendAsync(sandbox, other, Simulator.Tenant, "busy");

        whileHanging.IsAnswer.Should().BeTrue("turns are each service's own");
        broken.Failure.Should().Be(LineFailure.Broken);
        whileBroken.IsAnswer.Should().BeTrue("a breaker is each service's own");
        (await GetAsync(sandbox, other)).Failure.Should().Be(LineFailure.Paused);
        (await GetAsync(real, other)).IsAnswer.Should().BeTrue("a pause is each service's own");
    }

    [Fact]
    public async Task A_wrong_credential_is_not_tried_over_and_over()
    {
        await using var provider = await Simulator.StartAsync(h => Simulator.Status(h, 401));

        (await GetAsync(provider, provider.Line())).Failure.Should().Be(LineFailure.Refused);
        provider.Asked.Should().HaveCount(1);
    }

    [Fact]
    public async Task A_tenant_that_hangs_there_leaves_turns_to_others_and_rates_are_each_tenants_own()
    {
        var gate = new TaskCompletionSource();
        await using var provider = await Simulator.StartAsync(async h =>
        {
            if (h.Request.Path == "/hang") await gate.Task;
            await Simulator.JsonAsync(h, "{}");
        });
        var line = provider.Line(Simulator.Quick with { AtOnce = 4, AtOncePerTenant = 2, PerSecondPerTenant = 4, Patience = TimeSpan.FromMilliseconds(100) });
        var other = new TenantId(new Guid("01900000-0000-7000-8000-000000000003"));

        var hanging = Enumerable.Range(0, 4).Select(_ => SendAsync(provider, line, Simulator.Tenant, "hang")).ToList();
        var theirs = await SendAsync(provider, line, other, "");
        var fifth = await SendAsync(provider, line, Simulator.Tenant, "");
        await Task.WhenAll(hanging[2], hanging[3]);
        gate.SetResult();
        var ended = await Task.WhenAll(hanging);

        theirs.IsAnswer.Should().BeTrue("another tenant is not held up");
        fifth.Failure.Should().Be(LineFailure.RateLimited);
        ended.Count(a => a.IsAnswer).Should().Be(2);
        ended.Count(a => a.Failure == LineFailure.Busy).Should().Be(2, "no more than two of one tenant are there at once");
    }

    private static Task<LineAnswer> GetAsync(Simulator provider, OutboundLine line) => SendAsync(provider, line, Simulator.Tenant, "");

    private static Task<LineAnswer> SendAsync(Simulator provider, OutboundLine line, TenantId tenant, string path) =>
        line.SendAsync(tenant, provider.Url, () => new HttpRequestMessage(HttpMethod.Get, new Uri(provider.Url, path)), TestContext.Current.CancellationToken);
}
