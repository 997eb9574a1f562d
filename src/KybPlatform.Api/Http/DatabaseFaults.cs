using System.Net.Sockets;
using Npgsql;

namespace KybPlatform.Api.Http;

/// <summary>
/// Tells a database that is away from a mistake of ours. Away is: out of connections, starting up, shutting down, gone. Nothing was written then, or
/// the outcome is unknown and the idempotency key resolves it.
/// </summary>
internal static class DatabaseFaults
{
    private const string Driver = "Npgsql";

    /// <summary>
    /// Looked for through all inner exceptions, because queries and writes wrap what they meet. Where the server answered, its SQLSTATE decides (PostgreSQL,
    /// appendix A: classes 08, 53, 57); where the driver failed without an answer, the connection did. Two commands at once on one connection are a mistake of ours.
    /// </summary>
    public static bool IsAway(Exception fault)
    {
        for (var e = fault; e is not null; e = e.InnerException)
        {
            if (e is PostgresException answer) return answer.SqlState is ['5', '7', ..] or ['0', '8', ..] or ['5', '3', ..];
            if (e is NpgsqlOperationInProgressException) return false;
            if (e is NpgsqlException or TimeoutException or IOException or SocketException || IsBroken(e)) return true;
        }

        return false;
    }

    /// <summary>What the driver says of a command or a transaction that lost its connection under it.</summary>
    private static bool IsBroken(Exception fault) => fault is InvalidOperationException && fault.Source == Driver;
}
