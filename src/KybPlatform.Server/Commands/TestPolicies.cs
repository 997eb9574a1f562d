using System.Globalization;
using KybPlatform.Policies;
using KybPlatform.Server.Commands.Reports;

namespace KybPlatform.Server.Commands;

/// <summary>Runs the examples of documents, and of the pack's policies that stand on them.</summary>
internal static class TestPolicies
{
    public static int Run(IReadOnlyList<string> arguments, TextWriter say)
    {
        var line = CommandLine.Parse("test", arguments, ["--format", "--output", "--policy"], ["--warnings-as-errors"]);
        var format = line.OneOf("--format", ReportWriter.Formats);
        var folder = PolicyFolder.Read(line.Paths);
        var only = line.Value("--policy");
        if (only is not null && !folder.Has(only)) throw new UsageException($"No document here has the key {only}.");
        var findings = LintPolicies.Strictly(folder.Check(), line.Has("--warnings-as-errors"));
        var cases = folder.Keys.Where(k => only is null || k == only).SelectMany(k => folder.Layers.DependantsOf(k).Prepend(k).Select(p => (Policy: p, By: folder.Has(p) ? p : k)))
            .DistinctBy(p => p.Policy).SelectMany(p => Cases(folder, p.Policy, p.By)).ToList();
        var report = new Report("test", findings, cases, Summary(folder, findings, cases));
        Output.Write(ReportWriter.Write(report, format), line, say);
        return report.IsGood ? KybCommand.Good : KybCommand.Findings;
    }

    private static IEnumerable<TriedCase> Cases(PolicyFolder folder, string key, string by)
    {
        if (folder.Layers.Resolve(key).Policy is not { } policy) yield break;
        var file = folder.FileOf(by);
        foreach (var (result, index) in PolicyTestRunner.Run(policy).Select((r, i) => (r, i)))
        {
            var at = key == by ? file.Load.PositionOf(string.Create(CultureInfo.InvariantCulture, $"/tests/{index}")) : null;
            yield return new TriedCase(key, result.Test, file.Path, at, result.Failures);
        }
    }

    private static string Summary(PolicyFolder folder, IReadOnlyList<Finding> findings, List<TriedCase> cases) =>
        LintPolicies.Summary(folder, findings) + string.Create(CultureInfo.InvariantCulture, $", {cases.Count(c => c.Failures.Count == 0)} of {cases.Count} examples hold");
}
