using System.Diagnostics.CodeAnalysis;
using Cronos;

namespace KybPlatform.Api.Jobs;

/// <summary>
/// Times by a cron expression of five fields (minute, hour, day, month, weekday) in a time zone. Where a clock is set forward, a time that is left
/// out is met right after the gap; where it is set back, a time that comes twice is met once.
/// </summary>
public sealed class CronTimes
{
    private readonly CronExpression _expression;
    private readonly TimeZoneInfo _zone;

    private CronTimes(string cron, CronExpression expression, TimeZoneInfo zone) => (Cron, _expression, _zone) = (cron, expression, zone);

    public string Cron { get; }

    public string Zone => _zone.Id;

    /// <param name="zone">An IANA time zone, such as <c>Europe/London</c>.</param>
    public static bool TryParse(string cron, string zone, [NotNullWhen(true)] out CronTimes? times)
    {
        times = null;
        if (!CronExpression.TryParse(cron, out var expression) || !TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var found)) return false;
        times = new CronTimes(cron, expression, found);
        return true;
    }

    /// <exception cref="ArgumentException">It is none.</exception>
    public static CronTimes Of(string cron, string zone = "UTC") =>
        TryParse(cron, zone, out var times) ? times : throw new ArgumentException($"Not a cron expression and a time zone: {cron}, {zone}.", nameof(cron));

    /// <summary>The first time after an instant; null where there is none.</summary>
    public DateTimeOffset? After(DateTimeOffset instant) => _expression.GetNextOccurrence(instant, _zone)?.ToUniversalTime();
}
