using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using KybPlatform.Api.Http;
using KybPlatform.Api.Jobs;
using KybPlatform.Policies.Workflows;

namespace KybPlatform.Api.Workflows.Running;

/// <summary>What somebody asks a workflow to begin with.</summary>
internal sealed record RunCall(string About, Guid? Profile, JsonObject Input);

/// <summary>Checks calls, whoever makes them: the resource exists, and the input is what the workflow declares.</summary>
internal static class RunCalls
{
    public static async Task<Result<RunCall>> CheckAsync(RunScenes scenes, TenantWork work, ActiveWorkflow workflow, string about, JsonObject? input, CancellationToken ct)
    {
        var document = workflow.Program.Document;
        if (!document.Triggers.Any(t => t.IsCall)) return WorkflowErrors.NotCallable(workflow.Key);
        if (document.About is WorkflowAbout.Nothing) about = "";
        var (exists, profile) = await scenes.FindAsync(work, document.About, about, ct);
        if (!exists) return WorkflowErrors.UnknownSubject(document.About);
        input ??= [];
        if (Encoding.UTF8.GetByteCount(input.ToJsonString()) > RunBounds.Input) return WorkflowErrors.TooLarge("/input", RunBounds.Input);
        foreach (var (name, value) in input)
        {
            if (!document.Inputs.TryGetValue(name, out var type)) return WorkflowErrors.Input(name, "unknown_field", $"The workflow declares no input '{name}'.{Nearest.Hint(name, document.Inputs.Keys)}");
            if (!Fits(value, type)) return WorkflowErrors.Input(name, "invalid_type", $"Must be {type}.");
        }
        return new RunCall(about, profile, input);
    }

    /// <summary>Whether a value is of a declared type; null always is.</summary>
    internal static bool Fits(JsonNode? value, string type) => value is null || type switch
    {
        "string" => value is JsonValue v && v.TryGetValue<string>(out _),
        "int" => value is JsonValue v && v.TryGetValue<long>(out _),
        "double" => value is JsonValue v && v.TryGetValue<double>(out _),
        "bool" => value is JsonValue v && v.TryGetValue<bool>(out _),
        "timestamp" => value is JsonValue v && v.TryGetValue<string>(out var text) && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _),
        "list(string)" => value is JsonArray items && items.All(i => i is JsonValue v && v.TryGetValue<string>(out _)),
        _ => true,
    };
}
