using System.Text.Json;
using System.Text.Json.Nodes;
using KybPlatform.IntegrationTests.App;

namespace KybPlatform.IntegrationTests.Workflows;

/// <summary>What tests of workflows have in common.</summary>
internal static class Flows
{
    /// <summary>Writes a workflow and brings it into force.</summary>
    public static async Task<string> AFlowAsync(this ApiClient tenant, string key, string steps, string about = "inquiry", string trigger = """{ "call": true }""", string inputs = "{}", string more = "")
    {
        var document = JsonNode.Parse($$"""
            { "key": "{{key}}", "title": "A flow", "about": "{{about}}", "triggers": [{{trigger}}], "inputs": {{inputs}}, "steps": [{{steps}}]{{more}},
              "tests": [{ "name": "it begins", "facts": {}, "event": {{(trigger.Contains("event", StringComparison.Ordinal) ? """{ "type": "inquiry.created" }""" : "null")}}, "expect": { "started": {{(trigger.Contains("event", StringComparison.Ordinal) ? "false" : "true")}} } }] }
            """);
        var version = (await tenant.PostAsync("/v1/workflows/" + key + "/versions", new { document })).ShouldBe(201).At("/version").GetInt32();
        (await tenant.PostAsync($"/v1/workflows/{key}/versions/{version}/publish")).ShouldBe(200);
        return key;
    }

    public static async Task<string> StartAsync(this ApiClient tenant, string key, string? about = null, object? input = null) =>
        (await tenant.PostAsync($"/v1/workflows/{key}/runs", new { about, input })).ShouldBe(201).Text("/id");

    public static Task<HttpAnswer> RunAsync(this ApiClient tenant, string run, params string[] statuses) =>
        Eventually.AsksAsync(() => tenant.GetAsync($"/v1/workflow-runs/{run}"), a => statuses.Contains(a.Text("/status")));

    public static async Task<JsonElement> OnlyRunAsync(this ApiClient tenant, string key, params string[] statuses) =>
        (await Eventually.AsksAsync(() => tenant.GetAsync($"/v1/workflow-runs?workflow={key}"), a => a.At("/data").GetArrayLength() == 1 && statuses.Contains(a.Text("/data/0/status")))).At("/data/0");

    public static IReadOnlyList<string> Did(this HttpAnswer run) => [.. run.At("/steps").EnumerateArray().Select(s => $"{s.Text("/step")}:{s.Text("/outcome")}")];
}
