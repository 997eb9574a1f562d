using KybPlatform.Api.Persistence;

namespace KybPlatform.Api.Tenancy;

public enum ApiKeyStatus { Active, Expired, Revoked }

/// <summary>An API key on the wire: everything but its secret.</summary>
/// <param name="UserId">The person who acts through the key; null for a service's.</param>
/// <param name="PreviousSecretUntil">Until when the secret before the last rotation works.</param>
public sealed record ApiKeyResource(
    ApiKeyId Id, string Name, UserId? UserId, ApiKeyStatus Status, IReadOnlyList<string> Scopes, IReadOnlyList<string> IpAllowList, int? RateLimit, string LastFour,
    DateTimeOffset? ExpiresAt, DateTimeOffset? PreviousSecretUntil, DateTimeOffset? RevokedAt, DateTimeOffset? LastUsedAt, DateTimeOffset CreatedAt, string CreatedBy)
{
    internal static ApiKeyResource From(ApiKey key, DateTimeOffset now) => new(
        key.Id, key.Name, key.UserId, key.StatusAt(now), key.Scopes, key.IpAllowList, key.RateLimit, key.LastFour,
        key.ExpiresAt, key.PreviousUntil > now ? key.PreviousUntil : null, key.RevokedAt, key.LastUsedAt, key.CreatedAt, key.CreatedBy);
}

/// <summary>A key with its secret, which is shown this once.</summary>
public sealed record ApiKeyWithSecret(
    ApiKeyId Id, string Secret, string Name, UserId? UserId, ApiKeyStatus Status, IReadOnlyList<string> Scopes, IReadOnlyList<string> IpAllowList, int? RateLimit,
    string LastFour, DateTimeOffset? ExpiresAt, DateTimeOffset? PreviousSecretUntil, DateTimeOffset CreatedAt, string CreatedBy)
{
    internal static ApiKeyWithSecret From(ApiKey key, string secret, DateTimeOffset now) => new(
        key.Id, secret, key.Name, key.UserId, key.StatusAt(now), key.Scopes, key.IpAllowList, key.RateLimit,
        key.LastFour, key.ExpiresAt, key.PreviousUntil > now ? key.PreviousUntil : null, key.CreatedAt, key.CreatedBy);
}
