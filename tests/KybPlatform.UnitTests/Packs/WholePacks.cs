using System.Collections.Concurrent;
using KybPlatform.Policies;
using KybPlatform.Policies.Documents;
using KybPlatform.Policies.Resolution;

namespace KybPlatform.UnitTests.Packs;

/// <summary>All files of the packs read and compiled once, and the examples run once, for every test that asks for them: reading is what these tests cost.</summary>
internal static class WholePacks
{
    private static readonly Lazy<(IReadOnlyList<PolicyDocument> Documents, IReadOnlyList<PolicyIssue> Issues)> Read = new(() =>
    {
        var issues = new List<PolicyIssue>();
        return (PackFiles.Read(issues), issues);
    });

    private static readonly Lazy<PolicyPack> Compiled = new(() => PolicyPack.From(Read.Value.Documents, PackFiles.Version()));

    private static readonly ConcurrentDictionary<string, Lazy<IReadOnlyList<PolicyTestResult>>> Runs = new(StringComparer.Ordinal);

    public static IReadOnlyList<PolicyDocument> Documents => Read.Value.Documents;

    public static IReadOnlyList<PolicyIssue> Issues => Read.Value.Issues;

    public static PolicyPack Pack => Compiled.Value;

    /// <summary>The examples of a shipped policy, with what became of them.</summary>
    public static IReadOnlyList<PolicyTestResult> ExamplesOf(ResolvedPolicy policy) =>
        Runs.GetOrAdd(policy.Key, _ => new Lazy<IReadOnlyList<PolicyTestResult>>(() => PolicyTestRunner.Run(policy))).Value;
}
