using KybPlatform.Api;
using KybPlatform.Api.Jobs;
using KybPlatform.Api.Persistence;
using KybPlatform.IntegrationTests.App;
using KybPlatform.IntegrationTests.Postgres;
using Microsoft.Extensions.DependencyInjection;

namespace KybPlatform.IntegrationTests.Jobs;

/// <summary>What a sweep ends on in one tenant is that tenant's alone.</summary>
public sealed class SweepTests(TestPostgres postgres)
{
    [Fact]
    public async Task A_fault_of_one_tenant_stops_the_sweeps_of_no_other_and_is_told()
    {
        var plan = new SweepPlan();
        await using var platform = await RunningPlatform.StartAsync(postgres, s => s with { Roles = PlatformRoles.Api }, s => s.AddSingleton(plan).AddScoped<ITenantSweep, PlannedSweep>());
        var tenants = new List<TenantClient>();
        for (var i = 0; i < 3; i++) tenants.Add(await platform.ANewTenantAsync());
        plan.Fails = tenants[1].RowId;
        var sweeper = platform.Services.GetRequiredService<Sweeper>();

        foreach (var fault in (Exception[])[new TimeZoneNotFoundException("Nowhere"), new InvalidOperationException("odd"), new OperationCanceledException("timed out")])
        {
            (plan.Fault, plan.Swept) = (fault, []);
            await sweeper.RunOnceAsync(TestContext.Current.CancellationToken);
            plan.Swept.Should().Contain([tenants[0].RowId, tenants[2].RowId]);
        }

        (await tenants[1].GetAsync("/v1/status")).ShouldBe(200).At("/concerns").EnumerateArray().Select(c => (c.Text("/kind"), c.Text("/subject"))).Should().Contain(("sweep_failing", nameof(PlannedSweep)));
        (await tenants[0].GetAsync("/v1/status")).ShouldBe(200).Text("/state").Should().Be("ok");
        plan.Fails = Guid.Empty;
        // The watch looks once a minute, too: what it told is taken back with its next look.
        for (var i = 0; i < 2; i++) await sweeper.RunOnceAsync(TestContext.Current.CancellationToken);
        (await tenants[1].GetAsync("/v1/status")).ShouldBe(200).Text("/state").Should().Be("ok");
    }

    private sealed class SweepPlan
    {
        public Guid Fails { get; set; }
        public Exception Fault { get; set; } = new InvalidOperationException();
        public List<Guid> Swept { get; set; } = [];
    }

    private sealed class PlannedSweep(SweepPlan plan) : ITenantSweep
    {
        public Task RunAsync(TenantWork work, CancellationToken ct)
        {
            if (work.Tenant.Value == plan.Fails) throw plan.Fault;
            plan.Swept.Add(work.Tenant.Value);
            return Task.CompletedTask;
        }
    }
}
