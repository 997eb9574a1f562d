using System.Text.Json.Nodes;

namespace KybPlatform.Policies.Workflows;

/// <summary>How a try of a step ended.</summary>
/// <param name="Output">What it tells; null where it failed.</param>
/// <param name="Error">A stable code; null where it was done.</param>
/// <param name="Detail">Words for whoever looks at the run: no classified value.</param>
/// <param name="MayRetry">False where another try cannot end differently.</param>
public sealed record StepOutcome(JsonObject? Output, string? Error = null, string? Detail = null, bool MayRetry = false)
{
    /// <summary>It was done.</summary>
    public static StepOutcome Done(params (string Name, JsonNode? Value)[] outputs) => new(new JsonObject(outputs.Select(o => KeyValuePair.Create(o.Name, o.Value))));

    /// <summary>It failed, and would fail again.</summary>
    public static StepOutcome Failed(string error, string detail) => new(null, error, detail);

    /// <summary>It failed, and may not fail the next time.</summary>
    public static StepOutcome Unlucky(string error, string detail) => new(null, error, detail, MayRetry: true);
}

/// <summary>How a step stands after a move, for the ledger.</summary>
public enum LineOutcome
{
    /// <summary>It is over.</summary>
    Done,

    /// <summary>A wait has begun.</summary>
    Waiting,

    /// <summary>It failed and is tried again.</summary>
    Retrying,

    /// <summary>It failed, and the run goes on without it.</summary>
    Skipped,

    /// <summary>It failed, and the run with it.</summary>
    Failed,
}

/// <summary>One line of a run's ledger.</summary>
/// <param name="Note">A word about how it went: the branch that was taken, what ended a wait, an error's code.</param>
public sealed record RunLine(string Step, string Kind, int Token, int Attempt, LineOutcome Outcome, string? Note = null, string? Detail = null);

/// <summary>Where moving a run has led.</summary>
public abstract record RunMove
{
    private RunMove()
    {
    }

    /// <summary>Something has to be done outside of the run; <see cref="Interpreter.Conclude"/> takes how it went.</summary>
    /// <param name="Attempt">1 for the first try.</param>
    public sealed record Do(RunToken Token, EffectStep Step, JsonObject Arguments, int Attempt) : RunMove;

    /// <summary>Nothing can be done before something happens, or the time comes.</summary>
    public sealed record Idle : RunMove;

    /// <summary>It is over.</summary>
    public sealed record Completed : RunMove;

    /// <summary>It stands at a step that failed, or at its own end.</summary>
    public sealed record Failed(string Step, string Code, string? Detail) : RunMove;
}
