using System.Security.Cryptography;
using System.Text;
using Npgsql;

namespace KybPlatform.Server.Hosting;

/// <summary>The login that serves requests, made from the owner's: every process that knows the one finds the other.</summary>
internal sealed record DatabaseLogins(string Owner, string App, string AppPassword)
{
    public const string AppUser = "kyb_app";

    public static DatabaseLogins FromOwner(string owner)
    {
        var connection = new NpgsqlConnectionStringBuilder(owner);
        var derived = HMACSHA256.HashData(Encoding.UTF8.GetBytes(connection.Password ?? ""), Encoding.UTF8.GetBytes("kyb/login/" + AppUser));
        var password = Convert.ToHexStringLower(derived);
        (connection.Username, connection.Password) = (AppUser, password);
        return new DatabaseLogins(owner, connection.ConnectionString, password);
    }
}
