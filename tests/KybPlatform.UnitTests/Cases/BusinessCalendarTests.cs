using AwesomeAssertions;
using KybPlatform.Api.Cases;
using Xunit;

namespace KybPlatform.UnitTests.Cases;

public sealed class BusinessCalendarTests
{
    private static readonly DayOfWeek[] Weekdays = [DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday];

    // Nine to five in London, with a lunch hour; Christmas 2026 is a Friday, and its Monday is free as well.
    private static readonly BusinessCalendar London = Calendar("Europe/London",
        [.. Weekdays.SelectMany(d => new[] { new WorkingHours(d, new TimeOnly(9, 0), new TimeOnly(12, 0)), new WorkingHours(d, new TimeOnly(13, 0), new TimeOnly(17, 0)) })],
        new DateOnly(2026, 12, 25), new DateOnly(2026, 12, 28));

    [Theory]
    [InlineData("2026-11-23T09:00:00Z", 60, "2026-11-23T10:00:00Z")]
    [InlineData("2026-11-23T11:30:00Z", 60, "2026-11-23T13:30:00Z")] // over lunch
    [InlineData("2026-11-23T03:00:00Z", 60, "2026-11-23T10:00:00Z")] // before work
    [InlineData("2026-11-27T16:30:00Z", 60, "2026-11-30T09:30:00Z")] // over a weekend
    [InlineData("2026-12-24T16:00:00Z", 120, "2026-12-29T10:00:00Z")] // over Christmas
    [InlineData("2026-03-27T16:30:00Z", 60, "2026-03-30T08:30:00Z")] // clocks went forward meanwhile
    [InlineData("2026-06-01T07:00:00Z", 60, "2026-06-01T09:00:00Z")] // summer time
    public void Working_minutes_end_when_the_calendar_says(string from, int minutes, string due)
    {
        var end = London.Add(At(from), TimeSpan.FromMinutes(minutes));

        end.Should().Be(At(due));
        London.Between(At(from), end).Should().Be(TimeSpan.FromMinutes(minutes), "both ways of counting agree");
    }

    [Fact]
    public void Nothing_is_counted_outside_working_hours() => London.Between(At("2026-12-24T17:00:00Z"), At("2026-12-29T09:00:00Z")).Should().Be(TimeSpan.Zero);

    [Fact]
    public void A_night_shift_goes_on_to_the_end_of_the_day_and_through_the_hour_that_is_skipped()
    {
        var nights = Calendar("Europe/Berlin", [new WorkingHours(DayOfWeek.Sunday, TimeOnly.MinValue, new TimeOnly(6, 0)), new WorkingHours(DayOfWeek.Saturday, new TimeOnly(22, 0), TimeOnly.MinValue)]);

        // Two hours of Saturday and six by the clock of Sunday, of which one does not exist.
        nights.Between(At("2026-03-28T00:00:00Z"), At("2026-03-30T00:00:00Z")).Should().Be(TimeSpan.FromHours(7));
        nights.Between(At("2026-10-24T00:00:00Z"), At("2026-10-26T00:00:00Z")).Should().Be(TimeSpan.FromHours(9), "one hour comes twice");
    }

    [Fact]
    public void Every_hour_counts_where_there_is_no_calendar() =>
        BusinessCalendar.Always.Between(At("2026-12-24T00:00:00Z"), At("2026-12-26T00:00:00Z")).Should().Be(TimeSpan.FromDays(2));

    [Fact]
    public void Working_time_grows_with_time_and_is_never_more_than_it()
    {
        var random = new Random(7);
        for (var i = 0; i < 200; i++)
        {
            var from = At("2026-01-01T00:00:00Z").AddMinutes(random.Next(500_000));
            var (short_, long_) = (TimeSpan.FromMinutes(random.Next(10_000)), TimeSpan.FromMinutes(10_000 + random.Next(10_000)));
            var (less, more) = (London.Between(from, from + short_), London.Between(from, from + long_));
            less.Should().BeLessThanOrEqualTo(more).And.BeLessThanOrEqualTo(short_);
            (London.Between(from, from + short_) + London.Between(from + short_, from + long_)).Should().Be(more, "what is counted in parts is counted once");
        }
    }

    [Fact]
    public void A_clock_that_stood_still_over_a_holiday_goes_on_where_it_stood()
    {
        // Two working hours; one is used on the morning before Christmas, then the applicant has the word until after the holidays.
        var clock = SlaClock.Start(TimeSpan.FromHours(2), TimeSpan.FromMinutes(90), At("2026-12-24T09:00:00Z"));
        clock.DueAt(London).Should().Be(At("2026-12-24T11:00:00Z"));
        clock.WarnAt(London).Should().Be(At("2026-12-24T10:30:00Z"));

        var still = clock.Pause(London, At("2026-12-24T10:00:00Z"));
        (still.DueAt(London), still.WarnAt(London), still.Used).Should().Be((null, null, TimeSpan.FromHours(1)));
        still.Pause(London, At("2026-12-24T16:00:00Z")).Should().Be(still, "standing still twice is standing still");

        var again = still.Resume(At("2026-12-27T20:00:00Z"));
        again.DueAt(London).Should().Be(At("2026-12-29T10:00:00Z"), "Sunday night and the free Monday do not count");
        again.WarnAt(London).Should().Be(At("2026-12-29T09:30:00Z"));
        again.Pause(London, At("2026-12-29T11:00:00Z")).Used.Should().Be(TimeSpan.FromHours(3), "late is told as late");
    }

    private static DateTimeOffset At(string instant) => DateTimeOffset.Parse(instant, System.Globalization.CultureInfo.InvariantCulture);

    private static BusinessCalendar Calendar(string zone, IReadOnlyList<WorkingHours> hours, params DateOnly[] holidays) =>
        new(TimeZoneInfo.FindSystemTimeZoneById(zone), hours, holidays.ToHashSet());
}
