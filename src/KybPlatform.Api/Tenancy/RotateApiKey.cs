using FluentValidation;
using KybPlatform.Api.Http;
using KybPlatform.Api.Http.OpenApi;
using KybPlatform.Api.Persistence;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace KybPlatform.Api.Tenancy;

/// <summary>Gives a key a new secret.</summary>
/// <param name="OverlapSeconds">How long the secret before goes on working; one hour where it is left out.</param>
public sealed record Rotation(int? OverlapSeconds);

internal sealed class RotationValidator : AbstractValidator<Rotation>
{
    public RotationValidator() => RuleFor(r => r.OverlapSeconds).InclusiveBetween(0, 30 * 24 * 3600);
}

internal static class RotateApiKey
{
    private const int UsualOverlap = 3600;

    public static void Map(RouteGroupBuilder keys) =>
        keys.MapPost("/{id}/rotate", HandleAsync).Requires(Scopes.KeysManage).Idempotent().Versioned()
            .Refuses(403, TenancyErrors.KeyOfAnother.Code, TenancyErrors.KeyOfAnother.Detail).Refuses(409, TenancyErrors.KeyNotActive.Code, TenancyErrors.KeyNotActive.Detail)
            .Refuses(403, "limit_not_held", "A key gives no secret that works for longer or from elsewhere than it does itself.")
            .WithSummary("Give an API key a new secret").Produces<ApiKeyWithSecret>().ProducesRefusals(400, 404, 409, 422);

    private static async Task<IResult> HandleAsync(
        string id, [OptionalBody] Body<Rotation> body, HttpContext http, Work work, ApiKeySecrets secrets, CallerDirectory directory, TimeProvider clock)
    {
        if (await ReadApiKeys.FindAsync(work, id) is not { } key) return Refused.Because(TenancyErrors.NoKey);
        if (ETags.Check(http, key) is { } stale) return Refused.Because(stale);
        var real = Instants.Truncate(clock.GetUtcNow());
        if (key.StatusAt(real) != ApiKeyStatus.Active) return await work.RefuseAsync(TenancyErrors.KeyNotActive);
        if (KeyRights.ToHold(work.Caller, key.UserId, key.Scopes) is { } forbidden) return Refused.Because(forbidden);
        if (KeyRights.Within(await KeyRights.OwnAsync(work), key.ExpiresAt, key.IpAllowList) is { } wider) return Refused.Because(wider);

        var secret = ApiKeySecrets.New(work.Caller.Live ? TenantMode.Live : TenantMode.Test);
        var overlap = TimeSpan.FromSeconds(body.Value.OverlapSeconds ?? UsualOverlap);
        var dead = key.Rotate(secrets.Hash(secret), secret[^4..], real, overlap);
        foreach (var row in await work.Db.Set<ApiKeyDirectoryRow>().Where(r => dead.Contains(r.Hash)).ToListAsync(work.Canceled)) work.Db.Remove(row);
        work.Db.Add(new ApiKeyDirectoryRow { Hash = key.Hash, TenantId = work.Tenant, KeyId = key.Id });
        work.Record("api_key.rotated", key.Id.ToString(), key.UserId?.ToString(), new { overlap_seconds = (int)overlap.TotalSeconds });
        var answer = await work.AnswerAsync(200, ApiKeyWithSecret.From(key, secret, real), new Keeping(Secret: true), etag: key);
        directory.Forget();
        return answer;
    }
}
