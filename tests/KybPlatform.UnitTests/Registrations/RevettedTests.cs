using AwesomeAssertions;
using KybPlatform.Api.Registrations;
using KybPlatform.Api.Registrations.Contracts;
using KybPlatform.Policies;
using Xunit;

namespace KybPlatform.UnitTests.Registrations;

/// <summary>What is told of a permission that was looked at again is what became of it.</summary>
public sealed class RevettedTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 26, 9, 0, 0, TimeSpan.Zero);
    private static readonly PolicyQuery Cell = new("GB", "alphanumeric", "business");
    private static readonly Unmet Names = new("requirement", "names_agree", "facts_inconsistent");
    private static readonly Unmet Address = new("requirement", "address", "address_missing");

    [Fact]
    public void What_a_person_accepted_leaves_nothing_to_do_and_nobody_is_told_otherwise()
    {
        var registration = Approved(accepted: [Names]);

        registration.Reassess(Asking(Names), Now);

        (registration.Status, RegistrationDesk.Told(registration)).Should().Be((RegistrationStatus.Active, "sender_registration.confirmed"));
    }

    [Fact]
    public void What_is_new_is_told_and_what_was_due_before_is_restricted_at_once()
    {
        var registration = Approved(accepted: [Names]);
        registration.Reassess(Asking(Names, Address), Now);
        RegistrationDesk.Told(registration).Should().Be("sender_registration.action_required");

        registration.Suspend("complaints", Now);
        registration.Reassess(Asking(Address), Now.AddDays(40));

        (registration.Status, RegistrationDesk.Told(registration)).Should().Be((RegistrationStatus.Suspended, "sender_registration.restricted"), "its deadline is over, whatever else changed");
    }

    [Theory]
    [InlineData(10, RegistrationStatus.ActionRequired)]
    [InlineData(40, RegistrationStatus.Restricted)]
    public void An_approval_by_an_older_policy_gives_no_new_time_for_what_the_one_in_force_asks(int days, RegistrationStatus expected)
    {
        var registration = Approved(accepted: []);
        registration.Reassess(Asking(Address), Now);
        var deadline = registration.Deadline;

        // Both in one unit of work, as every approval is held against what is in force.
        registration.Approve(Cell, [], Now.AddDays(days), Now.AddYears(2));
        registration.Reassess(Asking(Address), Now.AddDays(days));

        (registration.Status, registration.UnmetItems.Single().Deadline).Should().Be((expected, deadline!.Value));
    }

    [Fact]
    public void An_approval_by_the_policy_in_force_leaves_nothing_due()
    {
        var registration = Approved(accepted: []);
        registration.Reassess(Asking(Address), Now);

        registration.Approve(Cell, [], Now.AddDays(10), Now.AddYears(2));

        (registration.Status, registration.Deadline, registration.UnmetItems.Count).Should().Be((RegistrationStatus.Active, null, 0));
    }

    private static Reassessment Asking(params Unmet[] unmet) =>
        new(RevettingVerdict.ActionRequired, [.. unmet.Select(u => u.Reason)], unmet, TimeSpan.FromDays(30), Cell, "p", 2, "h2", "h2", BecauseOfPolicy: true);

    private static SenderRegistration Approved(IReadOnlyList<Unmet> accepted)
    {
        var registration = Registration.New(Now);
        registration.Approve(Cell, accepted, Now, Now.AddYears(1));
        return registration;
    }
}
