using AwesomeAssertions;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Policies.Contracts;
using KybPlatform.Api.Policies.InForce;
using KybPlatform.Api.Policies.Publishing;
using Xunit;

namespace KybPlatform.UnitTests.Policies;

public sealed class MomentTests
{
    private static readonly DateTimeOffset Day = new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Publications_make_moments_in_each_of_which_every_key_has_its_latest()
    {
        var moments = PolicyMoment.Of([Published("a", 2, Day.AddDays(5), 3), Published("a", 1, Day, 1), Published("b", 1, Day, 2)]);

        moments.Select(m => (m.From, string.Join(' ', m.Publications.Select(p => $"{p.Key}{p.Number}")))).Should().Equal((DateTimeOffset.MinValue, ""), (Day, "a1 b1"), (Day.AddDays(5), "a2 b1"));
    }

    [Fact]
    public void Of_two_for_the_same_instant_the_later_published_one_holds() =>
        PolicyMoment.Of([Published("a", 1, Day, 7), Published("a", 2, Day, 4)])[^1].Publications.Single().Number.Should().Be(1);

    [Fact]
    public void A_publication_is_what_time_makes_of_it()
    {
        var one = Published("a", 1, Day, 1);

        one.StateAt(Day.AddTicks(-1), null).Should().Be(PublicationState.Scheduled);
        one.StateAt(Day, null).Should().Be(PublicationState.Active);
        one.StateAt(Day.AddDays(2), Day.AddDays(3)).Should().Be(PublicationState.Active);
        one.StateAt(Day.AddDays(3), Day.AddDays(3)).Should().Be(PublicationState.Superseded);
        one.Withdraw("usr_x", Day).Should().NotBeNull("it is in force");
        one.Withdraw("usr_x", Day.AddTicks(-1)).Should().BeNull();
        one.StateAt(Day.AddDays(9), null).Should().Be(PublicationState.Withdrawn);
    }

    private static PolicyPublication Published(string key, int number, DateTimeOffset from, int generation)
    {
        var publication = new PolicyPublication
        {
            TenantId = default,
            Id = PublicId.New<PublicationId>(Day),
            Key = key,
            Number = number,
            Hash = key + number,
            IsBase = false,
            SetId = default,
            Leads = true,
            RequestedBy = "usr_x",
            RequestedAt = Day,
        };
        publication.Publish("usr_x", from, OpenInquiries.Keep, generation, Day);
        return publication;
    }
}
