using System.Text.Json.Nodes;
using KybPlatform.Policies.Documents;

namespace KybPlatform.Policies.Resolution;

/// <summary>
/// The examples of a policy, those that start from an example of a base standing for themselves. A base's own examples are such starting points only:
/// what they lead to is each policy's to say.
/// </summary>
internal static class BaseExamples
{
    public static IReadOnlyList<PolicyTest> Of(PolicyDocument document, IReadOnlyDictionary<string, PolicyDocument> documents, List<PolicyIssue> issues)
    {
        var own = document.Tests.Select(t => t.Name).ToHashSet(StringComparer.Ordinal);
        if (document.Tests.All(t => t.Like is null || own.Contains(t.Like))) return document.Tests;
        var inherited = new Dictionary<string, JsonObject>(StringComparer.Ordinal);
        Collect(document, documents, inherited, []);
        var tests = new List<PolicyTest>();
        for (var i = 0; i < document.Tests.Count; i++)
        {
            var test = document.Tests[i];
            if (test.Like is not { } like || own.Contains(like)) tests.Add(test);
            else if (inherited.TryGetValue(like, out var start)) tests.Add(test with { Like = null, Facts = MergePatch.Apply((JsonObject)start.DeepClone(), test.Facts) });
            else issues.Add(new PolicyIssue($"/tests/{i}/like", "unknown_test", $"Neither this policy nor a base of it has an example called '{like}'.", null, NearestName.Of(like, own.Concat(inherited.Keys))));
        }

        return tests;
    }

    private static void Collect(PolicyDocument document, IReadOnlyDictionary<string, PolicyDocument> documents, Dictionary<string, JsonObject> examples, HashSet<string> seen)
    {
        foreach (var key in document.Extends)
        {
            if (!seen.Add(key) || !documents.TryGetValue(key, out var found)) continue;
            Collect(found, documents, examples, seen);
            foreach (var test in found.Tests)
            {
                var start = test.Like is { } like && examples.TryGetValue(like, out var earlier) ? (JsonObject)earlier.DeepClone() : [];
                examples[test.Name] = MergePatch.Apply(start, test.Facts);
            }
        }
    }
}
