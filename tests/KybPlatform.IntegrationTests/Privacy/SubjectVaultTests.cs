using KybPlatform.Api.Persistence;
using KybPlatform.Api.Privacy;
using KybPlatform.IntegrationTests.App;
using KybPlatform.IntegrationTests.Postgres;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace KybPlatform.IntegrationTests.Privacy;

public sealed class SubjectVaultTests(TestPostgres postgres)
{
    [Fact]
    public async Task A_key_is_found_in_the_unit_of_work_that_made_it_and_after_the_commit_however_long_ago_it_was_remembered()
    {
        await using var platform = await RunningPlatform.StartAsync(postgres);
        var tenant = new TenantId((await platform.ANewTenantAsync()).Test.RowId);
        var clock = new FakeTimeProvider();
        var vault = new SubjectVault(platform.Services.GetRequiredService<MasterKey>(), clock);
        var subject = Uuid7.New(DateTimeOffset.UnixEpoch);
        await using var scope = platform.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<TenantScope>().Enter(tenant);
        var db = scope.ServiceProvider.GetRequiredService<PlatformDb>();

        vault.Create(db, tenant, subject, DateTimeOffset.UnixEpoch);
        clock.Advance(TimeSpan.FromHours(1));
        var sealedText = (await vault.RingAsync(db, tenant, [subject], TestContext.Current.CancellationToken)).Seal(subject, "a"u8, "test");
        await db.CommitAsync(TestContext.Current.CancellationToken);

        clock.Advance(TimeSpan.FromHours(1));
        var later = await vault.RingAsync(db, tenant, [subject], TestContext.Current.CancellationToken);
        later.Open(subject, sealedText, "test").Should().Equal("a"u8.ToArray());
    }
}
