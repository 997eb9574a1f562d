using KybPlatform.Api.Persistence;
using KybPlatform.Api.Profiles.Contracts;
using Microsoft.EntityFrameworkCore;

namespace KybPlatform.Api.Profiles;

/// <summary>Finds who else claims an identifier. Company numbers are public: the same number links profiles and never merges them.</summary>
internal static class Claimants
{
    /// <summary>Of so many a profile is told.</summary>
    public const int Most = 50;

    /// <summary>Other profiles that claim one of these identifiers.</summary>
    public static async Task<Guid[]> FindAsync(PlatformDb db, Guid profile, IReadOnlyCollection<ProfileIdentifier> claimed, CancellationToken ct)
    {
        if (claimed.Count == 0) return [];
        var hashes = claimed.Select(i => i.ValueHash).ToList();
        var same = await db.Set<ProfileIdentifier>().AsNoTracking().Where(i => hashes.Contains(i.ValueHash) && i.ProfileId != profile)
            .OrderBy(i => i.ProfileId).Take(Most * 4).ToListAsync(ct);
        return [.. same.Where(s => claimed.Any(c => c.Scheme == s.Scheme && c.ValueHash.AsSpan().SequenceEqual(s.ValueHash))).Select(s => s.ProfileId).Distinct().Take(Most)];
    }

    /// <summary>The public ids of profiles of either kind.</summary>
    public static async Task<IReadOnlyDictionary<Guid, string>> NamesAsync(PlatformDb db, IReadOnlyCollection<Guid> profiles, CancellationToken ct)
    {
        if (profiles.Count == 0) return new Dictionary<Guid, string>();
        var ids = profiles.Select(BusinessProfileId.From).ToList();
        var businesses = (await db.Set<BusinessProfile>().AsNoTracking().Where(p => ids.Contains(p.Id)).Select(p => p.Id).ToListAsync(ct)).Select(i => i.Value).ToHashSet();
        return profiles.Distinct().ToDictionary(p => p, p => businesses.Contains(p) ? new BusinessProfileId(p).ToString() : new IndividualProfileId(p).ToString());
    }
}
