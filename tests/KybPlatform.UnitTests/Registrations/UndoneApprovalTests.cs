using AwesomeAssertions;
using KybPlatform.Api.Registrations;
using KybPlatform.Api.Registrations.Contracts;
using KybPlatform.Policies;
using Xunit;

namespace KybPlatform.UnitTests.Registrations;

/// <summary>An approval that is taken back takes nothing back that others said since.</summary>
public sealed class UndoneApprovalTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 26, 9, 0, 0, TimeSpan.Zero);
    private static readonly PolicyQuery Cell = new("GB", "alphanumeric", "business");

    [Fact]
    public void What_happened_since_stays()
    {
        var registration = Renewed();
        registration.Bind(["Since"], ["Second", "First"], Now);
        registration.Suspend("complaints", Now);

        registration.Undo(Now).Should().BeTrue();

        registration.Status.Should().Be(RegistrationStatus.Suspended, "a person suspended it");
        registration.SuspensionReason.Should().Be("complaints");
        registration.Senders.Should().BeEquivalentTo("Kept", "Since");
        registration.Reinstate(Now);
        registration.Status.Should().Be(RegistrationStatus.Active);
    }

    [Fact]
    public void The_stricter_standing_holds()
    {
        var restrictedSince = Renewed();
        restrictedSince.Reassess(new Reassessment(RevettingVerdict.Restrict, ["sanctions_match"], [], TimeSpan.Zero, Cell, "p", 2, "h2", "h2", false), Now);
        restrictedSince.Undo(Now);
        (restrictedSince.Status, restrictedSince.Reasons.Single()).Should().Be((RegistrationStatus.Restricted, "sanctions_match"));

        var restrictedBefore = Renewed(r => r.Reassess(new Reassessment(RevettingVerdict.Restrict, ["address_changed"], [], TimeSpan.Zero, Cell, "p", 1, "h1", "h1", false), Now));
        restrictedBefore.Status.Should().Be(RegistrationStatus.Active);
        restrictedBefore.Undo(Now);
        (restrictedBefore.Status, restrictedBefore.Reasons.Single()).Should().Be((RegistrationStatus.Restricted, "address_changed"));
    }

    [Fact]
    public void A_suspension_that_was_ended_since_is_not_begun_again()
    {
        var registration = Renewed(r => r.Suspend("complaints", Now));
        registration.Status.Should().Be(RegistrationStatus.Suspended);
        registration.Reinstate(Now);

        registration.Undo(Now);

        (registration.Status, registration.SuspendedFrom).Should().Be((RegistrationStatus.Active, null));
    }

    [Fact]
    public void Nothing_but_the_approval_is_undone_to_the_letter()
    {
        var registration = Renewed();

        registration.Undo(Now);

        registration.Status.Should().Be(RegistrationStatus.Active);
        registration.Senders.Should().BeEquivalentTo("First", "Kept");
        (registration.Origin, registration.PolicyHash, registration.Before).Should().Be((null, "h1", null));
    }

    /// <summary>A registration with two senders, renewed by an approval that binds a third.</summary>
    private static SenderRegistration Renewed(Action<SenderRegistration>? before = null)
    {
        var registration = Registration.New(Now, "First", "Kept");
        registration.PolicyHash = "h1";
        registration.Approve(Cell, [], Now, null);
        before?.Invoke(registration);
        registration.RememberBefore(renewed: true, ["Second"]);
        registration.Senders = [.. registration.Senders, "Second"];
        registration.PolicyHash = "h2";
        registration.Approve(Cell with { Origin = "domestic" }, [], Now, null);
        return registration;
    }
}
