using System.Text.Json.Nodes;
using KybPlatform.Api.Http;
using KybPlatform.Api.Jobs;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Workflows.Contracts;
using KybPlatform.Policies.Workflows;

namespace KybPlatform.Api.Workflows.Running;

/// <summary>A step that is to be done, in the run's unit of work.</summary>
internal sealed class EffectCall(TenantWork work, WorkflowRun run, WorkflowProgram program, RunScene scene, RunMove.Do step)
{
    public TenantWork Work => work;
    public WorkflowRun Run => run;
    public WorkflowProgram Program => program;
    public RunScene Scene => scene;
    public EffectStep Step => step.Step;

    /// <summary>1 for the first try.</summary>
    public int Attempt => step.Attempt;

    /// <summary>Who acts: the workflow.</summary>
    public Actor Actor { get; } = WorkflowId.Of(run.Workflow).Actor;

    /// <summary>Names this step of this run, however often it is tried: receivers tell a repetition by it.</summary>
    public string Id { get; } = string.Join('.', [run.Id.ToString(), step.Step.Key, .. step.Token.Frames.Where(f => f.Items is not null).Select(f => f.Index.ToString(System.Globalization.CultureInfo.InvariantCulture))]);

    /// <summary>The public id of what was made or moved, for the ledger.</summary>
    public string? Resource { get; set; }

    public Work InName(CancellationToken ct) => new(work, Actor, ct);

    /// <summary>Null where the argument was left out, is null, or is no text.</summary>
    public string? Text(string name) => step.Arguments[name] is JsonValue value && value.TryGetValue<string>(out var text) && text.Length > 0 ? text : null;

    public int? Whole(string name) => step.Arguments[name] is JsonValue value && value.TryGetValue<int>(out var whole) ? whole : null;

    public bool? Bool(string name) => step.Arguments[name] is JsonValue value && value.TryGetValue<bool>(out var truth) ? truth : null;

    public IReadOnlyList<string> Texts(string name) => step.Arguments[name] is JsonArray items ? [.. items.Select(i => i?.ToString()).OfType<string>()] : [];

    public JsonNode? Any(string name) => step.Arguments[name];
}

/// <summary>Does one kind of step. What it changes goes into the run's unit of work and commits with the run; what it refuses, it says.</summary>
internal interface IStepEffect
{
    string Kind { get; }

    Task<StepOutcome> DoAsync(EffectCall call, CancellationToken ct);
}

/// <summary>Finds who does a step, and gives it its time.</summary>
internal sealed class StepEffects(IEnumerable<IStepEffect> effects, TimeProvider clock)
{
    private static readonly TimeSpan Usual = TimeSpan.FromSeconds(30);
    private readonly Dictionary<string, IStepEffect> _effects = effects.ToDictionary(e => e.Kind, StringComparer.Ordinal);

    public async Task<StepOutcome> DoAsync(EffectCall call, CancellationToken ct)
    {
        if (!_effects.TryGetValue(call.Step.Kind, out var effect)) return StepOutcome.Failed("unknown_step_kind", $"Nobody here does '{call.Step.Kind}'.");
        using var limit = new CancellationTokenSource(call.Step.Habits.Timeout ?? Usual, clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(ct, limit.Token);
        try
        {
            return await effect.DoAsync(call, both.Token);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !ct.IsCancellationRequested)
        {
            return StepOutcome.Unlucky("timeout", "It took too long.");
        }
    }

    /// <summary>A refusal of the platform's own, as a step tells it.</summary>
    public static StepOutcome Refused(Error error) => StepOutcome.Failed(error.Code, error.Detail);
}
