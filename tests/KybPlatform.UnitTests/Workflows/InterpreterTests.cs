using System.Text.Json;
using System.Text.Json.Nodes;
using AwesomeAssertions;
using CsCheck;
using KybPlatform.Api.Http;
using KybPlatform.Policies.Workflows;
using Xunit;
using static KybPlatform.UnitTests.Workflows.WorkflowDocumentTests;

namespace KybPlatform.UnitTests.Workflows;

/// <summary>How a run moves, step by step.</summary>
public sealed class InterpreterTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Branches_that_go_on_side_by_side_wait_without_holding_each_other()
    {
        var run = new Run(Program("""
            { "key": "both", "kind": "parallel", "branches": [
                { "steps": [{ "key": "wait_long", "kind": "wait", "for": "48h" }, { "key": "slow", "kind": "tag", "add": ["slow"] }] },
                { "steps": [{ "key": "wait_short", "kind": "wait", "for": "1h" }, { "key": "quick", "kind": "tag", "add": ["quick"] }] }] },
            { "key": "after", "kind": "tag", "add": ["after"] }
            """));
        run.Go().Should().BeOfType<RunMove.Idle>();
        run.Now = Now.AddHours(2);
        run.Go();
        run.Did.Should().Equal("quick");
        run.Now = Now.AddHours(49);
        run.Go().Should().BeOfType<RunMove.Completed>();
        run.Did.Should().Equal("quick", "slow", "after");
    }

    [Fact]
    public void Each_item_is_gone_through_once_in_order_and_the_list_stays_what_it_was_at_the_beginning()
    {
        var run = new Run(Program("""
            { "key": "all", "kind": "for_each", "in": "input.names", "as": "name", "max": 3, "steps": [{ "key": "mark", "kind": "tag", "add": ["{{name}}"] }] },
            { "key": "count", "kind": "tag", "add": ["n{{steps.all.count}}"] }
            """), new JsonObject { ["names"] = new JsonArray("a", "b", "c") });
        run.Go().Should().BeOfType<RunMove.Completed>();
        run.Arguments.Select(a => (string?)a["add"]![0]).Should().Equal("a", "b", "c", "n3");

        var many = new Run(Program("""{ "key": "all", "kind": "for_each", "in": "input.names", "as": "name", "max": 2, "steps": [{ "key": "mark", "kind": "tag", "add": ["{{name}}"] }] }"""),
            new JsonObject { ["names"] = new JsonArray("a", "b", "c") });
        many.Go().Should().BeOfType<RunMove.Failed>().Which.Code.Should().Be("too_many_items");
        many.Did.Should().BeEmpty();
    }

    [Fact]
    public void What_is_not_known_is_neither_true_nor_false()
    {
        const string steps = """{ "key": "big", "kind": "condition", "branches": [{ "when": "input.limit > 10", "steps": [{ "key": "yes", "kind": "tag", "add": ["yes"] }] }], "otherwise": [{ "key": "no", "kind": "tag", "add": ["no"] }] """;
        new Run(Program(steps + "}")).Go().Should().BeOfType<RunMove.Failed>().Which.Code.Should().Be("condition_unclear");
        var run = new Run(Program(steps + """, "unknown": [{ "key": "ask", "kind": "tag", "add": ["ask"] }] }"""));
        run.Go().Should().BeOfType<RunMove.Completed>();
        run.Did.Should().Equal("ask");
        var known = new Run(Program(steps + "}"), new JsonObject { ["limit"] = 11 });
        known.Go();
        known.Did.Should().Equal("yes");
    }

    [Fact]
    public void A_failed_step_is_tried_again_after_growing_pauses_and_the_run_resumes_where_it_stands()
    {
        var run = new Run(Program("""
            { "key": "one", "kind": "tag", "add": ["one"] },
            { "key": "two", "kind": "run_verification", "type": "phone", "retry": { "attempts": 3, "pause": "10s" } },
            { "key": "three", "kind": "tag", "add": ["three"] }
            """));
        run.Fails["two"] = 99;
        run.Go().Should().BeOfType<RunMove.Idle>();
        run.State.DueAt.Should().Be(Now.AddSeconds(10));
        run.Now = Now.AddSeconds(10);
        run.Go();
        run.State.DueAt.Should().Be(Now.AddSeconds(30));
        run.Now = Now.AddSeconds(30);
        run.Go().Should().BeOfType<RunMove.Failed>().Which.Should().Match<RunMove.Failed>(f => f.Step == "two" && f.Code == "out_of_luck");

        run.Fails.Clear();
        run.State.Resume();
        run.Go().Should().BeOfType<RunMove.Completed>();
        run.Did.Should().Equal("one", "two", "two", "two", "two", "three");
    }

    [Fact]
    public void A_step_that_may_fail_is_passed_and_says_its_error()
    {
        var run = new Run(Program("""
            { "key": "one", "kind": "run_verification", "type": "phone", "on_error": "continue" },
            { "key": "look", "kind": "condition", "branches": [{ "when": "steps.one.error == 'out_of_luck'", "steps": [{ "key": "mark", "kind": "tag", "add": ["x"] }] }] }
            """));
        run.Fails["one"] = 1;
        run.Go().Should().BeOfType<RunMove.Completed>();
        run.Did.Should().Equal("one", "mark");
    }

    [Fact]
    public void A_wait_takes_the_event_that_it_is_for_and_no_other()
    {
        var run = new Run(Program("""
            { "key": "decided", "kind": "wait", "event": ["inquiry.approved", "inquiry.declined"], "when": "event.parent != 'x'", "for": "1h", "on_deadline": [{ "key": "late", "kind": "tag", "add": ["late"] }] },
            { "key": "tell", "kind": "tag", "add": ["{{steps.decided.event.type}}"] }
            """));
        run.Go();
        run.Hear("inquiry.submitted").Should().BeFalse();
        run.Hear("inquiry.approved", "x").Should().BeFalse();
        run.Hear("inquiry.declined").Should().BeTrue();
        run.Hear("inquiry.declined").Should().BeFalse("it waits no more");
        run.Go().Should().BeOfType<RunMove.Completed>();
        ((string?)run.Arguments[^1]["add"]![0]).Should().Be("inquiry.declined");
    }

    [Fact]
    public void What_happens_after_the_deadline_is_too_late_however_late_somebody_looks()
    {
        var run = new Run(Program("""{ "key": "decided", "kind": "wait", "event": "inquiry.approved", "for": "1h", "on_deadline": [{ "key": "late", "kind": "tag", "add": ["late"] }] }"""));
        run.Go();
        run.Now = Now.AddHours(3);
        run.Hear("inquiry.approved", at: Now.AddMinutes(61)).Should().BeFalse();
        run.Go().Should().BeOfType<RunMove.Completed>();
        run.Did.Should().Equal("late");

        var other = new Run(Program("""{ "key": "decided", "kind": "wait", "event": "inquiry.approved", "for": "1h", "on_deadline": [{ "key": "late", "kind": "tag", "add": ["late"] }] }"""));
        other.Go();
        other.Now = Now.AddHours(3);
        other.Hear("inquiry.approved", at: Now.AddMinutes(60)).Should().BeTrue("it came in time");
        other.Go();
        other.Did.Should().BeEmpty();
    }

    [Fact]
    public void A_run_ends_after_so_many_steps()
    {
        var load = Load("""{ "key": "all", "kind": "for_each", "in": "input.names", "as": "name", "max": 100, "steps": [{ "key": "mark", "kind": "tag", "add": ["x"] }] }""");
        var program = WorkflowCompiler.Compile(load.Document! with { Limits = new RunLimits(90, 10) }).Program!;
        new Run(program, new JsonObject { ["names"] = new JsonArray([.. Enumerable.Range(0, 50).Select(i => (JsonNode)$"n{i}")]) }).Go()
            .Should().BeOfType<RunMove.Failed>().Which.Code.Should().Be("too_many_steps");
    }

    [Fact]
    public void Wherever_a_run_is_written_down_and_read_again_it_goes_on_as_if_it_had_not_been()
    {
        var program = Program("""
            { "key": "both", "kind": "parallel", "branches": [
                { "steps": [{ "key": "all", "kind": "for_each", "in": "input.names", "as": "name", "steps": [{ "key": "rest", "kind": "wait", "for": "1h" }, { "key": "mark", "kind": "tag", "add": ["{{name}}"] }] }] },
                { "steps": [{ "key": "try_it", "kind": "run_verification", "type": "phone", "retry": { "attempts": 4 }, "on_error": "continue" }] }] },
            { "key": "last", "kind": "tag", "add": ["last"] }
            """);
        var input = new JsonObject { ["names"] = new JsonArray("a", "b", "c") };
        Gen.Select(Gen.Int[0, 5], Gen.Bool.Array[60]).Sample((fails, cuts) =>
        {
            var (whole, cut) = (new Run(program, input.DeepClone().AsObject()), new Run(program, input.DeepClone().AsObject()));
            (whole.Fails["try_it"], cut.Fails["try_it"]) = (fails, fails);
            whole.ToTheEnd(_ => false);
            cut.ToTheEnd(i => cuts[i % cuts.Length]);
            return cut.Did.SequenceEqual(whole.Did) && cut.Ended && whole.Ended && JsonNode.DeepEquals(cut.State.Outputs, whole.State.Outputs);
        });
    }

    /// <summary>A run without a platform: what steps do is written down, and some fail so many times.</summary>
    private sealed class Run(WorkflowProgram program, JsonObject? input = null)
    {
        public RunState State { get; private set; } = RunState.Begin(program, input, null);
        public DateTimeOffset Now { get; set; } = InterpreterTests.Now;
        public List<string> Did { get; } = [];
        public List<JsonObject> Arguments { get; } = [];
        public Dictionary<string, int> Fails { get; } = [];
        public bool Ended { get; private set; }

        private Interpreter Interpreter => new(program, State, new RunFacts(new Dictionary<string, JsonElement>(), null, null, Now), Now);

        public RunMove Go()
        {
            while (true)
                if (Move() is not RunMove.Do and var move) return move;
        }

        public bool? Hear(string type, string? parent = null, DateTimeOffset? at = null) => Interpreter.Hear(
            State.Tokens.Single(), new JsonObject { ["type"] = type, ["parent"] = parent, ["resource"] = "inq_1", ["occurred_at"] = at is { } moment ? InstantJson.Text(moment) : null });

        public void ToTheEnd(Func<int, bool> cut)
        {
            for (var i = 0; i < 500 && !Ended; i++)
            {
                if (Move() is RunMove.Idle) Now = State.DueAt!.Value;
                if (cut(i)) State = JsonSerializer.Deserialize<RunState>(JsonSerializer.Serialize(State, StoredJson.Options), StoredJson.Options)!;
            }
        }

        private RunMove Move()
        {
            var interpreter = Interpreter;
            var move = interpreter.Next();
            Ended |= move is RunMove.Completed;
            if (move is not RunMove.Do step) return move;
            Did.Add(step.Step.Key);
            Arguments.Add(step.Arguments);
            var unlucky = Fails.GetValueOrDefault(step.Step.Key) > 0;
            if (unlucky) Fails[step.Step.Key]--;
            return interpreter.Conclude(step.Token, unlucky ? StepOutcome.Unlucky("out_of_luck", "Not now.") : StepOutcome.Done(), 0.5) is { } failed ? failed : move;
        }
    }
}
