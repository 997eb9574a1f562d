using KybPlatform.Api.Persistence;
using KybPlatform.Api.Policies.Authoring;
using KybPlatform.Api.Policies.Contracts;
using KybPlatform.Api.Policies.InForce;
using KybPlatform.Policies;
using KybPlatform.Policies.Documents;

namespace KybPlatform.Api.Policies.Adoption;

/// <summary>Looks at an adoption: the other pack, and below it every document of the tenant that says something else on it.</summary>
internal sealed class PackExaminer(TenantPolicies tenants, PolicyPacks packs)
{
    public async Task<Examined> ExamineAsync(PlatformDb db, PolicyVersion version, DateTimeOffset at, CancellationToken ct)
    {
        var inForce = await tenants.AtAsync(db.Tenant!.Value, at, ct);
        var pack = await packs.FindAsync(db, version.PackVersion, ct);
        var layers = await Drafts.LayersAsync(db, inForce, ct, pack);
        (layers, var dependants) = Dependants(layers, pack, await Examiner.PreparedAsync(db, version, ct), inForce);
        var issues = dependants.SelectMany(d => Faults(d.Key, d.Resolution, pack))
            .Concat(inForce.Own.Where(p => layers.Find(p.Key) is { IsBase: true }).SelectMany(p => Faults(p.Key, layers.Resolve(p.Key), pack))).Distinct().ToList();
        var examined = new Examined(version, Drafts.DocumentOf(version), layers, inForce, PackAdoption.Resolution(pack, []), dependants, issues) { Adopts = pack };
        return examined with { Issues = [.. issues, .. Hidden(pack, examined)] };
    }

    // Of the tenant's own whatever differs from what is in force; of the pack's whatever the tenant's bases make of it.
    private static (PolicyLayers, IReadOnlyList<Dependant>) Dependants(PolicyLayers layers, PolicyPack pack, Dictionary<string, PolicyVersion> prepared, PoliciesInForce inForce)
    {
        var own = inForce.Own.Select(p => p.Key).ToHashSet(StringComparer.Ordinal);
        var standing = own.Where(k => layers.Find(k) is { IsBase: false }).Concat(own.Where(k => layers.Find(k) is { IsBase: true }).SelectMany(layers.DependantsOf));
        var dependants = new List<Dependant>();
        foreach (var key in standing.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList())
        {
            var resolution = layers.Resolve(key);
            if (resolution.ContentHash == (own.Contains(key) ? inForce.Catalog : pack.Catalog).Find(key)?.ContentHash) continue;
            var draft = prepared.GetValueOrDefault(key);
            if (draft is not null) layers = layers.With(Drafts.DocumentOf(draft));
            dependants.Add(new Dependant(layers.Find(key)!, draft, draft is null ? resolution : layers.Resolve(key)));
        }
        return (layers, dependants);
    }

    private static IEnumerable<PolicyIssue> Faults(string key, PolicyResolution resolution, PolicyPack pack) =>
        resolution.Issues.Where(i => !i.IsWarning).Select(i => i with { Pointer = $"{key}#{i.Pointer}", Detail = $"On pack {pack.Version}: {i.Detail}" });

    // Permitted: the tenant wrote its own where the pack had nothing, and may be right to keep it.
    private static IEnumerable<PolicyIssue> Hidden(PolicyPack pack, Examined examined) =>
        examined.Catalog.All.Where(p => examined.Layers.IsOwn(p.Key))
            .SelectMany(p => pack.Catalog.All.Where(o => o.Key != p.Key && o.Scope == p.Scope).Select(o =>
                new PolicyIssue($"{p.Key}#/scope", "hides_pack_policy", $"'{p.Key}' goes on answering where '{o.Key}' of pack {pack.Version} would.", IsWarning: true)));
}
