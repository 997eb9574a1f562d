using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using KybPlatform.Policies.Documents;

namespace KybPlatform.Policies.Workflows;

/// <summary>A read workflow, or what was wrong.</summary>
public sealed record WorkflowLoad(WorkflowDocument? Document, IReadOnlyList<PolicyIssue> Issues);

/// <summary>Reads one workflow document from JSON or YAML text. Structure only; never throws on any text.</summary>
public static partial class WorkflowReader
{
    /// <summary>Bytes that a document may have.</summary>
    public const int MaxBytes = 256 * 1024;

    /// <summary>Steps that a document may have.</summary>
    public const int MostSteps = 200;

    /// <param name="utf8">JSON text.</param>
    public static WorkflowLoad FromJson(ReadOnlySpan<byte> utf8) => utf8.Length > MaxBytes ? TooLarge() : Read(JsonText.Parse(utf8));

    /// <param name="text">YAML text: of the shipped workflows.</param>
    public static WorkflowLoad FromYaml(string text) => text.Length > MaxBytes ? TooLarge() : Read(YamlText.Parse(text));

    private static WorkflowLoad TooLarge() => new(null, [new PolicyIssue("", "too_large", "A workflow has at most 256 KiB.")]);

    private static WorkflowLoad Read(DocumentTree tree)
    {
        if (tree.Root is not JsonObject root)
        {
            if (tree.Issues.Count == 0) tree.Refuse("", "wrong_type", "A workflow is an object.");
            return new WorkflowLoad(null, tree.Issues);
        }
        var document = Document(new ObjectReader(root, "", tree), root);
        return new WorkflowLoad(tree.Issues.Exists(i => !i.IsWarning) ? null : document, tree.Issues);
    }

    private static WorkflowDocument Document(ObjectReader r, JsonObject json)
    {
        var key = r.Text("key", required: true, maxLength: 100) ?? "";
        if (key.Length > 0 && !WorkflowKey().IsMatch(key)) r.Refuse("key", "malformed_key", $"'{key}' is no workflow key: lower-case words joined by dots and underscores.");
        var steps = new StepReader();
        var document = new WorkflowDocument
        {
            Key = key,
            Title = r.Text("title", required: true, maxLength: 200) ?? "",
            Description = r.Text("description"),
            About = r.Choice<WorkflowAbout>("about", required: true) ?? WorkflowAbout.Nothing,
            Triggers = [.. r.Objects("triggers", required: true).Select(Trigger)],
            Inputs = Declared(r, "inputs"),
            Steps = steps.Block(r, "steps", required: true) ?? new StepBlock("/steps", []),
            Limits = Limits(r.Object("limits")),
            Tests = [.. WorkflowTestReader.Read(r)],
            Json = json,
        };
        // Read by whoever keeps it; the platform numbers versions itself.
        r.Node("$schema");
        if (document.Triggers.Count == 0 && r.Has("triggers")) r.Refuse("triggers", "no_trigger", "Nothing starts it.");
        if (document.Triggers.Count > 20) r.Refuse("triggers", "too_many", "At most 20 triggers.");
        if (steps.Count > MostSteps) r.Refuse("steps", "too_many_steps", $"At most {MostSteps} steps; there are {steps.Count}.");
        r.Close();
        return document;
    }

    private static WorkflowTrigger Trigger(ObjectReader r)
    {
        var (events, schedule, call) = (r.Has("event"), r.Object("schedule"), r.Bool("call"));
        if ((events ? 1 : 0) + (schedule is null ? 0 : 1) + (call is true ? 1 : 0) != 1) r.Refuse("", "one_trigger", "A trigger has exactly one of event, schedule and call.");
        var types = events ? OneOrMany(r, "event") : [];
        foreach (var type in types) RefuseUnknownEvent(r, "event", type, isTrigger: true);
        var (cron, zone) = (schedule?.Text("cron", required: true, maxLength: 100), schedule?.Text("zone", maxLength: 100) ?? "UTC");
        schedule?.Close();
        var trigger = new WorkflowTrigger(r.Pointer, types, r.Text("when"), cron, zone);
        if (trigger is { When: not null, Events.Count: 0 }) r.Refuse("when", "when_without_event", "Only an event can be asked about.");
        r.Close();
        return trigger;
    }

    internal static IReadOnlyList<string> OneOrMany(ObjectReader r, string name) =>
        r.Node(name) is JsonValue one && one.TryGetValue<string>(out var text) ? [text] : [.. r.Texts(name, required: true)];

    internal static void RefuseUnknownEvent(ObjectReader r, string name, string type, bool isTrigger)
    {
        if (isTrigger && (type.StartsWith("workflow.", StringComparison.Ordinal) || type.StartsWith("workflow_run.", StringComparison.Ordinal)))
            r.Refuse(name, "own_event", $"'{type}' is told by workflows themselves: a run that it started would start the next one.");
        else if (!WorkflowEvents.IsKnown(type)) r.Refuse(name, "unknown_event", $"There is no event '{type}'.", NearestName.Of(type, WorkflowEvents.All));
    }

    internal static IReadOnlyDictionary<string, string> Declared(ObjectReader r, string name)
    {
        var declared = new Dictionary<string, string>(StringComparer.Ordinal);
        if (r.Object(name) is not { } given) return declared;
        foreach (var (field, _) in given.Members())
        {
            if (!StepKey().IsMatch(field)) given.Refuse(field, "malformed_key", "Names are lower-case words joined by underscores.");
            if (given.OneOf(field, [.. StepKinds.ValueTypes]) is { } type) declared[field] = type;
        }
        if (declared.Count > 50) r.Refuse(name, "too_many", "At most 50 values.");
        return declared;
    }

    private static RunLimits Limits(ObjectReader? r)
    {
        var limits = new RunLimits(r?.Whole("days", least: 1, most: 400) ?? 90, r?.Whole("steps", least: 1, most: 5000) ?? 1000);
        r?.Close();
        return limits;
    }

    [GeneratedRegex("^[a-z0-9_]+(\\.[a-z0-9_]+)*$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex WorkflowKey();

    [GeneratedRegex("^[a-z][a-z0-9_]{0,63}$", RegexOptions.CultureInvariant)]
    internal static partial Regex StepKey();
}
