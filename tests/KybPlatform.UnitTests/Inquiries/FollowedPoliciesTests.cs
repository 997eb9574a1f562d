using AwesomeAssertions;
using KybPlatform.Api.Inquiries;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Policies.Contracts;
using KybPlatform.Policies;
using Xunit;

namespace KybPlatform.UnitTests.Inquiries;

public sealed class FollowedPoliciesTests
{
    private static readonly TenantId Tenant = new(Guid.Parse("018f0000-0000-7000-8000-000000000001"));
    private static readonly DateTimeOffset Upgrade = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Beside_a_former_build_it_is_looked_again_what_that_one_approved()
    {
        var (followed, inForce) = (new FollowedPolicies(), PoliciesInForce.Of(PolicyPack.Shipped, Upgrade));

        followed.Done(Tenant, inForce, Upgrade.AddMinutes(30));

        followed.IsDone(Tenant, inForce, Upgrade.AddMinutes(33)).Should().BeTrue();
        followed.IsDone(Tenant, inForce, Upgrade.AddMinutes(36)).Should().BeFalse();
        followed.Done(Tenant, inForce, Upgrade.AddDays(1).AddMinutes(1));
        followed.IsDone(Tenant, inForce, Upgrade.AddDays(40)).Should().BeTrue("nobody runs the former build any more");
    }

    [Fact]
    public void Where_there_never_was_another_pack_nothing_is_looked_at_twice()
    {
        var (followed, inForce) = (new FollowedPolicies(), PoliciesInForce.Of(PolicyPack.Shipped, DateTimeOffset.MinValue));

        followed.Done(Tenant, inForce, Upgrade);

        followed.IsDone(Tenant, inForce, Upgrade.AddDays(1)).Should().BeTrue();
    }
}
