using System.Globalization;
using System.Text.RegularExpressions;
using KybPlatform.Policies.Expressions.Execution;
using static KybPlatform.Policies.Expressions.Functions.Declare;

namespace KybPlatform.Policies.Expressions.Functions;

/// <summary>Parts of a timestamp, in UTC or a time zone, and durations in whole units.</summary>
internal static partial class TimeFunctions
{
    /// <summary>A name that is no time zone is looked for among the files of the system.</summary>
    private const int CostOfZone = 50;

    public static IReadOnlyList<CelFunction> All { get; } =
    [
        Of("getFullYear", t => t.Year),
        Of("getMonth", t => t.Month - 1),
        Of("getDate", t => t.Day),
        Of("getDayOfMonth", t => t.Day - 1),
        Of("getDayOfWeek", t => t.DayOfWeek),
        Of("getDayOfYear", t => t.DayOfYear),
        Of("getHours", t => t.SecondOfDay / 3600, d => d.Nanos / (3600 * CelDuration.NanosPerSecond)),
        Of("getMinutes", t => t.SecondOfDay / 60 % 60, d => d.Nanos / (60 * CelDuration.NanosPerSecond)),
        Of("getSeconds", t => t.SecondOfDay % 60, d => d.Nanos / CelDuration.NanosPerSecond),
        Of("getMilliseconds", t => t.Nanos / 1_000_000, d => d.Nanos / 1_000_000 % 1000),
    ];

    private static CelFunction Of(string name, Func<LocalTime, long> part, Func<CelDuration, long>? unit = null)
    {
        var body = new CelBody
        {
            One = (frame, a) => a switch
            {
                CelTimestamp t => CelValue.Of(part(LocalTime.Of(t, 0))),
                CelDuration d when unit is not null => CelValue.Of(unit(d)),
                _ => frame.NoOverload(name, a),
            },
            Two = (frame, a, b) => a is CelTimestamp t && b is CelString zone ? InZone(frame, t, zone.Value, part) : frame.NoOverload(name, a, b),
        };
        CelOverload[] overloads = [Member(CelType.Int, CelType.Timestamp), Member(CelType.Int, CelType.Timestamp, CelType.String)];
        return Function(name, body, unit is null ? overloads : [.. overloads, Member(CelType.Int, CelType.Duration)]);
    }

    private static CelValue InZone(CelFrame frame, CelTimestamp time, string zone, Func<LocalTime, long> part) =>
        !frame.Charge(CostOfZone) ? frame.OutOfBudget() : Offset(time, zone) is { } offset
            ? CelValue.Of(part(LocalTime.Of(time, offset)))
            : frame.Fail(CelErrorCodes.InvalidTimeZone, "There is no such time zone.");

    /// <summary>Seconds east of UTC: <c>UTC</c>, a fixed <c>+05:30</c>, or a name of the IANA database. Null for anything else.</summary>
    private static int? Offset(CelTimestamp time, string zone)
    {
        if (zone is "UTC" or "Z" or "") return zone.Length == 0 ? null : 0;
        if (FixedOffset().Match(zone) is { Success: true } match)
        {
            var hours = int.Parse(match.Groups[2].ValueSpan, CultureInfo.InvariantCulture);
            var minutes = int.Parse(match.Groups[3].ValueSpan, CultureInfo.InvariantCulture);
            return hours > 23 || minutes > 59 ? null : (hours * 3600 + minutes * 60) * (match.Groups[1].ValueSpan is "-" ? -1 : 1);
        }
        if (!ZoneName().IsMatch(zone) || !TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var known)) return null;
        return (int)known.GetUtcOffset(DateTime.UnixEpoch.AddSeconds(time.Seconds)).TotalSeconds;
    }

    [GeneratedRegex(@"^([+-]?)(\d{2}):(\d{2})\z", RegexOptions.CultureInvariant)]
    private static partial Regex FixedOffset();

    [GeneratedRegex(@"^[A-Za-z][A-Za-z0-9_+-]{0,30}(/[A-Za-z0-9_+-]{1,30}){0,2}\z", RegexOptions.CultureInvariant)]
    private static partial Regex ZoneName();
}
