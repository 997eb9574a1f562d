using System.Text.Json.Nodes;

namespace KybPlatform.Policies.Workflows;

/// <summary>What a place in a run is doing.</summary>
public enum TokenState
{
    /// <summary>Its next step can be done.</summary>
    Ready,

    /// <summary>In a wait: for an event or a deadline.</summary>
    Waiting,

    /// <summary>A step failed and is tried again later.</summary>
    Retrying,

    /// <summary>Its branches go on, and it when they have ended.</summary>
    Joining,

    /// <summary>Its step failed for good; the run stands here.</summary>
    Failed,
}

/// <summary>A list of steps that a token is in.</summary>
/// <param name="Block">JSON pointer of the list.</param>
public sealed record RunFrame(string Block)
{
    /// <summary>Which of its steps is next.</summary>
    public int At { get; set; }

    /// <summary>What a <c>for_each</c> goes through; null elsewhere.</summary>
    public JsonArray? Items { get; init; }

    /// <summary>Which item.</summary>
    public int Index { get; set; }
}

/// <summary>One place where a run is. There are several where branches go on side by side.</summary>
public sealed class RunToken
{
    /// <summary>Counts from 0 within the run.</summary>
    public required int Id { get; init; }

    /// <summary>The token that joins when this one has ended; null for the first.</summary>
    public int? Parent { get; init; }

    /// <summary>From the outermost list to the one that it is in.</summary>
    public required List<RunFrame> Frames { get; init; }

    /// <summary>What it is doing.</summary>
    public TokenState State { get; set; }

    /// <summary>When a wait or a pause is over.</summary>
    public DateTimeOffset? DueAt { get; set; }

    /// <summary>Tries of the step so far.</summary>
    public int Attempt { get; set; }

    /// <summary>Counts the times that a token was moved: whoever was moved least is next.</summary>
    public int Turn { get; set; }

    /// <summary>Positions of the events that ended its waits, and those of the places that it came from: none ends a second one.</summary>
    public List<long> Heard { get; init; } = [];

    internal RunFrame Frame => Frames[^1];
}

/// <summary>Where a run is and what its steps told. Plain data: it is kept with the run and goes through every step.</summary>
public sealed class RunState
{
    /// <summary>All places where it is; none where it is over.</summary>
    public required List<RunToken> Tokens { get; init; }

    /// <summary>What the caller gave along.</summary>
    public required JsonObject Input { get; init; }

    /// <summary>What steps told, by their keys; the last time counts where a step was done again.</summary>
    public required JsonObject Outputs { get; init; }

    /// <summary>How the event that began it reads; null where there was none.</summary>
    public JsonObject? Event { get; init; }

    /// <summary>The next token's id.</summary>
    public int NextToken { get; set; } = 1;

    /// <summary>Steps done so far.</summary>
    public int Done { get; set; }

    /// <summary>The beginning of a run.</summary>
    public static RunState Begin(WorkflowProgram program, JsonObject? input, JsonObject? @event) => new()
    {
        Tokens = [new RunToken { Id = 0, Frames = [new RunFrame(program.Document.Steps.Pointer)] }],
        Input = input ?? [],
        Outputs = [],
        Event = @event,
    };

    /// <summary>When something becomes due by time alone; null where nothing does.</summary>
    public DateTimeOffset? DueAt => Tokens.Where(t => t.State is TokenState.Waiting or TokenState.Retrying).Min(t => t.DueAt);

    /// <summary>Whether a step can be done at once.</summary>
    public bool IsReady => Tokens.Exists(t => t.State is TokenState.Ready);

    /// <summary>Lets what failed be tried again, from its first try.</summary>
    public void Resume()
    {
        foreach (var token in Tokens.Where(t => t.State is TokenState.Failed)) (token.State, token.Attempt, token.DueAt) = (TokenState.Ready, 0, null);
    }
}
