using System.Net.Sockets;
using KybPlatform.Server.Development;
using Npgsql;

namespace KybPlatform.Server.Hosting;

/// <summary>With which logins a process works, and whether it brings the schema up to date first.</summary>
/// <param name="App">What requests and jobs connect as.</param>
/// <param name="MigrateAs">The owner's login, or null: the schema is somebody else's task.</param>
/// <param name="AppPassword">What the application's role is given; null leaves it.</param>
internal sealed record DatabasePlan(string App, string? MigrateAs, string? AppPassword)
{
    public static async Task<DatabasePlan> MakeAsync(string? app, string? owner, ServerRole role, bool development, CancellationToken ct)
    {
        if (owner is not null)
        {
            var made = DatabaseLogins.FromOwner(owner);
            if (app is null) return new DatabasePlan(made.App, owner, made.AppPassword);
            var login = new NpgsqlConnectionStringBuilder(app);
            var migrates = role == ServerRole.Migrate || development;
            return new DatabasePlan(app, migrates ? owner : null, login.Username == DatabaseLogins.AppUser && login.Password is { Length: > 0 } password ? password : null);
        }
        if (await OwnsAsync(app!, ct)) return new DatabasePlan(DatabaseLogins.FromOwner(app!).App, app, DatabaseLogins.FromOwner(app!).AppPassword);
        return role == ServerRole.Migrate
            ? throw new SetupException("The login of ConnectionStrings__Kyb may not create roles: give the owner's in ConnectionStrings__KybOwner.")
            : new DatabasePlan(app!, null, null);
    }

    // One connection string is enough where it is an owner's: it migrates, and the application's login is made from it.
    private static async Task<bool> OwnsAsync(string connection, CancellationToken ct)
    {
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connection) { Pooling = false }.ConnectionString);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await using var ask = source.CreateCommand("SELECT rolsuper OR rolcreaterole FROM pg_roles WHERE rolname = current_user");
                return await ask.ExecuteScalarAsync(ct) is true;
            }
            catch (NpgsqlException away) when (attempt < 60 && (away.IsTransient || away.InnerException is SocketException))
            {
                await Task.Delay(500, ct);
            }
            catch (NpgsqlException refused)
            {
                throw new SetupException($"The database of ConnectionStrings__Kyb does not let us in: {refused.Message}");
            }
        }
    }
}
