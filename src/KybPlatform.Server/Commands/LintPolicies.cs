using System.Globalization;
using KybPlatform.Server.Commands.Reports;

namespace KybPlatform.Server.Commands;

/// <summary>Checks documents.</summary>
internal static class LintPolicies
{
    public static int Run(IReadOnlyList<string> arguments, TextWriter say)
    {
        var line = CommandLine.Parse("lint", arguments, ["--format", "--output"], ["--warnings-as-errors"]);
        var format = line.OneOf("--format", ReportWriter.Formats);
        var folder = PolicyFolder.Read(line.Paths);
        var findings = Strictly(folder.Check(), line.Has("--warnings-as-errors"));
        var report = new Report("lint", findings, Cases(folder, findings), Summary(folder, findings));
        Output.Write(ReportWriter.Write(report, format), line, say);
        return report.IsGood ? KybCommand.Good : KybCommand.Findings;
    }

    internal static IReadOnlyList<Finding> Strictly(IReadOnlyList<Finding> findings, bool warningsToo) =>
        warningsToo ? [.. findings.Select(f => f with { IsWarning = false })] : findings;

    private static List<TriedCase> Cases(PolicyFolder folder, IReadOnlyList<Finding> findings) =>
        [.. folder.Files.DistinctBy(f => f.Path).Select(f => new TriedCase("lint", f.Path, f.Path, null, [.. findings.Where(x => x.File == f.Path && !x.IsWarning).Select(x => $"{x.At?.Line}:{x.At?.Column} {x.Code}: {x.Message}")]))];

    internal static string Summary(PolicyFolder folder, IReadOnlyList<Finding> findings) => string.Create(
        CultureInfo.InvariantCulture, $"{folder.FileCount} files, {findings.Count(f => !f.IsWarning)} errors, {findings.Count(f => f.IsWarning)} warnings");
}

/// <summary>Where reports go.</summary>
internal static class Output
{
    public static void Write(string text, CommandLine line, TextWriter say)
    {
        if (line.Value("--output") is { } file) File.WriteAllText(file, text);
        else say.Write(text);
    }
}
