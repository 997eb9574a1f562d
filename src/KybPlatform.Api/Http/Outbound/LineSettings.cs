namespace KybPlatform.Api.Http.Outbound;

/// <summary>How one provider is called. What is spent on it is bounded in time, in calls at once, in calls a second and in bytes, so that its trouble stays its own.</summary>
public sealed record LineSettings
{
    /// <summary>For one attempt, headers and body together.</summary>
    public TimeSpan AttemptTimeout { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>For all attempts and the pauses between them.</summary>
    public TimeSpan TotalTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Attempts beyond the first.</summary>
    public int Retries { get; init; } = 2;

    public TimeSpan FirstPause { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Calls at once in this process: half of a worker's hands stay free for everything else.</summary>
    public int AtOnce { get; init; } = 4;

    public int AtOncePerTenant { get; init; } = 2;

    /// <summary>How long a call may wait for its turn before it is put off.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(1);

    public int PerSecond { get; init; } = 20;

    public int PerSecondPerTenant { get; init; } = 10;

    /// <summary>After so many failed calls in half a minute, and at least half of all, nobody is sent there for a while.</summary>
    public int BreakAfter { get; init; } = 4;

    public TimeSpan BreakFor { get; init; } = TimeSpan.FromSeconds(20);

    public int MostBytes { get; init; } = 2 * 1024 * 1024;
}
