using System.Collections.Frozen;
using KybPlatform.Api.Policies.Adoption;
using KybPlatform.Api.Policies.Contracts;
using KybPlatform.Api.Policies.Publishing;
using KybPlatform.Policies;

namespace KybPlatform.Api.Policies.InForce;

/// <summary>From an instant until the next one these publications are in force.</summary>
internal sealed record PolicyMoment(DateTimeOffset From, IReadOnlyList<PolicyPublication> Publications)
{
    /// <summary>The moments that published, not withdrawn publications make, from the beginning of time on.</summary>
    public static IReadOnlyList<PolicyMoment> Of(IEnumerable<PolicyPublication> publications)
    {
        var moments = new List<PolicyMoment> { new(DateTimeOffset.MinValue, []) };
        foreach (var step in publications.OrderBy(p => p.EffectiveFrom).ThenBy(p => p.Generation).GroupBy(p => p.EffectiveFrom!.Value))
        {
            var keys = step.Select(p => p.Key).ToHashSet(StringComparer.Ordinal);
            var stays = moments[^1].Publications.Where(p => !keys.Contains(p.Key));
            moments.Add(new(step.Key, [.. stays.Concat(step.GroupBy(p => p.Key).Select(k => k.Last())).OrderBy(p => p.Key, StringComparer.Ordinal)]));
        }
        return moments;
    }
}

/// <summary>
/// What is in force for one tenant, over time. What is now and what is to come is ready; the past is made when somebody asks for it.
/// Immutable but for how long ago somebody asked.
/// </summary>
internal sealed class PolicyTimeline(int generation, IReadOnlyList<PolicyMoment> moments, IReadOnlyDictionary<int, PoliciesInForce> ready)
{
    private long _asked;

    public int Generation => generation;
    public IReadOnlyList<PolicyMoment> Moments => moments;

    /// <summary>Policies of the tenant's own that it holds in memory.</summary>
    public int Weight { get; } = ready.Values.SelectMany(r => r.Own.Select(p => p.Hash)).Distinct(StringComparer.Ordinal).Count();

    public long LastAsked => Volatile.Read(ref _asked);

    public int IndexAt(DateTimeOffset at)
    {
        var index = moments.Count - 1;
        while (index > 0 && moments[index].From > at) index--;
        return index;
    }

    /// <summary>Null for a past that is not ready.</summary>
    public PoliciesInForce? At(DateTimeOffset at, long timestamp)
    {
        Volatile.Write(ref _asked, timestamp);
        return ready.GetValueOrDefault(IndexAt(at));
    }

    public static PoliciesInForce Compose(
        int generation, PolicyPack pack, PolicyMoment moment, IReadOnlyDictionary<string, ResolvedPolicy> compiled, FrozenSet<string> attested,
        DateTimeOffset shippedSince)
    {
        var all = moment.Publications.Select(p => new ActivePublication(p.Id, p.Key, p.Number, p.Hash, p.EffectiveFrom!.Value, p.OpenInquiries is OpenInquiries.Migrate)).ToList();
        var (own, adopted) = (all.Where(p => p.Key != PackAdoption.Key).ToList(), all.Find(p => p.Key == PackAdoption.Key));
        // Of what was published nothing may be missing: the pack must never answer in its place.
        var policies = moment.Publications.Where(p => !p.IsBase).Select(p => compiled[p.Hash]).ToList();
        return new PoliciesInForce(generation, pack, pack.Catalog.With(policies), own, attested, adopted) { ShippedSince = adopted is null ? shippedSince : DateTimeOffset.MinValue };
    }
}
