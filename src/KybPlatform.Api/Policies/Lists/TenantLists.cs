using System.Globalization;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Policies.Contracts;
using KybPlatform.Api.Privacy;
using KybPlatform.Policies;
using Microsoft.EntityFrameworkCore;

namespace KybPlatform.Api.Policies.Lists;

/// <summary>Looks up what a policy asks the tenant's lists, before it is evaluated for good.</summary>
internal sealed class TenantLists(BlindIndex index) : ITenantLists
{
    // An expression asks for what it needs, and may need more once it knows the answer. What goes beyond stays unknown, and unknown approves nothing.
    private const int MostRounds = 8;
    private const int MostLookups = 500;

    public async Task<IDomainFunctions> AnswersAsync(PlatformDb db, ResolvedPolicy policy, FactDocument facts, EvaluationOptions options, CancellationToken ct)
    {
        if (!policy.AsksLists) return options.Functions;
        var answers = new ListAnswers(options.Functions);
        var lists = new Dictionary<string, PolicyList?>(StringComparer.Ordinal);
        var left = MostLookups;
        for (var round = 0; round < MostRounds; round++)
        {
            policy.Evaluate(facts, options with { Functions = answers, Trace = false });
            if (answers.Open.Count == 0 || left <= 0) break;
            foreach (var (list, value) in answers.Open.Take(left).ToList()) answers.Set(list, value, await AnswerAsync(db, lists, list, value, ct));
            left -= answers.Open.Count;
        }
        return answers;
    }

    internal static byte[] Hash(BlindIndex index, PolicyList list, string normal) => index.Hash(list.TenantId, $"policy_list:{list.Id}", normal);

    private async Task<DomainAnswer> AnswerAsync(PlatformDb db, Dictionary<string, PolicyList?> lists, string key, string value, CancellationToken ct)
    {
        if (!lists.TryGetValue(key, out var list)) lists[key] = list = await db.Set<PolicyList>().AsNoTracking().SingleOrDefaultAsync(l => l.Key == key, ct);
        return list is null ? default : new DomainAnswer(await HasAsync(db, list, value, ct), string.Create(CultureInfo.InvariantCulture, $"{list.Key}@{list.Snapshot} {list.Hash}"));
    }

    /// <summary>Whether the snapshot that the list stood at when it was read has the value.</summary>
    internal async Task<bool> HasAsync(PlatformDb db, PolicyList list, string value, CancellationToken ct)
    {
        var normal = ListEntries.Normalize(list.Kind, value);
        if (normal.Length == 0) return false;
        var (id, entry, at) = (list.Id, Hash(index, list, normal), list.Snapshot);
        return await db.Set<PolicyListEntry>().AnyAsync(e => e.ListId == id && e.Entry == entry && e.AddedIn <= at && (e.RemovedIn == null || e.RemovedIn > at), ct);
    }
}
