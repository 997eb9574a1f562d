using Npgsql;

namespace KybPlatform.Api.Jobs;

/// <summary>A connection outside the pool, for what must neither wait for nor hold up requests.</summary>
internal static class OwnConnection
{
    public static async Task<NpgsqlConnection> OpenAsync(PlatformSettings settings, string name, CancellationToken ct)
    {
        var text = new NpgsqlConnectionStringBuilder(settings.AppConnection)
        {
            Pooling = false,
            ApplicationName = name,
            // A line that is cut without a word is found out by asking.
            KeepAlive = 30,
        };
        var connection = new NpgsqlConnection(text.ConnectionString);
        try
        {
            await connection.OpenAsync(ct);
            // A notification is a hint: nobody waits for a disk because of it.
            await using var hint = new NpgsqlCommand("SET synchronous_commit = off", connection);
            await hint.ExecuteNonQueryAsync(ct);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }
}
