using System.Text.Json.Nodes;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Policies.Adoption;
using KybPlatform.Api.Policies.Contracts;
using KybPlatform.Api.Policies.InForce;
using KybPlatform.Api.Policies.Lists;
using KybPlatform.Api.Policies.Publishing;
using KybPlatform.Api.Verifications.Contracts;
using KybPlatform.Identifiers;
using KybPlatform.Policies;
using KybPlatform.Policies.Documents;
using Microsoft.EntityFrameworkCore;

namespace KybPlatform.Api.Policies.Authoring;

/// <summary>A policy that another content of its base makes another one.</summary>
/// <param name="Draft">The version that its authors prepared for it; null where its text stays as it is.</param>
internal sealed record Dependant(PolicyDocument Document, PolicyVersion? Draft, PolicyResolution Resolution)
{
    public string Key => Document.Key;
}

/// <summary>How an example went, and whether it is the pack's.</summary>
internal sealed record ExampleRun(PolicyTestResult Result, bool OfPack);

/// <summary>A version as it would be at an instant, with all that would change with it.</summary>
/// <param name="Issues">Everything found, with its place in the author's text.</param>
internal sealed record Examined(
    PolicyVersion Version, PolicyDocument Document, PolicyLayers Layers, PoliciesInForce InForce, PolicyResolution Resolution, IReadOnlyList<Dependant> Dependants,
    IReadOnlyList<PolicyIssue> Issues)
{
    /// <summary>The pack that would lie below; null where it stays as it is.</summary>
    public PolicyPack? Adopts { get; init; }

    /// <summary>The pack that all of it is resolved on.</summary>
    public PolicyPack Pack => Adopts ?? InForce.Pack;

    public bool IsSound => !Issues.Any(i => !i.IsWarning);

    /// <summary>All policies of the set that can be evaluated.</summary>
    public IReadOnlyList<ResolvedPolicy> Policies => [.. Dependants.Select(d => d.Resolution.Policy).Prepend(Resolution.Policy).OfType<ResolvedPolicy>()];

    /// <summary>What would be in force with them.</summary>
    public PolicyCatalog Catalog => _catalog ??= Adopts is null ? InForce.Catalog.With(Policies) : Adopts.Catalog.With([.. Staying.Concat(Policies)]);

    /// <summary>Whether another content would answer for a cell, or something would have to be known to say which.</summary>
    public bool Changes(PolicyQuery cell) => Catalog.AnswersOtherwise(cell, InForce.Catalog);

    private IEnumerable<ResolvedPolicy> Staying =>
        InForce.Own.Where(p => Dependants.All(d => d.Key != p.Key)).Select(p => InForce.Catalog.Find(p.Key)).OfType<ResolvedPolicy>();

    private PolicyCatalog? _catalog;

    /// <summary>The examples of every policy of the set. Where the tenant says nothing itself they are the pack's, which a changed base may well have turned around.</summary>
    public IReadOnlyList<ExampleRun> RunTests() => [.. Policies.AsParallel().AsOrdered().SelectMany(Run)];

    private IEnumerable<ExampleRun> Run(ResolvedPolicy policy)
    {
        var (own, bare) = (Layers.IsOwn(policy.Key), Layers.Find(policy.Key)!.IsBareOverlay);
        return (own && bare ? PolicyTestRunner.RunOverlaid(policy) : PolicyTestRunner.Run(policy)).Select(t => new ExampleRun(t, OfPack: !own || bare));
    }
}

/// <summary>Looks at a version against everything else that is in force at an instant, or will be from then on.</summary>
internal sealed class Examiner(TenantPolicies tenants, PackExaminer packs, IVerificationDesk verifications)
{
    public async Task<Examined> ExamineAsync(PlatformDb db, PolicyVersion version, DateTimeOffset at, CancellationToken ct)
    {
        var tenant = db.Tenant!.Value;
        if (PackAdoption.IsOf(version)) return await packs.ExamineAsync(db, version, at, ct);
        var inForce = await tenants.AtAsync(tenant, at, ct);
        var load = DraftText.Load(version.Source, version.Format);
        var document = load.Document ?? Drafts.DocumentOf(version);
        document.Json["version"] = (long)version.Number;
        var layers = (await Drafts.LayersAsync(db, inForce, ct)).With(document with { Version = version.Number });
        var resolution = layers.Resolve(document.Key);
        var issues = resolution.Issues.ToList();
        (layers, var dependants) = document.IsBase && resolution.IsSound ? Dependants(document.Key, await PreparedAsync(db, version, ct), layers, inForce) : (layers, []);
        issues.AddRange(dependants.SelectMany(d => d.Resolution.Issues.Where(i => !i.IsWarning).Select(i => i with { Pointer = $"{d.Key}#{i.Pointer}" })));
        var examined = new Examined(version, document, layers, inForce, resolution, dependants, []);
        issues.AddRange(await AmbiguitiesAsync(tenant, examined, at, ct));
        issues.AddRange(Missing(examined));
        if (resolution.Policy is not null) issues.AddRange(Doubts(layers, document.Key, issues, (await db.Set<PolicyList>().Select(l => l.Key).ToListAsync(ct)).ToHashSet(StringComparer.Ordinal)));
        if (!document.IsBase && document.Tests.Count == 0) issues.Add(new PolicyIssue("/tests", "no_tests", "It has no example that must hold; approval asks for one.", IsWarning: true));
        return examined with { Issues = [.. issues.Select(i => i.Position is null && !i.Pointer.Contains('#', StringComparison.Ordinal) ? i with { Position = load.PositionOf(i.Pointer) } : i)] };
    }

    /// <summary>
    /// What goes with a base where its key changes, by key: what was frozen with it, once approval was requested, and before that the last draft that
    /// authors made for it. So an example that the base breaks can be mended in the same step.
    /// </summary>
    internal static async Task<Dictionary<string, PolicyVersion>> PreparedAsync(PlatformDb db, PolicyVersion version, CancellationToken ct)
    {
        if (await Publications.WaitingAsync(db, version.Key, version.Number, ct) is { } waiting)
        {
            var set = (await Publications.SetOfAsync(db, waiting, ct)).Where(p => !p.Leads).ToDictionary(p => p.Key, p => p.Number, StringComparer.Ordinal);
            var keys = set.Keys.ToList();
            return (await db.Set<PolicyVersion>().Where(v => keys.Contains(v.Key)).ToListAsync(ct)).Where(v => set[v.Key] == v.Number).ToDictionary(v => v.Key, StringComparer.Ordinal);
        }
        // A draft that a later version overtook was left behind: nobody means it any more.
        return await db.Set<PolicyVersion>().Where(v => v.State == PolicyVersionState.Draft && !v.IsBase && v.Key != version.Key && !db.Set<PolicyVersion>().Any(o => o.Key == v.Key && o.Number > v.Number))
            .ToDictionaryAsync(v => v.Key, StringComparer.Ordinal, ct);
    }

    private static (PolicyLayers, IReadOnlyList<Dependant>) Dependants(string key, Dictionary<string, PolicyVersion> prepared, PolicyLayers layers, PoliciesInForce inForce)
    {
        var standing = layers.DependantsOf(key);
        foreach (var draft in prepared.Values.Where(d => standing.Contains(d.Key))) layers = layers.With(Drafts.DocumentOf(draft));
        var dependants = new List<Dependant>();
        foreach (var dependant in layers.DependantsOf(key))
        {
            var draft = prepared.GetValueOrDefault(dependant);
            var resolution = layers.Resolve(dependant);
            if (draft is not null || resolution.ContentHash != inForce.Catalog.Find(dependant)?.ContentHash)
                dependants.Add(new Dependant(layers.Find(dependant)!, draft, resolution));
        }
        return (layers, dependants);
    }

    /// <summary>Two policies for the same cell, at the instant or at any that is scheduled after it.</summary>
    private async Task<IEnumerable<PolicyIssue>> AmbiguitiesAsync(TenantId tenant, Examined examined, DateTimeOffset at, CancellationToken ct)
    {
        var moments = new List<PoliciesInForce> { examined.InForce };
        if (await tenants.TimelineAsync(tenant, ct) is { } timeline)
            foreach (var moment in timeline.Moments.Where(m => m.From > at)) moments.Add(await tenants.AtAsync(tenant, moment.From, ct));
        var keys = examined.Policies.Select(p => p.Key).ToHashSet(StringComparer.Ordinal);
        var others = moments.SelectMany(m => m.Catalog.All).Where(p => !keys.Contains(p.Key)).Concat(examined.Policies).ToList();
        return examined.Policies.SelectMany(p => others.Where(o => o.Key != p.Key && o.Scope == p.Scope)
            .Select(o => new PolicyIssue(p.Key == examined.Document.Key ? "/scope" : $"{p.Key}#/scope", "ambiguous_scope", $"'{p.Key}' and '{o.Key}' would answer for the same scope."))).Distinct();
    }

    // What was probably not meant; before a # the document below that states it.
    private static List<PolicyIssue> Doubts(PolicyLayers layers, string key, List<PolicyIssue> known, IReadOnlySet<string> lists) =>
        [.. layers.Locate(key, lists).Where(l => l.Issue.IsWarning && !known.Exists(k => k.Code == l.Issue.Code && k.Detail == l.Issue.Detail))
            .Select(l => l.Issue with { Pointer = l.Origin.Key == key && l.Origin.IsOwn ? l.Origin.Pointer : $"{l.Origin.Key}#{l.Origin.Pointer}" })];

    private IEnumerable<PolicyIssue> Missing(Examined examined)
    {
        if (examined.Resolution.Policy is not { } policy) yield break;
        var own = (examined.Document.Json["requirements"] as JsonArray)?.Select(r => r?["key"]?.GetValue<string>()).ToList() ?? [];
        foreach (var (requirement, scheme) in policy.Requirements.OfType<IdentifierRequirement>().SelectMany(r => r.Schemes.Select(s => (r.Key, s))))
        {
            // What is given is known by its code alone, so that an alias here would never be met.
            if (IdentifierSchemes.Find(scheme)?.Code is var code && code != scheme)
                yield return new PolicyIssue(own.IndexOf(requirement) is var place and >= 0 ? $"/requirements/{place}/any_of" : "", "unknown_scheme",
                    $"'{scheme}' of '{requirement}' is no scheme of identifiers: nobody can give one.", null, code ?? NearestName.Of(scheme, IdentifierSchemes.All.Select(s => s.Code)), IsWarning: true);
        }
        foreach (var missing in ProviderNeeds.Missing(policy, verifications.Available))
            yield return new PolicyIssue(own.IndexOf(missing.Requirement) is var at and >= 0 ? $"/requirements/{at}/checks" : "", "no_provider",
                $"Nobody here can answer '{missing.Check}' of '{missing.Requirement}': it goes by when_unavailable, {Persistence.SnakeCase.Of(missing.WhenUnavailable)}.", IsWarning: true);
    }
}
