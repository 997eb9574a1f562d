using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace KybPlatform.Policies.Workflows;

/// <summary>How an example went.</summary>
/// <param name="Started">Null where it cannot be known whether the event starts a run.</param>
/// <param name="Steps">Effects and waits, in order.</param>
/// <param name="Lines">Everything, as the ledger of a run would tell it.</param>
public sealed record WorkflowTestResult(string Name, bool Passed, bool? Started, string? Status, string? Failure, IReadOnlyList<string> Steps, IReadOnlyList<RunLine> Lines, IReadOnlyList<string> Failures);

/// <summary>Runs the examples of a workflow with the very interpreter that runs it, and answers of the author's in place of what steps would do.</summary>
public static class Simulation
{
    private const int MostMoves = 10_000;

    /// <summary>All examples, in the document's order.</summary>
    public static IReadOnlyList<WorkflowTestResult> Run(WorkflowProgram program) => [.. program.Document.Tests.Select(t => Run(program, t))];

    /// <summary>One example. Never throws.</summary>
    public static WorkflowTestResult Run(WorkflowProgram program, WorkflowTest test)
    {
        var failures = new List<string>();
        var started = Starts(program, test);
        if (started != test.Expect.Started) failures.Add(started is null ? "Whether it starts cannot be known from these facts." : started.Value ? "It starts." : "It does not start.");
        if (started is not true) return new WorkflowTestResult(test.Name, failures.Count == 0, started, null, null, [], [], failures);

        var (now, seen, lines, arguments) = (test.Now, new List<string>(), new List<RunLine>(), new JsonObject());
        var state = RunState.Begin(program, test.Input.DeepClone().AsObject(), test.Event?.DeepClone().AsObject());
        RunMove move = new RunMove.Idle();
        for (var i = 0; i < MostMoves; i++)
        {
            var interpreter = new Interpreter(program, state, FactsOf(test, now), now);
            move = interpreter.Next();
            if (move is RunMove.Do step)
            {
                arguments[step.Step.Key] = step.Arguments.DeepClone();
                move = interpreter.Conclude(step.Token, Answer(test, step.Step.Key), 0.5) ?? move;
            }
            var goesOn = move is RunMove.Do || (move is RunMove.Idle && Elapse(test, interpreter, state, ref now));
            foreach (var line in interpreter.TakeLines())
            {
                lines.Add(line);
                if (StepKinds.Find(line.Kind) is not null ? line.Outcome is not LineOutcome.Retrying : line is { Kind: "wait", Outcome: LineOutcome.Waiting }) seen.Add(line.Step);
            }
            if (!goesOn) break;
        }
        var (status, failure) = move switch
        {
            RunMove.Completed => ("completed", (string?)null),
            RunMove.Failed failed => ("failed", failed.Code),
            _ => ("waiting", null),
        };
        Compare(test.Expect, status, failure, seen, arguments, failures);
        return new WorkflowTestResult(test.Name, failures.Count == 0, true, status, failure, seen, lines, failures);
    }

    private static bool? Starts(WorkflowProgram program, WorkflowTest test)
    {
        if (test.Event is not { } @event) return program.Document.Triggers.Any(t => t.Events.Count == 0);
        var type = (string?)@event["type"] ?? "";
        bool? any = false;
        foreach (var trigger in program.Document.Triggers.Where(t => t.Events.Contains(type, StringComparer.Ordinal)))
        {
            var starts = program.StartsWith(trigger, FactsOf(test, test.Now));
            if (starts is true) return true;
            if (starts is null) any = null;
        }
        return any;
    }

    private static RunFacts FactsOf(WorkflowTest test, DateTimeOffset now)
    {
        var resources = test.Facts.Where(f => WorkflowTypes.Resources.ContainsKey(f.Key) && f.Value is not null).ToDictionary(f => f.Key, f => JsonSerializer.SerializeToElement(f.Value), StringComparer.Ordinal);
        var applicant = new JsonObject(test.Facts.Where(f => !WorkflowTypes.Resources.ContainsKey(f.Key)).Select(f => KeyValuePair.Create(f.Key, f.Value?.DeepClone())));
        return new RunFacts(resources, Encoding.UTF8.GetBytes(applicant.ToJsonString()), test.Event, now);
    }

    private static StepOutcome Answer(WorkflowTest test, string step) => test.Outcomes[step] switch
    {
        JsonObject o when o["error"] is JsonValue error && error.TryGetValue<string>(out var code) => new StepOutcome(null, code, null, MayRetry: true),
        JsonObject o => new StepOutcome(o.DeepClone().AsObject()),
        _ => new StepOutcome([]),
    };

    // What a wait is told, or the time that it lasts; where the example says neither, the run stands there.
    private static bool Elapse(WorkflowTest test, Interpreter interpreter, RunState state, ref DateTimeOffset now)
    {
        foreach (var token in state.Tokens.Where(t => t.State is TokenState.Waiting))
        {
            if (test.Outcomes[interpreter.WaitOf(token)!.Key] is not JsonObject told || told["event"] is not { } given) continue;
            var @event = given is JsonObject whole ? whole.DeepClone().AsObject() : new JsonObject { ["type"] = given.DeepClone() };
            if (interpreter.Hear(token, @event) is true) return true;
        }
        var due = state.Tokens.Where(t => t.State is TokenState.Retrying || (t.State is TokenState.Waiting && (test.Outcomes[interpreter.WaitOf(t)!.Key] as JsonObject)?["deadline"] is not null)).Min(t => t.DueAt);
        if (due is not { } at) return false;
        if (at > now) now = at;
        return true;
    }

    private static void Compare(WorkflowExpectation expect, string status, string? failure, List<string> seen, JsonObject arguments, List<string> failures)
    {
        if (expect.Status is { } wanted && wanted != status) failures.Add($"It is {status}{(failure is null ? "" : $" ({failure})")}, not {wanted}.");
        if (expect.Failure is { } code && code != failure) failures.Add($"It fails with {failure ?? "nothing"}, not {code}.");
        if (expect.Steps is { } steps && !steps.SequenceEqual(seen, StringComparer.Ordinal)) failures.Add($"Its steps are {string.Join(", ", seen)}.");
        foreach (var (step, members) in expect.Arguments ?? [])
        {
            if (arguments[step] is not JsonObject given) failures.Add($"'{step}' is not done.");
            else
                foreach (var (name, value) in members as JsonObject ?? [])
                    if (!JsonNode.DeepEquals(given[name], value)) failures.Add($"'{step}' has {name}: {given[name]?.ToJsonString() ?? "null"}.");
        }
    }
}
