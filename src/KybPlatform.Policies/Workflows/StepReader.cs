using System.Text.Json.Nodes;
using KybPlatform.Policies.Documents;
using KybPlatform.Policies.Expressions;

namespace KybPlatform.Policies.Workflows;

/// <summary>Reads the steps of one document.</summary>
internal sealed class StepReader
{
    private const int MostNested = 5;
    private readonly HashSet<string> _keys = new(StringComparer.Ordinal);
    private int _depth;

    public int Count { get; private set; }

    public StepBlock? Block(ObjectReader r, string name, bool required = false)
    {
        if (!r.Has(name) && !required)
        {
            r.Node(name);
            return null;
        }
        var steps = new List<WorkflowStep>();
        if (++_depth > MostNested) r.Refuse(name, "nested_too_deeply", $"Steps lie in each other at most {MostNested} deep.");
        else foreach (var entry in r.Objects(name, required)) if (Step(entry) is { } step) steps.Add(step);
        _depth--;
        if (steps.Count == 0 && r.Has(name) && _depth < MostNested) r.Refuse(name, "no_steps", "There is nothing to do.");
        for (var i = 0; i + 1 < steps.Count; i++)
            if (Ends(steps[i])) r.Tree.Refuse(steps[i + 1].Pointer, "unreachable_step", $"'{steps[i + 1].Key}' is never reached: the run ends before it.");
        return new StepBlock(r.At(name), steps);
    }

    /// <summary>No run goes on behind it.</summary>
    private static bool Ends(WorkflowStep step) => step switch
    {
        EndStep => true,
        ConditionStep { Otherwise: { } otherwise } c => c.Branches.All(b => Ends(b.Steps)) && Ends(otherwise) && (c.Unknown is null || Ends(c.Unknown)),
        ParallelStep p => p.Branches.Any(Ends),
        _ => false,
    };

    private static bool Ends(StepBlock block) => block.Steps.Any(Ends);

    private WorkflowStep? Step(ObjectReader r)
    {
        Count++;
        var (key, kind) = (r.Text("key", required: true) ?? "", r.Text("kind", required: true));
        if (key.Length > 0 && !WorkflowReader.StepKey().IsMatch(key)) r.Refuse("key", "malformed_key", "Keys are lower-case words joined by underscores.");
        if (key.Length > 0 && !_keys.Add(key)) r.Refuse("key", "duplicate_entry", $"'{key}' is already a step.");
        r.Text("title", maxLength: 200);
        if (kind is null) return null;
        WorkflowStep? step = kind switch
        {
            "condition" => Condition(r, key),
            "parallel" => Parallel(r, key),
            "for_each" => ForEach(r, key),
            "wait" => Wait(r, key),
            "end" => new EndStep(key, r.Pointer, StepHabits.Usual, Code(r)),
            _ when StepKinds.Find(kind) is { } does => Effect(r, key, does),
            _ => null,
        };
        if (step is null) r.Refuse("kind", "unknown_step_kind", $"There is no step '{kind}'.", NearestName.Of(kind, StepKinds.Names));
        else r.Close();
        return step;
    }

    private static string? Code(ObjectReader r)
    {
        var code = r.Text("failure", maxLength: 64);
        if (code is not null && !WorkflowReader.StepKey().IsMatch(code)) r.Refuse("failure", "malformed_key", "A code is lower-case words joined by underscores.");
        return code;
    }

    private ConditionStep Condition(ObjectReader r, string key)
    {
        var branches = new List<(string, StepBlock)>();
        foreach (var branch in r.Objects("branches", required: true))
        {
            branches.Add((branch.Text("when", required: true) ?? "false", Block(branch, "steps", required: true)!));
            branch.Close();
        }
        return new ConditionStep(key, r.Pointer, Habits(r, retries: false), branches, Block(r, "otherwise"), Block(r, "unknown"));
    }

    private ParallelStep Parallel(ObjectReader r, string key)
    {
        var branches = new List<StepBlock>();
        foreach (var branch in r.Objects("branches", required: true))
        {
            branches.Add(Block(branch, "steps", required: true)!);
            branch.Close();
        }
        if (branches.Count > 10) r.Refuse("branches", "too_many", "At most 10 branches.");
        return new ParallelStep(key, r.Pointer, StepHabits.Usual, branches);
    }

    private ForEachStep ForEach(ObjectReader r, string key)
    {
        var name = r.Text("as", required: true) ?? "item";
        if (!WorkflowReader.StepKey().IsMatch(name)) r.Refuse("as", "malformed_key", "A name is lower-case words joined by underscores.");
        else if (WorkflowTypes.IsTaken(name)) r.Refuse("as", "name_taken", $"'{name}' is the name of something else.");
        return new ForEachStep(key, r.Pointer, Habits(r, retries: false), r.Text("in", required: true) ?? "[]", name, r.Whole("max", least: 1, most: 100) ?? 25, Block(r, "steps", required: true)!);
    }

    private WaitStep Wait(ObjectReader r, string key)
    {
        var (text, until) = (r.Text("for", maxLength: 40), r.Text("until"));
        if (text is null == until is null) r.Refuse("", "one_deadline", "A wait has exactly one of for and until: nothing waits without an end.");
        var span = text is null ? (TimeSpan?)null : Span(r, "for", text);
        IReadOnlyList<string> events = r.Has("event") ? WorkflowReader.OneOrMany(r, "event") : [];
        foreach (var type in events) WorkflowReader.RefuseUnknownEvent(r, "event", type, isTrigger: false);
        var step = new WaitStep(key, r.Pointer, Habits(r, retries: false), span, until, events, r.Text("when"), Block(r, "on_deadline"));
        if (step is { When: not null, Events.Count: 0 }) r.Refuse("when", "when_without_event", "Only an event can be asked about.");
        return step;
    }

    private static EffectStep Effect(ObjectReader r, string key, StepKind does)
    {
        var arguments = new JsonObject();
        foreach (var parameter in does.Parameters)
            if (Argument(r, parameter) is { } value) arguments[parameter.Name] = value;
        var outputs = does.HasDeclaredOutputs ? WorkflowReader.Declared(r, "outputs") : new Dictionary<string, string>();
        foreach (var name in outputs.Keys.Where(does.Outputs.ContainsKey)) r.Refuse("outputs", "name_taken", $"'{name}' is told by every call.");
        return new EffectStep(key, r.Pointer, Habits(r, retries: true), does, arguments, outputs);
    }

    private static JsonNode? Argument(ObjectReader r, StepParameter p)
    {
        switch (p.Type)
        {
            case ParameterType.Word:
                var word = p.Values is null ? r.Text(p.Name, p.Required, 200) : r.OneOf(p.Name, [.. p.Values]);
                if (word is null && p.Required && !r.Has(p.Name)) r.Missing(p.Name);
                return word is null ? null : JsonValue.Create(word);
            case ParameterType.Text:
                return r.Text(p.Name, p.Required, p.MaxLength) is { } text ? JsonValue.Create(text) : null;
            case ParameterType.Texts:
                var texts = r.Has(p.Name) || p.Required ? r.Texts(p.Name, p.Required) : Nothing(r, p.Name);
                if (texts is { Count: > 50 }) r.Refuse(p.Name, "too_many", "At most 50.");
                return texts is null ? null : new JsonArray([.. texts.Select(t => (JsonNode)JsonValue.Create(t)!)]);
            case ParameterType.Whole:
                return r.Whole(p.Name, p.Least, p.Required, p.Most) is { } whole ? JsonValue.Create(whole) : null;
            case ParameterType.Bool:
                return r.Bool(p.Name) is { } truth ? JsonValue.Create(truth) : null;
            case ParameterType.Requirements:
                return Requirements(r, p.Name);
            default:
                if (p.Required && !r.Has(p.Name)) r.Missing(p.Name);
                return r.Node(p.Name)?.DeepClone();
        }
    }

    private static IReadOnlyList<string>? Nothing(ObjectReader r, string name)
    {
        r.Node(name);
        return null;
    }

    private static JsonArray Requirements(ObjectReader r, string name)
    {
        var asked = new JsonArray();
        foreach (var item in r.Objects(name, required: true))
        {
            asked.Add(new JsonObject { ["requirement"] = item.Text("requirement", required: true, 100), ["text"] = item.Text("text", required: true, 1000) });
            item.Close();
        }
        if (asked.Count is 0 or > 50) r.Refuse(name, "wrong_type", "Must be a list of one to 50 requirements.");
        return asked;
    }

    private static StepHabits Habits(ObjectReader r, bool retries)
    {
        var onError = r.Choice<OnError>("on_error") ?? OnError.Fail;
        if (!retries) return StepHabits.Usual with { OnError = onError };
        var timeout = r.Whole("timeout_seconds", least: 1, most: 60);
        var retry = r.Object("retry");
        var habits = new StepHabits(
            retry?.Whole("attempts", least: 1, required: true, most: 20) ?? 1,
            retry?.Text("pause", maxLength: 40) is { } pause ? Span(retry, "pause", pause) ?? TimeSpan.FromSeconds(5) : TimeSpan.FromSeconds(5),
            timeout is { } seconds ? TimeSpan.FromSeconds(seconds) : null, onError);
        retry?.Close();
        return habits;
    }

    /// <summary>A length of time as expressions write it: <c>72h</c>, <c>30m</c>.</summary>
    private static TimeSpan? Span(ObjectReader r, string name, string text)
    {
        if (CelDuration.Parse(text) is { Nanos: >= 1_000_000_000 } given && TimeSpan.FromTicks(given.Nanos / 100) is var span && span <= TimeSpan.FromDays(400))
            return span;
        r.Refuse(name, "malformed_duration", $"'{text}' is no length of time from 1s to 9600h, such as 72h or 30m.");
        return null;
    }
}
