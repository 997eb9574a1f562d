using System.Text.Json.Nodes;

namespace KybPlatform.Server.Samples;

/// <summary>How one sample ended, as the table shows it.</summary>
internal sealed record SampleOutcome(string Status, string Why)
{
    public static SampleOutcome From(SampleAnswer answer)
    {
        if (answer.Status is not (200 or 201) || answer.Body["status"] is null) return new SampleOutcome($"refused {answer.Status}", $"{Text(answer.Body, "code")}: {Text(answer.Body, "detail")}");
        var (status, reasons) = (Text(answer.Body, "status"), List(answer.Body["decision"]?["reasons"], "code"));
        var due = List(answer.Body["requirements"]?["currently_due"], "requirement");
        return new SampleOutcome(status, status switch
        {
            "approved" => "every requirement met",
            "needs_information" when due.Length > 0 => "asks for " + due,
            "processing" => "still at work",
            _ => reasons,
        });
    }

    // One requirement can ask for several fields: it is named once.
    private static string List(JsonNode? items, string member) =>
        string.Join(", ", (items as JsonArray ?? []).OfType<JsonObject>().Select(i => Text(i, member)).Distinct(StringComparer.Ordinal));

    private static string Text(JsonObject body, string member) => body[member]?.ToString() ?? "";
}
