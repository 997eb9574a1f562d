using KybPlatform.Api.Jobs;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Policies.Contracts;
using KybPlatform.Api.Registrations.Contracts;
using KybPlatform.Policies;

namespace KybPlatform.Api.Inquiries.Contracts;

/// <summary>Tells beforehand what a change of policy would do. Stored evidence only: no provider is asked, nothing is changed.</summary>
public interface IPolicyImpact
{
    /// <summary>What a permission would lack by other policies that it does not lack by those in force, of the same facts.</summary>
    /// <returns>Null where the applicant was erased.</returns>
    Task<IReadOnlyList<Unmet>?> NewlyUnmetAsync(TenantWork work, StandingRegistration standing, PoliciesInForce inForce, PolicyCatalog after, CancellationToken ct);

    /// <summary>How many inquiries wait for somebody in cells that answer another policy by <paramref name="changed"/>.</summary>
    Task<int> OpenInquiriesAsync(PlatformDb db, Func<PolicyQuery, bool> changed, CancellationToken ct);
}

/// <summary>Work that a change of policy leaves behind.</summary>
public static class PolicyFollowUps
{
    /// <summary>The job; its subject is the tenant.</summary>
    public const string Job = "policies.follow_up";
}
