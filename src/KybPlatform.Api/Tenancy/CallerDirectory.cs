using System.Collections.Concurrent;
using System.Net;
using KybPlatform.Api.Http;
using KybPlatform.Api.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace KybPlatform.Api.Tenancy;

/// <summary>Knows callers by their tokens. What it found is remembered for two seconds: so long a revocation elsewhere takes at most.</summary>
internal sealed class CallerDirectory(IServiceScopeFactory scopes, ApiKeySecrets secrets, TimeProvider clock) : ICallerDirectory
{
    private static readonly TimeSpan Remember = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LastUsedEvery = TimeSpan.FromMinutes(1);
    private readonly ConcurrentDictionary<string, Known> _known = new(StringComparer.Ordinal);
    private int _generation;

    public async ValueTask<Result<Caller?>> FindAsync(string token, IPAddress? from, CancellationToken ct)
    {
        if (!ApiKeySecrets.LooksLikeOne(token)) return (Caller?)null;
        if (!_known.TryGetValue(token, out var known) || clock.GetElapsedTime(known.Since) > Remember)
        {
            var generation = Volatile.Read(ref _generation);
            known = await LookUpAsync(secrets.Hash(token), from, ct);
            if (_known.Count > 10_000) _known.Clear();
            if (known.Caller is not null) _known[token] = known;
            // What was read before a change must not be remembered after it.
            if (generation != Volatile.Read(ref _generation)) _known.TryRemove(token, out _);
        }
        if (known.Key is null || !known.Key.Opens(known.Hash, clock.GetUtcNow())) return (Caller?)null;
        return known.Key.Allows(from) ? known.Caller : Error.Forbidden("ip_not_allowed", "The key may not be used from this address.");
    }

    /// <summary>What was remembered is asked anew: a key was revoked or rotated, or a clock was set.</summary>
    public void Forget()
    {
        Interlocked.Increment(ref _generation);
        _known.Clear();
    }

    private async Task<Known> LookUpAsync(byte[] hash, IPAddress? from, CancellationToken ct)
    {
        var since = clock.GetTimestamp();
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PlatformDb>();
        var place = await db.Set<ApiKeyDirectoryRow>().AsNoTracking().Where(r => r.Hash == hash)
            .Join(db.Set<Tenant>(), r => r.TenantId, t => t.Id, (r, t) => new { r.TenantId, r.KeyId, t.Mode, t.ClockOffset })
            .SingleOrDefaultAsync(ct);
        if (place is null) return new Known(null, null, hash, since);

        scope.ServiceProvider.GetRequiredService<TenantScope>().Enter(place.TenantId);
        var key = await db.Set<ApiKey>().AsNoTracking().SingleOrDefaultAsync(k => k.Id == place.KeyId, ct);
        if (key is null) return new Known(null, null, hash, since);
        if (key.Opens(hash, clock.GetUtcNow()) && key.Allows(from)) await NoteUseAsync(db, key, ct);
        if (await ScopesAsync(db, key, ct) is not { } held) return new Known(null, null, hash, since);
        var actor = key.UserId is { } user ? new Actor(ActorKind.User, user.Value) : new Actor(ActorKind.Service, key.Id.Value);
        return new Known(new Caller(place.TenantId, place.Mode == TenantMode.Live, actor, key.Id.Value, held, place.ClockOffset, key.RateLimit), key, hash, since);
    }

    // A user's key does what it was made for as far as the user's roles of today allow; null where the user is gone.
    private static async Task<IReadOnlySet<string>?> ScopesAsync(PlatformDb db, ApiKey key, CancellationToken ct)
    {
        if (key.UserId is not { } id) return key.Scopes.ToHashSet(StringComparer.Ordinal);
        var user = await db.Set<User>().AsNoTracking().SingleOrDefaultAsync(u => u.Id == id && u.DeletedAt == null, ct);
        return user is null ? null : Roles.ScopesOf(user.Roles).Intersect(key.Scopes).ToHashSet(StringComparer.Ordinal);
    }

    // Being used is no change of the key: it leaves its version alone and meets nobody's.
    private async Task NoteUseAsync(PlatformDb db, ApiKey key, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (now - key.LastUsedAt < LastUsedEvery) return;
        var note = new NpgsqlBatchCommand("UPDATE api_keys SET last_used_at = $3 WHERE tenant_id = $1 AND id = $2");
        note.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = key.TenantId.Value });
        note.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = key.Id.Value });
        note.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = Instants.Truncate(now) });
        db.Extra.Add(note);
        await db.CommitAsync(ct);
    }

    private sealed record Known(Caller? Caller, ApiKey? Key, byte[] Hash, long Since);
}
