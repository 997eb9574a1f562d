using KybPlatform.Api.Persistence;
using Npgsql;

namespace KybPlatform.Api.Jobs;

/// <summary>What is told of a fault outside the logs: its kind. What an exception says may hold anything.</summary>
internal static class JobFaults
{
    public static string Of(Exception fault) => fault switch
    {
        JobNeverEndedException => "never_ended",
        OperationCanceledException or TimeoutException => "timeout",
        ConflictException => "conflict",
        NpgsqlException or InvalidOperationException { InnerException: NpgsqlException } => "database",
        HttpRequestException or IOException => "connection",
        _ => "unexpected",
    };
}
