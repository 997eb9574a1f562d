using System.Globalization;
using System.Text;
using KybPlatform.Policies.Documents;

namespace KybPlatform.Server.Commands.Reports;

/// <summary>One line a finding, as compilers write them, so that editors and CI lead to the place.</summary>
internal static class TextReport
{
    public static string Write(Report report)
    {
        var text = new StringBuilder();
        foreach (var finding in report.Findings)
            text.AppendLine(CultureInfo.InvariantCulture, $"{Place(finding.File, finding.At)}: {(finding.IsWarning ? "warning" : "error")} {finding.Code}: {finding.Message}");
        foreach (var tried in report.Cases.Where(c => c.Failures.Count > 0 && report.Command == "test"))
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"{Place(tried.File, tried.At)}: failed {tried.Suite}: {tried.Name}");
            foreach (var failure in tried.Failures) text.AppendLine(CultureInfo.InvariantCulture, $"    {failure}");
        }

        return text.AppendLine(report.Summary).ToString();
    }

    private static string Place(string file, SourcePosition? at) => at is { } place ? string.Create(CultureInfo.InvariantCulture, $"{file}:{place.Line}:{place.Column}") : file;
}
