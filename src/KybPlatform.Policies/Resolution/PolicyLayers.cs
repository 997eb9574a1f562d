using System.Globalization;
using System.Text.Json.Nodes;
using KybPlatform.Policies.Documents;
using KybPlatform.Policies.Resolution;

namespace KybPlatform.Policies;

/// <summary>What became of a document of a tenant, laid over its pack.</summary>
/// <param name="Policy">Null for a base, and where something is wrong.</param>
/// <param name="Hash">Of the resolved content; of a base, of its own document. Null where something is wrong.</param>
/// <param name="ContentHash">The same without the version's number.</param>
public sealed record PolicyResolution(ResolvedPolicy? Policy, string? Hash, string? ContentHash, IReadOnlyList<PolicyIssue> Issues)
{
    public bool IsSound => Hash is not null;
}

/// <summary>
/// A tenant's documents over those of a pack. Its own document of a key takes the pack's place, for whoever extends it too; one that
/// overlays the pack's is merged onto it. Immutable.
/// </summary>
public sealed class PolicyLayers
{
    private static readonly string[] EntryLists = ["requirements", "rules", "risk", "tables", "tests"];
    private readonly PolicyPack _pack;
    private readonly Dictionary<string, PolicyDocument> _own;
    private readonly LayeredDocuments _all;
    private readonly ExpressionCache _expressions = new();

    public PolicyLayers(PolicyPack pack, IEnumerable<PolicyDocument> own)
    {
        _pack = pack;
        _own = own.ToDictionary(d => d.Key, StringComparer.Ordinal);
        _all = new LayeredDocuments(_own, pack.Documents);
    }

    /// <summary>The same with this document in place of the tenant's former one of its key.</summary>
    public PolicyLayers With(PolicyDocument document) => new(_pack, _own.Values.Where(d => d.Key != document.Key).Append(document));

    /// <summary>Null where neither the tenant nor the pack has it.</summary>
    public PolicyDocument? Find(string key) => _all.GetValueOrDefault(key);

    public bool IsOwn(string key) => _own.ContainsKey(key);

    /// <summary>Merges, checks and compiles. Pointers of what is found in the merge lead into the merged document.</summary>
    public PolicyResolution Resolve(string key)
    {
        var document = _all[key];
        var issues = Conflicts(document).ToList();
        if (document.IsBase) return Base(document, issues);
        var policy = issues.Exists(i => !i.IsWarning) ? null : ResolvedPolicy.From(document, _all, issues, _expressions, _pack.Documents);
        var merged = new Lazy<JsonObject?>(() => new PolicyMerge(_all, [], _expressions.Bases, _pack.Documents).Resolve(document));
        var own = EntryLists.ToDictionary(list => list, list => Places(document.Json[list] as JsonArray), StringComparer.Ordinal);
        return new PolicyResolution(policy, policy?.Hash, policy?.ContentHash, [.. issues.Select(i => Home(merged, own, i))]);
    }

    /// <summary>What is wrong and what was probably not meant, each with the document that states it and its place there.</summary>
    /// <param name="lists">Keys of the tenant's lists; null says nothing about lists.</param>
    public IReadOnlyList<LocatedIssue> Locate(string key, IReadOnlySet<string>? lists = null)
    {
        var document = _all[key];
        if (document.IsBase) return [.. Resolve(key).Issues.Select(i => new LocatedIssue(i, new EntryOrigin(key, IsOwn(key), i.Pointer)))];
        var issues = Conflicts(document).ToList();
        if (!issues.Exists(i => !i.IsWarning) && ResolvedPolicy.From(document, _all, issues, _expressions, _pack.Documents) is { } policy) issues = [.. issues.Union(PolicyLint.Check(policy, lists: lists))];
        var merged = new PolicyMerge(_all, [], _expressions.Bases, _pack.Documents).Resolve(document);
        var origins = new EntryOrigins(_all, _pack.Documents, IsOwn);
        return [.. issues.Select(i => new LocatedIssue(i, merged is null ? new EntryOrigin(key, IsOwn(key), i.Pointer) : origins.Of(document, merged, i.Pointer)))];
    }

    /// <summary>The policies, own and the pack's, that stand on this document directly or through others, ordered by key. Bases are not among them.</summary>
    public IReadOnlyList<string> DependantsOf(string key) =>
        [.. _all.Keys.Where(k => k != key && !IsBase(k) && Reaches(k, key, [])).Order(StringComparer.Ordinal)];

    /// <summary>What was found in the merged document, told where the author wrote it; what a base states keeps its place in the merged one.</summary>
    private static PolicyIssue Home(Lazy<JsonObject?> merged, Dictionary<string, Dictionary<string, int>> own, PolicyIssue issue)
    {
        var parts = issue.Pointer.Split('/');
        if (parts.Length < 3 || !own.TryGetValue(parts[1], out var places) || !int.TryParse(parts[2], CultureInfo.InvariantCulture, out var index)) return issue;
        if (merged.Value?[parts[1]] is not JsonArray entries || index >= entries.Count || entries[index]?["key"]?.GetValue<string>() is not { } key || !places.TryGetValue(key, out var at)) return issue;
        return issue with { Pointer = string.Join('/', [.. parts[..2], at.ToString(CultureInfo.InvariantCulture), .. parts[3..]]) };
    }

    /// <summary>Where the entries of a list stand that have a key, the first of two.</summary>
    private static Dictionary<string, int> Places(JsonArray? list)
    {
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < list?.Count; i++)
        {
            if ((list[i] as JsonObject)?["key"] is JsonValue key && key.TryGetValue<string>(out var text)) places.TryAdd(text, i);
        }

        return places;
    }

    private PolicyResolution Base(PolicyDocument document, List<PolicyIssue> issues)
    {
        if (new PolicyMerge(_all, issues, _expressions.Bases, _pack.Documents).Resolve(document) is null || issues.Exists(i => !i.IsWarning)) return new PolicyResolution(null, null, null, issues);
        var canonical = CanonicalJson.Write(document.Json);
        return new PolicyResolution(null, CanonicalJson.Hash(canonical), CanonicalJson.HashWithoutVersion(canonical), issues);
    }

    private bool IsBase(string key) => _own.TryGetValue(key, out var own) ? own.IsBase : _pack.Catalog.Find(key) is null;

    private bool Reaches(string from, string key, HashSet<string> seen) => seen.Add(from) && StandsOn(from).Any(k => k == key || Reaches(k, key, seen));

    /// <summary>Of the pack's documents this is known without reading them.</summary>
    private IEnumerable<string> StandsOn(string key)
    {
        if (!_own.TryGetValue(key, out var own)) return _pack.Extends.GetValueOrDefault(key) ?? [];
        return own.Overlays is { } overlaid && _pack.Extends.TryGetValue(overlaid, out var below) ? own.Extends.Concat(below) : own.Extends;
    }

    /// <summary>
    /// Two of the tenant's own bases that say different things about one entry, while neither stands on the other and the document does not settle it.
    /// The fragment decided: bases that the document itself names, entries that they state themselves.
    /// </summary>
    private IEnumerable<PolicyIssue> Conflicts(PolicyDocument document)
    {
        var bases = document.Extends.Select(k => _own.GetValueOrDefault(k)).OfType<PolicyDocument>().ToList();
        foreach (var (first, second) in bases.SelectMany((b, i) => bases.Skip(i + 1).Select(other => (b, other))))
        {
            if (Reaches(first.Key, second.Key, []) || Reaches(second.Key, first.Key, [])) continue;
            foreach (var entry in EntryClash.Between(first, second).Except(EntryClash.EntriesOf(document)))
                yield return new PolicyIssue("/extends", "conflicting_overlays", $"'{first.Key}' and '{second.Key}' say different things about {entry}: state it here, or extend one of them.");
        }
    }
}
