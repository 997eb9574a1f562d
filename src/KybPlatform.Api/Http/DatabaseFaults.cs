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
    /// appendix A: classes 08, 53, 57, and what may go well the next time, such as a deadlock); where the driver failed without an answer, the connection did.
    /// Two commands at once on one connection are a mistake of ours, and a file that cannot be read is no matter of the database.
    /// </summary>
    public static bool IsAway(Exception fault)
    {
        for (var e = fault; e is not null; e = e.InnerException)
        {
            if (e is PostgresException answer) return answer.IsTransient || answer.SqlState is ['5', '7', ..] or ['0', '8', ..] or ['5', '3', ..];
            if (e is NpgsqlOperationInProgressException) return false;
            if (e is NpgsqlException || IsBroken(e)) return true;
        }

        return false;
    }

    /// <summary>What was met, from the outside in, for the log.</summary>
    public static string Told(Exception fault)
    {
        var told = new List<string>();
        for (var e = fault; e is not null; e = e.InnerException) told.Add($"{e.GetType().Name}: {e.Message}");
        return string.Join(" < ", told);
    }

    /// <summary>What the driver says, or lets through, of a command or a transaction that lost its connection under it.</summary>
    private static bool IsBroken(Exception fault) =>
        fault is TimeoutException or IOException or SocketException or InvalidOperationException && (fault.Source == Driver || fault.StackTrace?.Contains($" {Driver}.", StringComparison.Ordinal) == true);
}
