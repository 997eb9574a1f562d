using KybPlatform.IntegrationTests.App;

namespace KybPlatform.IntegrationTests.Tenancy;

public sealed class ApiKeyTests(PlatformApp app)
{
    [Fact]
    public async Task A_services_key_is_shown_once_and_only_its_hash_is_kept()
    {
        var tenant = await app.ANewTenantAsync();

        var made = (await tenant.PostAsync("/v1/api-keys", new { name = "billing", scopes = new[] { "inquiries:read" } })).ShouldBe(201);

        var secret = made.Text("/secret");
        secret.Should().StartWith("kyb_live_").And.EndWith(made.Text("/last_four"));
        made.Headers.Location!.ToString().Should().Be($"/v1/api-keys/{made.Text("/id")}");
        var read = (await tenant.GetAsync($"/v1/api-keys/{made.Text("/id")}")).ShouldBe(200);
        read.Text("/status").Should().Be("active");
        read.Json.Texts("/scopes").Should().Equal("inquiries:read");
        read.Body.Should().NotContain(secret[10..]);
        var rows = await (await app.PlatformAsync()).AskAsync<string>("SELECT row_to_json(k)::text FROM api_keys k WHERE tenant_id = $1", tenant.RowId);
        rows.Should().HaveCount(2);
        string.Concat(rows).Should().NotContain(secret[10..48]);
    }

    [Fact]
    public async Task A_test_tenants_key_says_so()
    {
        var tenant = await app.ANewTenantAsync();

        var made = (await tenant.Test.PostAsync("/v1/api-keys", new { name = "ci", scopes = new[] { "tenant:read" } })).ShouldBe(201);

        made.Text("/secret").Should().StartWith("kyb_test_");
    }

    [Fact]
    public async Task A_key_does_what_its_scopes_say_and_no_more()
    {
        var narrow = await (await app.ANewTenantAsync()).WithScopesAsync("tenant:read");

        await narrow.GetAsync("/v1/tenant").ShouldBeAsync(200);
        (await narrow.GetAsync("/v1/users").ShouldBeRefusedAsync(403, "missing_scope")).Text("/detail").Should().Contain("users:manage");
    }

    [Fact]
    public async Task A_key_gives_no_scope_that_it_does_not_hold()
    {
        var manager = await (await app.ANewTenantAsync()).WithScopesAsync("keys:manage", "tenant:read");

        var refused = await manager.PostAsync("/v1/api-keys", new { name = "more", scopes = new[] { "tenant:read", "users:manage" } });

        refused.ShouldBeRefused(403, "scope_not_held").ShouldBlame("/scopes/1", "scope_not_held");
        await manager.PostAsync("/v1/api-keys", new { name = "same", scopes = new[] { "tenant:read" } }).ShouldBeAsync(201);
    }

    [Fact]
    public async Task A_key_cannot_take_over_a_mightier_one_by_rotating_it()
    {
        var tenant = await app.ANewTenantAsync();
        var manager = await tenant.WithScopesAsync("keys:manage");
        var mightier = (await tenant.GetAsync("/v1/api-keys")).At("/data").EnumerateArray().Single(k => k.Text("/name") == "default").Text("/id");

        await manager.PostAsync($"/v1/api-keys/{mightier}/rotate").ShouldBeRefusedAsync(403, "scope_not_held");
    }

    [Fact]
    public async Task A_revoked_key_opens_nothing_from_the_next_call_on()
    {
        var tenant = await app.ANewTenantAsync();
        var made = (await tenant.PostAsync("/v1/api-keys", new { name = "leaked", scopes = new[] { "tenant:read" } })).ShouldBe(201);
        var leaked = tenant.With(made.Text("/secret"));
        await leaked.GetAsync("/v1/tenant").ShouldBeAsync(200);

        await tenant.DeleteAsync($"/v1/api-keys/{made.Text("/id")}").ShouldBeAsync(204);

        await leaked.GetAsync("/v1/tenant").ShouldBeRefusedAsync(401, "invalid_api_key");
        var read = await tenant.GetAsync($"/v1/api-keys/{made.Text("/id")}").ShouldBeAsync(200);
        read.Text("/status").Should().Be("revoked");
        await tenant.DeleteAsync($"/v1/api-keys/{made.Text("/id")}").ShouldBeAsync(204);
        await tenant.PostAsync($"/v1/api-keys/{made.Text("/id")}/rotate").ShouldBeRefusedAsync(409, "key_not_active");
    }

    [Fact]
    public async Task Keys_are_listed_newest_first_in_pages_that_miss_and_repeat_none()
    {
        var tenant = await app.ANewTenantAsync();
        var made = new List<string>();
        for (var i = 0; i < 5; i++) made.Add((await tenant.PostAsync("/v1/api-keys", new { name = $"key {i}", scopes = new[] { "tenant:read" } })).ShouldBe(201).Text("/id"));

        var seen = new List<string>();
        string? cursor = null;
        do
        {
            var page = (await tenant.GetAsync($"/v1/api-keys?limit=2{(cursor is null ? "" : $"&after={cursor}")}")).ShouldBe(200);
            seen.AddRange(page.At("/data").EnumerateArray().Select(k => k.Text("/id")));
            cursor = page.At("/has_more").GetBoolean() ? page.Text("/next_cursor") : null;
        }
        while (cursor is not null);

        seen.Should().HaveCount(6).And.OnlyHaveUniqueItems().And.StartWith(made.AsEnumerable().Reverse());
    }

    [Fact]
    public async Task Being_used_is_noted_and_changes_no_version()
    {
        var tenant = await app.ANewTenantAsync();
        var made = (await tenant.PostAsync("/v1/api-keys", new { name = "used", scopes = new[] { "tenant:read" } })).ShouldBe(201);
        made.Has("/last_used_at").Should().BeFalse();
        var before = await tenant.GetAsync($"/v1/api-keys/{made.Text("/id")}").ShouldBeAsync(200);

        await tenant.With(made.Text("/secret")).GetAsync("/v1/tenant").ShouldBeAsync(200);

        var after = await tenant.GetAsync($"/v1/api-keys/{made.Text("/id")}").ShouldBeAsync(200);
        after.At("/last_used_at").GetDateTimeOffset().Should().BeOnOrAfter(made.At("/created_at").GetDateTimeOffset());
        after.ETag.Should().Be(before.ETag);
    }

    [Fact]
    public async Task Everything_done_with_keys_is_in_the_audit_trail_under_the_one_who_did_it()
    {
        var tenant = await app.ANewTenantAsync();
        var made = (await tenant.PostAsync("/v1/api-keys", new { name = "watched", scopes = new[] { "tenant:read" } })).ShouldBe(201);
        await tenant.PostAsync($"/v1/api-keys/{made.Text("/id")}/rotate", new { overlap_seconds = 0 }).ShouldBeAsync(200);
        await tenant.DeleteAsync($"/v1/api-keys/{made.Text("/id")}").ShouldBeAsync(204);

        var trail = (await tenant.GetAsync($"/v1/audit-entries?resource={made.Text("/id")}")).ShouldBe(200);

        trail.At("/data").EnumerateArray().Select(e => e.Text("/action")).Should().Equal("api_key.revoked", "api_key.rotated", "api_key.created");
        trail.At("/data").EnumerateArray().Select(e => e.Text("/actor")).Distinct().Should().ContainSingle().Which.Should().StartWith("key_");
    }

    [Theory]
    [InlineData("""{"scopes":["tenant:read"]}""", "/name", "required")]
    [InlineData("""{"name":"x"}""", "/scopes", "required")]
    [InlineData("""{"name":"x","scopes":[]}""", "/scopes", "required")]
    [InlineData("""{"name":"x","scopes":["tenant:reed"]}""", "/scopes/0", "unknown_value")]
    [InlineData("""{"name":"x","scopes":["tenant:read"],"rate_limit":0}""", "/rate_limit", "out_of_range")]
    [InlineData("""{"name":"x","scopes":["tenant:read"],"ip_allow_list":["10.0.0.1/8"]}""", "/ip_allow_list/0", "invalid_network")]
    [InlineData("""{"name":"x","scopes":["tenant:read"],"ip_allow_list":["1"]}""", "/ip_allow_list/0", "invalid_network")]
    [InlineData("""{"name":"x","scopes":["tenant:read"],"ip_allow_list":["10.0.0.0/33"]}""", "/ip_allow_list/0", "invalid_network")]
    [InlineData("""{"name":"x","scopes":["tenant:read"],"expires_at":"2001-01-01T00:00:00Z"}""", "/expires_at", "out_of_range")]
    [InlineData("""{"name":"x","scopes":["tenant:read"],"user_id":"usr_00000000000000000000000000"}""", "/user_id", "unknown_user")]
    [InlineData("""{"name":"x","scopes":["tenant:read"],"user_id":"nobody"}""", "/user_id", "unknown_user")]
    [InlineData("""{"name":"x","scops":["tenant:read"]}""", "/scops", "unknown_field")]
    public async Task A_key_that_cannot_be_is_refused_where_it_is_wrong(string body, string pointer, string code)
    {
        var tenant = await app.ANewTenantAsync();

        (await tenant.PostAsync("/v1/api-keys", body)).ShouldBeRefused(422, code).ShouldBlame(pointer, code);
    }
}
