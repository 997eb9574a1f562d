using KybPlatform.Api.Http;
using KybPlatform.Api.Persistence;
using Npgsql;

namespace KybPlatform.Api.Tenancy;

/// <summary>
/// The first key of a tenant that is made in this very transaction. It is the one place where a unit of work of the platform
/// writes a row of a tenant: the tenant is set for that row, inside the same batch, and the tenant is new.
/// </summary>
internal static class FirstKey
{
    public static void Add(PlatformDb db, TenantId tenant, byte[] hash, string lastFour, DateTimeOffset now)
    {
        var id = PublicId.New<ApiKeyId>(now);
        db.Add(new ApiKeyDirectoryRow { Hash = hash, TenantId = tenant, KeyId = id });
        db.Extra.Add(TenantCommands.SettingTenant(tenant));
        var insert = new NpgsqlBatchCommand(
            "INSERT INTO api_keys (tenant_id, id, name, scopes, ip_allow_list, last_four, hash, created_at, created_by, version) VALUES ($1, $2, 'default', $3, '{}', $4, $5, $6, 'platform', 1)");
        insert.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = tenant.Value });
        insert.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = id.Value });
        insert.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. Scopes.All] });
        insert.Parameters.Add(new NpgsqlParameter<string> { TypedValue = lastFour });
        insert.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = hash });
        insert.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = now });
        db.Extra.Add(insert);
    }
}
