using System.Collections.Concurrent;
using KybPlatform.Policies;
using KybPlatform.Policies.Documents;
using KybPlatform.Policies.Resolution;

namespace KybPlatform.UnitTests.Packs;

/// <summary>All files of the packs read and compiled once, and the examples run once, for every test that asks for them: reading is what these tests cost.</summary>
internal static class WholePacks
{
    private static readonly Lazy<IReadOnlyList<(string File, int Part, PolicyLoad Load)>> Read = new(() =>
        [.. PackFiles.Names.AsParallel().AsOrdered().SelectMany(file => PolicyLoader.ManyFromYaml(PackFiles.Text(file)).Select((load, part) => (file, part, load)))]);

    private static readonly Lazy<PolicyPack> Compiled = new(() => PolicyPack.From(Documents, PackFiles.Version()));

    private static readonly ConcurrentDictionary<string, Lazy<IReadOnlyList<PolicyTestResult>>> Runs = new(StringComparer.Ordinal);

    /// <summary>What each file held, in its order.</summary>
    public static IReadOnlyList<(string File, int Part, PolicyLoad Load)> Parts => Read.Value;

    public static IReadOnlyList<PolicyDocument> Documents => [.. Parts.Select(p => p.Load.Document).OfType<PolicyDocument>()];

    public static IEnumerable<PolicyIssue> Issues => Parts.SelectMany(p => p.Load.Issues.Select(i => i with { Pointer = $"{p.File}#{i.Pointer}" }));

    public static PolicyPack Pack => Compiled.Value;

    /// <summary>The examples of a shipped policy, with what became of them.</summary>
    public static IReadOnlyList<PolicyTestResult> ExamplesOf(ResolvedPolicy policy) =>
        Runs.GetOrAdd(policy.Key, _ => new Lazy<IReadOnlyList<PolicyTestResult>>(() => PolicyTestRunner.Run(policy))).Value;
}
