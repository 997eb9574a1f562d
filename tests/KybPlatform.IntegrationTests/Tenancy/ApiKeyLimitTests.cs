using System.Net;
using KybPlatform.IntegrationTests.App;
using KybPlatform.IntegrationTests.Postgres;

namespace KybPlatform.IntegrationTests.Tenancy;

/// <summary>When, from where and how often a key may be used.</summary>
public sealed class ApiKeyLimitTests(PlatformApp app, TestPostgres postgres)
{
    [Fact]
    public async Task Both_secrets_work_until_the_overlap_ends_and_then_the_new_one_alone()
    {
        var clock = new MovedClock();
        await using var platform = await RunningPlatform.StartAsync(postgres, clock);
        var tenant = await platform.ANewTenantAsync();
        var made = (await tenant.PostAsync("/v1/api-keys", new { name = "rotating", scopes = new[] { "tenant:read" } })).ShouldBe(201);

        var rotated = (await tenant.PostAsync($"/v1/api-keys/{made.Text("/id")}/rotate", new { overlap_seconds = 600 })).ShouldBe(200);

        var (before, after) = (tenant.With(made.Text("/secret")), tenant.With(rotated.Text("/secret")));
        rotated.Text("/secret").Should().NotBe(made.Text("/secret"));
        await before.GetAsync("/v1/tenant").ShouldBeAsync(200);
        await after.GetAsync("/v1/tenant").ShouldBeAsync(200);
        clock.Move(TimeSpan.FromSeconds(601));
        await before.GetAsync("/v1/tenant").ShouldBeRefusedAsync(401, "invalid_api_key");
        await after.GetAsync("/v1/tenant").ShouldBeAsync(200);
    }

    [Fact]
    public async Task Without_overlap_the_old_secret_dies_at_once_and_leaves_no_hash_behind()
    {
        var tenant = await app.ANewTenantAsync();
        var made = (await tenant.PostAsync("/v1/api-keys", new { name = "leaked", scopes = new[] { "tenant:read" } })).ShouldBe(201);
        await tenant.With(made.Text("/secret")).GetAsync("/v1/tenant").ShouldBeAsync(200);

        var rotated = (await tenant.PostAsync($"/v1/api-keys/{made.Text("/id")}/rotate", new { overlap_seconds = 0 })).ShouldBe(200);

        await tenant.With(made.Text("/secret")).GetAsync("/v1/tenant").ShouldBeRefusedAsync(401, "invalid_api_key");
        await tenant.With(rotated.Text("/secret")).GetAsync("/v1/tenant").ShouldBeAsync(200);
        (await DirectoryRowsAsync(tenant)).Should().Be(2, "the first key and this one have one secret each");
    }

    [Fact]
    public async Task A_second_rotation_ends_the_overlap_of_the_first()
    {
        var tenant = await app.ANewTenantAsync();
        var made = (await tenant.PostAsync("/v1/api-keys", new { name = "twice", scopes = new[] { "tenant:read" } })).ShouldBe(201);
        var first = (await tenant.PostAsync($"/v1/api-keys/{made.Text("/id")}/rotate")).ShouldBe(200);
        first.Has("/previous_secret_until").Should().BeTrue();

        await tenant.PostAsync($"/v1/api-keys/{made.Text("/id")}/rotate").ShouldBeAsync(200);

        await tenant.With(made.Text("/secret")).GetAsync("/v1/tenant").ShouldBeRefusedAsync(401, "invalid_api_key");
        await tenant.With(first.Text("/secret")).GetAsync("/v1/tenant").ShouldBeAsync(200);
        (await DirectoryRowsAsync(tenant)).Should().Be(3);
    }

    [Fact]
    public async Task A_limited_key_gives_no_secret_that_works_for_longer_or_from_elsewhere()
    {
        var tenant = await app.ANewTenantAsync();
        var scopes = new[] { "keys:manage", "tenant:read" };
        var (soon, later) = (TimeProvider.System.GetUtcNow().AddHours(1), TimeProvider.System.GetUtcNow().AddHours(2));
        var made = (await tenant.PostAsync("/v1/api-keys", new { name = "limited", scopes, expires_at = soon, ip_allow_list = new[] { "127.0.0.0/8", "::1" } })).ShouldBe(201);
        var free = (await tenant.PostAsync("/v1/api-keys", new { name = "free", scopes })).ShouldBe(201);
        var limited = tenant.With(made.Text("/secret"));
        Task<HttpAnswer> Make(DateTimeOffset? expires, params string[] networks) => limited.PostAsync("/v1/api-keys", new { name = "next", scopes = new[] { "tenant:read" }, expires_at = expires, ip_allow_list = networks });

        (await Make(null, "127.0.0.1")).ShouldBeRefused(403, "limit_not_held").ShouldBlame("/expires_at", "limit_not_held");
        (await Make(later, "127.0.0.1")).ShouldBeRefused(403, "limit_not_held").ShouldBlame("/expires_at", "limit_not_held");
        (await Make(soon)).ShouldBeRefused(403, "limit_not_held").ShouldBlame("/ip_allow_list", "limit_not_held");
        (await Make(soon, "127.0.0.1", "126.0.0.0/7")).ShouldBeRefused(403, "limit_not_held").ShouldBlame("/ip_allow_list/1", "limit_not_held");
        (await limited.PostAsync($"/v1/api-keys/{free.Text("/id")}/rotate")).ShouldBeRefused(403, "limit_not_held");

        (await Make(soon.AddMinutes(-1), "127.0.0.1", "127.1.0.0/16")).ShouldBe(201);
        (await limited.PostAsync($"/v1/api-keys/{made.Text("/id")}/rotate")).ShouldBe(200);
        (await tenant.With(free.Text("/secret")).PostAsync("/v1/api-keys", new { name = "any", scopes = new[] { "tenant:read" } })).ShouldBe(201);
    }

    [Fact]
    public async Task An_expired_key_opens_nothing()
    {
        var clock = new MovedClock();
        await using var platform = await RunningPlatform.StartAsync(postgres, clock);
        var tenant = await platform.ANewTenantAsync();
        var expires = clock.GetUtcNow().AddMinutes(10);
        var made = (await tenant.PostAsync("/v1/api-keys", new { name = "contractor", scopes = new[] { "tenant:read" }, expires_at = expires })).ShouldBe(201);
        await tenant.With(made.Text("/secret")).GetAsync("/v1/tenant").ShouldBeAsync(200);

        clock.Move(TimeSpan.FromMinutes(11));

        await tenant.With(made.Text("/secret")).GetAsync("/v1/tenant").ShouldBeRefusedAsync(401, "invalid_api_key");
        (await tenant.GetAsync($"/v1/api-keys/{made.Text("/id")}")).ShouldBe(200).Text("/status").Should().Be("expired");
    }

    [Fact]
    public async Task A_key_works_from_its_networks_alone()
    {
        var tenant = await app.ANewTenantAsync();

        var elsewhere = await KeyFromAsync(tenant, "203.0.113.0/24", "2001:db8::/32");
        var here = await KeyFromAsync(tenant, "203.0.113.7", "127.0.0.0/8");

        await elsewhere.GetAsync("/v1/tenant").ShouldBeRefusedAsync(403, "ip_not_allowed");
        await here.GetAsync("/v1/tenant").ShouldBeAsync(200);
    }

    [Fact]
    public async Task Behind_a_proxy_that_is_trusted_the_networks_are_held_against_whom_it_names()
    {
        await using var platform = await RunningPlatform.StartAsync(postgres, settings: s => s with { TrustedProxies = [IPNetwork.Parse("127.0.0.0/8"), IPNetwork.Parse("10.1.0.0/16")] });
        var tenant = await platform.ANewTenantAsync();
        var key = await KeyFromAsync(tenant, "203.0.113.0/24", "2001:db8::/32");

        foreach (var from in (string[])["203.0.113.9", "2001:db8::7", "203.0.113.9, 10.1.2.3", "198.51.100.4, 203.0.113.9"]) (await From(key, from)).ShouldBe(200);
        // What stands left of somebody unknown was written by the caller.
        foreach (var from in (string?[])[null, "198.51.100.4", "203.0.113.9, 198.51.100.4", "203.0.113.9, 10.2.0.1", "nonsense"]) (await From(key, from)).ShouldBeRefused(403, "ip_not_allowed");
    }

    [Fact]
    public async Task Nobody_is_believed_who_is_not_named_as_a_proxy()
    {
        var tenant = await app.ANewTenantAsync();
        var key = await KeyFromAsync(tenant, "203.0.113.0/24");

        (await From(key, "203.0.113.9")).ShouldBeRefused(403, "ip_not_allowed");
    }

    private static Task<HttpAnswer> From(ApiClient key, string? forwardedFor) => key.SendAsync(HttpMethod.Get, "/v1/tenant", null, ("X-Forwarded-For", forwardedFor));

    [Fact]
    public async Task Every_answer_tells_the_keys_rate_and_a_spent_rate_says_when_to_come_back()
    {
        var tenant = await app.ANewTenantAsync();
        var made = (await tenant.PostAsync("/v1/api-keys", new { name = "slow", scopes = new[] { "tenant:read" }, rate_limit = 1 })).ShouldBe(201);
        var slow = tenant.With(made.Text("/secret"));

        var answers = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => slow.GetAsync("/v1/tenant")));

        answers.Should().OnlyContain(a => a.Header("RateLimit-Limit") == "1" && a.Header("RateLimit-Remaining") != null && a.Header("RateLimit-Reset") != null);
        answers.Should().Contain(a => a.Status == 200);
        var refused = answers.First(a => a.Status != 200).ShouldBeRefused(429, "rate_limited");
        refused.Header("Retry-After").Should().Be("1");
        refused.Header("RateLimit-Remaining").Should().Be("0");
        await tenant.GetAsync("/v1/tenant").ShouldBeAsync(200);
    }

    private async Task<long> DirectoryRowsAsync(TenantClient tenant) =>
        (await (await app.PlatformAsync()).AskAsync<long>("SELECT count(*) FROM api_key_directory WHERE tenant_id = $1", tenant.RowId)).Single();

    private static async Task<ApiClient> KeyFromAsync(TenantClient tenant, params string[] networks) =>
        tenant.With((await tenant.PostAsync("/v1/api-keys", new { name = "here", scopes = new[] { "tenant:read" }, ip_allow_list = networks })).ShouldBe(201).Text("/secret"));
}
