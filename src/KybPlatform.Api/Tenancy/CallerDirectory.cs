using System.Collections.Concurrent;
using System.Net;
using KybPlatform.Api.Http;
using KybPlatform.Api.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace KybPlatform.Api.Tenancy;

/// <summary>Knows callers by their tokens. What it found is remembered for two seconds: so long a revocation elsewhere takes at most.</summary>
internal sealed class CallerDirectory(IServiceScopeFactory scopes, ApiKeySecrets secrets, TimeProvider clock) : ICallerDirectory
{
    private static readonly TimeSpan Remember = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LastUsedEvery = TimeSpan.FromMinutes(1);
    private readonly ConcurrentDictionary<string, Known> _known = new(StringComparer.Ordinal);

    public async ValueTask<Result<Caller?>> FindAsync(string token, IPAddress? from, CancellationToken ct)
    {
        if (!ApiKeySecrets.LooksLikeOne(token)) return (Caller?)null;
        if (!_known.TryGetValue(token, out var known) || clock.GetElapsedTime(known.Since) > Remember)
        {
            known = await LookUpAsync(secrets.Hash(token), ct);
            if (_known.Count > 10_000) _known.Clear();
            if (known.Caller is not null) _known[token] = known;
        }
        if (known.Key is null || !known.Key.Opens(known.Hash, clock.GetUtcNow())) return (Caller?)null;
        return known.Key.Allows(from) ? known.Caller : Error.Forbidden("ip_not_allowed", "The key may not be used from this address.");
    }

    /// <summary>What was remembered is asked anew: a key was revoked or rotated, or a clock was set.</summary>
    public void Forget() => _known.Clear();

    private async Task<Known> LookUpAsync(byte[] hash, CancellationToken ct)
    {
        var since = clock.GetTimestamp();
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PlatformDb>();
        var place = await db.Set<ApiKeyDirectoryRow>().AsNoTracking().Where(r => r.Hash == hash)
            .Join(db.Set<Tenant>(), r => r.TenantId, t => t.Id, (r, t) => new { r.TenantId, r.KeyId, t.Mode, t.ClockOffset })
            .SingleOrDefaultAsync(ct);
        if (place is null) return new Known(null, null, hash, since);

        scope.ServiceProvider.GetRequiredService<TenantScope>().Enter(place.TenantId);
        var key = await db.Set<ApiKey>().SingleOrDefaultAsync(k => k.Id == place.KeyId, ct);
        if (key is null) return new Known(null, null, hash, since);
        await NoteUseAsync(db, key, ct);
        var actor = key.UserId is { } user ? new Actor(ActorKind.User, user) : new Actor(ActorKind.Service, key.Id.Value);
        var caller = new Caller(place.TenantId, place.Mode == TenantMode.Live, actor, key.Id.Value, key.Scopes.ToHashSet(StringComparer.Ordinal), place.ClockOffset, key.RateLimit);
        return new Known(caller, key, hash, since);
    }

    private async Task NoteUseAsync(PlatformDb db, ApiKey key, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (now - key.LastUsedAt < LastUsedEvery) return;
        key.LastUsedAt = Instants.Truncate(now);
        await db.CommitAsync(ct);
    }

    private sealed record Known(Caller? Caller, ApiKey? Key, byte[] Hash, long Since);
}
