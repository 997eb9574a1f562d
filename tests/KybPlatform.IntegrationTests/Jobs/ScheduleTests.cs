using KybPlatform.Api;
using KybPlatform.Api.Jobs;
using KybPlatform.Api.Persistence;
using KybPlatform.IntegrationTests.App;
using KybPlatform.IntegrationTests.Postgres;
using Microsoft.Extensions.DependencyInjection;

namespace KybPlatform.IntegrationTests.Jobs;

/// <summary>Each time of a schedule is promised once, by whichever worker is first; what nobody was there for is made up for once.</summary>
public sealed class ScheduleTests(TestPostgres postgres)
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;
    private static readonly Guid Subject = Uuid7.New(DateTimeOffset.UnixEpoch.AddYears(55));

    [Fact]
    public async Task A_time_is_promised_once_by_many_workers_and_missed_times_once_together()
    {
        await using var platform = await RunningPlatform.StartAsync(postgres, s => s with { Roles = PlatformRoles.Api });
        var tenant = await platform.ANewTenantAsync();
        await ChangeAsync(platform, tenant, db => db.Schedule("nightly", CronTimes.Of("0 3 * * *", "Europe/Berlin"), "tests.nightly", Subject, TimeProvider.System.GetUtcNow()));
        (await platform.Services.GetRequiredService<Scheduler>().PromiseDueAsync(Ct)).Should().Be(0, "it is not due");
        var first = await NextAsync(platform);
        // The same again puts nothing off.
        await platform.AskAsync<int>("UPDATE schedules SET next_at = next_at - interval '3 days' RETURNING 1");
        await ChangeAsync(platform, tenant, db => db.Schedule("nightly", CronTimes.Of("0 3 * * *", "Europe/Berlin"), "tests.nightly", Subject, TimeProvider.System.GetUtcNow()));

        (await tenant.GetAsync("/v1/status")).ShouldBe(200).At("/concerns").EnumerateArray().Select(c => (c.Text("/kind"), c.Text("/subject"))).Should().Equal(("schedule_missed", "nightly"));
        var promised = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => platform.Services.GetRequiredService<Scheduler>().PromiseDueAsync(Ct)));

        promised.Sum().Should().Be(1);
        (await platform.AskAsync<Guid>("SELECT subject FROM jobs WHERE kind = 'tests.nightly' AND tenant_id = $1", tenant.RowId)).Should().Equal(Subject);
        (await NextAsync(platform)).Should().Be(first, "three missed nights are one job, and the next time is the next night");
        (await tenant.GetAsync("/v1/status")).ShouldBe(200).Text("/state").Should().Be("ok");
        await ChangeAsync(platform, tenant, db => db.Unschedule("nightly"));
        (await platform.AskAsync<long>("SELECT count(*) FROM schedules")).Should().Equal(0);
    }

    [Fact]
    public async Task Schedules_that_cannot_be_read_are_told_of_and_stand_in_nobodys_way()
    {
        await using var platform = await RunningPlatform.StartAsync(postgres, s => s with { Roles = PlatformRoles.Api });
        var tenant = await platform.ANewTenantAsync();
        await platform.AskAsync<int>($"INSERT INTO schedules (tenant_id, key, cron, zone, kind, subject, next_at) SELECT $1, 'odd' || n, '0 3 * * *', 'Nowhere/Forgotten', 'tests.odd', '{Subject}', now() - interval '1 hour' FROM generate_series(1, 150) n RETURNING 1", tenant.RowId);
        await platform.AskAsync<int>($"INSERT INTO schedules (tenant_id, key, cron, zone, kind, subject, next_at) VALUES ($1, 'even', '0 3 * * *', 'UTC', 'tests.even', '{Subject}', now()) RETURNING 1", tenant.RowId);

        (await platform.Services.GetRequiredService<Scheduler>().PromiseDueAsync(Ct)).Should().Be(1);

        (await platform.AskAsync<long>("SELECT count(*) FROM jobs WHERE kind = 'tests.even'")).Should().Equal(1);
        (await tenant.GetAsync("/v1/status")).ShouldBe(200).At("/concerns").EnumerateArray().Select(c => c.Text("/kind")).Should().OnlyContain(k => k == "schedule_missed").And.HaveCount(100);
        await platform.AskAsync<int>("UPDATE schedules SET zone = 'UTC', unread_until = now() WHERE key = 'odd7' RETURNING 1");
        (await platform.Services.GetRequiredService<Scheduler>().PromiseDueAsync(Ct)).Should().Be(1, "it can be read again");
    }

    [Fact]
    public async Task What_is_due_runs_and_so_does_the_platforms_own()
    {
        await using var platform = await JobPlatform.StartAsync(postgres);
        var tenant = await platform.Running.ANewTenantAsync();
        await ChangeAsync(platform.Running, tenant, db => db.Schedule("hourly", CronTimes.Of("0 * * * *"), JobScript.Kind, Subject, TimeProvider.System.GetUtcNow().AddHours(-2)));

        await Eventually.AsksAsync(() => Task.FromResult(platform.Script.Done.Count), done => done == 1);

        platform.Script.Done.Single().Subject.Should().Be(Subject);
        await platform.Running.AskAsync<int>("UPDATE schedules SET next_at = clock_timestamp() WHERE key = 'status.look' RETURNING 1");
        await Eventually.AsksAsync(() => platform.Running.AskAsync<long>("SELECT count(*) FROM schedules WHERE key = 'status.look' AND last_at IS NOT NULL"), c => c[0] == 1);
        await Eventually.AsksAsync(() => platform.Running.AskAsync<long>("SELECT count(*) FROM jobs WHERE kind = 'status.look'"), c => c[0] == 0);
        platform.Running.Logs.Errors.Concat(platform.Running.Logs.Warnings).ShouldBeNone();
    }

    private static async Task ChangeAsync(RunningPlatform platform, TenantClient tenant, Action<PlatformDb> change)
    {
        await using var scope = platform.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<TenantScope>().Enter(new TenantId(tenant.RowId));
        var db = scope.ServiceProvider.GetRequiredService<PlatformDb>();
        change(db);
        await db.CommitAsync(Ct);
    }

    private static async Task<DateTime> NextAsync(RunningPlatform platform) => (await platform.AskAsync<DateTime>("SELECT next_at FROM schedules")).Single();
}
