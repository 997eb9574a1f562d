using System.Text;
using KybPlatform.IntegrationTests.App;
using KybPlatform.IntegrationTests.Documents;
using KybPlatform.IntegrationTests.Postgres;
using Npgsql;

namespace KybPlatform.IntegrationTests.Http;

/// <summary>A POST with a key may be sent as often as a caller likes and changes the world once.</summary>
public sealed class IdempotencyTests(PlatformApp app, TestPostgres postgres)
{
    private static object AUser(string email = "ada@example.org") => new { name = "Ada", email, roles = new[] { "admin" } };

    [Fact]
    public async Task The_same_request_gets_the_same_answer_byte_for_byte_and_changes_nothing_again()
    {
        var tenant = await app.ANewTenantAsync();

        var first = (await tenant.PostAsync("/v1/users", AUser(), "k-1")).ShouldBe(201);
        var second = await tenant.PostAsync("/v1/users", AUser(), "k-1");

        ShouldBeReplayOf(second, first);
        first.Header("Idempotency-Replayed").Should().BeNull();
        (await CountAsync(tenant, "users")).Should().Be(1);
        (await CountAsync(tenant, "audit_entries")).Should().Be(1);
    }

    [Fact]
    public async Task Other_content_under_the_same_key_is_refused()
    {
        var tenant = await app.ANewTenantAsync();
        await tenant.PostAsync("/v1/users", AUser(), "k-1").ShouldBeAsync(201);

        await tenant.PostAsync("/v1/users", AUser("ben@example.org"), "k-1").ShouldBeRefusedAsync(422, "idempotency_key_reused");
        await tenant.PostAsync("/v1/api-keys", new { name = "ci", scopes = new[] { "tenant:read" } }, "k-1").ShouldBeRefusedAsync(422, "idempotency_key_reused");

        (await CountAsync(tenant, "users")).Should().Be(1);
    }

    [Fact]
    public async Task A_request_without_content_is_not_taken_for_another_without_content()
    {
        var tenant = await app.ANewTenantAsync();
        var made = (await tenant.PostAsync("/v1/api-keys", new { name = "one", scopes = new[] { "tenant:read" } })).ShouldBe(201);
        var other = (await tenant.PostAsync("/v1/api-keys", new { name = "two", scopes = new[] { "tenant:read" } })).ShouldBe(201);
        await tenant.PostAsync($"/v1/api-keys/{made.Text("/id")}/rotate", idempotencyKey: "k-1").ShouldBeAsync(200);

        await tenant.PostAsync($"/v1/api-keys/{other.Text("/id")}/rotate", idempotencyKey: "k-1").ShouldBeRefusedAsync(422, "idempotency_key_reused");
    }

    [Fact]
    public async Task Two_tenants_use_the_same_key_without_knowing_of_each_other()
    {
        var (one, other) = (await app.ANewTenantAsync(), await app.ANewTenantAsync());

        var mine = (await one.PostAsync("/v1/users", AUser(), "k-1")).ShouldBe(201);
        var theirs = (await other.PostAsync("/v1/users", AUser(), "k-1")).ShouldBe(201);
        var test = (await one.Test.PostAsync("/v1/users", AUser("ben@example.org"), "k-1")).ShouldBe(201);

        theirs.Header("Idempotency-Replayed").Should().BeNull();
        new[] { mine.Text("/id"), theirs.Text("/id"), test.Text("/id") }.Should().OnlyHaveUniqueItems();
    }

    [Fact]
    public async Task A_refused_shape_leaves_the_key_free()
    {
        var tenant = await app.ANewTenantAsync();

        await tenant.PostAsync("/v1/users", """{"name":"Ada",""", "k-1").ShouldBeRefusedAsync(400, "malformed_json");
        await tenant.PostAsync("/v1/users", AUser("nobody"), "k-1").ShouldBeRefusedAsync(422, "invalid_email");

        await tenant.PostAsync("/v1/users", AUser(), "k-1").ShouldBeAsync(201);
    }

    [Fact]
    public async Task A_refusal_of_meaning_is_kept_even_when_its_cause_is_gone()
    {
        var tenant = await app.ANewTenantAsync();
        var ada = (await tenant.PostAsync("/v1/users", AUser())).ShouldBe(201);
        var refused = await tenant.PostAsync("/v1/users", AUser(), "k-1").ShouldBeRefusedAsync(409, "email_taken");

        await tenant.DeleteAsync($"/v1/users/{ada.Text("/id")}").ShouldBeAsync(204);

        ShouldBeReplayOf(await tenant.PostAsync("/v1/users", AUser(), "k-1"), refused);
        await tenant.PostAsync("/v1/users", AUser(), "k-2").ShouldBeAsync(201);
    }

    [Fact]
    public async Task Concurrent_duplicates_have_one_effect_and_one_answer()
    {
        var tenant = await app.ANewTenantAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => tenant.PostAsync("/v1/users", AUser(), "k-1")));

        answers.Should().OnlyContain(a => a.Status == 201);
        answers.Select(a => a.Body).Distinct().Should().ContainSingle();
        answers.Count(a => a.Header("Idempotency-Replayed") is null).Should().Be(1);
        (await CountAsync(tenant, "users")).Should().Be(1);
    }

    [Fact]
    public async Task Concurrent_duplicates_at_two_processes_have_one_effect_and_one_answer()
    {
        await using var one = await RunningPlatform.StartAsync(postgres);
        await using var other = await RunningPlatform.StartAsync(postgres, settings: s => s with { AppConnection = one.Settings.AppConnection, MasterKey = one.Settings.MasterKey });
        var tenant = await one.ANewTenantAsync();
        var beside = other.Nobody.With(tenant.Key);

        for (var round = 0; round < 5; round++)
        {
            var user = AUser($"user{round}@example.org");
            var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => (i % 2 == 0 ? tenant : beside).PostAsync("/v1/users", user, $"k-{round}")));
            answers.Should().OnlyContain(a => a.Status == 201);
            answers.Select(a => a.Body).Distinct().Should().ContainSingle();
        }

        (await one.AskAsync<long>("SELECT count(*) FROM users")).Should().Equal(5);
        one.Logs.Errors.Concat(other.Logs.Errors).Should().BeEmpty();
    }

    [Fact]
    public async Task A_duplicate_joins_the_wait_of_one_that_still_runs()
    {
        await using var platform = await RunningPlatform.StartAsync(postgres);
        var tenant = await platform.ANewTenantAsync();
        await using var elsewhere = new NpgsqlConnection(platform.Database.OwnerConnection);
        await elsewhere.OpenAsync();
        // The first request's commit waits for this lock, so that it is surely still running when the second comes.
        await using var held = await elsewhere.BeginTransactionAsync();
        await using (var hold = new NpgsqlCommand("LOCK TABLE users IN SHARE MODE", elsewhere, held)) await hold.ExecuteNonQueryAsync();
        var first = tenant.PostAsync("/v1/users", AUser(), "k-1");
        await Eventually.AsksAsync(() => platform.AskAsync<long>("SELECT count(*) FROM pg_locks WHERE NOT granted"), l => l[0] > 0);

        var second = tenant.PostAsync("/v1/users", AUser(), "k-1");
        (first.IsCompleted || second.IsCompleted).Should().BeFalse();
        await held.RollbackAsync();

        ShouldBeReplayOf(await second, (await first).ShouldBe(201));
        (await platform.AskAsync<long>("SELECT count(*) FROM users")).Should().Equal(1);
    }

    [Fact]
    public async Task When_the_running_one_is_refused_for_its_shape_the_duplicate_gets_its_own_turn()
    {
        var tenant = await app.ANewTenantAsync();

        var answers = await Task.WhenAll(tenant.PostAsync("/v1/users", AUser("nobody"), "k-1"), tenant.PostAsync("/v1/users", AUser(), "k-1"));

        answers[0].ShouldBeRefused(422, "invalid_email");
        answers[1].ShouldBe(201);
    }

    [Fact]
    public async Task A_kept_secret_is_readable_with_the_asking_key_alone()
    {
        var tenant = await app.ANewTenantAsync();
        var neighbour = await tenant.WithScopesAsync("keys:manage", "tenant:read");
        var body = new { name = "ci", scopes = new[] { "tenant:read" } };

        var first = (await tenant.PostAsync("/v1/api-keys", body, "k-1")).ShouldBe(201);

        ShouldBeReplayOf(await tenant.PostAsync("/v1/api-keys", body, "k-1"), first);
        await neighbour.PostAsync("/v1/api-keys", body, "k-1").ShouldBeRefusedAsync(409, "answer_of_another_key");
        var kept = await KeptBodyAsync(tenant, "k-1");
        kept.AsSpan().IndexOf(Encoding.UTF8.GetBytes(first.Text("/secret"))).Should().Be(-1);
        kept.AsSpan().IndexOf("secret"u8).Should().Be(-1);
        (await CountAsync(tenant, "api_keys")).Should().Be(3);
    }

    [Fact]
    public async Task A_new_organizations_keys_are_kept_for_a_retry_and_unreadable_where_they_lie()
    {
        var platform = await app.PlatformAsync();
        const string key = "a-new-organization";

        var first = (await platform.Operator.PostAsync("/v1/organizations", new { name = "Retried" }, key)).ShouldBe(201);

        ShouldBeReplayOf(await platform.Operator.PostAsync("/v1/organizations", new { name = "Retried" }, key), first);
        var kept = (await platform.AskAsync<byte[]>("SELECT body FROM idempotency_keys WHERE key = $1", key)).Single();
        kept.AsSpan().IndexOf("kyb_live_"u8).Should().Be(-1);
    }

    [Fact]
    public async Task A_kept_answer_about_a_person_is_sealed_and_goes_with_the_person()
    {
        var tenant = await app.ANewTenantAsync();
        var first = (await tenant.PostAsync("/v1/users", AUser(), "k-1")).ShouldBe(201);
        (await KeptBodyAsync(tenant, "k-1")).AsSpan().IndexOf("Ada"u8).Should().Be(-1);

        await tenant.DeleteAsync($"/v1/users/{first.Text("/id")}").ShouldBeAsync(204);

        await tenant.PostAsync("/v1/users", AUser(), "k-1").ShouldBeRefusedAsync(409, "answer_erased");
    }

    [Fact]
    public async Task A_form_is_compared_by_its_parts_and_not_by_its_boundary()
    {
        var tenant = await app.ANewTenantAsync();

        var first = (await tenant.UploadAsync("/v1/documents", SampleFiles.Pdf(), type: "utility_bill", idempotencyKey: "k-1")).ShouldBe(201);

        ShouldBeReplayOf(await tenant.UploadAsync("/v1/documents", SampleFiles.Pdf(), type: "utility_bill", idempotencyKey: "k-1"), first);
        await tenant.UploadAsync("/v1/documents", SampleFiles.Pdf(601), type: "utility_bill", idempotencyKey: "k-1").ShouldBeRefusedAsync(422, "idempotency_key_reused");
        await tenant.UploadAsync("/v1/documents", SampleFiles.Pdf(), type: "passport", idempotencyKey: "k-1").ShouldBeRefusedAsync(422, "idempotency_key_reused");
        await tenant.UploadAsync("/v1/documents", SampleFiles.Pdf(), idempotencyKey: "k-1").ShouldBeRefusedAsync(422, "idempotency_key_reused");
        (await CountAsync(tenant, "documents")).Should().Be(1);
    }

    [Fact]
    public async Task Concurrent_uploads_under_one_key_keep_one_document_and_one_file()
    {
        await using var platform = await RunningPlatform.StartAsync(postgres);
        var tenant = await platform.ANewTenantAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => tenant.UploadAsync("/v1/documents", SampleFiles.Pdf(100_000), idempotencyKey: "k-1")));

        answers.Should().OnlyContain(a => a.Status == 201);
        answers.Select(a => a.Body).Distinct().Should().ContainSingle();
        UploadRefusalTests.Files(platform).Should().HaveCount(1);
    }

    [Theory]
    [InlineData("")]
    [InlineData("käse")]
    public async Task A_key_that_cannot_be_one_is_refused(string key)
    {
        var tenant = await app.ANewTenantAsync();

        await tenant.PostAsync("/v1/users", AUser(), key).ShouldBeRefusedAsync(400, "invalid_idempotency_key");
        await tenant.PostAsync("/v1/users", AUser(), new string('k', 256)).ShouldBeRefusedAsync(400, "invalid_idempotency_key");
        await tenant.PostAsync("/v1/users", AUser(), new string('k', 255)).ShouldBeAsync(201);
    }

    private static void ShouldBeReplayOf(HttpAnswer replay, HttpAnswer first)
    {
        replay.Status.Should().Be(first.Status, "the answer was {0}", replay.Body);
        replay.Bytes.Should().Equal(first.Bytes);
        replay.Content.ContentType.Should().Be(first.Content.ContentType);
        replay.Headers.Location.Should().Be(first.Headers.Location);
        replay.ETag.Should().Be(first.ETag);
        replay.Header("Idempotency-Replayed").Should().Be("true");
    }

    private async Task<byte[]> KeptBodyAsync(TenantClient tenant, string key) =>
        (await (await app.PlatformAsync()).AskAsync<byte[]>("SELECT body FROM idempotency_keys WHERE tenant_id = $1 AND key = $2", tenant.RowId, key)).Single();

    private async Task<long> CountAsync(TenantClient tenant, string table) =>
        (await (await app.PlatformAsync()).AskAsync<long>($"SELECT count(*) FROM {table} WHERE tenant_id = $1", tenant.RowId)).Single();
}
