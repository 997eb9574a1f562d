using KybPlatform.Api.Http;
using KybPlatform.Api.Profiles.Contracts;
using Npgsql;

namespace KybPlatform.Api.Decisions;

/// <summary>With a profile goes what its decisions keep readable. What is sealed is unreadable by then; outcomes and reasons stay.</summary>
internal sealed class ErasedDecisions : IErasedWithProfile
{
    private const string Drop = "UPDATE decisions SET open_evidence = NULL WHERE tenant_id = $1 AND profile_id = $2 AND open_evidence IS NOT NULL";

    public Task EraseAsync(Work work, Guid profile)
    {
        var drop = new NpgsqlBatchCommand(Drop);
        drop.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = work.Tenant.Value });
        drop.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = profile });
        work.Db.Extra.Add(drop);
        return Task.CompletedTask;
    }
}
