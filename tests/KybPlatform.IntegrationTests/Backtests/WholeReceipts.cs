using KybPlatform.Api.Decisions;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Privacy;
using KybPlatform.IntegrationTests.App;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace KybPlatform.IntegrationTests.Backtests;

/// <summary>Puts decisions into the form in which receipts were kept in one piece.</summary>
internal static class WholeReceipts
{
    public static async Task RestoreAsync(RunningPlatform platform, TenantClient tenant)
    {
        await using var scope = platform.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<TenantScope>().Enter(new TenantId(tenant.RowId));
        var (db, vault) = (scope.ServiceProvider.GetRequiredService<PlatformDb>(), scope.ServiceProvider.GetRequiredService<SubjectVault>());
        await using var owner = NpgsqlDataSource.Create(platform.Database.OwnerConnection);
        foreach (var row in await db.Set<Decision>().AsNoTracking().ToListAsync(TestContext.Current.CancellationToken))
        {
            var ring = await vault.RingAsync(db, row.TenantId, row.Subjects, TestContext.Current.CancellationToken);
            byte[] whole = [.. ring.OpenForAll(row.Subjects, row.Evidence!, DecisionLedger.EvidencePurpose)!, .. ring.OpenForAll(row.Subjects, row.Receipt!, DecisionLedger.ReceiptPurpose)!];
            await using var write = owner.CreateCommand("UPDATE decisions SET receipt = $1, evidence = NULL, open_evidence = NULL WHERE tenant_id = $2 AND id = $3");
            write.Parameters.Add(new NpgsqlParameter { Value = ring.SealForAll(row.Subjects, whole, DecisionLedger.ReceiptPurpose) });
            write.Parameters.Add(new NpgsqlParameter { Value = row.TenantId.Value });
            write.Parameters.Add(new NpgsqlParameter { Value = row.Id.Value });
            (await write.ExecuteNonQueryAsync(TestContext.Current.CancellationToken)).Should().Be(1);
        }
    }
}
