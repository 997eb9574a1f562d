using System.Collections.Frozen;
using KybPlatform.Policies;

namespace KybPlatform.Api.Policies.Contracts;

/// <summary>A publication that is in force at the instant asked about.</summary>
/// <param name="MovesInquiries">Open inquiries that are pinned to another version go on by this one.</param>
public sealed record ActivePublication(PublicationId Id, string Key, int Number, string Hash, DateTimeOffset EffectiveFrom, bool MovesInquiries);

/// <summary>
/// Everything that is in force for a tenant at an instant: the pack and what the tenant laid over it. Immutable and complete; whoever
/// holds one sees one state, whatever is published meanwhile.
/// </summary>
public sealed class PoliciesInForce
{
    private readonly FrozenSet<string> _attested;

    internal PoliciesInForce(int generation, PolicyPack pack, PolicyCatalog catalog, IReadOnlyList<ActivePublication> own, FrozenSet<string> attested, ActivePublication? adopted = null) =>
        (Generation, Pack, Catalog, Own, _attested, Adopted) = (generation, pack, catalog, own, attested, adopted);

    /// <summary>For whoever has nothing of its own.</summary>
    internal static PoliciesInForce Of(PolicyPack pack, DateTimeOffset shippedSince) => new(0, pack, pack.Catalog, [], FrozenSet<string>.Empty) { ShippedSince = shippedSince };

    /// <summary>Rises with every change of what is in force for the tenant, now or later; 0 where the pack alone is.</summary>
    public int Generation { get; }

    /// <summary>What lies below.</summary>
    public PolicyPack Pack { get; }

    /// <summary>The publication by which the pack is in force; null where the tenant follows what is shipped, or stays on what it had.</summary>
    public ActivePublication? Adopted { get; }

    public PolicyCatalog Catalog { get; }

    /// <summary>The tenant's own publications that are in force, bases included, ordered by key.</summary>
    public IReadOnlyList<ActivePublication> Own { get; }

    /// <summary>Null where no policy covers it, which never means allowed.</summary>
    public ResolvedPolicy? Resolve(PolicyQuery query) => Catalog.Resolve(query);

    /// <summary>Facts that would have to be known to say that this policy answers, where it is the one that does; of a policy that a submission was pinned to before, nothing is in doubt.</summary>
    public IReadOnlyList<string> Undecided(PolicyQuery query, ResolvedPolicy policy) => Resolve(query)?.Hash == policy.Hash ? Catalog.Undecided(query) : [];

    /// <summary>Whether somebody of the tenant vouched for this content.</summary>
    public bool IsAttested(ResolvedPolicy policy) => _attested.Contains(policy.Hash);

    /// <summary>Whether the policy is the tenant's own and not the pack's.</summary>
    public bool IsOwn(ResolvedPolicy policy) => Own.Any(p => p.Hash == policy.Hash);

    /// <summary>Whether open inquiries go on by this policy, whatever they began with: the publication that brought it says so.</summary>
    public bool MovesInquiriesTo(ResolvedPolicy policy) => IsOwn(policy) ? Own.Any(p => p.Hash == policy.Hash && p.MovesInquiries) : Adopted is { MovesInquiries: true };

    /// <summary>Whether anything in force moves open inquiries.</summary>
    public bool MovesAnyInquiry => Adopted is { MovesInquiries: true } || Own.Any(p => p.MovesInquiries);

    /// <summary>Since when builds with this pack run here, by this platform's clock, where the tenant follows what is shipped; the beginning of time where it does not, and where there never was another one.</summary>
    internal DateTimeOffset ShippedSince { get; init; } = DateTimeOffset.MinValue;

    /// <summary>When this began to be in force; the beginning of time for what never changed.</summary>
    public DateTimeOffset Since => Own.Select(p => p.EffectiveFrom).Append(Adopted?.EffectiveFrom ?? DateTimeOffset.MinValue).Max();
}
