using KybPlatform.Api.Http;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Tenancy.Contracts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace KybPlatform.Api.Tenancy;

/// <summary>Ends a key. It stays readable, for whoever asks later what it did. Ending it twice is ending it once.</summary>
internal static class RevokeApiKey
{
    public static void Map(RouteGroupBuilder keys) =>
        keys.MapDelete("/{id}", HandleAsync).Requires(Scopes.KeysManage).Versioned()
            .WithSummary("Revoke an API key").Produces(204).ProducesRefusals(404, 409);

    private static async Task<IResult> HandleAsync(string id, HttpContext http, Work work, CallerDirectory directory, IEnumerable<IFollowsUsers> followers, TimeProvider clock)
    {
        if (await ReadApiKeys.FindAsync(work, id) is not { } key) return Refused.Because(TenancyErrors.NoKey);
        if (ETags.Check(http, key) is { } stale) return Refused.Because(stale);
        if (key.RevokedAt is not null) return Answer.Empty;
        Revoke(work, key, clock);
        // The keys of a user act as the user, who has others.
        if (key.UserId is null)
            foreach (var follower in followers) follower.KeyRevoked(work, key.Id.Value);
        var answer = await work.AnswerAsync<object?>(204, null, Keeping.Plainly);
        directory.Forget();
        return answer;
    }

    public static void Revoke(Work work, ApiKey key, TimeProvider clock)
    {
        key.RevokedAt = Instants.Truncate(clock.GetUtcNow());
        work.Record("api_key.revoked", key.Id.ToString(), key.UserId?.ToString());
    }
}
