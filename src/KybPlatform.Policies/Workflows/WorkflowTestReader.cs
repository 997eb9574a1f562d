using System.Text.Json.Nodes;
using KybPlatform.Policies.Documents;
using KybPlatform.Policies.Expressions;

namespace KybPlatform.Policies.Workflows;

/// <summary>Reads the examples of a workflow.</summary>
internal static class WorkflowTestReader
{
    public static IEnumerable<WorkflowTest> Read(ObjectReader r)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var t in r.Objects("tests"))
        {
            var name = t.Text("name", required: true, maxLength: 200) ?? "";
            if (!names.Add(name)) t.Refuse("name", "duplicate_entry", "Two tests have this name.");
            var test = new WorkflowTest(t.Pointer, name, Now(t), Member(t, "event"), Member(t, "facts") ?? [], Member(t, "input") ?? [], Member(t, "outcomes") ?? [], Expectation(t.Object("expect", required: true)));
            if (test.Event is { } @event && !(@event["type"] is JsonValue type && type.TryGetValue<string>(out var told) && WorkflowEvents.IsKnown(told)))
                t.Refuse("event", "unknown_event", "An event has a type that there is.");
            t.Close();
            yield return test;
        }
    }

    private static DateTimeOffset Now(ObjectReader t)
    {
        if (t.Text("now") is not { } text) return new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        if (CelTimestamp.Parse(text) is { } at && Values.Instant(at) is { } now) return now;
        t.Refuse("now", "wrong_type", "Must be an instant such as 2026-01-01T00:00:00Z.");
        return default;
    }

    private static JsonObject? Member(ObjectReader t, string name)
    {
        switch (t.Node(name))
        {
            case null:
                return null;
            case JsonObject o:
                return o.DeepClone().AsObject();
            default:
                t.Refuse(name, "wrong_type", "Must be an object.");
                return null;
        }
    }

    private static WorkflowExpectation Expectation(ObjectReader? e)
    {
        if (e is null) return new WorkflowExpectation(true, null, null, null, null);
        var expectation = new WorkflowExpectation(
            e.Bool("started") ?? true, e.OneOf("status", ["completed", "failed", "waiting"]), e.Has("steps") ? e.Texts("steps") : null, e.Text("failure"), Member(e, "arguments"));
        // Known, though absent.
        e.Node("steps");
        e.Close();
        return expectation;
    }
}
