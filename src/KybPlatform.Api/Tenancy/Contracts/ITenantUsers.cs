using KybPlatform.Api.Persistence;

namespace KybPlatform.Api.Tenancy.Contracts;

/// <summary>What other capabilities ask about the persons who work for a tenant.</summary>
public interface ITenantUsers
{
    /// <summary>Whether this is a user of the tenant, not deleted, whose roles give this scope.</summary>
    /// <param name="user"><c>usr_…</c>; anything else is no user.</param>
    Task<bool> MayAsync(PlatformDb db, string user, string scope, CancellationToken ct);

    /// <summary>Which of these are users of the tenant whose roles give this scope.</summary>
    Task<IReadOnlySet<string>> WhoMayAsync(PlatformDb db, IReadOnlyCollection<string> users, string scope, CancellationToken ct);
}
