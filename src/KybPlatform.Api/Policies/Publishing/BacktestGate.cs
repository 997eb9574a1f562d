using KybPlatform.Api.Backtests.Contracts;
using KybPlatform.Api.Decisions.Contracts;
using KybPlatform.Api.Http;
using KybPlatform.Api.Policies.Adoption;
using KybPlatform.Api.Policies.Authoring;
using KybPlatform.Api.Policies.Contracts;
using KybPlatform.Policies;
using Microsoft.EntityFrameworkCore;

namespace KybPlatform.Api.Policies.Publishing;

/// <summary>
/// Whoever approves shall have seen what the content would have done to the tenant's own past. It is asked at the approval, not later: there a person
/// judges, the content is frozen, and of a base's set all contents are known.
/// </summary>
internal sealed class BacktestGate(IBacktests backtests, IPastDecisions past, IPolicyBook book, Examiner examiner)
{
    /// <summary>The versions of the set that lack a backtest which looked at decisions, and whether a person can let that pass.</summary>
    public async Task<(IReadOnlyList<PolicyPublication> Missing, bool MayPass)> MissingAsync(Work work, IReadOnlyList<PolicyPublication> set)
    {
        // What was in force once has shown what it does; going back to it must not wait.
        var leading = set[0];
        if (await work.Db.Set<PolicyPublication>().AnyAsync(p => p.Key == leading.Key && p.Number == leading.Number && p.PublishedAt != null, work.Canceled)) return ([], true);
        var always = await work.Db.Set<PolicySettings>().AnyAsync(s => s.Backtests == BacktestDemand.Required, work.Canceled);
        var cells = await past.CellsAsync(work.Tenant, work.Canceled);
        if (leading.Key == PackAdoption.Key) return (await OfAdoptionAsync(work, leading, cells, always), !always);
        var policies = new List<ResolvedPolicy>();
        foreach (var publication in set.Where(p => !p.IsBase))
            if (await book.FindAsync(work.Db, publication.Hash, work.Canceled) is { } policy) policies.Add(policy);
        var inForce = await book.InForceAsync(work.Tenant, work.Now, work.Canceled);
        var after = inForce.Catalog.With(policies);
        var asked = cells.Select(c => after.Resolve(c)?.Hash).OfType<string>().ToHashSet(StringComparer.Ordinal);
        var tried = await backtests.LastAsync(work.Db, [.. set.Select(p => p.Hash)], work.Canceled);
        bool Shown(PolicyPublication p) => tried.TryGetValue(p.Hash, out var last) && (last.Decisions > 0 || cells.Count == 0);
        return ([.. set.Where(p => !p.IsBase && (always ? p.Leads || asked.Contains(p.Hash) : asked.Contains(p.Hash)) && !Shown(p))], !always);
    }

    // A pack is tried whole, with all that the tenant laid over it: one backtest speaks for the set.
    private async Task<IReadOnlyList<PolicyPublication>> OfAdoptionAsync(Work work, PolicyPublication leading, IReadOnlyList<PolicyQuery> cells, bool always)
    {
        var version = (await Drafts.FindAsync(work.Db, leading.Key, leading.Number, work.Canceled))!;
        var examined = await examiner.ExamineAsync(work.Db, version, work.Now, work.Canceled);
        if (!always && !cells.Any(examined.Changes)) return [];
        var tried = (await backtests.LastAsync(work.Db, [leading.Hash], work.Canceled)).GetValueOrDefault(leading.Hash);
        return tried is { } last && (last.Decisions > 0 || cells.Count == 0) ? [] : [leading];
    }
}
