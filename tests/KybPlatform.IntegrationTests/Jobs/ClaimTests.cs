using KybPlatform.Api;
using KybPlatform.Api.Http;
using KybPlatform.Api.Jobs;
using KybPlatform.Api.Persistence;
using KybPlatform.IntegrationTests.App;
using KybPlatform.IntegrationTests.Postgres;
using Microsoft.Extensions.DependencyInjection;

namespace KybPlatform.IntegrationTests.Jobs;

/// <summary>Which jobs are taken first, how many of whom, and how many of a kind at once.</summary>
public sealed class ClaimTests(TestPostgres postgres)
{
    private const string Limited = "tests.limited";
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Urgent_work_goes_before_bulk_work_that_was_there_first_and_not_before_what_has_waited_long()
    {
        await using var platform = await RunningPlatform.StartAsync(postgres, s => s with { Roles = PlatformRoles.Api });
        var tenant = await platform.ANewTenantAsync();
        await PromiseAsync(platform, tenant, "old.bulk", 1, JobPriority.Bulk);
        await platform.AskAsync<int>("UPDATE jobs SET due_at = due_at - interval '6 minutes', turn_at = turn_at - interval '6 minutes' RETURNING 1");
        await PromiseAsync(platform, tenant, "bulk", 3, JobPriority.Bulk);
        await PromiseAsync(platform, tenant, "normal", 1, JobPriority.Normal);
        await PromiseAsync(platform, tenant, "urgent", 1, JobPriority.Urgent);
        var claims = platform.Services.GetRequiredService<JobClaims>();

        var order = new List<string>();
        while (await claims.TakeAsync(1, [], ["old.bulk", "bulk", "normal", "urgent"], TimeProvider.System.GetUtcNow(), Ct) is [var job]) order.Add(job.Kind);

        order.Should().Equal("old.bulk", "urgent", "normal", "bulk", "bulk", "bulk");
    }

    [Fact]
    public async Task A_tenant_of_more_weight_has_more_taken_of_it_and_nobody_nothing()
    {
        await using var platform = await RunningPlatform.StartAsync(postgres, s => s with { Roles = PlatformRoles.Api });
        var (heavy, light) = (await platform.ANewTenantAsync(), await platform.ANewTenantAsync());
        var changed = (await platform.Operator.PatchAsync($"/v1/organizations/{heavy.OrganizationId}", new { weight = 3 })).ShouldBe(200);
        (changed.At("/weight").GetInt32(), changed.Text("/tenants/live/id")).Should().Be((3, heavy.Id));
        (await platform.Operator.PatchAsync($"/v1/organizations/{heavy.OrganizationId}", new { weight = 11 })).ShouldBeRefused(422, "out_of_range");
        foreach (var tenant in (TenantClient[])[heavy, light]) await PromiseAsync(platform, tenant, "work", 20, JobPriority.Normal);

        var taken = await platform.Services.GetRequiredService<JobClaims>().TakeAsync(100, [], ["work"], TimeProvider.System.GetUtcNow(), Ct);

        taken.CountBy(j => j.Tenant.Value).Should().BeEquivalentTo([KeyValuePair.Create(heavy.RowId, 6), KeyValuePair.Create(light.RowId, 2)]);
    }

    [Fact]
    public async Task No_more_of_a_kind_run_at_once_than_it_says_and_other_kinds_go_on()
    {
        var (now, most) = (0, 0);
        var release = new TaskCompletionSource();
        var script = new JobScript();
        script.Does = async (job, _) =>
        {
            if (job.Kind != Limited) return;
            var running = Interlocked.Increment(ref now);
            for (var seen = most; running > seen && Interlocked.CompareExchange(ref most, running, seen) != seen;) seen = most;
            await release.Task;
            Interlocked.Decrement(ref now);
        };
        await using var platform = await RunningPlatform.StartAsync(
            postgres, services: s => s.AddSingleton(script).AddJob<ScriptedJob>(JobScript.Kind).AddSingleton(new JobKind(Limited, typeof(ScriptedJob), null, AtOnce: 2)));
        var tenants = new List<TenantClient>();
        for (var i = 0; i < 5; i++) tenants.Add(await platform.ANewTenantAsync());
        foreach (var tenant in tenants) await PromiseAsync(platform, tenant, Limited, 4, JobPriority.Urgent);
        foreach (var tenant in tenants) await PromiseAsync(platform, tenant, JobScript.Kind, 6, JobPriority.Normal);

        await Eventually.AsksAsync(() => Task.FromResult(script.Done.Count(j => j.Kind == JobScript.Kind)), done => done == 30);
        script.Done.Should().OnlyContain(j => j.Kind == JobScript.Kind, "the limited ones wait for the test");
        release.SetResult();
        await Eventually.AsksAsync(() => Task.FromResult(script.Done.Count), done => done == 50);

        most.Should().Be(2);
        script.Done.Should().OnlyContain(j => j.Attempt == 1, "what was given back was not tried");
        platform.Logs.Errors.ShouldBeNone();
    }

    [Fact]
    public async Task A_due_job_is_found_behind_any_number_of_tenants_whose_jobs_are_not_due()
    {
        await using var platform = await RunningPlatform.StartAsync(postgres, s => s with { Roles = PlatformRoles.Api });
        await platform.AskAsync<int>($"INSERT INTO jobs (tenant_id, id, kind, subject, due_at, turn_at, lease, attempts) SELECT {Id("n")}, gen_random_uuid(), 'work', gen_random_uuid(), now() + interval '1 day', now() + interval '1 day', '{Guid.Empty}', 0 FROM generate_series(1, 450) n RETURNING 1");
        var claims = platform.Services.GetRequiredService<JobClaims>();
        Task<IReadOnlyList<HeldJob>> TakeAsync() => claims.TakeAsync(8, [], ["work"], TimeProvider.System.GetUtcNow(), Ct);

        (await TakeAsync()).Should().BeEmpty("nothing is due");
        foreach (var tenant in (string[])["450", "1", "225"])
        {
            await platform.AskAsync<int>($"UPDATE jobs SET due_at = now(), turn_at = now() WHERE tenant_id = {Id(tenant)} RETURNING 1");
            (await TakeAsync()).Should().ContainSingle("the job of tenant {0} is due", tenant);
            (await TakeAsync()).Should().BeEmpty();
        }
        // The platform's own jobs come first in the ring, again and again, and keep nobody from being reached.
        await platform.AskAsync<int>($"UPDATE jobs SET due_at = now(), turn_at = now() WHERE tenant_id = {Id("440")} RETURNING 1");
        var taken = new List<HeldJob>();
        for (var i = 0; i < 4 && taken.TrueForAll(j => j.Tenant == Caller.PlatformTenant); i++)
        {
            await platform.AskAsync<int>($"INSERT INTO jobs (tenant_id, id, kind, subject, due_at, turn_at, lease, attempts) VALUES ('{Guid.Empty}', gen_random_uuid(), 'work', gen_random_uuid(), now(), now(), '{Guid.Empty}', 0) RETURNING 1");
            taken.AddRange(await TakeAsync());
        }
        taken.Should().Contain(j => j.Tenant != Caller.PlatformTenant);
    }

    [Fact]
    public async Task A_kind_that_a_worker_does_not_know_is_left_to_one_that_does()
    {
        await using var platform = await JobPlatform.StartAsync(postgres);
        var tenant = await platform.Running.ANewTenantAsync();
        await PromiseAsync(platform.Running, tenant, "tests.of_the_next_version", 1, JobPriority.Urgent);
        await PromiseAsync(platform.Running, tenant, JobScript.Kind, 3, JobPriority.Bulk);

        await Eventually.AsksAsync(() => Task.FromResult(platform.Script.Done.Count), done => done == 3);

        (await platform.Running.AskAsync<int>("SELECT attempts FROM jobs WHERE kind = 'tests.of_the_next_version'")).Should().Equal(0);
        platform.Running.Logs.Errors.ShouldBeNone();
    }

    [Fact]
    public async Task A_tenant_of_the_greatest_weight_leaves_two_hands_to_the_others()
    {
        await using var platform = await JobPlatform.StartAsync(postgres);
        var (heavy, light) = (await platform.Running.ANewTenantAsync(), await platform.Running.ANewTenantAsync());
        (await platform.Running.Operator.PatchAsync($"/v1/organizations/{heavy.OrganizationId}", new { weight = 10 })).ShouldBe(200);
        var release = new TaskCompletionSource();
        var held = 0;
        platform.Script.Does = (job, _) =>
        {
            if (job.Tenant.Value != heavy.RowId) return Task.CompletedTask;
            Interlocked.Increment(ref held);
            return release.Task;
        };

        await platform.PromiseAsync((heavy.RowId, 40, 0));
        await Eventually.AsksAsync(() => Task.FromResult(held), h => h == JobClaims.MostOfOne);
        await platform.PromiseAsync((light.RowId, 20, 0));
        await Eventually.AsksAsync(() => Task.FromResult(platform.Script.Done.Count), done => done == 20);

        held.Should().Be(JobClaims.MostOfOne);
        release.SetResult();
        await Eventually.AsksAsync(() => Task.FromResult(platform.Script.Done.Count), done => done == 60);
    }

    private static string Id(string number) => $"('00000000-0000-7000-8000-' || lpad(({number})::text, 12, '0'))::uuid";

    private static async Task PromiseAsync(RunningPlatform platform, TenantClient tenant, string kind, int count, JobPriority priority)
    {
        await using var scope = platform.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<TenantScope>().Enter(new TenantId(tenant.RowId));
        var db = scope.ServiceProvider.GetRequiredService<PlatformDb>();
        for (var i = 0; i < count; i++) db.Enqueue(kind, Uuid7.New(TimeProvider.System.GetUtcNow()), TimeProvider.System.GetUtcNow(), priority: priority);
        await db.CommitAsync(Ct);
        platform.Services.GetRequiredService<Signals>().Jobs.Set();
    }
}
