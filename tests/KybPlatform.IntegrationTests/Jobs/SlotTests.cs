using KybPlatform.Api.Jobs;
using KybPlatform.Api.Persistence;
using KybPlatform.IntegrationTests.App;
using KybPlatform.IntegrationTests.Postgres;
using Microsoft.Extensions.DependencyInjection;

namespace KybPlatform.IntegrationTests.Jobs;

/// <summary>A limit of a kind holds over all workers, and nothing that a dead one held is lost.</summary>
public sealed class SlotTests(TestPostgres postgres)
{
    private const string Few = "tests.few";
    private const int Limit = 3;
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Two_workers_together_run_no_more_of_a_kind_than_it_says_and_all_of_it()
    {
        var (now, most, done) = (0, 0, 0);
        var script = new JobScript();
        script.Does = async (job, ct) =>
        {
            if (job.Kind != Few) return;
            var running = Interlocked.Increment(ref now);
            for (var seen = most; running > seen && Interlocked.CompareExchange(ref most, running, seen) != seen;) seen = most;
            await Task.Delay(20, ct);
            Interlocked.Decrement(ref now);
            Interlocked.Increment(ref done);
        };
        void Scripted(IServiceCollection s) => s.AddSingleton(script).AddJob<ScriptedJob>(JobScript.Kind).AddSingleton(new JobKind(Few, typeof(ScriptedJob), null, Overall: Limit));
        await using var platform = await RunningPlatform.StartAsync(postgres, services: Scripted);
        await using var beside = await platform.BesideAsync(services: Scripted);
        var tenants = new List<TenantClient>();
        for (var i = 0; i < 4; i++) tenants.Add(await platform.ANewTenantAsync());

        foreach (var tenant in tenants) await PromiseAsync(platform, tenant, 12);

        await Eventually.AsksAsync(() => Task.FromResult(Volatile.Read(ref done)), d => d == 48);
        most.Should().Be(Limit);
        await Eventually.AsksAsync(async () => script.Done.Count(j => j.Kind == Few) + (await platform.AskAsync<long>("SELECT -count(*) FROM job_slots")).Single(), d => d == 48);
        script.Done.Where(j => j.Kind == Few).Should().OnlyHaveUniqueItems(j => j.Id).And.OnlyContain(j => j.Attempt == 1, "what found no slot was not tried");
        platform.Logs.Errors.Concat(beside.Logs.Errors).ShouldBeNone();
    }

    [Fact]
    public async Task Slots_that_a_dead_worker_held_are_free_when_their_time_is_over_and_not_before()
    {
        await using var platform = await RunningPlatform.StartAsync(postgres, s => s with { Roles = KybPlatform.Api.PlatformRoles.Api });
        var slots = platform.Services.GetRequiredService<JobSlots>();
        Guid Id() => Uuid7.New(TimeProvider.System.GetUtcNow());
        HeldJob Job() => new(default, Id(), Few, Guid.Empty, Id(), 1);
        var held = new[] { Job(), Job() };

        foreach (var job in held) (await slots.TryTakeAsync(job, 2, Ct)).Should().BeTrue();
        (await slots.TryTakeAsync(Job(), 2, Ct)).Should().BeFalse();
        await slots.FreeAsync(held[0] with { Lease = Id() });
        (await slots.TryTakeAsync(Job(), 2, Ct)).Should().BeFalse("whoever lost the lease frees nothing");
        await slots.FreeAsync(held[0]);
        (await slots.TryTakeAsync(Job(), 2, Ct)).Should().BeTrue();

        await platform.AskAsync<int>("UPDATE job_slots SET until = clock_timestamp() - interval '1 second' WHERE job_id = $1 RETURNING 1", held[1].Id);
        var many = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => slots.TryTakeAsync(Job(), 2, Ct)));
        many.Count(taken => taken).Should().Be(1, "one slot was over");
    }

    private static Task<List<int>> PromiseAsync(RunningPlatform platform, TenantClient tenant, int count) => platform.AskAsync<int>(
        "INSERT INTO jobs (tenant_id, id, kind, subject, due_at, turn_at, lease, attempts) SELECT $1, gen_random_uuid(), $2, gen_random_uuid(), clock_timestamp(), clock_timestamp(), '00000000-0000-0000-0000-000000000000', 0 FROM generate_series(1, $3) RETURNING 1",
        tenant.RowId, Few, count);
}
