namespace KybPlatform.Api.Jobs;

/// <summary>
/// Which of a tenant's due jobs comes first. A priority is a head start and no privilege: <see cref="Bulk"/> work that has waited five minutes comes
/// before urgent work of just now, so that nothing waits for ever.
/// </summary>
public enum JobPriority
{
    /// <summary>Somebody waits for it.</summary>
    Urgent,
    Normal,

    /// <summary>Much of it comes at once, and nobody waits for each.</summary>
    Bulk,
}

internal static class JobPriorities
{
    public static TimeSpan Handicap(this JobPriority priority) => priority switch
    {
        JobPriority.Urgent => TimeSpan.Zero,
        JobPriority.Normal => TimeSpan.FromSeconds(30),
        JobPriority.Bulk => TimeSpan.FromMinutes(5),
    };
}
