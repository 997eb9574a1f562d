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
            var asked = answers.Open.Take(left).ToList();
            if (asked.Count == 0) break;
            foreach (var ofList in asked.GroupBy(a => a.List, a => a.Value, StringComparer.Ordinal))
                await AnswerAsync(db, answers, await ListAsync(db, lists, ofList.Key, ct), ofList.Key, [.. ofList], ct);
            left -= asked.Count;
        }
        return answers;
    }

    internal static byte[] Hash(BlindIndex index, PolicyList list, string normal) => index.Hash(list.TenantId, $"policy_list:{list.Id}", normal);

    /// <summary>Which of the values the snapshot has that the list stood at when it was read, in one question.</summary>
    internal async Task<IReadOnlyList<bool>> HasAsync(PlatformDb db, PolicyList list, IReadOnlyList<string> values, CancellationToken ct)
    {
        var hashes = values.Select(v => ListEntries.Normalize(list.Kind, v) is { Length: > 0 } normal ? Hash(index, list, normal) : null).ToList();
        var (id, at, entries) = (list.Id, list.Snapshot, hashes.OfType<byte[]>().ToArray());
        var found = await db.Set<PolicyListEntry>().Where(e => e.ListId == id && entries.Contains(e.Entry) && e.AddedIn <= at && (e.RemovedIn == null || e.RemovedIn > at))
            .Select(e => e.Entry).ToListAsync(ct);
        var contained = found.Select(Convert.ToHexString).ToHashSet(StringComparer.Ordinal);
        return [.. hashes.Select(h => h is not null && contained.Contains(Convert.ToHexString(h)))];
    }

    // One snapshot for the whole evaluation, whatever is imported meanwhile.
    private static async Task<PolicyList?> ListAsync(PlatformDb db, Dictionary<string, PolicyList?> lists, string key, CancellationToken ct) =>
        lists.TryGetValue(key, out var list) ? list : lists[key] = await db.Set<PolicyList>().AsNoTracking().SingleOrDefaultAsync(l => l.Key == key, ct);

    private async Task AnswerAsync(PlatformDb db, ListAnswers answers, PolicyList? list, string key, IReadOnlyList<string> values, CancellationToken ct)
    {
        if (list is null)
        {
            foreach (var value in values) answers.Set(key, value, default);
            return;
        }
        var snapshot = string.Create(CultureInfo.InvariantCulture, $"{list.Key}@{list.Snapshot} {list.Hash}");
        var contained = await HasAsync(db, list, values, ct);
        for (var i = 0; i < values.Count; i++) answers.Set(key, values[i], new DomainAnswer(contained[i], snapshot));
    }
}
