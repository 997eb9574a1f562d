using FluentValidation;
using KybPlatform.Api.Http;
using KybPlatform.Api.Http.OpenApi;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Tenancy.Contracts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace KybPlatform.Api.Tenancy;

/// <summary>A new key, of a user or of a named service.</summary>
/// <param name="Name">The service's name, or what the user calls the key.</param>
/// <param name="Scopes">May be left out for a user: then all that the user's roles and the calling key have in common.</param>
public sealed record NewApiKey(string? Name, string? UserId, IReadOnlyList<string>? Scopes, DateTimeOffset? ExpiresAt, IReadOnlyList<string>? IpAllowList, int? RateLimit);

internal sealed class NewApiKeyValidator : AbstractValidator<NewApiKey>
{
    public NewApiKeyValidator()
    {
        RuleFor(k => k.Name).NotEmpty().MaximumLength(100);
        RuleFor(k => k.Scopes).NotEmpty().When(k => k.UserId is null || k.Scopes is not null);
        RuleForEach(k => k.Scopes).Must(s => Scopes.All.Contains(s)).WithErrorCode("unknown_value")
            .WithMessage((_, s) => $"There is no such scope.{Nearest.Hint(s, Scopes.All)}");
        RuleFor(k => k.IpAllowList).Must(l => l is null || l.Count <= 100).WithErrorCode("too_long").WithMessage("At most 100 networks.");
        RuleForEach(k => k.IpAllowList).Must(n => AllowedNetworks.TryRead(n, out _)).WithErrorCode("invalid_network")
            .WithMessage("An address, or a network in CIDR notation without bits behind its prefix.");
        RuleFor(k => k.RateLimit).InclusiveBetween(1, 100_000);
    }
}

internal static class CreateApiKey
{
    public static void Map(RouteGroupBuilder keys) =>
        keys.MapPost("", HandleAsync).Requires(Scopes.KeysManage).Idempotent()
            .Refuses(403, TenancyErrors.KeyOfAnother.Code, TenancyErrors.KeyOfAnother.Detail).Refuses(422, TenancyErrors.UnknownUser.Code, TenancyErrors.UnknownUser.Detail)
            .Refuses(403, "limit_not_held", "A key gives no secret that works for longer or from elsewhere than it does itself.")
            .WithSummary("Make an API key").Produces<ApiKeyWithSecret>(201).ProducesRefusals(400, 422);

    private static async Task<IResult> HandleAsync(Body<NewApiKey> body, Work work, ApiKeySecrets secrets, IEnumerable<IFollowsUsers> followers, TimeProvider clock)
    {
        var (given, real) = (body.Value, Instants.Truncate(clock.GetUtcNow()));
        if (given.ExpiresAt <= real) return Refused.Because(TenancyErrors.PastExpiry);
        var user = given.UserId is null ? null : await ReadUsers.FindAsync(work, given.UserId);
        if (given.UserId is not null && user is null) return await work.RefuseAsync(TenancyErrors.UnknownUser);

        var scopes = given.Scopes?.Distinct().ToArray() ?? [.. Roles.ScopesOf(user!.Roles).Intersect(work.Caller.Scopes).Order(StringComparer.Ordinal)];
        if (KeyRights.ToHold(work.Caller, user?.Id, scopes) is { } forbidden) return Refused.Because(forbidden);
        if (KeyRights.Within(await KeyRights.OwnAsync(work), given.ExpiresAt is { } end ? Instants.Truncate(end) : null, given.IpAllowList ?? []) is { } wider) return Refused.Because(wider);
        if (user is not null && KeyRights.OfUser(user, scopes) is { } beyond) return await work.RefuseAsync(beyond);

        var secret = ApiKeySecrets.New(work.Caller.Live ? TenantMode.Live : TenantMode.Test);
        var key = Key(given, user?.Id, scopes, secret, secrets, work, real);
        work.Db.Add(key);
        work.Db.Add(new ApiKeyDirectoryRow { Hash = key.Hash, TenantId = work.Tenant, KeyId = key.Id });
        // The keys of a user act as the user, who has others.
        if (user is null && key.ExpiresAt is { } ends)
            foreach (var follower in followers) follower.KeyEnds(work, key.Id.Value, ends - real);
        work.Record("api_key.created", key.Id.ToString(), user?.Id.ToString(), new { scopes });
        return await work.AnswerAsync(201, ApiKeyWithSecret.From(key, secret, real), new Keeping(Secret: true), $"/v1/api-keys/{key.Id}");
    }

    private static ApiKey Key(NewApiKey given, UserId? user, string[] scopes, string secret, ApiKeySecrets secrets, Work work, DateTimeOffset real) => new()
    {
        TenantId = work.Tenant,
        Id = PublicId.New<ApiKeyId>(real),
        Name = given.Name!,
        UserId = user,
        Scopes = scopes,
        IpAllowList = [.. given.IpAllowList ?? []],
        RateLimit = given.RateLimit,
        LastFour = secret[^4..],
        Hash = secrets.Hash(secret),
        ExpiresAt = given.ExpiresAt is { } expires ? Instants.Truncate(expires) : null,
        CreatedAt = real,
        CreatedBy = work.Caller.Actor.ToString(),
    };
}
