using KybPlatform.Policies;
using KybPlatform.Policies.Documents;
using KybPlatform.Server.Commands.Reports;

namespace KybPlatform.Server.Commands;

/// <summary>One document in a file.</summary>
/// <param name="Path">As findings name it: relative to the working folder, with forward slashes.</param>
/// <param name="Text">Of the whole file.</param>
/// <param name="IsAlone">Whether the file holds nothing else.</param>
internal sealed record PolicyFile(string Path, string Text, PolicyLoad Load, bool IsAlone)
{
    public PolicyDocument? Document => Load.Document;
    public bool IsJson => Path.EndsWith(".json", StringComparison.OrdinalIgnoreCase);
}

/// <summary>The documents of some files and folders, laid over the shipped packs as a tenant's own are.</summary>
internal sealed class PolicyFolder
{
    private static readonly string[] Endings = [".yaml", ".yml", ".json"];
    private readonly Dictionary<string, PolicyFile> _byKey;

    private PolicyFolder(IReadOnlyList<PolicyFile> files)
    {
        Files = files;
        _byKey = files.Where(f => f.Document is not null).GroupBy(f => f.Document!.Key).ToDictionary(g => g.Key, g => g.First(), StringComparer.Ordinal);
        Layers = new PolicyLayers(PolicyPack.Shipped, _byKey.Values.Select(f => f.Document!));
    }

    public IReadOnlyList<PolicyFile> Files { get; }
    public PolicyLayers Layers { get; }

    public int FileCount => Files.Select(f => f.Path).Distinct(StringComparer.Ordinal).Count();

    /// <summary>Keys of the documents here, in ordinal order.</summary>
    public IEnumerable<string> Keys => _byKey.Keys.Order(StringComparer.Ordinal);

    public PolicyFile FileOf(string key) => _byKey[key];

    public bool Has(string key) => _byKey.ContainsKey(key);

    /// <summary>The working folder where no path is given. Folders are read with all below them, but for hidden ones and the head of a pack.</summary>
    public static PolicyFolder Read(IReadOnlyList<string> paths)
    {
        var files = (paths.Count == 0 ? ["."] : paths).SelectMany(Found).Distinct(StringComparer.Ordinal).ToList();
        if (files.Count == 0) throw new UsageException($"There is no .yaml, .yml or .json file in {string.Join(", ", paths.DefaultIfEmpty("the working folder"))}.");
        return new PolicyFolder([.. files.SelectMany(Load)]);
    }

    private static IEnumerable<string> Found(string path)
    {
        if (File.Exists(path)) return [path];
        if (!Directory.Exists(path)) throw new UsageException($"{path} does not exist.");
        return Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories)
            .Where(f => Endings.Contains(Path.GetExtension(f).ToLowerInvariant()) && Path.GetFileName(f) != "pack.yaml")
            .Where(f => !Path.GetRelativePath(path, f).Split(Path.DirectorySeparatorChar).Any(p => p.StartsWith('.')))
            .Order(StringComparer.Ordinal);
    }

    private static IEnumerable<PolicyFile> Load(string path)
    {
        var shown = Path.GetRelativePath(".", path).Replace('\\', '/');
        var text = System.Text.Encoding.UTF8.GetString(File.ReadAllBytes(path)).TrimStart('\uFEFF');
        var loads = path.EndsWith(".json", StringComparison.OrdinalIgnoreCase) ? [PolicyLoader.FromJson(System.Text.Encoding.UTF8.GetBytes(text))] : PolicyLoader.ManyFromYaml(text);
        return loads.Select(l => new PolicyFile(shown, text, l, loads.Count == 1));
    }

    /// <summary>What is wrong with the documents, each alone and together with what they stand on and what stands on them.</summary>
    public IReadOnlyList<Finding> Check()
    {
        var findings = Files.SelectMany(f => f.Load.Issues.Select(i => new Finding(f.Path, i.Position, i.Code, i.IsWarning, Message(i), f.Document?.Key, i.Pointer))).ToList();
        foreach (var twice in Files.Where(f => f.Document is not null).GroupBy(f => f.Document!.Key).Where(g => g.Count() > 1))
            findings.AddRange(twice.Skip(1).Select(f => new Finding(f.Path, f.Load.PositionOf("/key"), "duplicate_policy", false, $"{twice.First().Path} has the key '{twice.Key}' too.", twice.Key, "/key")));
        var dependants = Keys.SelectMany(k => Layers.DependantsOf(k).Where(d => !Has(d)).Select(d => (Key: d, By: k))).DistinctBy(d => d.Key);
        findings.AddRange(Keys.SelectMany(k => Resolved(k, k)));
        findings.AddRange(dependants.SelectMany(d => Resolved(d.Key, d.By)));
        findings.AddRange(Ambiguous());
        return [.. findings.Distinct().OrderBy(f => f.File, StringComparer.Ordinal).ThenBy(f => f.At?.Line ?? 0).ThenBy(f => f.At?.Column ?? 0).ThenBy(f => f.Code, StringComparer.Ordinal)];
    }

    /// <param name="by">The document here because of which the policy is looked at.</param>
    private IEnumerable<Finding> Resolved(string key, string by) => Layers.Locate(key).Select(located =>
    {
        // The entry may come from a document below: its own line is where it can be put right.
        var (issue, origin) = located;
        var (file, pointer) = origin.IsOwn ? (FileOf(origin.Key), origin.Pointer) : (FileOf(by), FileOf(by).Document!.Overlays is null ? "/extends" : "/overlays");
        var message = (key == file.Document!.Key ? "" : $"In {key}, which stands on it: ") + Message(issue) + (origin.IsOwn ? "" : $" (at {origin.Pointer} of the pack's {origin.Key})");
        return new Finding(file.Path, file.Load.PositionOf(pointer), issue.Code, issue.IsWarning, message, key, pointer);
    });

    /// <summary>Documents here that answer for a scope for which another one does, here or in the pack: which of them would, nobody could say.</summary>
    private IEnumerable<Finding> Ambiguous()
    {
        var own = Keys.Select(k => Layers.Resolve(k).Policy).OfType<ResolvedPolicy>().ToList();
        var others = PolicyPack.Shipped.Catalog.All.Where(p => !Has(p.Key)).Concat(own).ToLookup(p => p.Scope);
        foreach (var (policy, other) in own.SelectMany(p => others[p.Scope].Where(o => o.Key != p.Key).Select(o => (p, o))))
        {
            var file = FileOf(policy.Key);
            yield return new Finding(file.Path, file.Load.PositionOf("/scope"), "ambiguous_scope", false, $"'{policy.Key}' and '{other.Key}' would answer for the same scope.", policy.Key, "/scope");
        }
    }

    private static string Message(PolicyIssue issue) => issue.Detail + (issue.Suggestion is null ? "" : $" Did you mean '{issue.Suggestion}'?");
}
