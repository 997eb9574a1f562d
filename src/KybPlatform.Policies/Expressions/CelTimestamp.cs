using KybPlatform.Policies.Expressions.Functions;

namespace KybPlatform.Policies.Expressions;

/// <summary>An instant from 0001-01-01T00:00:00Z to 9999-12-31T23:59:59.999999999Z, with nanoseconds (RFC 3339, google.protobuf.Timestamp).</summary>
public sealed class CelTimestamp : CelValue
{
    internal const long MinSeconds = -62_135_596_800;
    internal const long MaxSeconds = 253_402_300_799;

    private CelTimestamp(long seconds, int nanos) : base(CelKind.Timestamp) => (Seconds, Nanos) = (seconds, nanos);

    /// <summary>Whole seconds since 1970-01-01T00:00:00Z, rounded down.</summary>
    public long Seconds { get; }

    /// <summary>0 to 999,999,999.</summary>
    public int Nanos { get; }

    public static new CelTimestamp Of(DateTimeOffset value)
    {
        var ticks = value.UtcTicks - DateTimeOffset.UnixEpoch.Ticks;
        var seconds = Math.DivRem(ticks, TimeSpan.TicksPerSecond, out var rest);
        if (rest < 0) (seconds, rest) = (seconds - 1, rest + TimeSpan.TicksPerSecond);
        return new(seconds, (int)rest * 100);
    }

    /// <summary>The date at 00:00Z.</summary>
    public static new CelTimestamp Of(DateOnly value) => Of(new DateTimeOffset(value, TimeOnly.MinValue, TimeSpan.Zero));

    /// <summary>Null when out of range. <paramref name="nanos"/> may be any number.</summary>
    internal static CelTimestamp? Create(Int128 nanos)
    {
        var seconds = nanos / CelDuration.NanosPerSecond;
        var rest = nanos % CelDuration.NanosPerSecond;
        if (rest < 0) (seconds, rest) = (seconds - 1, rest + CelDuration.NanosPerSecond);
        return seconds < MinSeconds || seconds > MaxSeconds ? null : new((long)seconds, (int)rest);
    }

    internal Int128 TotalNanos => (Int128)Seconds * CelDuration.NanosPerSecond + Nanos;

    /// <summary>Reads RFC 3339; null when the text is not that, or out of range. Leap seconds are not.</summary>
    public static CelTimestamp? Parse(string text) => TimeText.ParseTimestamp(text);

    /// <summary>RFC 3339 in UTC with as many fraction digits as needed.</summary>
    public string ToText() => TimeText.Format(this);

    internal int CompareTo(CelTimestamp other) => Seconds != other.Seconds ? Seconds.CompareTo(other.Seconds) : Nanos.CompareTo(other.Nanos);
}

/// <summary>A signed span of time in nanoseconds, of about 292 years at most (cel-spec bounds durations to one int64).</summary>
public sealed class CelDuration : CelValue
{
    internal const long NanosPerSecond = 1_000_000_000;

    internal CelDuration(long nanos) : base(CelKind.Duration) => Nanos = nanos;

    public long Nanos { get; }

    public static new CelDuration Of(TimeSpan value) => new(checked(value.Ticks * 100));

    /// <summary>Reads <c>1h30m</c>, <c>-1.5s</c>, <c>10ms</c>, <c>0</c>; null when the text is not that, or out of range.</summary>
    public static CelDuration? Parse(string text) => TimeText.ParseDuration(text);

    /// <summary>Seconds with as many fraction digits as needed: <c>60.001s</c>.</summary>
    public string ToText() => TimeText.Format(this);
}
