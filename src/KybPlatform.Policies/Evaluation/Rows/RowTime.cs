using KybPlatform.Policies.Expressions;

namespace KybPlatform.Policies;

/// <summary>Instants and durations in ticks of 100 ns since the year 1, the unit in which rows hold them.</summary>
internal static class RowTime
{
    /// <summary>Stands for an instant that lies outside the years 1 to 9999.</summary>
    public const long OutOfRange = -1;

    private const int NanosPerTick = 100;
    private const long TicksOfEpoch = 621_355_968_000_000_000;
    private const long MostTicks = 3_155_378_975_999_999_999;

    /// <summary>False for an instant that is finer than a tick.</summary>
    public static bool TryTicks(CelTimestamp instant, out long ticks)
    {
        ticks = TicksOfEpoch + instant.Seconds * TimeSpan.TicksPerSecond + instant.Nanos / NanosPerTick;
        return instant.Nanos % NanosPerTick == 0;
    }

    public static bool TryTicks(CelDuration duration, out long ticks)
    {
        ticks = duration.Nanos / NanosPerTick;
        return duration.Nanos % NanosPerTick == 0;
    }

    /// <summary>Durations stay within 293 years and instants within 10,000, so that the sum is a long.</summary>
    public static long Shift(long instant, long by) => (ulong)(instant + by) > MostTicks ? OutOfRange : instant + by;

    public static CelTimestamp ToValue(long ticks) => CelTimestamp.Of(new DateTimeOffset(ticks, TimeSpan.Zero));
}
