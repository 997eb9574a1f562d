using System.Globalization;
using KybPlatform.IntegrationTests.App;
using KybPlatform.IntegrationTests.Durability;
using Npgsql;

namespace KybPlatform.IntegrationTests.Workflows;

/// <summary>
/// Many waiting runs are resumed at once over two real server processes, which are killed with <c>kill -9</c> in turn; a ledger of what was done is held
/// against what should have been. <c>KYB_WORKFLOW_RUNS</c> sets how many (default 200).
/// </summary>
public sealed class WorkflowLedgerTests(ITestOutputHelper output)
{
    private static readonly int Runs = int.TryParse(Environment.GetEnvironmentVariable("KYB_WORKFLOW_RUNS"), CultureInfo.InvariantCulture, out var runs) ? runs : 200;

    [Fact]
    public async Task Runs_that_are_resumed_at_once_while_processes_die_are_neither_stuck_nor_run_twice()
    {
        await using var scene = await FireScene.StartAsync();
        await using var second = scene.ASecondServer();
        await second.StartAsync(TestContext.Current.CancellationToken);
        using var http = new HttpClient { BaseAddress = scene.Server.Address };
        var made = (await new ApiClient(http, ServerUnderFire.PlatformKey).PostAsync("/v1/organizations", new { name = "Many runs" })).ShouldBe(201);
        var tenant = new ApiClient(http, made.Text("/tenants/test/api_key"));
        await tenant.AFlowAsync("test.many", """{ "key": "rest", "kind": "wait", "for": "24h" }, { "key": "open", "kind": "create_case", "title": "One" }, { "key": "again", "kind": "create_case", "title": "Two" }""", about: "nothing");
        await Parallel.ForEachAsync(Enumerable.Range(0, Runs), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (_, _) => await tenant.StartAsync("test.many"));
        await using var owner = NpgsqlDataSource.Create(scene.OwnerConnection);
        await UntilAsync(owner, "SELECT count(*) FROM workflow_runs WHERE status = 'waiting'", Runs);

        (await tenant.PutAsync("/v1/tenant/clock", new { now = TimeProvider.System.GetUtcNow().AddHours(25) })).ShouldBe(200);
        foreach (var (server, share) in new[] { (second, 10), (scene.Server, 3), (second, 2) })
        {
            await UntilAsync(owner, "SELECT count(*) FROM workflow_run_steps WHERE kind = 'create_case'", 2 * Runs / share);
            await server.KillAsync();
            await server.StartAsync(TestContext.Current.CancellationToken);
        }
        await UntilAsync(owner, "SELECT count(*) FROM workflow_runs WHERE status = 'completed'", Runs);

        var faults = new List<string>();
        foreach (var (what, sql) in new[]
        {
            ("runs that are not completed", "SELECT count(*) FROM workflow_runs WHERE status <> 'completed'"),
            ("runs whose ledger is not the four lines of one pass", "SELECT count(*) FROM (SELECT run_id FROM workflow_run_steps GROUP BY run_id HAVING string_agg(step || ':' || outcome, ' ' ORDER BY line) <> 'rest:waiting rest:done open:done again:done') r"),
            ("jobs that are left", "SELECT count(*) FROM jobs WHERE kind = 'workflows.advance' AND due_at < clock_timestamp() - interval '1 minute'"),
        })
            if (await CountAsync(owner, sql) is > 0 and var count) faults.Add($"{count} {what}");
        faults.ShouldBeNone();
        (await CountAsync(owner, "SELECT count(*) FROM cases WHERE created_by LIKE 'wfl_%'")).Should().Be(2 * Runs, "each step made one case");
        (await CountAsync(owner, "SELECT count(DISTINCT resource) FROM workflow_run_steps WHERE kind = 'create_case'")).Should().Be(2 * Runs);
        output.WriteLine($"{Runs} runs resumed over two processes with three kills.");
    }

    private static async Task UntilAsync(NpgsqlDataSource owner, string sql, long atLeast)
    {
        for (var i = 0; i < 2400; i++)
        {
            if (await CountAsync(owner, sql) >= atLeast) return;
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
        throw new TimeoutException($"It did not become {atLeast}: {sql}");
    }

    private static async Task<long> CountAsync(NpgsqlDataSource owner, string sql)
    {
        await using var command = owner.CreateCommand(sql);
        return (long)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }
}
