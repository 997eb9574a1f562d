using System.Text.Json.Nodes;

namespace KybPlatform.Policies.Workflows;

/// <summary>What a run is about: the resource that its trigger names. It decides which facts expressions may read.</summary>
public enum WorkflowAbout
{
    /// <summary>No resource: started by a schedule or a call.</summary>
    Nothing,
    Inquiry,
    SenderRegistration,
    Case,
    Verification,
}

/// <summary>What happens when a step has failed for good.</summary>
public enum OnError
{
    /// <summary>The run fails, and can be resumed from the step.</summary>
    Fail,

    /// <summary>The run goes on; the step's output says the error.</summary>
    Continue,
}

/// <summary>What starts a run. Exactly one of events, cron and neither (a call of the API) is given.</summary>
/// <param name="Events">Types of events; empty for the other kinds.</param>
/// <param name="When">An expression over the event and its resource; null for always.</param>
/// <param name="Cron">Five fields; null for the other kinds.</param>
/// <param name="Zone">IANA time zone of the schedule.</param>
public sealed record WorkflowTrigger(string Pointer, IReadOnlyList<string> Events, string? When, string? Cron, string Zone)
{
    /// <summary>Started by whoever calls the API, by another workflow, or by a batch.</summary>
    public bool IsCall => Events.Count == 0 && Cron is null;
}

/// <summary>How often a step is tried, how long it may take, and what a failure means.</summary>
/// <param name="Attempts">Tries altogether.</param>
/// <param name="Pause">Before the second try; doubled with each further one.</param>
/// <param name="Timeout">Of one try; null for what is usual.</param>
public sealed record StepHabits(int Attempts, TimeSpan Pause, TimeSpan? Timeout, OnError OnError)
{
    /// <summary>One try, and a failure fails the run.</summary>
    public static StepHabits Usual { get; } = new(1, TimeSpan.FromSeconds(5), null, OnError.Fail);
}

/// <summary>One step of a workflow. Steps are nested, never jumped to: a run passes each place once, except inside <c>for_each</c>.</summary>
/// <param name="Key">Unique in the document; outputs and ledgers name it.</param>
/// <param name="Pointer">JSON pointer of the step.</param>
public abstract record WorkflowStep(string Key, string Pointer, StepHabits Habits)
{
    /// <summary>The kind's name in documents.</summary>
    public abstract string Kind { get; }
}

/// <summary>The first branch whose condition is true is taken. A condition that cannot be decided takes <paramref name="Unknown"/>, or fails the step where there is none.</summary>
public sealed record ConditionStep(
    string Key, string Pointer, StepHabits Habits, IReadOnlyList<(string When, StepBlock Steps)> Branches, StepBlock? Otherwise, StepBlock? Unknown) : WorkflowStep(Key, Pointer, Habits)
{
    /// <inheritdoc/>
    public override string Kind => "condition";
}

/// <summary>All branches go on side by side; the step is over when each has ended.</summary>
public sealed record ParallelStep(string Key, string Pointer, StepHabits Habits, IReadOnlyList<StepBlock> Branches) : WorkflowStep(Key, Pointer, Habits)
{
    /// <inheritdoc/>
    public override string Kind => "parallel";
}

/// <summary>The steps once for each item of a list, one after the other. The list is taken when the step begins.</summary>
/// <param name="As">What expressions inside call the item.</param>
/// <param name="Max">More items than this fail the step.</param>
public sealed record ForEachStep(string Key, string Pointer, StepHabits Habits, string In, string As, int Max, StepBlock Steps) : WorkflowStep(Key, Pointer, Habits)
{
    /// <inheritdoc/>
    public override string Kind => "for_each";
}

/// <summary>Waits for an event about the run's resource, at the longest until a deadline. There is no wait without one.</summary>
/// <param name="For">From the beginning of the wait; null where <paramref name="Until"/> says it.</param>
/// <param name="Until">An expression that gives an instant.</param>
/// <param name="Events">Types that end the wait; empty for a pause.</param>
/// <param name="When">An expression over the event; null takes every one of those types.</param>
/// <param name="OnDeadline">Done where the deadline came first.</param>
public sealed record WaitStep(
    string Key, string Pointer, StepHabits Habits, TimeSpan? For, string? Until, IReadOnlyList<string> Events, string? When, StepBlock? OnDeadline) : WorkflowStep(Key, Pointer, Habits)
{
    /// <inheritdoc/>
    public override string Kind => "wait";
}

/// <summary>Ends the run here.</summary>
/// <param name="Failure">The code that it fails with; null where it completes.</param>
public sealed record EndStep(string Key, string Pointer, StepHabits Habits, string? Failure) : WorkflowStep(Key, Pointer, Habits)
{
    /// <inheritdoc/>
    public override string Kind => "end";
}

/// <summary>Does something outside of the run: what <see cref="StepKinds"/> lists.</summary>
/// <param name="Arguments">As written; texts may hold <c>{{ expressions }}</c>.</param>
/// <param name="Outputs">Names and types that the author declares for an answer; empty where the kind's own are all.</param>
public sealed record EffectStep(
    string Key, string Pointer, StepHabits Habits, StepKind Does, JsonObject Arguments, IReadOnlyDictionary<string, string> Outputs) : WorkflowStep(Key, Pointer, Habits)
{
    /// <inheritdoc/>
    public override string Kind => Does.Name;
}

/// <summary>Steps that follow each other.</summary>
/// <param name="Pointer">JSON pointer of the list.</param>
public sealed record StepBlock(string Pointer, IReadOnlyList<WorkflowStep> Steps);

/// <summary>How large a run may become.</summary>
/// <param name="Days">After so many days it fails.</param>
/// <param name="Steps">After so many steps done it fails.</param>
public sealed record RunLimits(int Days, int Steps);

/// <summary>One version of one workflow as its author wrote it. Immutable; expressions are checked by <see cref="WorkflowCompiler"/>.</summary>
public sealed record WorkflowDocument
{
    /// <summary>What it is called within its tenant.</summary>
    public required string Key { get; init; }

    /// <summary>For people.</summary>
    public required string Title { get; init; }

    /// <summary>What it is for; null where nobody says.</summary>
    public string? Description { get; init; }

    /// <summary>What its runs are about.</summary>
    public required WorkflowAbout About { get; init; }

    /// <summary>What starts it; at least one.</summary>
    public required IReadOnlyList<WorkflowTrigger> Triggers { get; init; }

    /// <summary>Names and types of what a caller gives along.</summary>
    public required IReadOnlyDictionary<string, string> Inputs { get; init; }

    /// <summary>What it does.</summary>
    public required StepBlock Steps { get; init; }

    /// <summary>How large a run may become.</summary>
    public required RunLimits Limits { get; init; }

    /// <summary>Examples that must hold.</summary>
    public required IReadOnlyList<WorkflowTest> Tests { get; init; }

    /// <summary>The document as read.</summary>
    public required JsonObject Json { get; init; }
}

/// <summary>An example: what happens, what steps answer, and what the run does then.</summary>
/// <param name="Facts">By the names that expressions use: <c>inquiry</c>, <c>business</c>, ….</param>
/// <param name="Event">What started it; null for a call.</param>
/// <param name="Outcomes">By step: an object of outputs, <c>{"error": code}</c>, and for waits <c>{"event": type}</c> or <c>{"deadline": true}</c>.</param>
public sealed record WorkflowTest(
    string Pointer, string Name, DateTimeOffset Now, JsonObject? Event, JsonObject Facts, JsonObject Input, JsonObject Outcomes, WorkflowExpectation Expect);

/// <summary>What an example expects; null members are not looked at.</summary>
/// <param name="Started">False where the trigger must not start a run.</param>
/// <param name="Status"><c>completed</c>, <c>failed</c> or <c>waiting</c>.</param>
/// <param name="Steps">Keys of the effects and waits, in order.</param>
/// <param name="Arguments">Members that the arguments of a step must have.</param>
public sealed record WorkflowExpectation(bool Started, string? Status, IReadOnlyList<string>? Steps, string? Failure, JsonObject? Arguments);
