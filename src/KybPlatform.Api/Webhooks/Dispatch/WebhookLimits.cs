namespace KybPlatform.Api.Webhooks.Dispatch;

/// <summary>How deliveries are paced. One record, so that tests can be impatient.</summary>
internal sealed record WebhookLimits
{
    /// <summary>The whole of one attempt: name, connection, answer.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>So long a load waits for its slowest; what is still under way then is written down and followed by itself.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long a worker stays with one lane while others wait.</summary>
    public TimeSpan Slice { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How long a lane stays with a worker that says nothing.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(40);

    /// <summary>After so long without success a delivery is given up, and an endpoint disabled.</summary>
    public TimeSpan GiveUp { get; init; } = TimeSpan.FromDays(3);

    /// <summary>Stretches or shrinks every pause.</summary>
    public double Pace { get; init; } = 1;

    /// <summary>Lanes that a process works on at once.</summary>
    public int Hands { get; init; } = 128;

    /// <summary>Deliveries under way in a lane at first; doubled as long as all goes well.</summary>
    public int FirstWidth { get; init; } = 4;

    public int MostWidth { get; init; } = 64;
}

/// <summary>When to try again. Pure: chance is passed in.</summary>
internal static class Pauses
{
    /// <summary>After so many failures in a row nothing more is sent, but for one attempt now and then.</summary>
    public const int Opens = 5;

    /// <summary>At this count the tenant is told.</summary>
    public const int Tells = Opens + 5;

    private static readonly TimeSpan LongestRetryAfter = TimeSpan.FromHours(1);

    private static readonly TimeSpan[] Schedule =
    [
        TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(30), TimeSpan.FromHours(1),
        TimeSpan.FromHours(2), TimeSpan.FromHours(4), TimeSpan.FromHours(8), TimeSpan.FromHours(12),
    ];

    /// <summary>The pause after attempt number <paramref name="attempts"/> failed; null where <paramref name="age"/> says that it is over. The last attempt is made when the time is up.</summary>
    /// <param name="chance">From 0 to 1: a fifth more or less.</param>
    public static TimeSpan? AfterAttempt(int attempts, TimeSpan age, TimeSpan? retryAfter, double chance, WebhookLimits limits)
    {
        if (age >= limits.GiveUp) return null;
        var pause = Jittered(Schedule[Math.Clamp(attempts, 1, Schedule.Length) - 1] * limits.Pace, chance);
        if (retryAfter > pause) pause = retryAfter.Value < LongestRetryAfter ? retryAfter.Value : LongestRetryAfter;
        return pause < limits.GiveUp - age ? pause : limits.GiveUp - age;
    }

    /// <summary>How long a failing lane is let be: from five seconds to ten minutes.</summary>
    public static TimeSpan OfLane(int failures, double chance, WebhookLimits limits) =>
        Jittered(TimeSpan.FromSeconds(Math.Min(600, 5 * Math.Pow(2, Math.Clamp(failures - Opens, 0, 10)))) * limits.Pace, chance);

    /// <summary>Counts on: up to the opening every failure, afterwards one for each look.</summary>
    public static int Count(int failures, int delivered, int failed) =>
        delivered > 0 ? 0 : failed == 0 ? failures : failures >= Opens ? failures + 1 : Math.Min(Opens, failures + failed);

    private static TimeSpan Jittered(TimeSpan pause, double chance) => pause * (0.8 + (0.4 * chance));
}
