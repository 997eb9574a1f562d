using KybPlatform.Api.Persistence;
using Npgsql;

namespace KybPlatform.Api.Recording;

/// <summary>Follows a tenant's log: is told in the transaction that gives events their positions, and again when it has committed.</summary>
public interface IFollowsEvents
{
    /// <summary>Run after the positions were given, with the tenant as the one whose rows may be seen.</summary>
    IEnumerable<NpgsqlBatchCommand> Commands(TenantId tenant);

    void Placed();
}
