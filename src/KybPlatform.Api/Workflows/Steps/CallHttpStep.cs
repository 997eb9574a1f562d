using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using KybPlatform.Api.Http;
using KybPlatform.Api.Workflows.Running;
using KybPlatform.Policies.Workflows;
using Microsoft.EntityFrameworkCore;

namespace KybPlatform.Api.Workflows.Steps;

/// <summary>Posts to the tenant's own address, signed as Standard Webhooks says, and keeps of the answer what the step declares. It may arrive twice, under one id.</summary>
internal sealed class CallHttpStep(CallClient client, WorkflowSecrets secrets, PlatformSettings settings) : IStepEffect
{
    /// <summary>Bytes of a body that are sent at most.</summary>
    public const int MostBytes = 64 * 1024;

    public string Kind => "call_http";

    public async Task<StepOutcome> DoAsync(EffectCall call, CancellationToken ct)
    {
        if (!Uri.TryCreate(call.Text("url"), UriKind.Absolute, out var url) || url.Scheme is not ("https" or "http") || url.UserInfo.Length > 0) return StepOutcome.Failed("invalid_url", "Not an absolute URL without credentials.");
        if (url.Scheme != "https" && !settings.Development) return StepOutcome.Failed("https_required", "Only https is called.");
        var signing = secrets.Open(await call.Work.Db.Set<WorkflowSettings>().AsNoTracking().SingleOrDefaultAsync(ct), call.Work.Now);
        if (signing.Count == 0) return StepOutcome.Failed("no_signing_secret", "The tenant has made no signing secret for its workflows.");
        var body = JsonSerializer.SerializeToUtf8Bytes(call.Any("body") ?? Usual(call), Wire.Json);
        if (body.Length > MostBytes) return StepOutcome.Failed("too_large", $"At most {MostBytes} bytes are sent.");

        var answer = await client.PostAsync(url, call.Id, body, signing, ct);
        if (answer.Fault is { } fault)
        {
            var detail = answer.Status > 0 ? string.Create(CultureInfo.InvariantCulture, $"It answered with {answer.Status}.") : "It was not reached.";
            return answer.MayRetry ? StepOutcome.Unlucky(fault, detail) : StepOutcome.Failed(fault, detail);
        }
        return Read(call.Step, answer);
    }

    // Where the author says nothing else: what it is about, in ids.
    private static JsonObject Usual(EffectCall call) => new()
    {
        ["type"] = "workflow.step",
        ["timestamp"] = InstantJson.Text(call.Work.Now),
        ["data"] = new JsonObject { ["run_id"] = call.Run.Id.ToString(), ["workflow"] = call.Run.Workflow, ["step"] = call.Step.Key, ["about"] = call.Run.About.Length > 0 ? call.Run.About : null },
    };

    private static StepOutcome Read(EffectStep step, CallAnswer answer)
    {
        var output = new JsonObject { ["status"] = answer.Status };
        if (step.Outputs.Count == 0) return new StepOutcome(output);
        JsonObject? told;
        try
        {
            told = JsonNode.Parse(answer.Body, documentOptions: Wire.Strict) as JsonObject;
        }
        catch (JsonException)
        {
            told = null;
        }
        if (told is null) return StepOutcome.Failed("unexpected_answer", "The answer is no JSON object.");
        foreach (var (name, type) in step.Outputs)
        {
            if (!RunCalls.Fits(told[name], type)) return StepOutcome.Failed("unexpected_answer", $"'{name}' of the answer is not {type}.");
            output[name] = told[name]?.DeepClone();
        }
        return new StepOutcome(output);
    }
}
