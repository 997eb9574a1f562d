using System.Text.Json.Nodes;
using KybPlatform.Policies.Documents;
using KybPlatform.Policies.Expressions;

namespace KybPlatform.Policies.Workflows;

/// <summary>A step that gives a classified fact of the applicant to somebody: to another system, to another workflow, or to where more may read it.</summary>
/// <param name="Pointer">JSON pointer of the text that holds the expression.</param>
/// <param name="Path">What it reads: a path of the vocabulary, or the item of a loop.</param>
public sealed record PassedOn(string Pointer, string Path);

/// <summary>A workflow that is ready to run. Immutable and safe to share between threads.</summary>
public sealed class WorkflowProgram
{
    private readonly IReadOnlyDictionary<string, CelProgram> _programs;
    private readonly IReadOnlyDictionary<string, Template> _templates;
    private readonly IReadOnlyDictionary<string, StepBlock> _blocks;

    internal WorkflowProgram(
        WorkflowDocument document, IReadOnlyDictionary<string, CelProgram> programs, IReadOnlyDictionary<string, Template> templates, IReadOnlyDictionary<string, StepBlock> blocks,
        IReadOnlyDictionary<string, CelType> outputs, IReadOnlySet<string> reads, IReadOnlyList<PassedOn> passedOn)
    {
        (Document, _programs, _templates, _blocks, Reads, PassesOn) = (document, programs, templates, blocks, reads, passedOn);
        Outputs = CelType.Object("steps", outputs);
        Input = CelType.Object("input", document.Inputs.ToDictionary(i => i.Key, i => WorkflowTypes.Nullable(i.Value), StringComparer.Ordinal));
        Hash = Resolution.CanonicalJson.Hash(Resolution.CanonicalJson.Write(document.Json));
    }

    /// <summary>What was compiled.</summary>
    public WorkflowDocument Document { get; }

    /// <summary><c>sha256:…</c> of the document's canonical form; runs are pinned to it.</summary>
    public string Hash { get; }

    /// <summary>Names that its expressions begin with, such as <c>inquiry</c> and <c>business</c>: nothing else has to be at hand.</summary>
    public IReadOnlySet<string> Reads { get; }

    /// <summary>Classified facts that its steps pass on: whoever brings it into force has to be one who may read them.</summary>
    public IReadOnlyList<PassedOn> PassesOn { get; }

    internal CelType Outputs { get; }

    internal CelType Input { get; }

    internal StepBlock Block(string pointer) => _blocks[pointer];

    internal CelValue Evaluate(string pointer, ICelFacts facts) => _programs[pointer].Evaluate(facts);

    /// <summary>The keys of the workflows that it starts.</summary>
    public IEnumerable<(string Key, string Pointer)> Starts => _blocks.Values.SelectMany(b => b.Steps).OfType<EffectStep>().Where(s => s.Does.Name == "start_workflow")
        .Select(s => (s.Arguments["workflow"]!.GetValue<string>(), s.Pointer + "/workflow"));

    /// <summary>Every step, in no particular order.</summary>
    public IEnumerable<WorkflowStep> Steps => _blocks.Values.SelectMany(b => b.Steps);

    /// <summary>Whether an event of these facts starts a run.</summary>
    /// <returns>True, false, or null where that cannot be known.</returns>
    public bool? StartsWith(WorkflowTrigger trigger, ICelFacts facts) => trigger.When is null ? true : Truth(Evaluate(trigger.Pointer + "/when", facts));

    internal static bool? Truth(CelValue value) => value is CelBool b ? b.Value : null;

    /// <summary>The arguments of a step with everything filled in.</summary>
    internal (JsonObject? Arguments, ValueFault? Fault) Arguments(EffectStep step, ICelFacts facts)
    {
        var filled = new JsonObject();
        foreach (var (name, value) in step.Arguments)
        {
            var (given, fault) = Fill(value, DocumentTree.Child(step.Pointer, name), facts);
            if (fault is not null) return (null, fault with { Detail = $"{name}: {fault.Detail}" });
            filled[name] = given;
        }
        return (filled, null);
    }

    private (JsonNode? Value, ValueFault? Fault) Fill(JsonNode? value, string pointer, ICelFacts facts)
    {
        switch (value)
        {
            case JsonObject o:
                var filled = new JsonObject();
                foreach (var (name, inner) in o)
                {
                    var (given, fault) = Fill(inner, DocumentTree.Child(pointer, name), facts);
                    if (fault is not null) return (null, fault);
                    filled[name] = given;
                }
                return (filled, null);
            case JsonArray a:
                var items = new JsonArray();
                for (var i = 0; i < a.Count; i++)
                {
                    var (given, fault) = Fill(a[i], DocumentTree.Child(pointer, i), facts);
                    if (fault is not null) return (null, fault);
                    items.Add(given);
                }
                return (items, null);
            default:
                return _templates.TryGetValue(pointer, out var template) ? template.Render(facts) : (value?.DeepClone(), null);
        }
    }
}
