namespace KybPlatform.Api.Cases;

/// <summary>How much working time a case may take and has taken. It stands still while the applicant has the word; a state of its own, so that it can be reasoned about without a case.</summary>
/// <param name="Target">What a case may take.</param>
/// <param name="Warn">After how much of it somebody is told; null where nobody is.</param>
/// <param name="Used">What was taken up to when it last stood still.</param>
/// <param name="RunningSince">Null while it stands still.</param>
public readonly record struct SlaClock(TimeSpan Target, TimeSpan? Warn, TimeSpan Used, DateTimeOffset? RunningSince)
{
    public static SlaClock Start(TimeSpan target, TimeSpan? warn, DateTimeOffset now) => new(target, warn, TimeSpan.Zero, now);

    /// <summary>When the target is missed if nothing happens; null while it stands still.</summary>
    public DateTimeOffset? DueAt(BusinessCalendar calendar) => RunningSince is { } since ? calendar.Add(since, Left(Target)) : null;

    public DateTimeOffset? WarnAt(BusinessCalendar calendar) => RunningSince is { } since && Warn is { } warn ? calendar.Add(since, Left(warn)) : null;

    public SlaClock Pause(BusinessCalendar calendar, DateTimeOffset now) =>
        RunningSince is { } since ? this with { Used = Used + calendar.Between(since, now), RunningSince = null } : this;

    public SlaClock Resume(DateTimeOffset now) => RunningSince is null ? this with { RunningSince = now } : this;

    private TimeSpan Left(TimeSpan of) => of > Used ? of - Used : TimeSpan.Zero;
}
