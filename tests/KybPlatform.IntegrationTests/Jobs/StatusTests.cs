using KybPlatform.Api;
using KybPlatform.Api.Jobs;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Screening;
using KybPlatform.IntegrationTests.App;
using KybPlatform.IntegrationTests.Inquiries;
using KybPlatform.IntegrationTests.Postgres;
using KybPlatform.IntegrationTests.Screening;
using KybPlatform.IntegrationTests.Webhooks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace KybPlatform.IntegrationTests.Jobs;

/// <summary>Nothing is stuck in silence: whatever is late, dead or failing is on the status page, told once as an event, and taken back when it is mended.</summary>
public sealed class StatusTests(TestPostgres postgres)
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;

    /// <summary>Per concern, how it is brought about and mended behind the API's back.</summary>
    private static readonly (string Kind, string Subject, string Planted, string Mended)[] Troubles =
    [
        ("jobs_dead", "inquiries.decide", "UPDATE jobs SET dead_at = clock_timestamp(), kind = 'inquiries.decide' WHERE kind = 'a'", "DELETE FROM jobs WHERE dead_at IS NOT NULL"),
        ("jobs_late", "b", "UPDATE jobs SET due_at = clock_timestamp() - interval '5 minutes' WHERE kind = 'b'", "DELETE FROM jobs WHERE kind = 'b'"),
        ("events_late", "outbox", "UPDATE outbox SET occurred_at = occurred_at + interval '1 day', recorded_at = recorded_at - interval '1 hour' WHERE true", "DELETE FROM outbox WHERE true"),
        ("inquiries_stuck", "inquiries", "UPDATE inquiries SET status = 'processing', updated_at = updated_at - interval '1 hour' WHERE country = 'GB'", "UPDATE inquiries SET status = 'in_review' WHERE country = 'GB'"),
        ("inquiries_overdue", "inquiries", "UPDATE inquiries SET status = 'open', expires_at = created_at - interval '1 hour' WHERE country = 'DE'", "UPDATE inquiries SET status = 'expired' WHERE country = 'DE'"),
        ("endpoint_failing", "", "UPDATE webhook_lanes SET failures = 7, failing_since = clock_timestamp() - interval '1 hour' WHERE true", "UPDATE webhook_lanes SET failures = 0, failing_since = NULL WHERE true"),
        ("endpoint_disabled", "", "UPDATE webhook_endpoints SET status = 'disabled', disabled_reason = 'failing', disabled_at = clock_timestamp() WHERE true", "UPDATE webhook_endpoints SET status = 'enabled', disabled_reason = NULL WHERE true"),
        ("deliveries_late", "endpoints", "UPDATE webhook_lanes SET due_at = clock_timestamp() - interval '6 minutes', leased_until = clock_timestamp() - interval '1 second' WHERE true", "UPDATE webhook_lanes SET due_at = NULL WHERE true"),
        ("cases_overdue", "cases", "UPDATE cases SET due_at = clock_timestamp() - interval '16 minutes' WHERE true", "UPDATE cases SET breached_at = clock_timestamp() WHERE true"),
        ("workflow_runs_failed", "acme.failed", "UPDATE workflow_runs SET status = 'failed', ended_at = clock_timestamp() WHERE workflow = 'acme.failed'", "UPDATE workflow_runs SET status = 'canceled' WHERE workflow = 'acme.failed'"),
        ("workflow_runs_stuck", "acme.stuck", "UPDATE workflow_runs SET status = 'running', updated_at = updated_at - interval '11 minutes' WHERE workflow = 'acme.stuck'", "UPDATE workflow_runs SET updated_at = clock_timestamp() WHERE workflow = 'acme.stuck'"),
        ("workflow_batches_stuck", "acme.batch", "UPDATE workflow_batches SET status = 'running' WHERE workflow = 'acme.batch'", "UPDATE workflow_batches SET status = 'canceled' WHERE workflow = 'acme.batch'"),
        ("workflow_waits_overdue", "acme.overdue", "UPDATE workflow_runs SET status = 'waiting', due_at = clock_timestamp() - interval '11 minutes' WHERE workflow = 'acme.overdue'", "UPDATE workflow_runs SET due_at = clock_timestamp() + interval '1 hour' WHERE workflow = 'acme.overdue'"),
    ];

    [Fact]
    public async Task What_only_a_worker_knows_is_shown_by_a_process_that_is_none()
    {
        await using var platform = await RunningPlatform.StartAsync(postgres, s => s with { Roles = PlatformRoles.Api });
        var tenant = await platform.ANewTenantAsync();
        const string Tell = "INSERT INTO concerns (tenant_id, kind, subject, count, since) VALUES ($1, $2, $3, 2, clock_timestamp()) RETURNING 1";
        await platform.AskAsync<int>(Tell, tenant.RowId, "sweep_failing", "CaseClocks");
        await platform.AskAsync<int>(Tell, Guid.Empty, "broker_away", "jobs");

        var status = (await tenant.GetAsync("/v1/status")).ShouldBe(200);
        (status.Text("/state"), status.At("/concerns").GetArrayLength(), status.Text("/concerns/0/kind"), status.Text("/concerns/0/subject")).Should().Be(("attention", 1, "sweep_failing", "CaseClocks"));
        var everywhere = (await platform.Operator.GetAsync("/v1/platform/status")).ShouldBe(200);
        everywhere.At("/concerns").EnumerateArray().Select(c => (c.Text("/kind"), c.TryGetProperty("tenant_id", out var of) && of.ValueKind is System.Text.Json.JsonValueKind.String)).Should().BeEquivalentTo([("broker_away", false), ("sweep_failing", true)]);
    }

    [Fact]
    public async Task What_is_stuck_is_shown_told_once_and_taken_back_when_it_is_mended_and_readiness_never_changes()
    {
        // No worker runs: nothing mends itself while it is looked at.
        await using var platform = await RunningPlatform.StartAsync(postgres, s => s with { Roles = PlatformRoles.Api });
        var (tenant, other) = (await platform.ANewTenantAsync(), await platform.ANewTenantAsync());
        (await other.PostAsync("/v1/users", new { name = "Ada", email = "ada@example.com", roles = new[] { "auditor" } })).ShouldBe(201);
        var (endpoint, _) = await tenant.AnEndpointAsync("http://127.0.0.1:1/");
        (await tenant.PostAsync("/v1/cases", new { title = "Ask the carrier" })).ShouldBe(201);
        foreach (var country in (string[])["GB", "DE"]) (await tenant.PostAsync("/v1/inquiries", new { country, sender_type = "alphanumeric", business = Submissions.Business() })).ShouldBe(201);
        foreach (var kind in (string[])["a", "b"])
            await platform.AskAsync<int>($"INSERT INTO jobs (tenant_id, id, kind, subject, due_at, lease, attempts) VALUES ($1, gen_random_uuid(), '{kind}', gen_random_uuid(), clock_timestamp() + interval '1 hour', gen_random_uuid(), 1) RETURNING 1", tenant.RowId);
        foreach (var run in (string[])["failed", "stuck", "overdue"])
            await platform.AskAsync<int>($"""
                INSERT INTO workflow_runs (tenant_id, id, version, workflow, number, hash, status, origin, about, sealed_for, state, started_by, depth, lines, expires_at, started_at, updated_at)
                VALUES ($1, gen_random_uuid(), 1, 'acme.{run}', 1, 'h', 'completed', 'call', 'nothing', gen_random_uuid(), '', 'automation', 0, 0, now() + interval '1 day', now(), now()) RETURNING 1
                """, tenant.RowId);
        await platform.AskAsync<int>("""
            INSERT INTO workflow_batches (tenant_id, id, version, workflow, number, hash, filter, status, after, started, created_by, created_at, updated_at)
            VALUES ($1, gen_random_uuid(), 1, 'acme.batch', 1, 'h', '{}', 'completed', gen_random_uuid(), 0, 'automation', now() - interval '1 hour', now() - interval '11 minutes') RETURNING 1
            """, tenant.RowId);
        // When its tenant says that something happened makes no event late.
        await platform.AskAsync<int>("UPDATE outbox SET occurred_at = occurred_at - interval '1 hour' WHERE tenant_id = $1 RETURNING 1", other.RowId);
        (await tenant.GetAsync("/v1/status")).ShouldBe(200).Text("/state").Should().Be("ok");

        foreach (var trouble in Troubles) await platform.AskAsync<int>($"{trouble.Planted} AND tenant_id = $1 RETURNING 1", tenant.RowId);
        var status = (await tenant.GetAsync("/v1/status")).ShouldBe(200);

        status.Text("/state").Should().Be("attention");
        var expected = Troubles.Select(t => (t.Kind, t.Subject.Length > 0 ? t.Subject : endpoint)).ToArray();
        status.At("/concerns").EnumerateArray().Select(c => (c.Text("/kind"), c.Text("/subject"))).Should().BeEquivalentTo(expected);
        (await other.GetAsync("/v1/status")).ShouldBe(200).Text("/state").Should().Be("ok");
        (await platform.Nobody.GetAsync("/health/ready")).ShouldBe(200);

        // The watchdog tells each of them once, however often it looks.
        for (var i = 0; i < 2; i++) await WatchAsync(platform, tenant);
        (await ToldAsync(platform, tenant, "concern.raised")).Should().BeEquivalentTo(expected.Select(e => $"{e.Kind} {e.Item2}"));
        var everywhere = (await platform.Operator.GetAsync("/v1/platform/status")).ShouldBe(200);
        everywhere.At("/concerns").EnumerateArray().Select(c => c.Text("/kind")).Should().Contain(Troubles.Select(t => t.Kind));
        everywhere.At("/concerns").EnumerateArray().Where(c => c.Text("/kind") == "endpoint_failing").Select(c => (c.Text("/tenant_id"), c.Text("/subject"))).Should().Equal((tenant.Id, endpoint));
        (await tenant.GetAsync("/v1/platform/status")).ShouldBeRefused(403, "platform_key_required");

        foreach (var trouble in Troubles) await platform.AskAsync<int>($"{trouble.Mended} AND tenant_id = $1 RETURNING 1", tenant.RowId);
        await WatchAsync(platform, tenant);
        (await ToldAsync(platform, tenant, "concern.resolved")).Should().BeEquivalentTo(expected.Select(e => $"{e.Kind} {e.Item2}"));
        (await tenant.GetAsync("/v1/status")).ShouldBe(200).Text("/state").Should().Be("ok");
        platform.Logs.Errors.ShouldBeNone();
    }

    [Fact]
    public async Task A_list_that_nobody_refreshed_for_a_week_is_the_operators_concern()
    {
        await using var screened = await ScreenedPlatform.StartAsync(s => s with { Roles = PlatformRoles.Api });
        (await screened.Operator.GetAsync("/v1/platform/status")).ShouldBe(200).Text("/state").Should().Be("ok");
        (await screened.Operator.ImportAsync("ofac_sdn", OfficialFiles.SmallOfac(), TimeProvider.System.GetUtcNow().AddDays(-8))).ShouldBe(201);

        var status = (await screened.Operator.GetAsync("/v1/platform/status")).ShouldBe(200);
        await screened.Platform.Services.GetRequiredService<Watchdog>().CompareAsync(Ct);

        status.At("/concerns").EnumerateArray().Select(c => (c.Text("/kind"), c.Text("/subject"), c.Find("/tenant_id") is { ValueKind: System.Text.Json.JsonValueKind.String })).Should().Equal(("list_old", "ofac_sdn", false));
        (await screened.Platform.AskAsync<string>("SELECT action FROM audit_entries WHERE details->>'kind' = 'list_old'")).Should().Equal("concern.raised");
    }

    [Fact]
    public async Task A_list_that_cannot_be_read_any_more_clears_nobody_is_tried_ever_more_seldom_and_is_the_operators_concern()
    {
        await using var screened = await ScreenedPlatform.StartAsync(s => s with { Roles = PlatformRoles.Api });
        (await screened.Operator.ImportAsync("ofac_sdn", OfficialFiles.SmallOfac(), TimeProvider.System.GetUtcNow())).ShouldBe(201);
        var damaged = Uuid7.New(TimeProvider.System.GetUtcNow().AddMinutes(1));
        await screened.Platform.AskAsync<Guid>("""
            INSERT INTO screening_snapshots (id, list_key, publisher, sha256, published_at, complete, entity_count, warning_count, imported_at, imported_by)
            SELECT $1, list_key, publisher, sha256, published_at, complete, entity_count, warning_count, imported_at, imported_by FROM screening_snapshots RETURNING id
            """, damaged);
        await screened.Platform.AskAsync<Guid>("INSERT INTO screening_files (snapshot_id, number, name, content) VALUES ($1, 0, 'sdn.csv', '\\xdeadbeef') RETURNING snapshot_id", damaged);
        var (services, clock) = (screened.Platform.Services, new FakeTimeProvider(TimeProvider.System.GetUtcNow()));
        using var lists = new ScreeningLists(services.GetRequiredService<Npgsql.NpgsqlDataSource>(), services.GetRequiredService<IServiceScopeFactory>(), clock, services.GetRequiredService<ILogger<ScreeningLists>>());

        for (var i = 0; i < 3; i++) await lists.RefreshAsync(Ct);
        var (index, first) = (lists.Current!.Index, lists.Current.Unreadable["ofac_sdn"].Tries);
        clock.Advance(TimeSpan.FromMinutes(1.5));
        for (var i = 0; i < 3; i++) await lists.RefreshAsync(Ct);
        clock.Advance(TimeSpan.FromMinutes(1.5));
        await lists.RefreshAsync(Ct);
        await services.GetRequiredService<ScreeningLists>().RefreshAsync(Ct);

        (first, lists.Current!.Unreadable["ofac_sdn"].Tries).Should().Be((1, 2), "each pause is twice the one before");
        lists.Current.Index.Should().BeSameAs(index, "what can be read is not indexed again");
        lists.Current.Choose([]).Lists.Should().ContainSingle(l => l.Key == "ofac_sdn").Which.Sample.Should().BeTrue("nobody is cleared in a live tenant");
        (await screened.Operator.GetAsync("/v1/platform/status")).ShouldBe(200).At("/concerns").EnumerateArray().Select(c => (c.Text("/kind"), c.Text("/subject"))).Should().Equal(("list_unreadable", "ofac_sdn"));
    }

    // The watch alone: other sweeps would mend what they find overdue.
    private static async Task WatchAsync(RunningPlatform platform, TenantClient tenant)
    {
        await using var scope = platform.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<TenantScope>().Enter(new TenantId(tenant.RowId));
        var work = new TenantWork(scope.ServiceProvider.GetRequiredService<PlatformDb>(), new TenantId(tenant.RowId), Live: true, TimeProvider.System.GetUtcNow());
        await scope.ServiceProvider.GetServices<ITenantSweep>().OfType<WatchTenant>().Single().RunAsync(work, Ct);
    }

    private static async Task<IReadOnlyList<string>> ToldAsync(RunningPlatform platform, TenantClient tenant, string action) =>
        await platform.AskAsync<string>($"SELECT (details->>'kind') || ' ' || (details->>'subject') FROM audit_entries WHERE tenant_id = $1 AND action = '{action}'", tenant.RowId);
}
