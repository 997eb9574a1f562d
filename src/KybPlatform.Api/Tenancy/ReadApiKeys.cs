using KybPlatform.Api.Http;
using KybPlatform.Api.Persistence;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace KybPlatform.Api.Tenancy;

internal static class ReadApiKeys
{
    public static void Map(RouteGroupBuilder keys)
    {
        keys.MapGet("", ListAsync).Requires(Scopes.KeysManage).Lists("user_id").WithSummary("List API keys").Produces<Page<ApiKeyResource>>().ProducesRefusals(422);
        keys.MapGet("/{id}", GetAsync).Requires(Scopes.KeysManage).Versioned().WithSummary("Read an API key").Produces<ApiKeyResource>().ProducesRefusals(404);
    }

    private static async Task<IResult> ListAsync(HttpContext http, Work work, TimeProvider clock, string? user_id)
    {
        var page = PageQuery.Read(http);
        if (page.Error is { } error) return Refused.Because(error);
        var keys = work.Db.Set<ApiKey>().AsNoTracking();
        if (user_id is not null)
        {
            // An id that cannot be one finds nothing, as an unknown one does.
            UserId? user = PublicId.TryParse<UserId>(user_id, out var id) ? id : default(UserId);
            keys = keys.Where(k => k.UserId == user);
        }
        var rows = await keys.NewestFirst(k => k.Id, page.After).Take(page.Limit + 1).ToListAsync(work.Canceled);
        return Answer.Ok(page.Of(rows, k => ApiKeyResource.From(k, clock.GetUtcNow()), k => k.Id.Value));
    }

    private static async Task<IResult> GetAsync(string id, Work work, TimeProvider clock) => await FindAsync(work, id) is { } key
        ? Answer.Ok(ApiKeyResource.From(key, clock.GetUtcNow()), ETags.Of(key))
        : Refused.Because(TenancyErrors.NoKey);

    public static async Task<ApiKey?> FindAsync(Work work, string id) =>
        PublicId.TryParse<ApiKeyId>(id, out var key) ? await work.Db.Set<ApiKey>().SingleOrDefaultAsync(k => k.Id == key, work.Canceled) : null;
}
