using AwesomeAssertions;
using CsCheck;
using KybPlatform.Api.Insights;
using Xunit;

namespace KybPlatform.UnitTests.Insights;

/// <summary>What totals know of durations, measured by the durations themselves.</summary>
public sealed class DurationsTests
{
    // Up to ten years, as many short ones as long ones.
    private static readonly Gen<long> Ms = Gen.Select(Gen.Int[0, 38], Gen.Long[0, long.MaxValue], (bits, any) => any & ((1L << bits) - 1));

    [Fact]
    public void A_percentile_is_off_by_a_128th_at_most() =>
        Gen.Select(Ms.Array[1, 400], Gen.Double[0.01, 1]).Sample((all, part) =>
        {
            var exact = all.Order().ElementAt(Math.Max(1, (int)Math.Ceiling(part * all.Length)) - 1);
            Math.Abs(Of(all).At(part)!.Value - exact).Should().BeLessThanOrEqualTo(exact / 128, "{0} is what it should be", exact);
        });

    [Fact]
    public void Parts_add_up_to_the_whole_and_what_is_taken_away_is_gone() =>
        Gen.Select(Ms.Array[0, 200], Ms.Array[0, 200], Ms.Array[0, 200]).Sample((one, other, gone) =>
        {
            var sum = Of(one);
            // What is taken away may be seen before what it takes away.
            foreach (var ms in gone) sum.Add(ms, -1);
            var kept = new Durations();
            kept.Read(sum.Write());
            kept.Add(Of([.. other, .. gone]));
            kept.Write().Should().Equal(Of([.. one, .. other]).Write());
            kept.Count.Should().Be(one.Length + other.Length);
        });

    [Fact]
    public void Nothing_has_no_percentile()
    {
        new Durations().At(0.5).Should().BeNull();
        new Durations().Write().Should().BeEmpty();
    }

    [Fact]
    public void Whole_months_and_days_and_what_is_left_cover_a_period_once() =>
        Gen.Select(Gen.Int[0, 400 * 24 * 60], Gen.Int[1, 400 * 24 * 60], Gen.Bool).Sample((start, length, midnight) =>
        {
            var from = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).AddMinutes(midnight ? start / 1440 * 1440 : start);
            var (to, whole) = (from.AddMinutes(length), WholeDays.Of(from, from.AddMinutes(length)));
            (whole.Days <= whole.Months && whole.Months <= whole.AfterMonths && whole.AfterMonths <= whole.End).Should().BeTrue();
            if (whole.Months < whole.AfterMonths) (whole.Months.Day, whole.AfterMonths.Day).Should().Be((1, 1));
            if (whole.None)
            {
                (to - from).Should().BeLessThan(TimeSpan.FromDays(2));
                return;
            }
            (At(whole.Days) - from).Should().BeGreaterThanOrEqualTo(TimeSpan.Zero).And.BeLessThan(TimeSpan.FromDays(1));
            (to - At(whole.End)).Should().BeGreaterThanOrEqualTo(TimeSpan.Zero).And.BeLessThan(TimeSpan.FromDays(1));
        });

    private static Durations Of(IEnumerable<long> all)
    {
        var durations = new Durations();
        foreach (var ms in all) durations.Add(ms, 1);
        return durations;
    }

    private static DateTimeOffset At(DateOnly day) => new(day, TimeOnly.MinValue, TimeSpan.Zero);
}
