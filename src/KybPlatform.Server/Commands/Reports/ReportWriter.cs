using System.Text.Encodings.Web;
using System.Text.Json;

namespace KybPlatform.Server.Commands.Reports;

/// <summary>A report in the form that was asked for. The same report gives the same bytes.</summary>
internal static class ReportWriter
{
    public static readonly string[] Formats = ["text", "json", "junit", "sarif"];

    internal static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write(Report report, string format) => format switch
    {
        "json" => JsonReport.Write(report),
        "junit" => JUnitReport.Write(report),
        "sarif" => SarifReport.Write(report),
        _ => TextReport.Write(report),
    };
}
