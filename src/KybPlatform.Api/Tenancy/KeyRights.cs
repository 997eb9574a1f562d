using System.Globalization;
using KybPlatform.Api.Http;
using Microsoft.EntityFrameworkCore;

namespace KybPlatform.Api.Tenancy;

/// <summary>
/// Whether a caller may come to hold a key's secret, by making or rotating it. Nobody gains a scope, time or a place by it, and no person gains
/// the name of another: a decision that needs two persons would otherwise need one.
/// </summary>
internal static class KeyRights
{
    public static Error? ToHold(Caller caller, UserId? boundTo, IReadOnlyList<string> scopes)
    {
        if (caller.Actor.Kind == ActorKind.User && boundTo is { } person && person.Value != caller.Actor.Id) return TenancyErrors.KeyOfAnother;
        if (Beyond(scopes, caller.Scopes) is [_, ..] notHeld) return TenancyErrors.ScopesNotHeld(notHeld);
        if (caller.Actor.Kind == ActorKind.User && boundTo is null && scopes.Contains(Scopes.KeysManage)) return TenancyErrors.ServiceKeyManagingKeys;
        return null;
    }

    /// <summary>A key that works for some time, or from some places, gives no secret that works for longer, or from elsewhere.</summary>
    /// <param name="own">The calling key; null for the platform's.</param>
    public static Error? Within(ApiKey? own, DateTimeOffset? expires, IReadOnlyList<string> networks)
    {
        if (own?.ExpiresAt is { } end && !(expires <= end)) return TenancyErrors.LimitNotHeld("/expires_at", $"The calling key ends at {InstantJson.Text(end)}: this one may not outlive it.");
        if (own is not { IpAllowList.Length: > 0 }) return null;
        if (networks.Count == 0) return TenancyErrors.LimitNotHeld("/ip_allow_list", "The calling key works from some networks only: name those from which this one works.");
        for (var i = 0; i < networks.Count; i++)
        {
            if (!AllowedNetworks.Hold(own.IpAllowList, networks[i]))
                return TenancyErrors.LimitNotHeld(string.Create(CultureInfo.InvariantCulture, $"/ip_allow_list/{i}"), $"The calling key does not work from {networks[i]}.");
        }
        return null;
    }

    public static async Task<ApiKey?> OwnAsync(Work work) =>
        await work.Db.Set<ApiKey>().AsNoTracking().SingleOrDefaultAsync(k => k.Id == new ApiKeyId(work.Caller.KeyId), work.Canceled);

    public static Error? OfUser(User user, IReadOnlyList<string> scopes) =>
        Beyond(scopes, Roles.ScopesOf(user.Roles)) is [_, ..] beyond ? TenancyErrors.ScopesBeyondRoles(beyond) : null;

    private static List<(int Index, string Scope)> Beyond(IReadOnlyList<string> scopes, IReadOnlySet<string> held) =>
        [.. scopes.Select((scope, index) => (index, scope)).Where(s => !held.Contains(s.scope))];
}
