using KybPlatform.Api.Http;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Policies.Authoring;
using KybPlatform.Api.Policies.Contracts;
using KybPlatform.Api.Policies.InForce;
using KybPlatform.Policies;
using KybPlatform.Policies.Documents;
using Microsoft.EntityFrameworkCore;

namespace KybPlatform.Api.Policies.Publishing;

/// <summary>Makes of an examined version the set of publications that would put it, and all that stands on it, in force.</summary>
internal static class PublicationSet
{
    /// <summary>Freezes every version of the set and adds its publications to the unit of work, the leading one first.</summary>
    public static async Task<IReadOnlyList<PolicyPublication>> RequestAsync(Work work, Examined examined)
    {
        var set = PublicId.New<PublicationId>(work.Now).Value;
        Freeze(work, examined.Version, examined.Resolution, examined.Pack.Version);
        var publications = new List<PolicyPublication> { Publication(work, examined.Version, set, leads: true) };
        foreach (var dependant in examined.Dependants)
        {
            var version = dependant.Draft ?? await RebasedAsync(work, examined, dependant);
            var resolution = dependant.Draft is null ? examined.Layers.With(Drafts.DocumentOf(version)).Resolve(version.Key) : dependant.Resolution;
            Freeze(work, version, resolution, examined.Pack.Version);
            publications.Add(Publication(work, version, set, leads: false));
        }
        return publications;
    }

    /// <summary>A frozen version goes into force as it is: what was in force before, or what a promotion brought.</summary>
    public static PolicyPublication Again(Work work, PolicyVersion version) => Publication(work, version, PublicId.New<PublicationId>(work.Now).Value, leads: true);

    private static void Freeze(Work work, PolicyVersion version, PolicyResolution resolution, string pack)
    {
        if (version.State is PolicyVersionState.Draft) version.Freeze(resolution.Hash!, resolution.ContentHash!, pack, work.Now);
        if (resolution.Policy is { } policy) work.Db.Extra.Add(PolicyBook.Keeping(work.Tenant, policy, work.Now));
    }

    private static PolicyPublication Publication(Work work, PolicyVersion version, Guid set, bool leads)
    {
        var publication = new PolicyPublication
        {
            TenantId = work.Tenant,
            Id = PublicId.New<PublicationId>(work.Now),
            Key = version.Key,
            Number = version.Number,
            Hash = version.Hash!,
            IsBase = version.IsBase,
            SetId = set,
            Leads = leads,
            RequestedBy = work.Caller.Actor.ToString(),
            RequestedAt = work.Now,
        };
        work.Db.Add(publication);
        work.Record("policy.approval_requested", publication.Id.ToString(), WritePolicy.Named(version), new { key = version.Key, version = version.Number, hash = version.Hash });
        return publication;
    }

    // The same text once more, under its own number: on another base it says something else. Of the pack's policies the tenant gets one of its own that changes nothing itself.
    private static async Task<PolicyVersion> RebasedAsync(Work work, Examined examined, Dependant dependant)
    {
        var number = await VersionNumbers.NextAsync(work.Db, examined.Pack, dependant.Key, work.Canceled);
        var own = examined.Layers.IsOwn(dependant.Key);
        var former = own ? await FormerAsync(work.Db, examined.InForce, dependant.Key, work.Canceled) : null;
        var (source, format) = former is null ? ($"key: {dependant.Key}\noverlays: {dependant.Key}\n", "yaml") : (former.Source, former.Format);
        var read = DraftText.Load(source, format).Document!;
        var text = new PolicyText(source, format, read.Json.ToJsonString(), IsBase: false);
        var version = WritePolicy.Row(work, read, text, number, PolicyVersionOrigin.Rebased, $"Follows from {WritePolicy.Named(examined.Version)}");
        // Whoever wrote it before is as little its judge as whoever changes what it stands on.
        if (former is not null) version.Authors = [.. former.Authors.Union(version.Authors, StringComparer.Ordinal)];
        return version;
    }

    private static async Task<PolicyVersion> FormerAsync(PlatformDb db, PoliciesInForce inForce, string key, CancellationToken ct)
    {
        var number = inForce.Own.Single(p => p.Key == key).Number;
        return await db.Set<PolicyVersion>().AsNoTracking().SingleAsync(v => v.Key == key && v.Number == number, ct);
    }
}
