using KybPlatform.Api.Http;
using KybPlatform.Api.Privacy;
using KybPlatform.Api.Tenancy.Contracts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace KybPlatform.Api.Tenancy;

/// <summary>Takes a person's access away and forgets who it was: the keys are revoked, name and e-mail erased, the id stays in the records.</summary>
internal static class DeleteUser
{
    public static void Map(RouteGroupBuilder users) =>
        users.MapDelete("/{id}", HandleAsync).Requires(Scopes.UsersManage).Versioned()
            .WithSummary("Delete a user and revoke the user's keys").Produces(204).ProducesRefusals(404, 409);

    private static async Task<IResult> HandleAsync(string id, HttpContext http, Work work, SubjectVault vault, CallerDirectory directory, IEnumerable<IFollowsUsers> followers, TimeProvider clock)
    {
        if (await ReadUsers.FindAsync(work, id) is not { } user) return Refused.Because(TenancyErrors.NoUser);
        if (ETags.Check(http, user) is { } stale) return Refused.Because(stale);

        foreach (var key in await work.Db.Set<ApiKey>().Where(k => k.UserId == user.Id && k.RevokedAt == null).ToListAsync(work.Canceled))
            RevokeApiKey.Revoke(work, key, clock);
        user.Delete(work.Now);
        await vault.DestroyAsync(work.Db, work.Tenant, user.Id.Value, work.Now, work.Canceled);
        foreach (var follower in followers) follower.Changed(work, user.Id.Value);
        work.Record("user.deleted", user.Id.ToString());
        var answer = await work.AnswerAsync<object?>(204, null, Keeping.Plainly);
        directory.Forget();
        return answer;
    }
}
