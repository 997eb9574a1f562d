using System.Text.Json.Nodes;
using KybPlatform.Policies.Documents;
using KybPlatform.Policies.Expressions;

namespace KybPlatform.Policies.Workflows;

/// <summary>A compiled workflow, or what is wrong with it.</summary>
public sealed record WorkflowCompilation(WorkflowProgram? Program, IReadOnlyList<PolicyIssue> Issues);

/// <summary>
/// Checks every expression of a workflow against what may be read at its place: the resource that runs are about, the applicant's facts, inputs, and the
/// outputs of steps that were done before. Finds every fault, not the first only.
/// </summary>
public sealed class WorkflowCompiler
{
    private readonly WorkflowDocument _document;
    private readonly List<PolicyIssue> _issues = [];
    private readonly Dictionary<string, CelProgram> _programs = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Template> _templates = new(StringComparer.Ordinal);
    private readonly Dictionary<string, StepBlock> _blocks = new(StringComparer.Ordinal);
    private readonly Dictionary<string, CelType> _outputs = new(StringComparer.Ordinal);
    private readonly HashSet<string> _reads = new(StringComparer.Ordinal);
    private readonly List<PassedOn> _passedOn = [];
    private readonly Dictionary<string, bool> _loops = new(StringComparer.Ordinal);
    private CelEnvironment _environment;
    private int _states;

    private WorkflowCompiler(WorkflowDocument document) => (_document, _environment) = (document, WorkflowTypes.Environment(document));

    /// <summary>Compiles a document.</summary>
    public static WorkflowCompilation Compile(WorkflowDocument document)
    {
        var compiler = new WorkflowCompiler(document);
        compiler.Triggers();
        compiler.Block(document.Steps);
        if (compiler._issues.Exists(i => !i.IsWarning)) return new WorkflowCompilation(null, compiler._issues);
        return new WorkflowCompilation(new WorkflowProgram(document, compiler._programs, compiler._templates, compiler._blocks, compiler._outputs, compiler._reads, compiler._passedOn), compiler._issues);
    }

    private void Triggers()
    {
        foreach (var trigger in _document.Triggers)
        {
            if (trigger.When is { } when) Condition(when, trigger.Pointer + "/when");
            if (trigger.Cron is not null && _document.About is not WorkflowAbout.Nothing)
                Refuse(trigger.Pointer + "/schedule", "schedule_without_subject", "A schedule names no resource: only a workflow about nothing can begin with one.");
            foreach (var type in trigger.Events.Where(t => !MayBeAbout(t)))
                Refuse(trigger.Pointer + "/event", "event_of_another_kind", $"'{type}' never names what this workflow is about.");
        }
    }

    /// <summary>Whether an event of the type can name the resource, as itself or as what it belongs to.</summary>
    private bool MayBeAbout(string type) => _document.About switch
    {
        WorkflowAbout.Inquiry => Prefixes(type) is "inquiry" or "case" or "decision" or "verification",
        WorkflowAbout.SenderRegistration => Prefixes(type) is "sender_registration",
        WorkflowAbout.Case => Prefixes(type) is "case",
        WorkflowAbout.Verification => Prefixes(type) is "verification",
        _ => true,
    };

    private static string Prefixes(string type) => type[..type.IndexOf('.', StringComparison.Ordinal)];

    private void Block(StepBlock block)
    {
        _blocks[block.Pointer] = block;
        foreach (var step in block.Steps)
        {
            Step(step);
            // From here on its outputs may be read; what stood inside of it may be unknown then.
            _outputs[step.Key] = WorkflowTypes.OutputOf(step);
            _environment = _environment.WithVariable("steps", CelType.Object($"steps@{_states++}", new Dictionary<string, CelType>(_outputs, StringComparer.Ordinal)));
        }
    }

    private void Step(WorkflowStep step)
    {
        switch (step)
        {
            case ConditionStep condition:
                for (var i = 0; i < condition.Branches.Count; i++) Condition(condition.Branches[i].When, DocumentTree.Child(step.Pointer + "/branches", i) + "/when");
                foreach (var branch in condition.Branches) Block(branch.Steps);
                if (condition.Otherwise is { } otherwise) Block(otherwise);
                if (condition.Unknown is { } unknown) Block(unknown);
                break;
            case ParallelStep parallel:
                Parallel(parallel);
                break;
            case ForEachStep loop:
                Loop(loop);
                break;
            case WaitStep wait:
                if (wait.Until is { } until && Program(until, step.Pointer + "/until") is { } instant && instant.ResultType is var given && given != CelType.Timestamp && given != CelType.Dyn && given != CelType.NullableOf(CelType.Timestamp))
                    Refuse(step.Pointer + "/until", "not_an_instant", $"The expression gives {given.Name}; a deadline is a timestamp.");
                if (wait.Events.Count > 0 && _document.About is WorkflowAbout.Nothing) Refuse(step.Pointer + "/event", "wait_without_subject", "A workflow about nothing cannot wait for an event: none would be about it.");
                else
                {
                    foreach (var type in wait.Events.Where(t => !MayBeAbout(t))) Refuse(step.Pointer + "/event", "event_of_another_kind", $"'{type}' never names what this workflow is about: it would not be heard.");
                }
                if (wait.When is { } when) Condition(when, step.Pointer + "/when");
                if (wait.OnDeadline is { } late) Block(late);
                break;
            case EffectStep effect:
                Effect(effect);
                break;
        }
    }

    // What one branch tells is not known to the others: they go on side by side.
    private void Parallel(ParallelStep parallel)
    {
        var (before, outputs) = (_environment, new Dictionary<string, CelType>(_outputs, StringComparer.Ordinal));
        var told = new Dictionary<string, CelType>(outputs, StringComparer.Ordinal);
        foreach (var branch in parallel.Branches)
        {
            Block(branch);
            foreach (var (key, type) in _outputs) told[key] = type;
            _environment = before;
            foreach (var key in _outputs.Keys.Except(outputs.Keys).ToList()) _outputs.Remove(key);
        }
        foreach (var (key, type) in told) _outputs[key] = type;
    }

    private void Loop(ForEachStep loop)
    {
        var list = Program(loop.In, loop.Pointer + "/in");
        CelType? item = list?.ResultType switch
        {
            null => CelType.Dyn,
            CelType.List of => of.Element,
            CelType.Nullable { Value: CelType.List of } => of.Element,
            var type when type == CelType.Dyn => CelType.Dyn,
            _ => null,
        };
        if (item is null) Refuse(loop.Pointer + "/in", "not_a_list", $"The expression gives {list!.ResultType.Name}; steps are done for each item of a list.");
        if (_environment.FindVariable(loop.As) is not null) Refuse(loop.Pointer + "/as", "name_taken", $"'{loop.As}' is the name of something else here.");
        var before = _environment;
        _environment = _environment.WithVariable(loop.As, item ?? CelType.Dyn);
        _loops[loop.As] = list?.ReadPaths.Any(IsClassified) ?? false;
        Block(loop.Steps);
        _loops.Remove(loop.As);
        _environment = before;
    }

    private void Effect(EffectStep effect)
    {
        if (effect.Does.About.Count > 0 && !effect.Does.About.Contains(_document.About))
            Refuse(effect.Pointer + "/kind", "step_of_another_kind", $"'{effect.Does.Name}' needs an inquiry, and this workflow is about {SnakeCase.Write(_document.About)}.");
        foreach (var (name, value) in effect.Arguments) Argument(effect, name, value, DocumentTree.Child(effect.Pointer, name));
        if (effect.Does.Name == "start_workflow" && effect.Arguments["workflow"]?.GetValue<string>() == _document.Key)
            Refuse(effect.Pointer + "/workflow", "recursive_workflow", "A workflow cannot start itself.");
        if (effect.Does.Name == "set_field") Path(effect);
        if (effect.Does.Name == "decide")
        {
            var reasons = effect.Arguments["reasons"] as JsonArray ?? [];
            if (effect.Arguments["outcome"]?.GetValue<string>() == "decline" && reasons.Count == 0) Refuse(effect.Pointer, "missing_key", "A decline names its reasons.");
            for (var i = 0; i < reasons.Count; i++)
                if (reasons[i]!.GetValue<string>() is var code && !ReasonCodes.IsKnown(code))
                    Refuse(DocumentTree.Child(effect.Pointer + "/reasons", i), "unknown_reason", $"'{code}' is not in the reason code catalogue.", NearestName.Of(code, ReasonCodes.All.Select(c => c.Key)));
        }
    }

    private void Path(EffectStep effect)
    {
        var path = effect.Arguments["path"]?.GetValue<string>() ?? "";
        var parts = path.Split('.');
        if (parts is not ["business" or "individual", _, ..] || path.Contains('[', StringComparison.Ordinal) || path.StartsWith("business.people", StringComparison.Ordinal) || !Vocabulary.Shipped.Knows(path))
            Refuse(effect.Pointer + "/path", "unknown_path", $"'{path}' is no field of a profile that can be set.",
                NearestName.Of(path, Vocabulary.Shipped.Entries.Select(e => e.Path).Where(p => p.StartsWith("business.", StringComparison.Ordinal) || p.StartsWith("individual.", StringComparison.Ordinal))));
    }

    private void Argument(EffectStep effect, string name, JsonNode? value, string pointer)
    {
        // Words are what they are; everything else may hold expressions.
        if (effect.Does.Parameters.First(p => p.Name == name).Type is ParameterType.Word) return;
        switch (value)
        {
            case JsonObject o:
                foreach (var (member, inner) in o) Argument(effect, name, inner, DocumentTree.Child(pointer, member));
                break;
            case JsonArray a:
                for (var i = 0; i < a.Count; i++) Argument(effect, name, a[i], DocumentTree.Child(pointer, i));
                break;
            case JsonValue v when v.TryGetValue<string>(out var text):
                Text(text, pointer);
                break;
        }
    }

    private void Text(string text, string pointer)
    {
        if (!text.Contains("{{", StringComparison.Ordinal)) return;
        if (Template.Split(text) is not { } parts)
        {
            Refuse(pointer, "template_not_closed", "An expression that is opened with {{ is closed with }}.");
            return;
        }
        var compiled = parts.Select(p => p.IsExpression ? (null, Program(p.Text, pointer, p.Offset)) : ((string?)p.Text, (CelProgram?)null)).ToList();
        _templates[pointer] = new Template(compiled);
        if (compiled.SelectMany(c => c.Item2?.ReadPaths ?? []).FirstOrDefault(IsClassified) is { } path) _passedOn.Add(new PassedOn(pointer, path));
    }

    // What a resource, an event, an input or a step tells holds no classified value; an item of a loop is what its list is of.
    private bool IsClassified(string path)
    {
        var root = path.Split('.', '[')[0];
        if (_loops.TryGetValue(root, out var of)) return of;
        if (root is "event" or "input" or "steps" or "now" || WorkflowTypes.Resources.ContainsKey(root)) return false;
        return Vocabulary.Shipped.NodeAt(path) is not { } node
            || Vocabulary.Shipped.Entries.Any(e => e.PersonalData is not PersonalData.None && (e.Path == node.Path || e.Path.StartsWith(node.Path + ".", StringComparison.Ordinal) || e.Path.StartsWith(node.Path + "[", StringComparison.Ordinal)));
    }

    private void Condition(string expression, string pointer)
    {
        if (Program(expression, pointer) is { } program && program.ResultType != CelType.Bool && program.ResultType != CelType.Dyn && program.ResultType != CelType.NullableOf(CelType.Bool))
            Refuse(pointer, "not_a_condition", $"The expression gives {program.ResultType.Name}; a condition is true or false.");
    }

    private CelProgram? Program(string expression, string pointer, int offset = 0)
    {
        var compilation = CelCompiler.Compile(expression, _environment);
        foreach (var issue in compilation.Issues)
            _issues.Add(new PolicyIssue(pointer, issue.Code, $"{issue.Message} (at {issue.Position + offset})", null, issue.Suggestion) { Offset = issue.Position + offset });
        if (compilation.Program is not { } program) return null;
        if (expression.Contains(DomainFunctionNames.ListContains, StringComparison.Ordinal)) Refuse(pointer, "lists_not_read", "Workflows do not look into lists: a policy does, and its result can be read.");
        foreach (var path in program.ReadPaths) _reads.Add(path.Split('.', '[')[0]);
        return _programs[pointer] = program;
    }

    private void Refuse(string pointer, string code, string detail, string? suggestion = null) => _issues.Add(new PolicyIssue(pointer, code, detail, null, suggestion));
}
