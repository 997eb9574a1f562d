using KybPlatform.Api.Jobs;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Profiles.Contracts;
using KybPlatform.Api.Screening;
using KybPlatform.Api.Screening.Monitoring;
using KybPlatform.IntegrationTests.App;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace KybPlatform.IntegrationTests.Screening;

/// <summary>An issue that one process cannot read for a while, and the jobs about it that this process takes.</summary>
public sealed class UnreadableListTests
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_sweep_waits_for_its_list_to_be_readable_and_goes_on_then()
    {
        await using var screened = await ScreenedPlatform.WithTodaysListsAsync();
        var tenant = await screened.Platform.ANewTenantAsync();
        await tenant.SubmitAsync("Nessarina Odile", "Quillfeather", "1980-02-03");
        (await screened.Operator.ImportAsync("ofac_sdn", OfficialFiles.SmallOfac((9004, "QUILLFEATHER, Nessarina Odile", "individual")), TimeProvider.System.GetUtcNow())).ShouldBe(201);
        await SweptAsync(screened, "completed");
        var import = (await screened.Platform.AskAsync<Guid>("UPDATE screening_sweeps SET status = 'running', ended_at = NULL, cursor = '00000000-0000-0000-0000-000000000000' WHERE tenant_id = $1 AND to_import = (SELECT max(id::text)::uuid FROM screening_snapshots WHERE list_key = 'ofac_sdn') RETURNING to_import", tenant.RowId)).Single();

        await TakeAsync<SweepParties>(screened, tenant, SweepParties.Job, import);

        (await StatusesAsync(screened)).Should().Equal(["running"], "nobody was held against the rest of the list");
        await HurryAsync(screened, SweepParties.Job, import);
        await SweptAsync(screened, "completed");

        Task SweptAsync(ScreenedPlatform at, string status) => Eventually.AsksAsync(() => StatusesAsync(at), s => s.SequenceEqual([status]));
        Task<List<string>> StatusesAsync(ScreenedPlatform at) =>
            at.Platform.AskAsync<string>("SELECT status FROM screening_sweeps WHERE tenant_id = $1 AND to_import = (SELECT max(id::text)::uuid FROM screening_snapshots WHERE list_key = 'ofac_sdn')", tenant.RowId);
    }

    [Fact]
    public async Task A_profile_that_was_to_be_caught_up_with_is_looked_at_again_when_the_list_is_readable()
    {
        await using var screened = await ScreenedPlatform.WithTodaysListsAsync();
        var tenant = await screened.Platform.ANewTenantAsync();
        var profile = ProfileOf(await tenant.SubmitAsync());

        await TakeAsync<CatchUp>(screened, tenant, CatchUp.Job, profile);

        await HurryAsync(screened, CatchUp.Job, profile);
        await Eventually.AsksAsync(() => screened.Platform.AskAsync<long>("SELECT count(*) FROM jobs WHERE kind = $1", CatchUp.Job), c => c.Single() == 0);
    }

    [Fact]
    public async Task However_many_of_a_profiles_parties_were_screened_in_a_former_issue_it_is_caught_up_with_once()
    {
        await using var screened = await ScreenedPlatform.StartAsync(s => s with { Roles = Api.PlatformRoles.Api });
        (await screened.Operator.ImportAsync("ofac_sdn", OfficialFiles.SmallOfac(), TimeProvider.System.GetUtcNow())).ShouldBe(201);
        var tenant = await screened.Platform.ANewTenantAsync();
        var none = LoadedLists.Of([], [], null);
        var now = TimeProvider.System.GetUtcNow();
        var (one, other) = (Uuid7.New(now), Uuid7.New(now));

        for (var commit = 0; commit < 2; commit++)
        {
            await using var scope = screened.Platform.Services.CreateAsyncScope();
            var work = WorkOf(scope, tenant);
            for (var party = 0; party < 6; party++) CatchUp.Promise(work, one, none, []);
            CatchUp.Promise(work, other, none, []);
            await work.Db.CommitAsync(Ct);
        }

        (await PromisedAsync(screened)).Should().Equal(Expected(1));

        // Whoever holds one has read the parties already: it says nothing of who came since.
        await screened.Platform.AskAsync<Guid>("UPDATE jobs SET lease = gen_random_uuid() WHERE kind = $1 RETURNING id", CatchUp.Job);
        await using (var scope = screened.Platform.Services.CreateAsyncScope())
        {
            var work = WorkOf(scope, tenant);
            foreach (var profile in (Guid[])[one, other]) CatchUp.Promise(work, profile, none, []);
            await work.Db.CommitAsync(Ct);
        }
        (await PromisedAsync(screened)).Should().Equal(Expected(2));

        IEnumerable<string> Expected(int jobs) => new[] { one, other }.Select(p => $"{p} {jobs}").Order(StringComparer.Ordinal);
        static Task<List<string>> PromisedAsync(ScreenedPlatform at) => at.Platform.AskAsync<string>("SELECT subject || ' ' || count(*) FROM jobs WHERE kind = $1 GROUP BY subject ORDER BY subject", CatchUp.Job);
    }

    /// <summary>Runs a job in a process that finds the newest issue damaged.</summary>
    private static async Task TakeAsync<THandler>(ScreenedPlatform screened, TenantClient tenant, string kind, Guid subject)
        where THandler : IJobHandler
    {
        var services = screened.Platform.Services;
        using var lists = new ScreeningLists(services.GetRequiredService<Npgsql.NpgsqlDataSource>(), services.GetRequiredService<IServiceScopeFactory>(), TimeProvider.System, services.GetRequiredService<ILogger<ScreeningLists>>());
        const string Newest = "(SELECT max(id::text)::uuid FROM screening_snapshots WHERE list_key = 'ofac_sdn')";
        await screened.Platform.AskAsync<Guid>($"UPDATE screening_files SET content = '\\xdeadbeef'::bytea || content WHERE snapshot_id = {Newest} RETURNING snapshot_id");
        await lists.RefreshAsync(Ct);
        await screened.Platform.AskAsync<Guid>($"UPDATE screening_files SET content = substring(content FROM 5) WHERE snapshot_id = {Newest} RETURNING snapshot_id");
        lists.Current!.Unreadable.Keys.Should().Equal("ofac_sdn");

        await using var scope = services.CreateAsyncScope();
        var work = WorkOf(scope, tenant);
        var held = work.Db.EnqueueHeld(kind, subject, work.Now);
        await work.Db.CommitAsync(Ct);
        await ActivatorUtilities.CreateInstance<THandler>(scope.ServiceProvider, lists).RunAsync(held, work, Ct);
    }

    /// <summary>The job that was promised for later is due now.</summary>
    private static async Task HurryAsync(ScreenedPlatform screened, string kind, Guid subject) =>
        (await screened.Platform.AskAsync<Guid>("UPDATE jobs SET due_at = now(), turn_at = now() WHERE kind = $1 AND subject = $2 AND due_at > now() + interval '30 seconds' RETURNING id", kind, subject)).Should().ContainSingle();

    private static TenantWork WorkOf(AsyncServiceScope scope, TenantClient tenant)
    {
        scope.ServiceProvider.GetRequiredService<TenantScope>().Enter(new TenantId(tenant.RowId));
        return new TenantWork(scope.ServiceProvider.GetRequiredService<PlatformDb>(), new TenantId(tenant.RowId), Live: true, TimeProvider.System.GetUtcNow());
    }

    private static Guid ProfileOf(HttpAnswer inquiry)
    {
        PublicId.TryParse<BusinessProfileId>(inquiry.Text("/business_profile_id"), out var profile).Should().BeTrue();
        return profile.Value;
    }
}
