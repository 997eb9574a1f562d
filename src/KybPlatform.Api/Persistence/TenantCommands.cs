using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;

namespace KybPlatform.Api.Persistence;

/// <summary>
/// Puts <c>set_config('kyb.tenant', …, true)</c> in front of every command of a context, in the same round trip and the same
/// implicit transaction, so that no query runs without a tenant and no pooled connection ever carries one on.
/// </summary>
internal sealed class TenantCommands : DbCommandInterceptor
{
    public const string SetTenant = "SELECT set_config('kyb.tenant', $1, true)";

    public override async ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
    {
        var reader = await Prefixed(command, eventData).ExecuteReaderAsync(cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        return InterceptionResult<DbDataReader>.SuppressWithResult(reader);
    }

    public override async ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        var batch = Prefixed(command, eventData);
        await batch.ExecuteNonQueryAsync(cancellationToken);
        return InterceptionResult<int>.SuppressWithResult(batch.BatchCommands[^1].RecordsAffected);
    }

    public override ValueTask<InterceptionResult<object>> ScalarExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<object> result, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException("Scalars are read through queries, which carry the tenant.");

    public override InterceptionResult<DbDataReader> ReaderExecuting(DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result) =>
        throw new NotSupportedException("The database is asked asynchronously.");

    public override InterceptionResult<int> NonQueryExecuting(DbCommand command, CommandEventData eventData, InterceptionResult<int> result) =>
        throw new NotSupportedException("The database is asked asynchronously.");

    private static NpgsqlBatch Prefixed(DbCommand command, CommandEventData eventData)
    {
        var source = (NpgsqlCommand)command;
        var batch = new NpgsqlBatch(source.Connection, source.Transaction) { Timeout = source.CommandTimeout };
        batch.BatchCommands.Add(SettingTenant((eventData.Context as PlatformDb)?.Tenant));
        var body = new NpgsqlBatchCommand(source.CommandText);
        var parameters = source.Parameters.ToArray();
        source.Parameters.Clear();
        foreach (var parameter in parameters) body.Parameters.Add(parameter);
        batch.BatchCommands.Add(body);
        return batch;
    }

    public static NpgsqlBatchCommand SettingTenant(TenantId? tenant)
    {
        var set = new NpgsqlBatchCommand(SetTenant);
        set.Parameters.Add(new NpgsqlParameter<string> { TypedValue = tenant is { } t ? t.Value.ToString() : string.Empty });
        return set;
    }
}
