using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace KybPlatform.Server.Commands.Reports;

/// <summary>SARIF 2.1.0 (OASIS), as code hosts show findings beside the lines. Examples that do not hold are findings too.</summary>
internal static class SarifReport
{
    public static string Write(Report report)
    {
        var findings = report.Findings.Concat(report.Command == "test" ? report.Cases.Where(c => c.Failures.Count > 0).Select(Failed) : []).ToList();
        var rules = findings.Select(f => f.Code).Distinct().Order(StringComparer.Ordinal).ToList();
        return new JsonObject
        {
            ["$schema"] = "https://json.schemastore.org/sarif-2.1.0.json",
            ["version"] = "2.1.0",
            ["runs"] = new JsonArray(new JsonObject
            {
                ["tool"] = new JsonObject
                {
                    ["driver"] = new JsonObject
                    {
                        ["name"] = "kyb",
                        ["semanticVersion"] = typeof(SarifReport).Assembly.GetName().Version!.ToString(3),
                        ["rules"] = new JsonArray([.. rules.Select(r => new JsonObject { ["id"] = r, ["shortDescription"] = new JsonObject { ["text"] = r.Replace('_', ' ') } })]),
                    },
                },
                ["columnKind"] = "utf16CodeUnits",
                ["results"] = new JsonArray([.. findings.Select(f => Result(f, rules))]),
            }),
        }.ToJsonString(ReportWriter.Indented) + "\n";
    }

    private static Finding Failed(TriedCase tried) => new(tried.File, tried.At, "example_failed", false, $"{tried.Name}: {string.Join("; ", tried.Failures)}", tried.Suite, "/tests");

    private static JsonObject Result(Finding finding, List<string> rules) => new()
    {
        ["ruleId"] = finding.Code,
        ["ruleIndex"] = rules.IndexOf(finding.Code),
        ["level"] = finding.IsWarning ? "warning" : "error",
        ["message"] = new JsonObject { ["text"] = finding.Message },
        ["locations"] = new JsonArray(new JsonObject
        {
            ["physicalLocation"] = Physical(finding),
            ["logicalLocations"] = new JsonArray(new JsonObject { ["fullyQualifiedName"] = $"{finding.Policy}#{finding.Pointer}" }),
        }),
        // Tells the same finding from run to run, wherever its line has moved.
        ["partialFingerprints"] = new JsonObject { ["kybFinding/v1"] = Fingerprint(finding) },
    };

    private static JsonObject Physical(Finding finding)
    {
        var physical = new JsonObject { ["artifactLocation"] = new JsonObject { ["uri"] = string.Join('/', finding.File.Split('/').Select(Uri.EscapeDataString)) } };
        if (finding.At is { } at) physical["region"] = new JsonObject { ["startLine"] = at.Line, ["startColumn"] = at.Column };
        return physical;
    }

    private static string Fingerprint(Finding finding) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{finding.Policy}\n{finding.Code}\n{finding.Pointer}\n{finding.Message}")))[..32];
}
