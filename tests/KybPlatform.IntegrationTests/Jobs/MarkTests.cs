using System.Text.Json;
using KybPlatform.Api;
using KybPlatform.Api.Jobs;
using KybPlatform.Api.Persistence;
using KybPlatform.IntegrationTests.App;
using KybPlatform.IntegrationTests.Postgres;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Npgsql;

namespace KybPlatform.IntegrationTests.Jobs;

/// <summary>Where looks from the beginning are dear, claims go on from where they were; and what comes to light behind them is taken all the same.</summary>
public sealed class MarkTests(TestPostgres postgres)
{
    private const string Kind = "work";
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;
    private readonly FakeTimeProvider _clock = new(TimeProvider.System.GetUtcNow());

    [Fact]
    public async Task What_comes_to_light_behind_a_mark_is_taken_by_the_next_look_from_the_beginning()
    {
        await using var platform = await RunningPlatform.StartAsync(postgres, s => s with { Roles = PlatformRoles.Api });
        var (tenant, other) = ((await platform.ANewTenantAsync()).RowId, (await platform.ANewTenantAsync()).RowId);
        var (claims, marks) = Worker(platform);
        await PromiseAsync(platform, tenant, 3, "10 seconds");

        var first = await TakeAsync(claims);
        ALookTakesASecond(marks);
        await PromiseAsync(platform, tenant, 1, "20 seconds");
        await PromiseAsync(platform, other, 1, "30 seconds");
        var second = await TakeAsync(claims);
        var third = await TakeAsync(claims);
        _clock.Advance(TimeSpan.FromSeconds(21));
        marks.IsWhole.Should().BeTrue();
        var fourth = await TakeAsync(claims);

        first.Should().HaveCount(2).And.OnlyContain(j => j.Tenant.Value == tenant);
        second.Concat(third).Select(j => j.Tenant.Value).Should().BeEquivalentTo([tenant, other], "a tenant that was not known is seen at once, whatever the age of its job");
        fourth.Should().ContainSingle("that one was older than those taken before it").Which.Tenant.Value.Should().Be(tenant);
    }

    [Fact]
    public async Task Kinds_that_may_not_be_taken_now_are_behind_no_mark_later()
    {
        await using var platform = await RunningPlatform.StartAsync(postgres, s => s with { Roles = PlatformRoles.Api });
        var tenant = (await platform.ANewTenantAsync()).RowId;
        var (claims, marks) = Worker(platform, Kind, "full");
        await PromiseAsync(platform, tenant, 1, "20 seconds", "full");
        await PromiseAsync(platform, tenant, 1, "10 seconds");

        (await TakeAsync(claims, Kind)).Should().ContainSingle();
        ALookTakesASecond(marks);

        (await TakeAsync(claims, Kind, "full")).Should().ContainSingle().Which.Kind.Should().Be("full");
    }

    [Fact]
    public async Task Beside_an_old_snapshot_a_claim_reads_little_of_what_was_done_before()
    {
        await using var platform = await RunningPlatform.StartAsync(postgres, s => s with { Roles = PlatformRoles.Api });
        var tenant = (await platform.ANewTenantAsync()).RowId;
        var (claims, marks) = Worker(platform);
        await PromiseAsync(platform, tenant, 20_000, "10 seconds");
        await using var owner = NpgsqlDataSource.Create(platform.Database.OwnerConnection);
        await using var old = await owner.OpenConnectionAsync(Ct);
        await using var snapshot = await old.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, Ct);
        await using (var look = new NpgsqlCommand("SELECT count(*) FROM jobs", old, snapshot)) await look.ExecuteScalarAsync(Ct);
        await platform.AskAsync<int>("DELETE FROM jobs WHERE id IN (SELECT id FROM jobs ORDER BY turn_at LIMIT 19900) RETURNING 1");

        (await TakeAsync(claims)).Should().HaveCount(2);
        ALookTakesASecond(marks);
        var (fromTheBeginning, fromTheMark) = (await PagesAsync(owner, marks, whole: true), await PagesAsync(owner, marks, whole: false));

        fromTheMark.Should().BeLessThan(fromTheBeginning / 3);
    }

    private (JobClaims Claims, JobMarks Marks) Worker(RunningPlatform platform, params string[] kinds)
    {
        var marks = new JobMarks(_clock);
        return (new JobClaims(
            platform.Services.GetRequiredService<NpgsqlDataSource>(), platform.Services.GetRequiredService<Signals>(),
            (kinds is [] ? [Kind] : kinds).Select(k => new JobKind(k, typeof(ScriptedJob), null)), marks, _clock), marks);
    }

    private void ALookTakesASecond(JobMarks marks)
    {
        var began = _clock.GetTimestamp();
        _clock.Advance(TimeSpan.FromSeconds(1));
        marks.Looked(began, whole: true, all: true, []);
        marks.IsWhole.Should().BeFalse();
    }

    private static Task<IReadOnlyList<HeldJob>> TakeAsync(JobClaims claims, params string[] kinds) =>
        claims.TakeAsync(8, [], kinds is [] ? [Kind] : kinds, TimeProvider.System.GetUtcNow(), Ct);

    private static async Task<long> PagesAsync(NpgsqlDataSource owner, JobMarks marks, bool whole)
    {
        await using var connection = await owner.OpenConnectionAsync(Ct);
        await using var undone = await connection.BeginTransactionAsync(Ct);
        await using var command = new NpgsqlCommand("EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) " + JobClaims.Claim, connection, undone);
        JobClaims.AddRing(command, marks, after: null, whole);
        foreach (var value in (object[])[Array.Empty<Guid>(), (string[])[Kind], 2, 6, 8, JobQueue.Lease, Uuid7.New(TimeProvider.System.GetUtcNow()), 1]) command.Parameters.Add(new NpgsqlParameter { Value = value });
        using var plan = JsonDocument.Parse((string)(await command.ExecuteScalarAsync(Ct))!);
        return plan.RootElement[0].GetProperty("Plan").GetProperty("Shared Hit Blocks").GetInt64();
    }

    private static Task<List<int>> PromiseAsync(RunningPlatform platform, Guid tenant, int jobs, string ago, string kind = Kind) => platform.AskAsync<int>($"""
        INSERT INTO jobs (tenant_id, id, kind, subject, due_at, turn_at, lease, attempts)
        SELECT '{tenant}', gen_random_uuid(), '{kind}', gen_random_uuid(), t, t, '{Guid.Empty}', 0
        FROM (SELECT now() - interval '{ago}' + n * interval '1 microsecond' AS t FROM generate_series(1, {jobs}) n) g RETURNING 1
        """);
}
