using KybPlatform.Api.Http;

namespace KybPlatform.Api.Tenancy;

/// <summary>
/// Whether a caller may come to hold a key's secret, by making or rotating it. Nobody gains a scope by it, and no person gains
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

    public static Error? OfUser(User user, IReadOnlyList<string> scopes) =>
        Beyond(scopes, Roles.ScopesOf(user.Roles)) is [_, ..] beyond ? TenancyErrors.ScopesBeyondRoles(beyond) : null;

    private static List<(int Index, string Scope)> Beyond(IReadOnlyList<string> scopes, IReadOnlySet<string> held) =>
        [.. scopes.Select((scope, index) => (index, scope)).Where(s => !held.Contains(s.scope))];
}
