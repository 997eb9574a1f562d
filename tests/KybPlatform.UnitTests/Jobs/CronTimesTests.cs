using System.Globalization;
using AwesomeAssertions;
using KybPlatform.Api.Jobs;
using Xunit;

namespace KybPlatform.UnitTests.Jobs;

public sealed class CronTimesTests
{
    [Theory]
    [InlineData("*/15 * * * *", "UTC", "2026-01-01T10:00:00Z", "2026-01-01T10:15:00Z")]
    [InlineData("0 9 * * MON", "Europe/London", "2026-07-01T00:00:00Z", "2026-07-06T08:00:00Z")]
    [InlineData("0 9 * * MON", "Europe/London", "2026-01-01T00:00:00Z", "2026-01-05T09:00:00Z")]
    [InlineData("30 2 * * *", "Europe/Berlin", "2026-03-28T12:00:00Z", "2026-03-29T01:00:00Z")]   // 02:30 does not exist that night: right after the gap
    [InlineData("30 2 * * *", "Europe/Berlin", "2026-10-24T12:00:00Z", "2026-10-25T00:30:00Z")]   // 02:30 comes twice that night: once, the first time
    [InlineData("30 2 * * *", "Europe/Berlin", "2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z")]
    [InlineData("0 0 29 2 *", "UTC", "2026-01-01T00:00:00Z", "2028-02-29T00:00:00Z")]
    public void The_next_time_is_told_in_its_time_zone(string cron, string zone, string after, string next) =>
        CronTimes.Of(cron, zone).After(At(after)).Should().Be(At(next));

    [Fact]
    public void A_day_that_never_comes_has_no_next_time() => CronTimes.Of("0 0 31 2 *").After(At("2026-01-01T00:00:00Z")).Should().BeNull();

    [Theory]
    [InlineData("every day", "UTC")]
    [InlineData("* * * *", "UTC")]
    [InlineData("61 * * * *", "UTC")]
    [InlineData("* * * * *", "Middle/Earth")]
    public void What_is_none_is_refused(string cron, string zone) => CronTimes.TryParse(cron, zone, out _).Should().BeFalse();

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
