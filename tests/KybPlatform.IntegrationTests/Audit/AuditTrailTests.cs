using KybPlatform.IntegrationTests.App;
using Npgsql;

namespace KybPlatform.IntegrationTests.Audit;

public sealed class AuditTrailTests(PlatformApp app)
{
    [Fact]
    public async Task An_entry_says_who_did_what_to_what_in_which_request()
    {
        var tenant = await app.ANewTenantAsync();
        var made = (await tenant.PostAsync("/v1/api-keys", new { name = "ci", scopes = new[] { "tenant:read" } })).ShouldBe(201);

        var entry = (await tenant.GetAsync("/v1/audit-entries")).ShouldBe(200).At("/data/0");

        entry.Text("/id").Should().StartWith("aud_");
        entry.Text("/action").Should().Be("api_key.created");
        entry.Text("/resource").Should().Be(made.Text("/id"));
        entry.Text("/actor").Should().StartWith("key_");
        entry.Text("/request_id").Should().Be(made.Header("Request-Id"));
        entry.Texts("/details/scopes").Should().Equal("tenant:read");
    }

    [Fact]
    public async Task The_trail_is_read_newest_first_in_pages_and_by_resource_or_actor()
    {
        var tenant = await app.ANewTenantAsync();
        var made = new List<string>();
        for (var i = 0; i < 5; i++) made.Add((await tenant.PostAsync("/v1/api-keys", new { name = "k", scopes = new[] { "tenant:read" } })).ShouldBe(201).Text("/id"));
        made.Reverse();

        var first = (await tenant.GetAsync("/v1/audit-entries?limit=3")).ShouldBe(200);
        var second = (await tenant.GetAsync($"/v1/audit-entries?limit=3&after={first.Text("/next_cursor")}")).ShouldBe(200);

        Resources(first).Concat(Resources(second)).Should().Equal(made);
        second.At("/has_more").GetBoolean().Should().BeFalse();
        Resources((await tenant.GetAsync($"/v1/audit-entries?resource={made[2]}")).ShouldBe(200)).Should().Equal(made[2]);
        var actor = first.Text("/data/0/actor");
        Resources((await tenant.GetAsync($"/v1/audit-entries?actor={actor}")).ShouldBe(200)).Should().Equal(made);
        Resources((await tenant.GetAsync($"/v1/audit-entries?actor={made[0]}")).ShouldBe(200)).Should().BeEmpty();
    }

    [Fact]
    public async Task A_refused_request_leaves_no_entry()
    {
        var tenant = await app.ANewTenantAsync();

        await tenant.PostAsync("/v1/users", new { name = "Ada", email = "nobody", roles = new[] { "admin" } }).ShouldBeRefusedAsync(422, "invalid_email");

        (await tenant.GetAsync("/v1/audit-entries")).ShouldBe(200).At("/data").GetArrayLength().Should().Be(0);
    }

    [Fact]
    public async Task No_tenant_reads_the_trail_of_another()
    {
        var (tenant, stranger) = (await app.ANewTenantAsync(), await app.ANewTenantAsync());
        var made = (await tenant.PostAsync("/v1/api-keys", new { name = "ci", scopes = new[] { "tenant:read" } })).ShouldBe(201).Text("/id");

        Resources((await stranger.GetAsync($"/v1/audit-entries?resource={made}")).ShouldBe(200)).Should().BeEmpty();
        Resources((await tenant.Test.GetAsync("/v1/audit-entries")).ShouldBe(200)).Should().BeEmpty();
    }

    [Theory]
    [InlineData("UPDATE audit_entries SET actor = 'nobody'")]
    [InlineData("DELETE FROM audit_entries")]
    [InlineData("TRUNCATE audit_entries")]
    public async Task The_application_itself_can_neither_change_nor_remove_an_entry(string sql)
    {
        var platform = await app.PlatformAsync();
        await using var connection = new NpgsqlConnection(platform.Database.AppConnection);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);

        (await command.Invoking(c => c.ExecuteNonQueryAsync()).Should().ThrowAsync<PostgresException>()).Which.SqlState.Should().Be(PostgresErrorCodes.InsufficientPrivilege);
    }

    private static List<string> Resources(HttpAnswer page) => [.. page.At("/data").EnumerateArray().Select(e => e.Text("/resource"))];
}
