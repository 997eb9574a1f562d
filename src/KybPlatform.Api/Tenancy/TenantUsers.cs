using KybPlatform.Api.Persistence;
using KybPlatform.Api.Tenancy.Contracts;
using Microsoft.EntityFrameworkCore;

namespace KybPlatform.Api.Tenancy;

internal sealed class TenantUsers : ITenantUsers
{
    public async Task<bool> MayAsync(PlatformDb db, string user, string scope, CancellationToken ct) => (await WhoMayAsync(db, [user], scope, ct)).Count == 1;

    public async Task<IReadOnlySet<string>> WhoMayAsync(PlatformDb db, IReadOnlyCollection<string> users, string scope, CancellationToken ct)
    {
        var ids = users.Select(u => PublicId.TryParse<UserId>(u, out var id) ? id : (UserId?)null).OfType<UserId>().Distinct().ToList();
        if (ids.Count == 0) return new HashSet<string>();
        var found = await db.Set<User>().AsNoTracking().Where(u => ids.Contains(u.Id) && u.DeletedAt == null).Select(u => new { u.Id, u.Roles }).ToListAsync(ct);
        return found.Where(u => Roles.ScopesOf(u.Roles).Contains(scope)).Select(u => u.Id.ToString()).ToHashSet(StringComparer.Ordinal);
    }
}
