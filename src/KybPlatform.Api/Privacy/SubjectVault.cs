using System.Collections.Concurrent;
using System.Security.Cryptography;
using KybPlatform.Api.Persistence;
using Microsoft.EntityFrameworkCore;

namespace KybPlatform.Api.Privacy;

/// <summary>Makes, finds and destroys subject keys, and seals what belongs to one or several subjects.</summary>
/// <remarks>
/// What concerns several subjects (a decision's receipt, a kept answer) is sealed under a key derived from all their keys:
/// when any one of them is destroyed, it is gone.
/// </remarks>
public sealed class SubjectVault(MasterKey master, TimeProvider clock)
{
    private static readonly TimeSpan Remember = TimeSpan.FromSeconds(5);
    private const int MostRemembered = 20_000;
    private readonly ConcurrentDictionary<(TenantId, Guid), (byte[] Key, long Until)> _known = new();
    private readonly ConcurrentDictionary<TenantId, byte[]> _wrapping = new();

    /// <summary>Makes a subject's key and adds it to the unit of work.</summary>
    public void Create(PlatformDb db, TenantId tenant, Guid subject, DateTimeOffset now)
    {
        var key = RandomNumberGenerator.GetBytes(32);
        db.Add(new SubjectKey(tenant, subject, Sealing.Seal(WrappingKey(tenant), key, subject.ToString("N")), now));
        Hold(tenant, subject, key);
    }

    /// <summary>The keys of the subjects that are not erased; a subject without a key is missing from the answer.</summary>
    public async ValueTask<SubjectRing> RingAsync(PlatformDb db, TenantId tenant, IReadOnlyCollection<Guid> subjects, CancellationToken ct)
    {
        var ring = new Dictionary<Guid, byte[]>(subjects.Count);
        List<Guid>? unknown = null;
        foreach (var subject in subjects)
        {
            if (_known.TryGetValue((tenant, subject), out var held) && held.Until > clock.GetTimestamp()) ring[subject] = held.Key;
            else (unknown ??= []).Add(subject);
        }
        if (unknown is not null)
        {
            // A key made in this unit of work is in no table yet, and what is remembered may have been dropped meanwhile.
            var own = db.Set<SubjectKey>().Local.Where(k => unknown.Contains(k.SubjectId)).ToList();
            // One that is destroyed in this unit of work still stands in the table.
            unknown.RemoveAll(s => own.Exists(k => k.SubjectId == s));
            foreach (var row in own.Concat(await db.Set<SubjectKey>().AsNoTracking().Where(k => unknown.Contains(k.SubjectId)).ToListAsync(ct)))
            {
                if (row.Wrapped is null) continue;
                var key = Sealing.Open(WrappingKey(tenant), row.Wrapped, row.SubjectId.ToString("N"));
                Hold(tenant, row.SubjectId, key);
                ring[row.SubjectId] = key;
            }
        }
        return new SubjectRing(ring);
    }

    /// <summary>Destroys the key: everything sealed under it is unreadable from the commit on.</summary>
    public async Task DestroyAsync(PlatformDb db, TenantId tenant, Guid subject, DateTimeOffset now, CancellationToken ct)
    {
        var row = await db.Set<SubjectKey>().SingleOrDefaultAsync(k => k.SubjectId == subject, ct);
        row?.Destroy(now);
        _known.TryRemove((tenant, subject), out _);
    }

    private void Hold(TenantId tenant, Guid subject, byte[] key)
    {
        if (_known.Count > MostRemembered) _known.Clear();
        _known[(tenant, subject)] = (key, clock.GetTimestamp() + (long)(Remember.TotalSeconds * clock.TimestampFrequency));
    }

    /// <summary>For reading very much of one tenant once: opens with keys as they are stored, and remembers none of them. For one thread.</summary>
    internal BulkOpener OpenMany(TenantId tenant) => new(WrappingKey(tenant));

    private byte[] WrappingKey(TenantId tenant) => _wrapping.GetOrAdd(tenant, t => master.Derive("subject-keys", t.Value));
}

/// <summary>The living keys of some subjects.</summary>
public sealed class SubjectRing(IReadOnlyDictionary<Guid, byte[]> keys)
{
    public bool Has(Guid subject) => keys.ContainsKey(subject);

    public byte[] Seal(Guid subject, ReadOnlySpan<byte> plain, string purpose) => Sealing.Seal(keys[subject], plain, purpose);

    /// <summary>Null where the subject is erased.</summary>
    public byte[]? Open(Guid subject, ReadOnlySpan<byte> cipher, string purpose) =>
        keys.TryGetValue(subject, out var key) ? Sealing.Open(key, cipher, purpose) : null;

    public byte[] SealForAll(IReadOnlyCollection<Guid> subjects, ReadOnlySpan<byte> plain, string purpose) =>
        Sealing.Seal(Combined(subjects) ?? throw new InvalidOperationException("A subject is erased."), plain, purpose);

    /// <summary>Null where any of the subjects is erased.</summary>
    public byte[]? OpenForAll(IReadOnlyCollection<Guid> subjects, ReadOnlySpan<byte> cipher, string purpose) =>
        Combined(subjects) is { } key ? Sealing.Open(key, cipher, purpose) : null;

    private byte[]? Combined(IReadOnlyCollection<Guid> subjects)
    {
        var material = new byte[subjects.Count * 32];
        var at = 0;
        foreach (var subject in subjects.Order())
        {
            if (!keys.TryGetValue(subject, out var key)) return null;
            key.CopyTo(material, at);
            at += 32;
        }
        return HKDF.DeriveKey(HashAlgorithmName.SHA256, material, 32, info: BulkOpener.Info.ToArray());
    }
}
