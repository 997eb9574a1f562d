using KybPlatform.Api.Http;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Privacy;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace KybPlatform.Api.Tenancy;

internal static class ReadUsers
{
    public static void Map(RouteGroupBuilder users)
    {
        users.MapGet("", ListAsync).Requires(Scopes.UsersManage).Lists("email").WithSummary("List users").Produces<Page<UserResource>>().ProducesRefusals(422);
        users.MapGet("/{id}", GetAsync).Requires(Scopes.UsersManage).Versioned().WithSummary("Read a user").Produces<UserResource>().ProducesRefusals(404);
    }

    private static async Task<IResult> ListAsync(HttpContext http, Work work, SubjectVault vault, BlindIndex index, string? email)
    {
        var page = PageQuery.Read(http);
        if (page.Error is { } error) return Refused.Because(error);
        var users = work.Db.Set<User>().AsNoTracking().Where(u => u.DeletedAt == null);
        if (email is not null)
        {
            var hash = UserResource.EmailHash(work.Tenant, email, index);
            users = users.Where(u => u.EmailHash == hash);
        }
        var rows = await users.NewestFirst(u => u.Id, page.After).Take(page.Limit + 1).ToListAsync(work.Canceled);
        var ring = await UserResource.RingAsync(work, vault, rows);
        return Answer.Ok(page.Of(rows, u => UserResource.From(u, ring), u => u.Id.Value));
    }

    private static async Task<IResult> GetAsync(string id, Work work, SubjectVault vault)
    {
        if (await FindAsync(work, id) is not { } user) return Refused.Because(TenancyErrors.NoUser);
        return Answer.Ok(UserResource.From(user, await UserResource.RingAsync(work, vault, user)), ETags.Of(user));
    }

    /// <summary>Null for an id that is malformed, unknown, another tenant's, or a deleted user's.</summary>
    public static async Task<User?> FindAsync(Work work, string? id) => PublicId.TryParse<UserId>(id, out var key)
        ? await work.Db.Set<User>().SingleOrDefaultAsync(u => u.Id == key && u.DeletedAt == null, work.Canceled)
        : null;
}
