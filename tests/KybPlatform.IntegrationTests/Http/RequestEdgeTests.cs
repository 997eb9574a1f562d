using KybPlatform.IntegrationTests.App;

namespace KybPlatform.IntegrationTests.Http;

/// <summary>Requests that look right and are not: what is ignored silently does something else than was asked.</summary>
public sealed class RequestEdgeTests(PlatformApp app)
{
    [Fact]
    public async Task Every_list_takes_cursors_of_its_own_kind_only()
    {
        var tenant = (await app.ANewTenantAsync()).Test;
        var (_, operations) = await ApiOperations.ReadAsync(app);
        var lists = operations.Where(o => o.Method == "GET" && !o.NeedsPlatformKey && !o.Path.Contains('{', StringComparison.Ordinal) && o.Parameters.Any(p => p.Text("/name") == "after")).ToList();
        lists.Should().HaveCountGreaterThan(10);

        foreach (var list in lists)
        {
            var (byId, byPosition) = (await tenant.GetAsync($"{list.Path}?after=i{new string('0', 32)}"), await tenant.GetAsync($"{list.Path}?after=p0"));
            var refused = new[] { byId, byPosition }.Where(a => a.Status == 422).ToList();
            Assert.True(refused.Count == 1, $"{list.Name}: {byId.Status} by id, {byPosition.Status} by position");
            refused[0].ShouldBeRefused(422, "invalid_cursor");
        }
    }

    [Fact]
    public async Task A_cursor_ahead_of_the_event_log_is_refused_and_the_last_one_is_not()
    {
        var tenant = (await app.ANewTenantAsync()).Test;
        var last = (await tenant.GetAsync("/v1/events?limit=100")).ShouldBe(200).Text("/next_cursor");

        (await tenant.GetAsync($"/v1/events?after={last}")).ShouldBe(200);
        (await tenant.GetAsync("/v1/events?after=p1000000")).ShouldBeRefused(422, "invalid_cursor");
        (await tenant.GetAsync("/v1/policies?after=p999999999999")).ShouldBe(200).At("/data").GetArrayLength().Should().Be(0);
    }

    [Theory]
    [InlineData("2036-01-01")]
    [InlineData("2036-01-01T00:00:00")]
    [InlineData("2036-01-01T00:00")]
    public async Task An_instant_without_its_offset_is_none(string instant)
    {
        var tenant = (await app.ANewTenantAsync()).Test;

        (await tenant.PostAsync("/v1/api-keys", new { name = "k", scopes = new[] { "tenant:read" }, expires_at = instant })).ShouldBeRefused(422, "invalid_type");
        (await tenant.PostAsync("/v1/api-keys", new { name = "k", scopes = new[] { "tenant:read" }, expires_at = "2036-01-01T02:00:00+02:00" })).ShouldBe(201).Text("/expires_at").Should().Be("2036-01-01T00:00:00Z");
    }

    [Fact]
    public async Task A_body_in_another_coding_is_not_taken_for_what_it_is_not()
    {
        var tenant = (await app.ANewTenantAsync()).Test;
        var body = new { name = "k", scopes = new[] { "tenant:read" } };

        (await tenant.SendAsync(HttpMethod.Post, "/v1/api-keys", Coded("gzip"))).ShouldBeRefused(415, "unsupported_media_type");
        (await tenant.SendAsync(HttpMethod.Post, "/v1/api-keys", Coded("identity"))).ShouldBe(201);

        HttpContent Coded(string coding)
        {
            var content = System.Net.Http.Json.JsonContent.Create(body);
            content.Headers.ContentEncoding.Add(coding);
            return content;
        }
    }

    [Theory]
    [InlineData("/health/live")]
    [InlineData("/health/ready")]
    public async Task Probes_may_ask_by_head(string path) => (await (await app.PlatformAsync()).Nobody.SendAsync(HttpMethod.Head, path)).Status.Should().Be(200);

    [Fact]
    public async Task A_misspelt_sender_is_no_answer_about_the_registration()
    {
        var tenant = (await app.ANewTenantAsync()).Test;
        const string Check = "/v1/sender-registrations/check?profile=biz_01m8evr6rhe07bcxxa4tqbada8&country=GB&sender_type=alphanumeric";

        (await tenant.GetAsync($"{Check}&sender=ACME")).ShouldBe(200);
        (await tenant.GetAsync($"{Check}&sendr=ACME")).ShouldBeRefused(422, "unknown_field").ShouldBlame("?sendr", "unknown_field");
    }

    [Fact]
    public async Task A_key_is_changed_only_as_it_was_read()
    {
        var tenant = (await app.ANewTenantAsync()).Test;
        var key = (await tenant.PostAsync("/v1/api-keys", new { name = "k", scopes = new[] { "tenant:read" } })).ShouldBe(201).Text("/id");
        var read = (await tenant.GetAsync($"/v1/api-keys/{key}")).ShouldBe(200).ETag;
        (await tenant.PostAsync($"/v1/api-keys/{key}/rotate")).ShouldBe(200);

        (await Send(HttpMethod.Post, "/rotate", read)).ShouldBeRefused(412, "version_mismatch");
        (await Send(HttpMethod.Delete, "", read)).ShouldBeRefused(412, "version_mismatch");
        (await tenant.GetAsync($"/v1/api-keys/{key}")).ShouldBe(200).Text("/status").Should().Be("active");
        (await Send(HttpMethod.Delete, "", (await tenant.GetAsync($"/v1/api-keys/{key}")).ETag)).ShouldBe(204);

        Task<HttpAnswer> Send(HttpMethod method, string door, string? ifMatch) => tenant.SendAsync(method, $"/v1/api-keys/{key}{door}", null, ("If-Match", ifMatch));
    }
}
