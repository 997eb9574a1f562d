using KybPlatform.Api.Cases.Contracts;
using KybPlatform.Api.Http;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Privacy;
using KybPlatform.Api.Profiles.Contracts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace KybPlatform.Api.Cases;

/// <summary>Something that a case has in common with others, as a keyed hash: an owner, an address, a phone, a document's content.</summary>
public sealed class CaseLink : ITenantOwned
{
    public required TenantId TenantId { get; init; }

    [Reference]
    public required CaseId CaseId { get; init; }

    /// <summary><c>owner</c>, <c>address</c>, <c>phone</c>, <c>email</c>, <c>identifier</c> or <c>document</c>.</summary>
    public required string Kind { get; init; }

    public required byte[] Hash { get; init; }

    /// <summary>Whom it is about; with the profile it goes.</summary>
    public required Guid ProfileId { get; init; }
}

internal sealed class CaseLinkConfiguration : IEntityTypeConfiguration<CaseLink>
{
    public void Configure(EntityTypeBuilder<CaseLink> link)
    {
        link.ToTable("case_links");
        link.HasKey(l => new { l.TenantId, l.CaseId, l.Kind, l.Hash });
        link.HasIndex(l => new { l.TenantId, l.Kind, l.Hash });
        link.HasIndex(l => new { l.TenantId, l.ProfileId });
    }
}

/// <summary>Hashes what cases may have in common.</summary>
internal static class CaseLinks
{
    public static void Add(PlatformDb db, BlindIndex index, Case row, IReadOnlyList<CaseTrait> traits) =>
        db.AddRange(Of(index, row, traits));

    /// <summary>What a case has in common with others changes with what its inquiry says.</summary>
    public static async Task RenewAsync(PlatformDb db, BlindIndex index, Case row, IReadOnlyList<CaseTrait> traits, CancellationToken ct)
    {
        var held = await db.Set<CaseLink>().Where(l => l.CaseId == row.Id).ToListAsync(ct);
        var wanted = Of(index, row, traits).ToList();
        db.RemoveRange(held.Where(h => !wanted.Exists(w => Same(w, h))));
        db.AddRange(wanted.Where(w => !held.Exists(h => Same(w, h))));
    }

    private static bool Same(CaseLink a, CaseLink b) => a.Kind == b.Kind && a.Hash.AsSpan().SequenceEqual(b.Hash);

    private static IEnumerable<CaseLink> Of(BlindIndex index, Case row, IReadOnlyList<CaseTrait> traits) => traits
        .Select(t => new CaseLink { TenantId = row.TenantId, CaseId = row.Id, Kind = t.Kind, Hash = index.Hash(row.TenantId, $"case-{t.Kind}", BlindIndex.Fold(t.Value)), ProfileId = row.ProfileId!.Value })
        .DistinctBy(l => (l.Kind, Convert.ToHexString(l.Hash)));
}

/// <summary>With a profile goes what its cases have in common with others.</summary>
internal sealed class ErasedCases : IErasedWithProfile
{
    public async Task EraseAsync(Work work, Guid profile) =>
        work.Db.RemoveRange(await work.Db.Set<CaseLink>().Where(l => l.ProfileId == profile).ToListAsync(work.Canceled));
}
