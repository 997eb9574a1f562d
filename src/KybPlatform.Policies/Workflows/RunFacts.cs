using System.Text.Json;
using System.Text.Json.Nodes;
using KybPlatform.Policies.Expressions;

namespace KybPlatform.Policies.Workflows;

/// <summary>
/// What the expressions of a run read at one moment. A resource that is not given is unknown; so is everything of the applicant where nothing is known,
/// or it was erased.
/// </summary>
public sealed class RunFacts : ICelFacts
{
    private static readonly JsonElement Nothing = JsonDocument.Parse("{}").RootElement;
    private readonly Dictionary<string, CelValue> _known = new(StringComparer.Ordinal);
    private readonly FactDocument? _applicant;
    private readonly IDomainFunctions _functions;
    private readonly DateTimeOffset _now;

    /// <param name="resources">By the name that expressions use.</param>
    /// <param name="applicant">Facts in the vocabulary's shape; null where they are not at hand.</param>
    public RunFacts(IReadOnlyDictionary<string, JsonElement> resources, ReadOnlyMemory<byte>? applicant, JsonObject? @event, DateTimeOffset now, IDomainFunctions? functions = null)
    {
        (_now, _functions) = (now, functions ?? new PlainDomainFunctions());
        foreach (var (name, json) in resources) _known[name] = CelJsonReader.ReadFact(json, name, WorkflowTypes.Resources[name]);
        if (@event is not null) _known["event"] = CelJsonReader.ReadFact(Element(@event), "event", WorkflowTypes.Event);
        if (applicant is { } facts) _applicant = FactDocument.Parse(facts);
    }

    private RunFacts(RunFacts other)
    {
        (_now, _functions, _applicant) = (other._now, other._functions, other._applicant);
        foreach (var (name, value) in other._known) _known[name] = value;
    }

    /// <summary>With another event: of a wait.</summary>
    public RunFacts WithEvent(JsonObject @event)
    {
        var facts = new RunFacts(this);
        facts._known["event"] = CelJsonReader.ReadFact(Element(@event), "event", WorkflowTypes.Event);
        return facts;
    }

    /// <summary>With what the run has at one of its places: input, outputs, items of the loops around.</summary>
    internal RunFacts At(WorkflowProgram program, RunState state, RunToken token)
    {
        var facts = new RunFacts(this);
        facts._known["input"] = CelJsonReader.ReadFact(Element(state.Input), "input", program.Input);
        facts._known["steps"] = CelJsonReader.ReadFact(Element(state.Outputs), "steps", program.Outputs);
        for (var i = 1; i < token.Frames.Count; i++)
        {
            if (token.Frames[i].Items is not { } items) continue;
            var loop = (ForEachStep)program.Block(token.Frames[i - 1].Block).Steps[token.Frames[i - 1].At];
            facts._known[loop.As] = items[token.Frames[i].Index] is { } item ? CelJsonReader.ReadFact(Element(item), loop.As) : CelValue.Null;
        }
        return facts;
    }

    CelValue ICelFacts.Variable(string name)
    {
        if (name == "now") return CelValue.Of(_now);
        return _known.TryGetValue(name, out var value) ? value : _applicant?.Variable(name) ?? CelUnknown.Of(name);
    }

    CelValue ICelFacts.Call(CelFunction function, CelValue[] arguments) => DomainFunctionNames.Call(function, arguments, _functions, _now.ToUnixTimeSeconds());

    private static JsonElement Element(JsonNode? node) => node is null ? Nothing : JsonSerializer.SerializeToElement(node);
}
