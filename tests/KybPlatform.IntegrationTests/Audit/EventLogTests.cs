using KybPlatform.IntegrationTests.App;
using Npgsql;

namespace KybPlatform.IntegrationTests.Audit;

public sealed class EventLogTests(PlatformApp app)
{
    [Fact]
    public async Task Events_name_what_happened_to_what_and_tell_nothing_else()
    {
        var tenant = await app.ANewTenantAsync();
        var user = (await tenant.PostAsync("/v1/users", new { name = "Ada", email = "ada@example.org", roles = new[] { "admin" } })).ShouldBe(201);
        var key = (await tenant.PostAsync("/v1/api-keys", new { name = "laptop", user_id = user.Text("/id") })).ShouldBe(201);

        var log = await ReadUntilAsync(tenant, 2);

        log.Events.Select(e => (e.Position, e.Type, e.Resource)).Should().Equal((1, "user.created", user.Text("/id")), (2, "api_key.created", key.Text("/id")));
        var answer = (await tenant.GetAsync("/v1/events")).ShouldBe(200);
        answer.At("/data/1").EnumerateObject().Select(m => m.Name).Should().BeEquivalentTo("id", "position", "type", "resource", "parent", "occurred_at");
        answer.Text("/data/1/parent").Should().Be(user.Text("/id"));
        answer.Text("/data/1/id").Should().StartWith("evt_");
        answer.Body.Should().NotContain("ada@");
    }

    [Fact]
    public async Task The_cursor_of_a_finished_reader_finds_what_comes_later()
    {
        var tenant = await app.ANewTenantAsync();
        await AKeyAsync(tenant);
        var first = await ReadUntilAsync(tenant, 1);
        (await tenant.GetAsync($"/v1/events?after={first.Cursor}")).ShouldBe(200).Text("/next_cursor").Should().Be(first.Cursor);

        await AKeyAsync(tenant);

        (await ReadUntilAsync(tenant, 1, first.Cursor)).Events.Select(e => e.Position).Should().Equal(2);
    }

    [Fact]
    public async Task A_reader_of_some_types_goes_past_the_others_and_misses_none_of_its_own()
    {
        var tenant = await app.ANewTenantAsync();
        for (var i = 0; i < 3; i++) await AKeyAsync(tenant);
        await tenant.PostAsync("/v1/users", new { name = "Ada", email = "ada@example.org", roles = new[] { "admin" } }).ShouldBeAsync(201);
        await ReadUntilAsync(tenant, 4);

        var page = (await tenant.GetAsync("/v1/events?types=user.created,user.deleted&limit=1")).ShouldBe(200);

        page.At("/data").EnumerateArray().Select(e => e.At("/position").GetInt64()).Should().Equal(4);
        (await tenant.GetAsync($"/v1/events?after={page.Text("/next_cursor")}")).ShouldBe(200).At("/data").GetArrayLength().Should().Be(0);
    }

    [Fact]
    public async Task An_event_that_commits_late_gets_a_later_position_and_no_reader_misses_it()
    {
        var (tenant, platform) = (await app.ANewTenantAsync(), await app.PlatformAsync());
        await using var late = new NpgsqlConnection(platform.Database.OwnerConnection);
        await late.OpenAsync();
        await using var held = await late.BeginTransactionAsync();
        await using (var write = new NpgsqlCommand(
            "INSERT INTO outbox (tenant_id, event_id, type, resource, occurred_at) VALUES ($1, '00000000-0000-7000-8000-000000000001', 'sample.late', 'doc_late', now())", late, held))
        {
            write.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = tenant.RowId });
            await write.ExecuteNonQueryAsync();
        }

        for (var i = 0; i < 3; i++) await AKeyAsync(tenant);
        var before = await ReadUntilAsync(tenant, 3);
        await held.CommitAsync();
        await AKeyAsync(tenant);
        var after = await ReadUntilAsync(tenant, 2, before.Cursor);

        before.Events.Select(e => e.Position).Should().Equal(1, 2, 3);
        before.Events.Should().OnlyContain(e => e.Type == "api_key.created");
        after.Events.Select(e => e.Position).Should().Equal(4, 5);
        after.Events.Should().ContainSingle(e => e.Type == "sample.late");
    }

    [Fact]
    public async Task Many_writers_at_once_leave_no_gap_and_a_reader_sees_every_event_once()
    {
        var tenant = await app.ANewTenantAsync();
        const int Writers = 8, Each = 5;

        var reading = ReadUntilAsync(tenant, Writers * Each, limit: 3);
        var made = await Task.WhenAll(Enumerable.Range(0, Writers).Select(async _ =>
        {
            var keys = new List<string>();
            for (var i = 0; i < Each; i++) keys.Add(await AKeyAsync(tenant));
            return keys;
        }));
        var read = await reading;

        read.Events.Select(e => e.Position).Should().Equal(Enumerable.Range(1, Writers * Each).Select(i => (long)i));
        read.Events.Select(e => e.Resource).Should().BeEquivalentTo(made.SelectMany(k => k));
    }

    [Fact]
    public async Task Events_older_than_ninety_days_are_gone_and_a_reader_who_missed_them_is_told()
    {
        var (tenant, platform) = (await app.ANewTenantAsync(), await app.PlatformAsync());
        for (var i = 0; i < 3; i++) await AKeyAsync(tenant);
        await ReadUntilAsync(tenant, 3);
        await platform.AskAsync<long>("UPDATE events SET occurred_at = occurred_at - interval '91 days' WHERE tenant_id = $1 AND position <= 2 RETURNING position", tenant.RowId);

        (await tenant.GetAsync("/v1/events")).ShouldBe(200).At("/data").EnumerateArray().Select(e => e.At("/position").GetInt64()).Should().Equal(3);
        (await tenant.GetAsync("/v1/events?after=p1")).ShouldBeRefused(422, "cursor_expired").ShouldBlame("?after", "cursor_expired");
        await tenant.GetAsync("/v1/events?after=p2").ShouldBeAsync(200);
    }

    [Theory]
    [InlineData("after=nonsense", "invalid_cursor")]
    [InlineData("after=i0192f0000000700080000000000000ab", "invalid_cursor")]
    [InlineData("limit=0", "out_of_range")]
    [InlineData("limit=101", "out_of_range")]
    [InlineData("limit=ten", "out_of_range")]
    public async Task A_page_that_cannot_be_is_refused(string query, string code)
    {
        var tenant = await app.ANewTenantAsync();

        (await tenant.GetAsync($"/v1/events?{query}")).ShouldBeRefused(422, code).ShouldBlame($"?{query.Split('=')[0]}", code);
    }

    private static async Task<string> AKeyAsync(ApiClient tenant) =>
        (await tenant.PostAsync("/v1/api-keys", new { name = "made", scopes = new[] { "tenant:read" } })).ShouldBe(201).Text("/id");

    /// <summary>Reads on from a cursor, as a consumer does, until so many events came.</summary>
    private static async Task<Log> ReadUntilAsync(ApiClient tenant, int count, string? cursor = null, int limit = 100)
    {
        var log = new Log([], cursor);
        return await Eventually.AsksAsync(async () =>
        {
            var page = (await tenant.GetAsync($"/v1/events?limit={limit}{(log.Cursor is null ? "" : $"&after={log.Cursor}")}")).ShouldBe(200);
            var came = page.At("/data").EnumerateArray().Select(e => new Seen(e.At("/position").GetInt64(), e.Text("/type"), e.Text("/resource")));
            return log = new Log([.. log.Events, .. came], page.Text("/next_cursor"));
        }, l => l.Events.Count >= count);
    }

    private sealed record Seen(long Position, string Type, string Resource);

    private sealed record Log(IReadOnlyList<Seen> Events, string? Cursor);
}
