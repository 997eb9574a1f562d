using KybPlatform.IntegrationTests.App;
using KybPlatform.IntegrationTests.Postgres;

namespace KybPlatform.IntegrationTests.Jobs;

/// <summary>Nobody's work waits for another tenant's: not for a backlog, not for slow work, not for work that always fails.</summary>
public sealed class FairnessTests(TestPostgres postgres)
{
    private const int Backlog = 300;

    [Fact]
    public async Task A_backlog_of_one_tenant_does_not_hold_up_nine_others()
    {
        await using var platform = await JobPlatform.StartAsync(postgres);
        platform.Script.Does = (_, ct) => Task.Delay(5, ct);
        var tenants = new List<TenantClient>();
        for (var i = 0; i < 10; i++) tenants.Add(await platform.Running.ANewTenantAsync());
        var busy = tenants[4].RowId;

        await platform.PromiseAsync([.. tenants.Select(t => (t.RowId, t.RowId == busy ? Backlog : 6, 0))]);
        await Eventually.AsksAsync(() => Task.FromResult(platform.Script.Done.Count), done => done == Backlog + (9 * 6));

        var order = platform.Script.Done.ToList();
        var lastOfOthers = order.FindLastIndex(j => j.Tenant.Value != busy);
        order.Take(lastOfOthers).Count(j => j.Tenant.Value == busy).Should().BeLessThan(Backlog / 3, "the others' few jobs come between those of the backlog, not behind them");
    }

    [Fact]
    public async Task Slow_work_of_one_tenant_leaves_hands_for_the_others()
    {
        await using var platform = await JobPlatform.StartAsync(postgres);
        var (slow, quick) = (await platform.Running.ANewTenantAsync(), await platform.Running.ANewTenantAsync());
        var release = new TaskCompletionSource();
        platform.Script.Does = (job, _) => job.Tenant.Value == slow.RowId ? release.Task : Task.CompletedTask;

        await platform.PromiseAsync((slow.RowId, 40, 0));
        await Eventually.AsksAsync(() => Task.FromResult(platform.Script.Started), started => started >= 4);
        await platform.PromiseAsync((quick.RowId, 20, 0));

        await Eventually.AsksAsync(() => Task.FromResult(platform.Script.Done.Count), done => done == 20);
        platform.Script.Done.Should().OnlyContain(j => j.Tenant.Value == quick.RowId);
        release.SetResult();
        await Eventually.AsksAsync(() => Task.FromResult(platform.Script.Done.Count), done => done == 60);
    }

    [Fact]
    public async Task Work_that_always_fails_holds_up_neither_its_own_tenant_nor_another()
    {
        await using var platform = await JobPlatform.StartAsync(postgres);
        var (poisoned, other) = (await platform.Running.ANewTenantAsync(), await platform.Running.ANewTenantAsync());
        // The poison is older than everything else, so that it comes first again whenever it may; and it fails from its first try on.
        platform.Script.Does = (_, _) => throw new InvalidOperationException("poison");
        await platform.PromiseAsync((poisoned.RowId, 30, 0));
        var poison = (await platform.Running.AskAsync<Guid>("SELECT id FROM jobs WHERE kind = $1", JobScript.Kind)).ToHashSet();
        platform.Script.Does = (job, _) => poison.Contains(job.Id) ? throw new InvalidOperationException("poison") : Task.CompletedTask;

        await platform.PromiseAsync((poisoned.RowId, 30, 0), (other.RowId, 30, 0));
        await Eventually.AsksAsync(() => Task.FromResult(platform.Script.Done.Count(j => !poison.Contains(j.Id))), done => done == 60);
    }
}
