using AwesomeAssertions;
using CsCheck;
using KybPlatform.Api.Webhooks.Dispatch;
using Xunit;

namespace KybPlatform.UnitTests.Webhooks;

public sealed class PauseTests
{
    private static readonly WebhookLimits Limits = new();

    [Fact]
    public void Attempts_that_always_fail_go_on_for_three_days_with_growing_pauses_and_end_exactly_then() =>
        Gen.Double[0, 1].Sample(chance =>
        {
            var (age, attempts, last) = (TimeSpan.Zero, 1, TimeSpan.Zero);
            while (Pauses.AfterAttempt(attempts, age, null, chance, Limits) is { } pause)
            {
                if (age + pause < Limits.GiveUp) pause.Should().BeGreaterThanOrEqualTo(last);
                (last, age, attempts) = (pause, age + pause, attempts + 1);
            }
            age.Should().Be(TimeSpan.FromDays(3));
            attempts.Should().BeInRange(13, 18);
        });

    [Fact]
    public void A_receiver_that_says_when_to_come_again_is_heeded_for_an_hour_at_most()
    {
        Pauses.AfterAttempt(1, TimeSpan.Zero, TimeSpan.FromMinutes(7), 0.5, Limits).Should().Be(TimeSpan.FromMinutes(7));
        Pauses.AfterAttempt(1, TimeSpan.Zero, TimeSpan.FromDays(30), 0.5, Limits).Should().Be(TimeSpan.FromHours(1));
        Pauses.AfterAttempt(8, TimeSpan.Zero, TimeSpan.FromSeconds(1), 0.5, Limits).Should().Be(TimeSpan.FromHours(4), "it shortens nothing");
    }

    [Fact]
    public void Chance_spreads_a_pause_by_a_fifth_either_way()
    {
        Pauses.AfterAttempt(3, TimeSpan.Zero, null, 0, Limits).Should().Be(TimeSpan.FromSeconds(96));
        Pauses.AfterAttempt(3, TimeSpan.Zero, null, 1, Limits).Should().Be(TimeSpan.FromSeconds(144));
    }

    [Theory]
    [InlineData(0, 3, 2, 0)]    // something got through
    [InlineData(0, 0, 3, 3)]
    [InlineData(3, 0, 64, 5)]   // a whole load that failed opens it and says no more than that
    [InlineData(5, 0, 1, 6)]
    [InlineData(9, 0, 1, 10)]
    [InlineData(9, 1, 0, 0)]
    [InlineData(4, 0, 0, 4)]
    public void Failures_count_up_to_the_opening_and_then_look_by_look(int before, int delivered, int failed, int after) => Pauses.Count(before, delivered, failed).Should().Be(after);

    [Fact]
    public void A_failing_lane_is_looked_at_ever_more_rarely_and_at_least_every_ten_minutes()
    {
        Pauses.OfLane(Pauses.Opens, 0.5, Limits).Should().Be(TimeSpan.FromSeconds(5));
        Pauses.OfLane(Pauses.Opens + 3, 0.5, Limits).Should().Be(TimeSpan.FromSeconds(40));
        Pauses.OfLane(1000, 0.5, Limits).Should().Be(TimeSpan.FromMinutes(10));
    }

    [Theory]
    [InlineData("plain words", "plain words")]
    [InlineData("write to ada@example.com now", "write to [masked] now")]
    [InlineData("call +44 20 7946 0018", "call +[masked]")]
    [InlineData("order 4711 failed", "order 4711 failed")]
    [InlineData("a\u0000b\u001bc\r\n", "a b c")]
    public void What_a_receiver_answers_is_kept_without_addresses_numbers_and_control_characters(string answer, string kept) => DeliveryClient.Masked(answer).Should().Be(kept);

    [Fact]
    public void A_long_answer_is_cut() => DeliveryClient.Masked(new string('x', 100_000)).Length.Should().Be(500);
}
