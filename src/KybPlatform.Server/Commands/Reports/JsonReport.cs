using System.Text.Json.Nodes;
using KybPlatform.Policies.Documents;

namespace KybPlatform.Server.Commands.Reports;

/// <summary>Everything there is, for other programs.</summary>
internal static class JsonReport
{
    public static string Write(Report report) => new JsonObject
    {
        ["command"] = report.Command,
        ["ok"] = report.IsGood,
        ["findings"] = new JsonArray([.. report.Findings.Select(Finding)]),
        ["cases"] = new JsonArray([.. report.Cases.Select(Case)]),
        ["summary"] = report.Summary,
    }.ToJsonString(ReportWriter.Indented) + "\n";

    private static JsonObject Finding(Finding finding) => new()
    {
        ["file"] = finding.File,
        ["line"] = finding.At?.Line,
        ["column"] = finding.At?.Column,
        ["severity"] = finding.IsWarning ? "warning" : "error",
        ["code"] = finding.Code,
        ["message"] = finding.Message,
        ["policy"] = finding.Policy,
        ["pointer"] = finding.Pointer,
    };

    private static JsonObject Case(TriedCase tried) => new()
    {
        ["suite"] = tried.Suite,
        ["name"] = tried.Name,
        ["file"] = tried.File,
        ["line"] = tried.At?.Line,
        ["passed"] = tried.Failures.Count == 0,
        ["failures"] = new JsonArray([.. tried.Failures.Select(f => (JsonNode)f)]),
    };
}
