using KybPlatform.Api;
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
        while (await claims.TakeAsync(1, [], [], TimeProvider.System.GetUtcNow(), Ct) is [var job]) order.Add(job.Kind);

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

        var taken = await platform.Services.GetRequiredService<JobClaims>().TakeAsync(100, [], [], TimeProvider.System.GetUtcNow(), Ct);

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
