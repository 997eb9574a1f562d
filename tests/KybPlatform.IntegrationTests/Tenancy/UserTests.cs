using KybPlatform.IntegrationTests.App;

namespace KybPlatform.IntegrationTests.Tenancy;

public sealed class UserTests(PlatformApp app)
{
    [Fact]
    public async Task A_user_is_found_by_e_mail_and_nowhere_readable_in_the_database()
    {
        var tenant = await app.ANewTenantAsync();

        var made = await AUserAsync(tenant, "Ada Example", "Ada@Example.org", "reviewer");

        var found = (await tenant.GetAsync("/v1/users?email=ada@example.ORG")).ShouldBe(200).At("/data").EnumerateArray().Should().ContainSingle().Subject;
        found.Text("/id").Should().Be(made.Text("/id"));
        found.Text("/name").Should().Be("Ada Example");
        found.Text("/email").Should().Be("Ada@Example.org");
        found.Texts("/roles").Should().Equal("reviewer");
        var platform = await app.PlatformAsync();
        foreach (var table in (string[])["users", "audit_entries", "outbox", "events", "idempotency_keys"])
            (await platform.AskAsync<string>($"SELECT row_to_json(t)::text FROM {table} t WHERE tenant_id = $1", tenant.RowId))
                .Should().NotContain(r => r.Contains("example", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task No_two_users_of_a_tenant_share_an_e_mail_but_two_tenants_may()
    {
        var tenant = await app.ANewTenantAsync();
        await AUserAsync(tenant, "Ada", "ada@example.org", "admin");

        (await tenant.PostAsync("/v1/users", new { name = "Other", email = " ADA@example.org", roles = new[] { "admin" } }))
            .ShouldBeRefused(409, "email_taken").ShouldBlame("/email", "email_taken");
        await AUserAsync(tenant.Test, "Ada", "ada@example.org", "admin");
    }

    [Fact]
    public async Task A_change_touches_what_it_names_and_nothing_else()
    {
        var tenant = await app.ANewTenantAsync();
        var made = await AUserAsync(tenant, "Ada", "ada@example.org", "developer");
        var path = $"/v1/users/{made.Text("/id")}";

        var changed = (await tenant.PatchAsync(path, new { roles = new[] { "auditor", "developer" } }, ifMatch: made.ETag)).ShouldBe(200);

        changed.Text("/email").Should().Be("ada@example.org");
        changed.Json.Texts("/roles").Should().Equal("auditor", "developer");
        await tenant.PatchAsync(path, new { name = "Late" }, ifMatch: made.ETag).ShouldBeRefusedAsync(412, "version_mismatch");
        (await tenant.PatchAsync(path, new { name = "Ada L." }, ifMatch: changed.ETag)).ShouldBe(200).Text("/name").Should().Be("Ada L.");
        (await tenant.PatchAsync(path, """{"email":null}""")).ShouldBeRefused(422, "required").ShouldBlame("/email", "required");
        (await tenant.GetAsync(path)).ShouldBe(200).Text("/email").Should().Be("ada@example.org");
    }

    [Fact]
    public async Task Moving_to_a_taken_e_mail_is_refused_and_changes_nothing()
    {
        var tenant = await app.ANewTenantAsync();
        await AUserAsync(tenant, "Ada", "ada@example.org", "admin");
        var other = await AUserAsync(tenant, "Ben", "ben@example.org", "admin");

        await tenant.PatchAsync($"/v1/users/{other.Text("/id")}", new { name = "Benjamin", email = "ada@example.org" }).ShouldBeRefusedAsync(409, "email_taken");

        (await tenant.GetAsync($"/v1/users/{other.Text("/id")}")).ShouldBe(200).Text("/name").Should().Be("Ben");
    }

    [Fact]
    public async Task A_users_key_acts_as_the_user_and_never_does_more_than_the_roles()
    {
        var tenant = await app.ANewTenantAsync();
        var user = await AUserAsync(tenant, "Ada", "ada@example.org", "admin");
        var (id, ada) = (user.Text("/id"), await AKeyOfAsync(tenant, user));

        await ada.GetAsync("/v1/users").ShouldBeAsync(200);
        await tenant.PatchAsync($"/v1/users/{id}", new { roles = new[] { "auditor" } }).ShouldBeAsync(200);

        await ada.GetAsync("/v1/users").ShouldBeRefusedAsync(403, "missing_scope");
        await ada.GetAsync("/v1/audit-entries").ShouldBeAsync(200);
        var beyond = await tenant.PostAsync("/v1/api-keys", new { name = "more", user_id = id, scopes = new[] { "audit:read", "inquiries:decide" } });
        beyond.ShouldBeRefused(422, "scope_beyond_roles").ShouldBlame("/scopes/1", "scope_beyond_roles");
    }

    [Fact]
    public async Task What_a_user_does_is_recorded_under_the_user()
    {
        var tenant = await app.ANewTenantAsync();
        var user = await AUserAsync(tenant, "Ada", "ada@example.org", "admin");
        var ada = await AKeyOfAsync(tenant, user);

        var made = await AUserAsync(ada, "Ben", "ben@example.org", "reviewer");

        made.Text("/created_by").Should().Be(user.Text("/id"));
        var trail = (await tenant.GetAsync($"/v1/audit-entries?actor={user.Text("/id")}")).ShouldBe(200);
        trail.At("/data").EnumerateArray().Select(e => (e.Text("/action"), e.Text("/resource"))).Should().Equal(("user.created", made.Text("/id")));
    }

    [Fact]
    public async Task No_person_comes_to_hold_the_key_of_another()
    {
        var tenant = await app.ANewTenantAsync();
        var (ada, ben) = (await AUserAsync(tenant, "Ada", "ada@example.org", "admin"), await AUserAsync(tenant, "Ben", "ben@example.org", "admin"));
        var adasKey = await AKeyOfAsync(tenant, ada);
        var bens = (await tenant.PostAsync("/v1/api-keys", new { name = "laptop", user_id = ben.Text("/id") })).ShouldBe(201);

        await adasKey.PostAsync("/v1/api-keys", new { name = "mine now", user_id = ben.Text("/id") }).ShouldBeRefusedAsync(403, "key_of_another_person");
        await adasKey.PostAsync($"/v1/api-keys/{bens.Text("/id")}/rotate").ShouldBeRefusedAsync(403, "key_of_another_person");
        await adasKey.PostAsync("/v1/api-keys", new { name = "detour", scopes = new[] { "keys:manage" } }).ShouldBeRefusedAsync(403, "service_key_manages_keys");
        await adasKey.PostAsync("/v1/api-keys", new { name = "phone", user_id = ada.Text("/id") }).ShouldBeAsync(201);
        await adasKey.PostAsync("/v1/api-keys", new { name = "ci", scopes = new[] { "inquiries:write" } }).ShouldBeAsync(201);
    }

    [Fact]
    public async Task Deleting_a_user_revokes_the_keys_and_forgets_the_person()
    {
        var tenant = await app.ANewTenantAsync();
        var user = await AUserAsync(tenant, "Ada", "ada@example.org", "admin");
        var ada = await AKeyOfAsync(tenant, user);
        await ada.GetAsync("/v1/users").ShouldBeAsync(200);

        await tenant.DeleteAsync($"/v1/users/{user.Text("/id")}").ShouldBeAsync(204);

        await ada.GetAsync("/v1/users").ShouldBeRefusedAsync(401, "invalid_api_key");
        await tenant.GetAsync($"/v1/users/{user.Text("/id")}").ShouldBeRefusedAsync(404, "not_found");
        await tenant.DeleteAsync($"/v1/users/{user.Text("/id")}").ShouldBeRefusedAsync(404, "not_found");
        (await tenant.GetAsync("/v1/users")).ShouldBe(200).At("/data").GetArrayLength().Should().Be(0);
        (await tenant.GetAsync($"/v1/api-keys?user_id={user.Text("/id")}")).ShouldBe(200).Text("/data/0/status").Should().Be("revoked");
        await AUserAsync(tenant, "Ada again", "ada@example.org", "admin");
        var left = await (await app.PlatformAsync()).AskAsync<bool>(
            "SELECT u.name IS NULL AND u.email IS NULL AND u.email_hash IS NULL AND s.wrapped IS NULL FROM users u JOIN subject_keys s ON (s.tenant_id, s.subject_id) = (u.tenant_id, u.id) WHERE u.tenant_id = $1 AND u.deleted_at IS NOT NULL",
            tenant.RowId);
        left.Should().Equal(true);
    }

    [Fact]
    public async Task Another_tenants_user_looks_like_no_user()
    {
        var (tenant, stranger) = (await app.ANewTenantAsync(), await app.ANewTenantAsync());
        var user = await AUserAsync(tenant, "Ada", "ada@example.org", "admin");

        await stranger.GetAsync($"/v1/users/{user.Text("/id")}").ShouldBeRefusedAsync(404, "not_found");
        await stranger.DeleteAsync($"/v1/users/{user.Text("/id")}").ShouldBeRefusedAsync(404, "not_found");
        await stranger.PostAsync("/v1/api-keys", new { name = "theirs", user_id = user.Text("/id") }).ShouldBeRefusedAsync(422, "unknown_user");
        (await stranger.GetAsync("/v1/users?email=ada@example.org")).ShouldBe(200).At("/data").GetArrayLength().Should().Be(0);
    }

    [Theory]
    [InlineData("""{"name":"","email":"a@example.org","roles":["admin"]}""", "/name", "required")]
    [InlineData("""{"name":"A","email":"nobody","roles":["admin"]}""", "/email", "invalid_email")]
    [InlineData("""{"name":"A","email":"a@b@c","roles":["admin"]}""", "/email", "invalid_email")]
    [InlineData("""{"name":"A","email":"a@example.org","roles":[]}""", "/roles", "required")]
    [InlineData("""{"name":"A","email":"a@example.org","roles":["admins"]}""", "/roles/0", "unknown_value")]
    public async Task A_user_that_cannot_be_is_refused_where_it_is_wrong(string body, string pointer, string code)
    {
        var tenant = await app.ANewTenantAsync();

        (await tenant.PostAsync("/v1/users", body)).ShouldBeRefused(422, code).ShouldBlame(pointer, code);
    }

    private static async Task<HttpAnswer> AUserAsync(ApiClient client, string name, string email, params string[] roles) =>
        (await client.PostAsync("/v1/users", new { name, email, roles })).ShouldBe(201);

    private static async Task<ApiClient> AKeyOfAsync(ApiClient client, HttpAnswer user) =>
        client.With((await client.PostAsync("/v1/api-keys", new { name = "laptop", user_id = user.Text("/id") })).ShouldBe(201).Text("/secret"));
}
